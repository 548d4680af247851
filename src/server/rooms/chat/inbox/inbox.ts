import type { Notice } from '#contract/room.ts';
import { createGather } from '#lib/gather.ts';
import { afterCommit, type Db, transact, type Tx } from '#platform/db.ts';
import type { SignalBus } from '#platform/signals.ts';
import { findFresh, type InboxQuestion, insertNotice, type Kept, selectInboxes } from './inbox.sql.ts';

/** Of one person in one show; older ones have lost their use. */
export const MAX_KEPT = 100;

/** News about a list is only news: who is away reads the list itself. */
export type KeptNotice = Exclude<Notice, { k: 'desk' }>;

/** What the room says to one person alone. It is kept, and told again to whoever was away. */
export interface Inbox {
  /** In the caller's transaction: kept when it commits, and told right after. */
  put(tx: Tx, showId: string, visitorId: string, notice: KeptNotice): Promise<void>;
  /** Kept when this answers. */
  tell(showId: string, visitorId: string, notice: KeptNotice): Promise<void>;
  /** What came after a number, at most 100; `after` null asks only where the inbox stands. */
  read(question: InboxQuestion): Promise<{ last: number; notices: readonly Kept[] }>;
  /** Who was told something in these shows lately: makes good for a wake-up that was lost. */
  fresh(showIds: readonly string[], seconds: number): Promise<{ showId: string; visitorId: string }[]>;
}

export function createInbox({ db, signals }: { db: Db; signals: SignalBus }): Inbox {
  async function put(tx: Tx, showId: string, visitorId: string, data: KeptNotice): Promise<void> {
    await insertNotice(tx, { showId, visitorId, data, keep: MAX_KEPT });
    afterCommit(tx, () => signals.emit('inboxGrew', showId, visitorId));
  }

  return {
    put,
    tell: (showId, visitorId, notice) => transact(db, (tx) => put(tx, showId, visitorId, notice)),
    // Ten thousand people who come back at once are fifty questions.
    read: createGather({ ask: (asked: readonly InboxQuestion[]) => selectInboxes(db, asked, MAX_KEPT), atOnce: 2, most: 200 }),
    fresh: (showIds, seconds) => findFresh(db, showIds, seconds),
  };
}
