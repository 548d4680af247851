import type { SameWords } from '../client/words.tsx';
import type en from './words.en.ts';

export default {
  office: 'Kantoor',
  shows: 'Shows',
  channel: 'Kanaal',
  products: 'Producten',
  imports: 'Imports',
  orders: 'Bestellingen',
  people: 'Mensen',
  settings: 'Instellingen',
  firstRun: 'Eerste stappen',
  studio: 'Studio',
  more: 'Meer',
  roles: { host: 'Host', producer: 'Producer', moderator: 'Moderator', seller_admin: 'Beheerder', operator: 'Operator' },
} satisfies SameWords<typeof en>;
