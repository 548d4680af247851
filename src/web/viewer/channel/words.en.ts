export const en = {
  title: (shop: string) => `${shop}, round the clock`,
  notLive: 'Not live',
  after: (title: string) => `Then: ${title}`,
  whole: 'The whole replay, from the beginning',
  sound: 'Sound on',
  mute: 'Sound off',
  play: 'Watch',
  off: 'Nothing plays here now',
  offBody: 'This channel shows recordings between live shows, when the shop switches it on.',
  toShop: 'To the shop',
  failed: 'The recording does not load',
};
export type Words = typeof en;
