import type { Clock } from '#lib/clock.ts';
import type { UnitReader } from '#lib/media-unit.ts';
import { loopClip, type Clip } from './clip.ts';

export interface ClipSource {
  /** May be called twice. Readers are the caller's to close. */
  stop(): void;
}

const TICK_MS = 10;
/** After a machine slept, catching up frame by frame would flood the readers. */
const MOST_BEHIND_MS = 1000;

/**
 * Plays a clip endlessly, in real time, into readers: a publisher without a network.
 * @param startMs where on the stream's timeline it begins
 */
export function playClip(needs: {
  readonly clip: Clip;
  readonly readers: readonly UnitReader[];
  readonly clock: Clock;
  readonly generation: number;
  readonly startMs?: number;
}): ClipSource {
  const { clip, readers, clock } = needs;
  const offsetUs = (needs.startMs ?? 0) * 1000;
  const units = loopClip(clip);
  let next = units.next().value;
  let zeroMs = clock.now();

  for (const reader of readers) reader.configure({ ...clip.config, generation: needs.generation });
  const timer = setInterval(tick, TICK_MS);

  function tick(): void {
    const behindMs = clock.now() - (zeroMs + next.ptsUs / 1000);
    if (behindMs > MOST_BEHIND_MS) zeroMs += behindMs;
    while (zeroMs + next.ptsUs / 1000 <= clock.now()) {
      const unit = { ...next, ptsUs: next.ptsUs + offsetUs, wallClockMs: zeroMs + next.ptsUs / 1000 };
      for (const reader of readers) reader.write(unit);
      next = units.next().value;
    }
  }

  return { stop: () => clearInterval(timer) };
}
