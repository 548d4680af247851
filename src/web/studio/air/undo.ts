import { createStore, type Store } from '../../client/store.ts';

export const UNDO_MS = 5_000;
/** More than a screen can show; the oldest then goes through at once rather than being lost. */
export const WAITING_MAX = 5;

export interface Waiting {
  readonly key: string;
  readonly label: string;
  /** On this page's clock. */
  readonly endsAtMs: number;
}

interface Needs {
  readonly now?: () => number;
  readonly setTimer?: (run: () => void, ms: number) => unknown;
  readonly clearTimer?: (timer: unknown) => void;
}

/**
 * Decisions that wait five seconds before they are sent. Undo leaves no trace, because nothing happened.
 * Closing drops what waits: an unsent decision is the safe side.
 */
export function createUndo({ now = Date.now, setTimer = setTimeout, clearTimer = (timer) => clearTimeout(timer as number) }: Needs = {}) {
  const waiting: Store<readonly Waiting[]> = createStore<readonly Waiting[]>([]);
  const runs = new Map<string, { run: () => void; timer: unknown }>();

  function undo(key: string): void {
    clearTimer(runs.get(key)?.timer);
    runs.delete(key);
    waiting.set((all) => all.filter((one) => one.key !== key));
  }

  function carryOut(key: string): void {
    const entry = runs.get(key);
    undo(key);
    entry?.run();
  }

  return {
    waiting,
    undo,
    /** The same decision twice is one decision: a key that waits already is left as it is. */
    schedule(key: string, label: string, run: () => void): void {
      if (runs.has(key)) return;
      const oldest = runs.keys().next().value;
      if (runs.size >= WAITING_MAX && oldest !== undefined) carryOut(oldest);
      runs.set(key, { run, timer: setTimer(() => carryOut(key), UNDO_MS) });
      waiting.set((all) => [...all, { key, label, endsAtMs: now() + UNDO_MS }]);
    },
    close(): void {
      for (const { timer } of runs.values()) clearTimer(timer);
      runs.clear();
      waiting.set([]);
    },
  };
}
