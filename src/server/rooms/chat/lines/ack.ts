import type { ReasonCode } from '#contract/reasons.ts';
import type { Ack } from '#contract/room.ts';
import type { Outcome } from '#lib/outcome.ts';

/** A verb's answer as the room says it. @param seqOf the place in the record, for what has one */
export function ackOf<T>(told: Outcome<T, ReasonCode>, seqOf?: (value: T) => number): Ack {
  if (told.ok) return { ok: true, ...(seqOf ? { s: seqOf(told.value) } : {}) };
  const retryMs = told.facts?.['retryMs'];
  return { ok: false, reason: told.reason, ...(typeof retryMs === 'number' ? { retryMs } : {}) };
}
