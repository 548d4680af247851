import type { SameWords } from '../client/words.tsx';
import type en from './words.en.ts';

export default {
  office: 'Kantoor',
  shows: 'Shows',
  channel: 'Kanaal',
  products: 'Producten',
  imports: 'Imports',
  orders: 'Bestellingen',
  chat: 'Chat',
  people: 'Mensen',
  settings: 'Instellingen',
  firstRun: 'Eerste stappen',
  studio: 'Studio',
  more: 'Meer',
  gigabytes: (count: number) => `${count.toFixed(1).replace('.', ',')} GB`,
  diskLow: (free: string) => `De schijf van deze installatie raakt vol: ${free} vrij.`,
  notRecorded: (shows: number) =>
    shows === 0
      ? 'Shows worden niet opgenomen: de schijf van deze installatie is vol.'
      : `${shows === 1 ? 'Een show die bezig is wordt' : `${shows} shows die bezig zijn worden`} niet opgenomen.`,
  makeRoom: (free: string) =>
    `Maak ruimte waar de opnames staan (${free} vrij), of bewaar terugblikken korter. De opname gaat vanzelf verder.`,
  storageAway: 'De opslag neemt geen opnames aan.',
  storageAwayBody: 'Ze wachten op deze machine en gaan mee zodra de opslag antwoordt. Kijk in het logboek van de server.',
  roles: { host: 'Host', producer: 'Producer', moderator: 'Moderator', seller_admin: 'Beheerder', operator: 'Operator' },
} satisfies SameWords<typeof en>;
