import type { RoomEvent, RoomEventData, RoomEventKind } from '#contract/room.ts';
import type { Clock } from '#lib/clock.ts';
import { afterCommit, type Executor, type Tx } from '#platform/db.ts';
import type { SignalBus } from '#platform/signals.ts';
import { type EventRow, insertEvents, insertHead, selectAfter, selectHead, selectLatest } from './record.sql.ts';

/** What a room appends; `t` is the server's time in ms when it is not now. */
export type Entry = {
  [K in RoomEventKind]: { readonly k: K; readonly d: RoomEventData<K>; readonly now?: boolean; readonly t?: number };
}[RoomEventKind];

/** More than this in one transaction would hold the head row of a busy show too long. */
export const MAX_APPEND = 500;
export const MAX_READ = 500;

export interface ShowRecord {
  /** Begins the log of a show; again changes nothing. */
  open(tx: Tx, showId: string): Promise<void>;
  /**
   * Appends in the caller's transaction: when it rolls back, nothing was said and no number is lost.
   * The head row stays locked until commit, so append last and commit soon.
   * @throws when the show has no log (a bug: `open` comes with the show)
   */
  append(tx: Tx, showId: string, entries: readonly Entry[]): Promise<{ first: number; last: number }>;
  /** At most 500 events with seq > after, in order. */
  read(ex: Executor, showId: string, after: number, limit: number): Promise<RoomEvent[]>;
  /** The newest events of one kind before a seq, newest first. */
  latest<K extends RoomEventKind>(
    ex: Executor,
    showId: string,
    kind: K,
    options: { before?: number; limit: number },
  ): Promise<Extract<RoomEvent, { k: K }>[]>;
  /** Null when the show has no log. */
  head(ex: Executor, showId: string): Promise<{ epoch: string; last: number } | null>;
}

export function createRecord(needs: { signals: SignalBus; clock: Clock }): ShowRecord {
  const { signals, clock } = needs;
  return {
    async open(tx, showId) {
      await insertHead(tx, showId);
    },
    async append(tx, showId, entries) {
      if (entries.length === 0 || entries.length > MAX_APPEND)
        throw new Error(`A batch has 1 to ${MAX_APPEND} events, not ${entries.length}.`);
      const now = clock.now();
      // Whole milliseconds, as they are read back.
      const rows = entries.map((entry) => ({ at: Math.trunc(entry.t ?? now), kind: entry.k, now: entry.now ?? false, data: entry.d }));
      const told = JSON.stringify(rows);
      const head = await insertEvents(tx, showId, told, entries.length);
      if (head === null) throw new Error(`Show ${showId} has no log.`);
      const { epoch, last } = head;
      const first = last - entries.length + 1;
      afterCommit(tx, () => signals.emit('recordGrew', showId, { epoch, first, last, events: eventsOf(told, first) }));
      return { first, last };
    },
    async read(ex, showId, after, limit) {
      return (await selectAfter(ex, showId, after, Math.min(limit, MAX_READ))).map(toEvent);
    },
    async latest<K extends RoomEventKind>(ex: Executor, showId: string, kind: K, options: { before?: number; limit: number }) {
      const rows = await selectLatest(ex, showId, kind, options.before ?? 2_147_483_647, Math.min(options.limit, MAX_READ));
      return rows.map(toEvent) as Extract<RoomEvent, { k: K }>[];
    },
    head: selectHead,
  };
}

/** What a reader of the log gets for these rows, without asking the database for what it was just given. */
const eventsOf = (rows: string, first: number): RoomEvent[] =>
  (JSON.parse(rows) as { at: number; kind: string; now: boolean; data: unknown }[]).map(
    ({ at, kind, now, data }, n) => ({ s: first + n, t: at, k: kind, ...(now ? { now: true } : {}), d: data }) as RoomEvent,
  );

/** Rows were checked when they were appended; the log refuses any change since. */
const toEvent = (row: EventRow): RoomEvent =>
  ({ s: row.seq, t: row.at.getTime(), k: row.kind, ...(row.now ? { now: true } : {}), d: row.data }) as RoomEvent;
