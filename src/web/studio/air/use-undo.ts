import { useCallback, useEffect, useRef, useState } from 'react';

export const UNDO_MS = 5_000;
/** More than a screen can show; the oldest then goes through at once rather than being lost. */
const WAITING_MAX = 5;

export interface Waiting {
  readonly key: string;
  readonly label: string;
  /** On this page's clock. */
  readonly endsAtMs: number;
}

/**
 * Decisions that wait five seconds before they are sent. Undo leaves no trace, because nothing happened.
 * Leaving the page drops what waits: an unsent decision is the safe side.
 */
export function useUndo() {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const runs = useRef(new Map<string, { run: () => void; timer: ReturnType<typeof setTimeout> }>());

  const forget = useCallback((key: string) => {
    clearTimeout(runs.current.get(key)?.timer);
    runs.current.delete(key);
    setWaiting((old) => old.filter((one) => one.key !== key));
  }, []);
  const carryOut = useCallback(
    (key: string) => {
      const entry = runs.current.get(key);
      forget(key);
      entry?.run();
    },
    [forget],
  );
  const schedule = useCallback(
    (key: string, label: string, run: () => void) => {
      if (runs.current.has(key)) return;
      const oldest = runs.current.keys().next().value;
      if (runs.current.size >= WAITING_MAX && oldest !== undefined) carryOut(oldest);
      runs.current.set(key, { run, timer: setTimeout(() => carryOut(key), UNDO_MS) });
      setWaiting((old) => [...old, { key, label, endsAtMs: Date.now() + UNDO_MS }]);
    },
    [carryOut],
  );
  useEffect(() => {
    const all = runs.current;
    return () => {
      for (const { timer } of all.values()) clearTimeout(timer);
      all.clear();
    };
  }, []);
  return { waiting, schedule, undo: forget };
}
export type Undo = ReturnType<typeof useUndo>;
