import type { ShowCard } from '#contract/shows.ts';
import { plural } from '../../client/words.tsx';

export default {
  title: 'Shows',
  plan: 'Plan a show',
  all: 'All',
  filter: 'State of the show',
  states: { draft: 'Draft', scheduled: 'Planned', live: 'On air', ended: 'Ended', cancelled: 'Cancelled' } satisfies Record<
    ShowCard['state'],
    string
  >,
  name: 'Show',
  state: 'State',
  when: 'When',
  shelf: 'On the shelf',
  products: (count: number) => `${count} ${plural('en', count, 'product', 'products')}`,
  noDate: 'No date yet',
  watching: (count: number) => `${count} watching`,
  viewersPage: 'As viewers see it',
  emptyTitle: 'No shows yet',
  emptyBody: 'Plan one in the studio: a title, who hosts, and what lies on the shelf.',
  noneTitle: 'None in this state',
  more: 'Show older shows',
};
