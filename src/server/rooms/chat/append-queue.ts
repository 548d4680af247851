import type { ChatLine } from '#contract/room.ts';
import { transact } from '#platform/db.ts';
import { findSaid, insertLines, type LineRow, placeLines } from './chat.sql.ts';
import type { ChatNeeds } from './needs.ts';

/** Lines that arrive within this time share one transaction. */
const GATHER_MS = 5;
const MAX_BATCH = 200;
/** Lines of one room that wait; beyond it people are told that it is busy. */
const MAX_WAITING = 1000;

export interface Said {
  readonly seq: number;
  readonly line: ChatLine;
}
interface Wish {
  readonly row: LineRow;
  readonly line: ChatLine;
  settle(said: Said): void;
  fail(error: unknown): void;
}

/**
 * Many lines arrive at one record: each process gathers what came in a few milliseconds and appends it at once, in the
 * order of arrival. One transaction per room at a time, so a batch grows while the one before it commits.
 */
export function createAppendQueue({ db, record }: Pick<ChatNeeds, 'db' | 'record'>) {
  const rooms = new Map<string, { waiting: Wish[]; running: boolean }>();

  /** @returns null when too much waits already */
  function say(showId: string, row: LineRow, line: ChatLine): Promise<Said> | null {
    const room = rooms.get(showId) ?? { waiting: [], running: false };
    if (room.waiting.length >= MAX_WAITING) return null;
    rooms.set(showId, room);
    const said = new Promise<Said>((settle, fail) => room.waiting.push({ row, line, settle, fail }));
    if (!room.running) {
      room.running = true;
      setTimeout(() => void drain(showId, room), GATHER_MS);
    }
    return said;
  }

  async function drain(showId: string, room: { waiting: Wish[]; running: boolean }): Promise<void> {
    while (room.waiting.length > 0) {
      const batch = room.waiting.splice(0, MAX_BATCH);
      try {
        const told = await append(showId, batch);
        batch.forEach((wish, at) => wish.settle(told[at]!));
      } catch (error) {
        for (const wish of batch) wish.fail(error);
      }
    }
    room.running = false;
    rooms.delete(showId);
  }

  function append(showId: string, batch: readonly Wish[]): Promise<Said[]> {
    return transact(db, async (tx) => {
      const inserted = await insertLines(
        tx,
        showId,
        batch.map((wish) => wish.row),
      );
      const fresh = batch.filter((wish) => inserted.has(wish.row.id));
      const places = new Map<string, Said>();
      if (fresh.length > 0) {
        const { first } = await record.append(
          tx,
          showId,
          fresh.map(({ line }) => ({ k: 'chat', d: line, now: true })),
        );
        await placeLines(
          tx,
          fresh.map((wish) => wish.row.id),
          first,
        );
        fresh.forEach(({ line }, at) => places.set(line.id, { seq: first + at, line }));
      }
      const told: Said[] = [];
      // A copy of a line that was said before, here or in another process, gets the place of the first.
      for (const { row, line } of batch) {
        const known = places.get(row.id) ?? (await placeOf(row));
        told.push('line' in known ? known : { seq: known.seq, line: { ...line, id: known.id } });
      }
      return told;

      async function placeOf(row: LineRow) {
        const found = await findSaid(tx, showId, row.visitorId, row.clientId);
        if (!found) throw new Error(`The line ${row.clientId} is neither new nor known.`);
        return found;
      }
    });
  }

  return { say };
}
