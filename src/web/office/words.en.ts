import type { Role } from '#contract/route.ts';

export default {
  office: 'Office',
  shows: 'Shows',
  channel: 'Channel',
  products: 'Products',
  imports: 'Imports',
  orders: 'Orders',
  chat: 'Chat',
  people: 'People',
  settings: 'Settings',
  firstRun: 'First run',
  studio: 'Studio',
  more: 'More',
  gigabytes: (count: number) => `${count.toFixed(1)} GB`,
  diskLow: (free: string) => `The disk of this instance is getting full: ${free} free.`,
  notRecorded: (shows: number) =>
    shows === 0
      ? 'Shows are not recorded: the disk of this instance is full.'
      : `${shows === 1 ? 'A show on air is' : `${shows} shows on air are`} not recorded.`,
  makeRoom: (free: string) =>
    `Make room where the recordings lie (${free} free), or keep replays for fewer days. Recording goes on by itself.`,
  storageAway: 'The storage does not take recordings.',
  storageAwayBody: 'They wait on this machine and are brought when it answers. See the log of the server.',
  roles: {
    host: 'Host',
    producer: 'Producer',
    moderator: 'Moderator',
    seller_admin: 'Seller admin',
    operator: 'Operator',
  } satisfies Record<Role, string>,
};
