/**
 * How far behind live a buffered player stays. Pure, so that a table can test it.
 *
 * hls.js alone cannot get under about 0.9 s: it catches up only while more than a second is
 * buffered and lets every stall add a second for good. This steers the buffer itself.
 */
export interface Latency {
  /** What there should be in the buffer ahead of the picture, in seconds. */
  readonly targetS: number;
  /** Where the target returns to when the network is kind. */
  readonly baseS: number;
}

export interface LatencyInput {
  /** Seconds buffered ahead of the picture. */
  readonly bufferedS: number;
  /** Seconds since the last look. */
  readonly elapsedS: number;
  /** How long the picture has not moved although it should. */
  readonly stuckS: number;
  /** The player ran dry since the last look. */
  readonly ranDry: boolean;
}

export interface LatencyAdvice {
  readonly next: Latency;
  readonly rate: number;
  /** Jump to this many seconds before the end of the buffer; null to play on. */
  readonly seekBehindEndS: number | null;
}

/** WebKit stutters on small rate changes and seeks, so it gets a whole second. */
export const baseTargetS = (engine: 'webkit' | 'other'): number => (engine === 'webkit' ? 1 : 0.35);

const WIDEST_S = 2;
const WIDEN = 1.5;
/** The target gives back this share of its excess each second: about half a minute until all is forgotten. */
const RELAX_PER_S = 0.05;
const FAST = 1.1;
const SLOW = 0.97;
const LATE_S = 0.12;
const FAR_BEHIND_S = 1.5;
const STUCK_S = 1;

export const startLatency = (baseS: number): Latency => ({ targetS: baseS, baseS });

export function steer(latency: Latency, input: LatencyInput): LatencyAdvice {
  const targetS = input.ranDry ? widened(latency) : relaxed(latency, input.elapsedS);
  const next = { ...latency, targetS };
  const stuck = input.stuckS >= STUCK_S && input.bufferedS > LATE_S;
  if (stuck || input.bufferedS > targetS + FAR_BEHIND_S) return { next, rate: 1, seekBehindEndS: targetS };
  return { next, rate: rateFor(input.bufferedS, targetS), seekBehindEndS: null };
}

const widened = ({ targetS }: Latency): number => Math.min(WIDEST_S, targetS * WIDEN);

const relaxed = ({ targetS, baseS }: Latency, elapsedS: number): number =>
  baseS + (targetS - baseS) * (1 - Math.min(1, RELAX_PER_S * elapsedS));

function rateFor(bufferedS: number, targetS: number): number {
  if (bufferedS > targetS + LATE_S) return FAST;
  return bufferedS < targetS / 2 ? SLOW : 1;
}

/** How long to wait before the next try: doubling, at most ten seconds, scattered so that a room does not return at once. */
export function retryDelayMs(attempt: number, random: number): number {
  const delayMs = Math.min(10_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(delayMs * (0.5 + random / 2));
}
