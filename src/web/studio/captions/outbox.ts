import type { Caption } from '#contract/captions.ts';
import type { Answer, Refusal } from '../../client/api.ts';
import { createStore, type Store } from '../../client/store.ts';

/** A cue on its way to the server. */
export interface Unsent {
  /** Stays the same through every try: the server then says it once. */
  readonly clientId: string;
  readonly language: string;
  readonly text: string;
  readonly source: 'typed' | 'prompter';
  readonly heardAtMs: number;
  readonly replaces: string | null;
  /** Why the server does not want it; null while it is on its way. */
  readonly refused: Refusal | null;
}

/** Twenty minutes of fast typing without a network. */
export const OUTBOX_MAX = 300;
const TRY_AGAIN_MS = 1000;

interface Needs {
  readonly send: (cue: Unsent) => Promise<Answer<Caption>>;
  readonly keep: { read(): readonly Unsent[]; write(cues: readonly Unsent[]): void };
  readonly newId?: () => string;
  readonly setTimer?: (run: () => void, ms: number) => unknown;
}

/**
 * What was typed and is not in the record yet. One after the other, in the order of typing; without a network they
 * wait, through reloads too, and are sent with the moment at which they were heard.
 */
export function createOutbox({ send, keep, newId = () => crypto.randomUUID(), setTimer = setTimeout }: Needs) {
  const unsent: Store<readonly Unsent[]> = createStore(keep.read());
  const stop = unsent.subscribe(() => keep.write(unsent.get()));
  let busy = false;
  let closed = false;

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    for (let next = first(); next; next = first()) {
      const answer = await send(next);
      if (!answer.ok && isPassing(answer.refusal)) {
        setTimer(() => void work(), TRY_AGAIN_MS);
        break;
      }
      const { clientId } = next;
      if (answer.ok) drop(clientId);
      else unsent.set((all) => all.map((cue) => (cue.clientId === clientId ? { ...cue, refused: answer.refusal } : cue)));
    }
    busy = false;
  }

  const first = () => (closed ? undefined : unsent.get().find((cue) => cue.refused === null));
  const drop = (clientId: string) => unsent.set((all) => all.filter((cue) => cue.clientId !== clientId));

  void work();
  return {
    unsent,
    /** @returns false when too many wait already: the words then stay where they were typed */
    add(cue: Omit<Unsent, 'clientId' | 'refused'>): boolean {
      if (unsent.get().length >= OUTBOX_MAX) return false;
      unsent.set((all) => [...all, { ...cue, clientId: newId(), refused: null }]);
      void work();
      return true;
    },
    drop,
    /** The network is back: do not wait for the timer. */
    wake: () => void work(),
    close(): void {
      closed = true;
      stop();
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;

const isPassing = ({ status }: Refusal): boolean => status === 0 || status === 429 || status >= 500;
