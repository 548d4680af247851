import { useEffect, useState } from 'react';
import { RUNG_SIDES } from '#contract/media.ts';
import type { WantedQuality } from '../../client/player-quality.ts';

/** What a person chose, kept in this browser: on the next show it is the same. */
export interface QualityWish {
  readonly choice: Exclude<WantedQuality, 'smallest'>;
  readonly saver: boolean;
}

const KEY = 'etalage.quality';
const CHOICES: readonly string[] = ['auto', ...RUNG_SIDES.map((side) => `${side}p`), 'audio'];

/** The saver is about what happens by itself; a quality that was chosen by name stays. */
export const wantedOf = ({ choice, saver }: QualityWish): WantedQuality => (choice === 'auto' && saver ? 'smallest' : choice);

/** Whatever lies in the storage; what was never chosen is as the device wishes. */
export function parseWish(stored: string | null, deviceSaves: boolean): QualityWish {
  let kept: Partial<QualityWish> | null = null;
  try {
    kept = JSON.parse(stored ?? 'null') as Partial<QualityWish> | null;
  } catch {
    // Somebody else's, or an older form: begin again.
  }
  const choice = CHOICES.includes(String(kept?.choice)) ? (kept?.choice as QualityWish['choice']) : 'auto';
  return { choice, saver: typeof kept?.saver === 'boolean' ? kept.saver : deviceSaves };
}

/** The person told the device, or the browser, that data is dear. */
function deviceSavesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true || matchMedia('(prefers-reduced-data: reduce)').matches;
}

export function useQualityWish(): [wish: QualityWish, setWish: (wish: QualityWish) => void] {
  const [wish, setWish] = useState(() => parseWish(readStored(), deviceSavesData()));
  const [chosen, setChosen] = useState(false);
  useEffect(() => {
    if (chosen) writeStored(JSON.stringify(wish));
  }, [chosen, wish]);
  return [
    wish,
    (next) => {
      setChosen(true);
      setWish(next);
    },
  ];
}

// A browser may forbid storage; then the choice lasts as long as the page.
function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function writeStored(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // As above.
  }
}
