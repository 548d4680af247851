import { setTimeout as sleep } from 'node:timers/promises';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Log } from '#platform/log.ts';

/** A larger batch gained nothing when measured; a batch of 100 waits for commits too often. */
const BATCH = 500;
/** At about 100,000 decisions a second this is a fifth of a second; more than that is told "busy" at once. */
const WAITING = 20_000;
/** 20 + 40 + ... + 1,280 ms: longer than a restart of the database takes a lock away, shorter than people wait. */
const TRIES = 8;

export interface Keyed {
  readonly orderId: string;
  readonly variantId: string;
  readonly buyerId: string;
}
interface Entry<W, A> {
  readonly wish: W;
  readonly shape: string;
  readonly answer: (answer: Outcome<A, 'busy'>) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Gathers wishes while the last batch is committing and lets the database decide the next batch in one call.
 * First come, first decided; one batch in flight; everybody is answered after the commit.
 *
 * @param needs.decide decides a batch in one transaction, answers by position; safe to repeat with the same wishes
 * @param needs.shape equal texts are the same wish
 */
export function createHoldQueue<W extends Keyed, A>(needs: {
  decide(wishes: readonly W[]): Promise<readonly A[]>;
  shape(wish: W): string;
  log?: Log | undefined;
}) {
  let waiting: Entry<W, A>[] = [];
  let running: Promise<void> | undefined;
  let closed = false;
  /** The same wish asked again while it waits shares its answer. */
  const asked = new Map<string, { shape: string; answer: Promise<Outcome<A, 'busy'>> }>();

  function hold(wish: W): Promise<Outcome<A, 'busy'>> {
    const shape = needs.shape(wish);
    const twin = asked.get(wish.orderId);
    if (twin?.shape === shape) return twin.answer;
    if (closed || waiting.length >= WAITING) return Promise.resolve(refuse('busy'));
    const answer = new Promise<Outcome<A, 'busy'>>((resolve, reject) => waiting.push({ wish, shape, answer: resolve, fail: reject }));
    if (!twin) remember(wish.orderId, shape, answer);
    running ??= run();
    return answer;
  }

  function remember(orderId: string, shape: string, answer: Promise<Outcome<A, 'busy'>>): void {
    asked.set(orderId, { shape, answer });
    const forget = () => void asked.delete(orderId);
    answer.then(forget, forget);
  }

  async function run(): Promise<void> {
    // Taps of this very moment join the first batch.
    await Promise.resolve();
    while (waiting.length > 0) await settle(take());
    running = undefined;
  }

  /** The next batch; an order id, or a buyer with a variant, that is in it already waits for the one after. */
  function take(): Entry<W, A>[] {
    const batch: Entry<W, A>[] = [];
    const left: Entry<W, A>[] = [];
    const ids = new Set<string>();
    const buyers = new Set<string>();
    let at = 0;
    for (; at < waiting.length && batch.length < BATCH; at += 1) {
      const entry = waiting[at]!;
      const buyer = `${entry.wish.buyerId} ${entry.wish.variantId}`;
      if (ids.has(entry.wish.orderId) || buyers.has(buyer)) {
        left.push(entry);
        continue;
      }
      ids.add(entry.wish.orderId);
      buyers.add(buyer);
      batch.push(entry);
    }
    waiting = left.concat(waiting.slice(at));
    return batch;
  }

  async function settle(batch: readonly Entry<W, A>[], tries = 1): Promise<void> {
    try {
      const answers = await needs.decide(batch.map((entry) => entry.wish));
      batch.forEach((entry, at) => entry.answer(done(answers[at]!)));
    } catch (error) {
      await mend(batch, tries, error);
    }
  }

  /** The failed batch answered nobody and may have committed: repeating the same wishes finds what did. */
  async function mend(batch: readonly Entry<W, A>[], tries: number, error: unknown): Promise<void> {
    const kind = kindOf(error);
    needs.log?.warn({ error: String(error), wishes: batch.length, tries }, 'a batch of holds failed');
    if (kind === 'wish' && batch.length > 1) {
      // One wish that the database cannot read must not cost its neighbours theirs: halve until it stands alone.
      const middle = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, middle));
      await settle(batch.slice(middle));
      return;
    }
    // A single wish gets one more try: another process may have taken the order id between the look and the insert.
    if (kind === 'bug' || (kind === 'wish' && tries > 1)) {
      for (const entry of batch) entry.fail(error);
      return;
    }
    if (tries >= TRIES || closed) {
      for (const entry of batch) entry.answer(refuse('busy'));
      return;
    }
    await sleep(10 * 2 ** tries);
    await settle(batch, tries + 1);
  }

  return {
    hold,
    /** How many wait, for the metrics. */
    size: () => waiting.length,
    /** Decides what waits, then takes no more. */
    async close(): Promise<void> {
      closed = true;
      await running;
    },
  };
}

/** By SQLSTATE class: 22 and 23 are about a value, 42 about our own text; all else (lost, restarting, deadlock) passes. */
function kindOf(error: unknown): 'wish' | 'bug' | 'passing' {
  if (!(error instanceof Error)) return 'bug';
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return /connection|terminat|timeout/i.test(error.message) ? 'passing' : 'bug';
  if (/^(22|23)/.test(code)) return 'wish';
  return code.startsWith('42') ? 'bug' : 'passing';
}
