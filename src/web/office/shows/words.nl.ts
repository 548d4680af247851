import { plural, type SameWords } from '../../client/words.tsx';
import type en from './words.en.ts';

export default {
  title: 'Shows',
  plan: 'Show plannen',
  all: 'Alle',
  filter: 'Staat van de show',
  states: { draft: 'Concept', scheduled: 'Gepland', live: 'In de lucht', ended: 'Afgelopen', cancelled: 'Geannuleerd' },
  name: 'Show',
  state: 'Staat',
  when: 'Wanneer',
  shelf: 'In het schap',
  products: (count: number) => `${count} ${plural('nl', count, 'product', 'producten')}`,
  noDate: 'Nog geen datum',
  watching: (count: number) => `${count} kijken`,
  viewersPage: 'Zoals kijkers het zien',
  emptyTitle: 'Nog geen shows',
  emptyBody: 'Plan er een in de studio: een titel, wie presenteert, en wat er in het schap ligt.',
  noneTitle: 'Geen in deze staat',
  more: 'Oudere shows tonen',
} satisfies SameWords<typeof en>;
