import type { Decision } from '#contract/moderation.ts';
import type { Answer, Refusal } from '../../client/api.ts';
import { createStore, type Store } from '../../client/store.ts';
import type { Wish } from './wish.ts';

/** More than a person decides while the network is away; further ones are refused where they are made. */
const OUTGOING_MAX = 30;
/** Sending these again may help. Others were answered: the line was decided by somebody else, or is gone. */
const PASSING = new Set<Refusal['reason']>(['unreachable', 'busy', 'broken', 'too_many_requests']);

export interface Outgoing {
  /** The decision's own id: sent again it is the same decision. */
  readonly id: string;
  readonly wish: Wish;
  /** Null while it is on its way. */
  readonly refused: Refusal | null;
}

interface Needs {
  readonly send: (id: string, wish: Wish) => Promise<Answer<Decision>>;
  readonly taken: (decision: Decision) => void;
  readonly newId?: () => string;
}

export const mayHelpAgain = ({ refused }: Outgoing): boolean => refused !== null && PASSING.has(refused.reason);

/**
 * Decisions on their way to the server. One that did not go stays here and says so until it is sent again or left;
 * it is never sent by itself, because what was right a minute ago may be wrong now.
 */
export function createOutgoing({ send, taken, newId = () => crypto.randomUUID() }: Needs) {
  const all: Store<readonly Outgoing[]> = createStore<readonly Outgoing[]>([]);
  const put = (id: string, refused: Refusal | null) =>
    all.set((now) => now.map((entry) => (entry.id === id ? { ...entry, refused } : entry)));
  const drop = (id: string) => all.set((now) => now.filter((entry) => entry.id !== id));

  async function go({ id, wish }: Outgoing): Promise<void> {
    const answer = await send(id, wish);
    if (!answer.ok) return put(id, answer.refusal);
    drop(id);
    taken(answer.value);
  }

  return {
    all,
    drop,
    /** @returns false when it was not taken: the same is on its way, or too many wait */
    decide(wish: Wish): boolean {
      const now = all.get();
      const same = now.find(
        (entry) => entry.wish.lineId === wish.lineId && entry.wish.author === wish.author && wish.kind === entry.wish.kind,
      );
      if (same?.refused === null || now.length >= OUTGOING_MAX) return false;
      // Pressing the same key again is how most people try again.
      if (same) drop(same.id);
      const entry: Outgoing = { id: same?.id ?? newId(), wish, refused: null };
      all.set((entries) => [...entries, entry]);
      void go(entry);
      return true;
    },
    again(id: string): void {
      const entry = all.get().find((one) => one.id === id && one.refused !== null);
      if (!entry) return;
      put(id, null);
      void go(entry);
    },
  };
}
