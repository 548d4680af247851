import type { Clock } from '#lib/clock.ts';
import { LIMITS } from './limits.ts';
import { Shared } from './shared.ts';
import type { LogSource } from './tail.ts';

export interface Snapshot {
  readonly epoch: string;
  readonly seq: number;
  readonly shared: Shared;
}

/**
 * One snapshot serves everybody who connects within a second: ten thousand people who come back at once cost
 * one query and one encoding.
 */
export function createSnapshots(key: string, needs: { source: LogSource; clock: Clock; registers: () => Record<string, number> }) {
  let kept: { at: number; made: Promise<Snapshot | null> } | null = null;

  async function make(): Promise<Snapshot | null> {
    const found = await needs.source.snapshot(key);
    if (!found) return null;
    const { epoch, seq } = found;
    const state = { ...found.state, registers: needs.registers() };
    return { epoch, seq, shared: new Shared(JSON.stringify({ e: epoch, s: seq, n: needs.clock.now(), state })) };
  }

  return {
    fresh(): Promise<Snapshot | null> {
      const now = needs.clock.now();
      if (kept && now - kept.at < LIMITS.snapshotAgeMs) return kept.made;
      const made = make();
      kept = { at: now, made };
      made.catch(() => (kept = null));
      return made;
    },
    forget(): void {
      kept = null;
    },
  };
}
