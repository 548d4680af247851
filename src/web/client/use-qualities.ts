import { useEffect, useState } from 'react';
import type { Qualities } from '#contract/media.ts';
import { readQualities } from './player-warm.ts';

const FRESH_MS = 3000;

/** What can be had changes while one looks: viewers come, the machine gets busy. */
export function useQualities(hlsUrl: string, isOn = true): { can: Qualities | null; failed: boolean; again: () => void } {
  const [can, setCan] = useState<Qualities | null>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const looking = new AbortController();
    const look = async () => {
      const found = await readQualities(hlsUrl, looking.signal);
      if (looking.signal.aborted) return;
      setFailed(found === null);
      if (found) setCan(found);
    };
    void look();
    const timer = setInterval(() => void look(), FRESH_MS);
    return () => {
      looking.abort();
      clearInterval(timer);
    };
  }, [hlsUrl, isOn, round]);
  return { can, failed, again: () => setRound(round + 1) };
}
