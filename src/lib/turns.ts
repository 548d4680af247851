interface Waiting<W, A> {
  readonly wish: W;
  settle(answer: A): void;
  fail(error: unknown): void;
}
interface Place<W, A> {
  waiting: Waiting<W, A>[];
}

/**
 * Many people want to write at one place: their wishes are taken in turns, one turn at a time per place, so a turn
 * grows while the one before it commits, and a crowd at one place holds one connection of the database.
 *
 * @param needs.work answers by position; when it fails, those of that turn fail
 * @param needs.mostAtOnce wishes per turn
 * @param needs.mostWaiting per place; whoever comes then is told so
 * @param needs.gatherMs a turn waits this long for company
 */
export function createTurns<W, A>(needs: {
  work(place: string, wishes: readonly W[]): Promise<readonly A[]>;
  mostAtOnce: number;
  mostWaiting: number;
  gatherMs: number;
}) {
  const places = new Map<string, Place<W, A>>();

  async function drain(key: string, place: Place<W, A>): Promise<void> {
    while (place.waiting.length > 0) {
      const turn = place.waiting.splice(0, needs.mostAtOnce);
      try {
        const answers = await needs.work(
          key,
          turn.map((each) => each.wish),
        );
        turn.forEach((each, at) => each.settle(answers[at]!));
      } catch (error) {
        for (const each of turn) each.fail(error);
      }
    }
    places.delete(key);
  }

  /** @returns null when too many wait there already */
  return (key: string, wish: W): Promise<A> | null => {
    const known = places.get(key);
    const place = known ?? { waiting: [] };
    if (place.waiting.length >= needs.mostWaiting) return null;
    const answer = new Promise<A>((settle, fail) => place.waiting.push({ wish, settle, fail }));
    if (!known) {
      places.set(key, place);
      setTimeout(() => void drain(key, place), needs.gatherMs);
    }
    return answer;
  };
}
