import { useEffect, useRef, useState } from 'react';
import type { Caption } from '#contract/captions.ts';
import { cuesAt } from './captions.ts';

const LOOK_MS = 100;

/** The cues to show now, as `cuesAt` decides. Renders again only when they are others. */
export function useCues(cues: readonly Caption[], language: string, now: () => number, delayMs: () => number): readonly Caption[] {
  const [shown, setShown] = useState<readonly Caption[]>([]);
  const clocks = useRef({ now, delayMs });
  clocks.current = { now, delayMs };
  useEffect(() => {
    const look = () =>
      setShown((before) => {
        const next = cuesAt(cues, language, { nowMs: clocks.current.now(), delayMs: clocks.current.delayMs() });
        return next.length === before.length && next.every((cue, at) => cue === before[at]) ? before : next;
      });
    look();
    if (cues.length === 0) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [cues, language]);
  return shown;
}
