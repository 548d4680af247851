interface Waiting<Q, A> {
  readonly question: Q;
  readonly answer: (answer: A) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Asks for many in one go what would be asked one by one: a question goes out at once while few are under way, else it
 * joins those that wait for the next turn. For reads; what writes needs the care of the stock room's queue.
 *
 * @param needs.ask answers by position; when it fails, those of that turn fail
 * @param needs.atOnce turns under way together
 * @param needs.most questions per turn
 */
export function createGather<Q, A>(needs: { ask(questions: readonly Q[]): Promise<readonly A[]>; atOnce: number; most: number }) {
  let waiting: Waiting<Q, A>[] = [];
  let underWay = 0;

  async function turn(): Promise<void> {
    underWay += 1;
    // Questions of this very moment go together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const mine = waiting.slice(0, needs.most);
      waiting = waiting.slice(needs.most);
      try {
        const answers = await needs.ask(mine.map((each) => each.question));
        mine.forEach((each, at) => each.answer(answers[at]!));
      } catch (error) {
        for (const each of mine) each.fail(error);
      }
    }
    underWay -= 1;
  }

  /** The queue is as long as the requests that wait for it, whose number the HTTP server bounds. */
  return (question: Q): Promise<A> =>
    new Promise((answer, fail) => {
      waiting.push({ question, answer, fail });
      if (underWay < needs.atOnce) void turn();
    });
}
