import type { ChatNeeds } from './needs.ts';

type Facts = Awaited<ReturnType<ChatNeeds['shows']['facts']>>;

/** Ten thousand people who come back at once ask one question about the show. */
const KEPT_MS = 1000;
const MAX_KEPT = 1000;

/** Whose show it is and whether it is on, as of a second ago at most. */
export function createDoors({ db, shows, clock }: Pick<ChatNeeds, 'db' | 'shows' | 'clock'>) {
  const kept = new Map<string, { at: number; facts: Promise<Facts> }>();
  return {
    look(showId: string): Promise<Facts> {
      const known = kept.get(showId);
      if (known && clock.now() - known.at < KEPT_MS) return known.facts;
      const facts = shows.facts(db, showId);
      kept.delete(showId);
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
      kept.set(showId, { at: clock.now(), facts });
      // A database that was away for a moment is asked again.
      facts.catch(() => kept.delete(showId));
      return facts;
    },
  };
}
