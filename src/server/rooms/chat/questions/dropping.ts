import type { Tx } from '#platform/db.ts';
import type { Entry } from '#rooms/record/index.ts';
import { dropWaitingBy } from './questions.sql.ts';
import { questionView } from './views.ts';

/** Whoever may not speak any more asks nothing any more: what waits is taken down. Under the room's lock. @returns what to tell */
export const dropAskedBy = async (tx: Tx, showId: string, author: string): Promise<Entry[]> =>
  (await dropWaitingBy(tx, showId, author)).map((row): Entry => ({ k: 'question', d: questionView(row), now: true }));
