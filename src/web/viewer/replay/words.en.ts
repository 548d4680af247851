import { plural } from '../../client/words.tsx';

const many = (count: number, one: string, other: string) => plural('en', count, one, other);

export const en = {
  replayOf: (day: string) => `Replay of ${day}, prices are today’s`,
  chapters: (count: number) => many(count, '1 chapter', `${count} chapters`),
  shelfCount: (products: number, left: number) => many(products, `1 product, ${left} in stock`, `${products} products, ${left} in stock`),
  welcome: 'Welcome',
  talk: 'In between',
  inStock: (left: string) => `${left} in stock`,
  soldOut: 'Sold out',
  offSale: 'Not for sale any more',
  offSaleText: 'The shop took this product off sale after the show.',
  nothingMatches: 'No chapter with these words.',
  searchChapters: 'Search in this show',
  earlier: (count: number) => many(count, '1 earlier chapter', `${count} earlier chapters`),
  later: (count: number) => many(count, '1 later chapter', `${count} later chapters`),
  now: 'Now',

  askedOffer: (price: string, end: string) => `During the show ${price}, until ${end}. That offer ended and is not replayed.`,
  askedOfferRuns: (end: string) => `The offer of the show still runs, until ${end}.`,
  askedOther: (price: string) => `During the show it was ${price}.`,
  askedSame: 'The same price as in the show.',
  ofVariant: (variant: string, text: string) => `${variant}: ${text}`,
  askedShort: (price: string) => `${price} in the show`,
  buyAt: (price: string) => `Buy at ${price}`,
  buyOffline: 'Buy needs a connection',
  seeProduct: 'See the product',

  timeline: 'Timeline by product',
  timelineHelp: 'Arrows move by 5 seconds, Page Up and Page Down by chapter, Home and End to the ends.',
  atChapter: (at: string, chapter: string) => `${at}, ${chapter}`,
  ofLength: (length: string) => `of ${length}`,
  previous: 'Previous chapter',
  next: 'Next chapter',
  speed: (rate: string) => `Speed ${rate}`,
  continueAt: (at: string) => `Continue at ${at}`,
  again: 'Watch again',
  soundOnly: 'This show has sound only',
  blocked: 'Tap to play',

  preparing: 'The replay is being made. This page shows it by itself.',
  missing: 'Nothing was recorded of this show.',
  over: 'This replay is no longer kept. The products are.',
  failed: 'The replay does not play',
  failedText: 'What you were looking at is remembered.',
  offline: 'Your internet dropped',
  offlineText: 'The replay goes on when it is back. Nothing is being bought.',
  refused: 'The chapters did not load',
  holes: (count: number, length: string) =>
    many(count, `The picture was away once, ${length} in all.`, `The picture was away ${count} times, ${length} in all.`),
  holesText: 'The replay goes on after it; what was agreed meanwhile is in the show’s record.',
  holeAt: (length: string) => `${length} are missing here`,
  stopped: (at: string) => `The recording stopped at ${at}, before the show ended.`,

  shareMoment: 'Share this moment',
  notInReplay: 'Also on the shelf',
};
export type Words = typeof en;
