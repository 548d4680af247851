import { type SaidOutcome, type Wish } from './append-lines.ts';

/** Lines that arrive within this time share one transaction. */
const GATHER_MS = 5;
/** When more is said than can be read, more of it is gathered, so that each line has the same chance. */
const CROWDED_MS = 250;
const MAX_BATCH = 200;
/** Lines of one room that wait; beyond it people are told that it is busy. */
const MAX_WAITING = 1000;

interface Waiting {
  readonly wish: Wish;
  settle(told: SaidOutcome): void;
  fail(error: unknown): void;
}
interface Room {
  readonly orgId: string;
  readonly showId: string;
  waiting: Waiting[];
}

/**
 * Many lines arrive at one record: each process gathers what came in a few milliseconds and appends it at once, in the
 * order of arrival. One transaction per room at a time, so a batch grows while the one before it commits.
 */
export function createAppendQueue(
  append: (show: { orgId: string; showId: string }, batch: readonly Wish[]) => Promise<{ told: SaidOutcome[]; isCrowded: boolean }>,
) {
  const rooms = new Map<string, Room>();

  /** @returns null when too much waits already */
  function say(show: { orgId: string; showId: string }, wish: Wish): Promise<SaidOutcome> | null {
    const known = rooms.get(show.showId);
    const room = known ?? { ...show, waiting: [] };
    if (room.waiting.length >= MAX_WAITING) return null;
    const said = new Promise<SaidOutcome>((settle, fail) => room.waiting.push({ wish, settle, fail }));
    if (!known) {
      rooms.set(show.showId, room);
      setTimeout(() => void drain(room), GATHER_MS);
    }
    return said;
  }

  async function drain(room: Room): Promise<void> {
    while (room.waiting.length > 0) {
      const batch = room.waiting.splice(0, MAX_BATCH);
      try {
        const { told, isCrowded } = await append(
          room,
          batch.map(({ wish }) => wish),
        );
        batch.forEach(({ settle }, at) => settle(told[at]!));
        if (isCrowded) await new Promise((resolve) => setTimeout(resolve, CROWDED_MS));
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    rooms.delete(room.showId);
  }

  return { say };
}
