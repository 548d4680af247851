import { randomBytes } from 'node:crypto';
import { TokenBucket } from '#lib/token-bucket.ts';
import { addHearts, findHearts } from '../chat.sql.ts';
import type { ChatNeeds } from '../needs.ts';

/** Nobody taps faster for long; what is above it is dropped in silence. */
const PER_SECOND = 15;
const BURST = 30;
const MAX_PEOPLE = 50_000;
/** A batch that comes again within this time, after a lost connection, was counted. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 50_000;

interface Room {
  kept: number;
  added: number;
  /** Being written: what is read meanwhile may hold `added` already. */
  isKeeping: boolean;
}

/** Hearts are added up in memory and kept every moment: a crash loses a second or two of hearts and nothing else. */
export function createHearts({ db, clock, log }: Pick<ChatNeeds, 'db' | 'clock' | 'log'>) {
  const people = new Map<string, TokenBucket>();
  const rooms = new Map<string, Room>();
  /** When batches came, the oldest first. */
  const batches = new Map<string, number>();

  /** What all processes kept, and what this one has not written yet. */
  async function open(showId: string): Promise<number> {
    const room = await readRoom(showId);
    return room.kept + room.added;
  }

  async function readRoom(showId: string): Promise<Room> {
    const kept = (await findHearts(db, [showId])).get(showId) ?? 0;
    const room = rooms.get(showId) ?? { kept, added: 0, isKeeping: false };
    // Hearts only grow, so of two answers the larger one is the newer.
    if (!room.isKeeping) room.kept = Math.max(room.kept, kept);
    rooms.set(showId, room);
    return room;
  }

  return {
    open,
    /**
     * @param batch the sender's id of these taps: the same again adds nothing
     * @returns the new total, or null when nothing was added
     */
    async add(showId: string, person: string, count: number, batch: string | null): Promise<number | null> {
      const room = rooms.get(showId) ?? (await readRoom(showId));
      if (batch !== null && !isNew(`${showId} ${person} ${batch}`)) return null;
      const taken = budgetOf(`${showId} ${person}`).takeUpTo(clock.now(), count);
      room.added += taken;
      return taken > 0 ? room.kept + room.added : null;
    },
    /** Writes what was added; what could not be written is tried again with the next round. @returns new totals */
    async keep(): Promise<Map<string, number>> {
      const totals = new Map<string, number>();
      for (const [showId, room] of rooms) {
        const { added } = room;
        if (added === 0) continue;
        room.isKeeping = true;
        try {
          const total = await addHearts(db, showId, added, randomBytes(16));
          room.kept = total;
          room.added -= added;
          totals.set(showId, total + room.added);
        } catch (error) {
          log.warn({ showId, error: String(error) }, 'hearts were not kept yet');
        } finally {
          room.isKeeping = false;
        }
      }
      return totals;
    },
    /** A room without people is forgotten when everything of it is kept. */
    forget(isOpen: (showId: string) => boolean): void {
      for (const [showId, room] of rooms) if (room.added === 0 && !room.isKeeping && !isOpen(showId)) rooms.delete(showId);
    },
  };

  function isNew(batch: string): boolean {
    const now = clock.now();
    for (const [old, at] of batches) {
      if (now - at < REMEMBERED_MS && batches.size < MAX_REMEMBERED) break;
      batches.delete(old);
    }
    if (batches.has(batch)) return false;
    batches.set(batch, now);
    return true;
  }

  function budgetOf(person: string): TokenBucket {
    const budget = people.get(person) ?? new TokenBucket(PER_SECOND, BURST, clock.now());
    people.delete(person);
    if (people.size >= MAX_PEOPLE) people.delete(people.keys().next().value!);
    people.set(person, budget);
    return budget;
  }
}
