import { randomBytes } from 'node:crypto';
import { TokenBucket } from '#lib/token-bucket.ts';
import { addHearts, findHearts } from './chat.sql.ts';
import type { ChatNeeds } from './needs.ts';

/** Nobody taps faster for long; what is above it is dropped in silence. */
const PER_SECOND = 15;
const BURST = 30;
const MAX_PEOPLE = 50_000;

/** Hearts are added up in memory and kept every few seconds: a crash loses seconds of hearts and nothing else. */
export function createHearts({ db, clock, log }: Pick<ChatNeeds, 'db' | 'clock' | 'log'>) {
  const people = new Map<string, TokenBucket>();
  const rooms = new Map<string, { kept: number; added: number; isKeeping: boolean }>();

  /** What is kept, read when a room opens; other processes' hearts come with `recount`. */
  async function open(showId: string): Promise<number> {
    const known = rooms.get(showId);
    if (known) return known.kept + known.added;
    const kept = (await findHearts(db, [showId])).get(showId) ?? 0;
    const room = rooms.get(showId) ?? { kept, added: 0, isKeeping: false };
    rooms.set(showId, room);
    return room.kept + room.added;
  }

  return {
    /**
     * What other processes kept meanwhile, with ours. While ours are being kept the database's total may hold them
     * already, and they would count twice.
     */
    async recount(showId: string): Promise<number> {
      if (!rooms.has(showId)) return open(showId);
      const kept = (await findHearts(db, [showId])).get(showId) ?? 0;
      const room = rooms.get(showId);
      if (!room) return kept;
      if (!room.isKeeping) room.kept = Math.max(room.kept, kept);
      return room.kept + room.added;
    },
    /** @returns the new total, or null when nothing was added */
    async add(showId: string, person: string, count: number): Promise<number | null> {
      await open(showId);
      const taken = budgetOf(`${showId} ${person}`).takeUpTo(clock.now(), count);
      const room = rooms.get(showId)!;
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
      for (const [showId, room] of rooms) if (room.added === 0 && !isOpen(showId)) rooms.delete(showId);
    },
  };

  function budgetOf(person: string): TokenBucket {
    const budget = people.get(person) ?? new TokenBucket(PER_SECOND, BURST, clock.now());
    people.delete(person);
    if (people.size >= MAX_PEOPLE) people.delete(people.keys().next().value!);
    people.set(person, budget);
    return budget;
  }
}
