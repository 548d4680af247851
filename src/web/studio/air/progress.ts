import type { Segment } from '#contract/shows.ts';

const MINUTE_MS = 60_000;

export interface Progress {
  /** 0 to 1 of the planned minutes. */
  readonly part: number;
  readonly minutesLeft: number;
}

/** How far the part on air is through its planned minutes. */
export function progressOf(segment: Pick<Segment, 'startedAt' | 'minutes'>, nowMs: number): Progress | null {
  if (!segment.startedAt) return null;
  const passed = (nowMs - Date.parse(segment.startedAt)) / MINUTE_MS;
  return { part: Math.min(1, Math.max(0, passed / segment.minutes)), minutesLeft: Math.ceil(segment.minutes - passed) };
}

/**
 * Whole minutes behind the plan: the part on air began late, or runs over its minutes, whichever is more.
 * Negative is ahead. Null when nothing of it was planned in time.
 */
export function minutesBehind(run: readonly Segment[], nowMs: number): number | null {
  const now = run.find((segment) => segment.state === 'now');
  if (!now?.startedAt || !now.plannedAt) return null;
  const startedLate = Date.parse(now.startedAt) - Date.parse(now.plannedAt);
  const overrun = nowMs - Date.parse(now.plannedAt) - now.minutes * MINUTE_MS;
  return Math.round(Math.max(startedLate, overrun) / MINUTE_MS);
}
