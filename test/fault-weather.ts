/**
 * What a bad network does to what passes through it, decided by a seed: the same packets in the same
 * order meet the same fate. Pure; `fault-proxy.ts` puts it between two sockets.
 */
export interface Weather {
  /** Share of packets that begin a loss, 0 to 1. */
  readonly loss: number;
  /** Packets that vanish in a row when one does. */
  readonly burst: number;
  /** One way. */
  readonly delayMs: number;
  /** Each packet takes `delayMs` plus or minus this; datagrams overtake each other. */
  readonly jitterMs: number;
  /** Null for a link without a limit. */
  readonly bitsPerSecond: number | null;
  /** Nothing passes. */
  readonly stopped: boolean;
}

export const FAIR: Weather = { loss: 0, burst: 1, delayMs: 0, jitterMs: 0, bitsPerSecond: null, stopped: false };

/** What a limited link may hold before it drops: a home router's buffer. */
const QUEUE_MS = 250;

export interface Lane {
  /** When a packet of this size, sent now, arrives; null when it never does. */
  arrival(bytes: number, nowMs: number): number | null;
  /** The next so many packets vanish, whatever the weather. */
  swallow(count: number): void;
}

/** One direction of one path. */
export function createLane(seed: number, weather: () => Weather): Lane {
  const random = seededRandom(seed);
  let vanishing = 0;
  let freeAtMs = 0;
  return {
    arrival(bytes, nowMs) {
      const { loss, burst, delayMs, jitterMs, bitsPerSecond, stopped } = weather();
      // Both are drawn for every packet, so that another loss does not give all later packets another delay.
      const begins = random() < loss;
      const wobbleMs = (random() * 2 - 1) * jitterMs;
      if (stopped) return null;
      if (begins && vanishing === 0) vanishing = burst;
      if (vanishing > 0) {
        vanishing--;
        return null;
      }
      let departsMs = nowMs;
      if (bitsPerSecond !== null) {
        departsMs = Math.max(nowMs, freeAtMs);
        if (departsMs - nowMs > QUEUE_MS) return null;
        departsMs += (bytes * 8000) / bitsPerSecond;
        freeAtMs = departsMs;
      }
      return departsMs + Math.max(0, delayMs + wobbleMs);
    },
    swallow: (count) => void (vanishing = count),
  };
}

/** Mulberry32: small, and good enough to lose packets by. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
