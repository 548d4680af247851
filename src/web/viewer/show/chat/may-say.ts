import type { Standing } from '#contract/moderation.ts';
import type { ChatMode, Notice } from '#contract/room.ts';
import type { Ack } from '../../../client/room.ts';

/** What the server said about my speaking; it decides, this only remembers. Times are of the server's clock, in ms. */
export interface Limits {
  /** Before this my next line would be too early. */
  readonly notBefore: number;
  readonly pausedUntil: number;
  readonly ban: { readonly reason: string; readonly appeal: boolean } | null;
  readonly pauseReason: string | null;
}
export const FREE: Limits = { notBefore: 0, pausedUntil: 0, ban: null, pauseReason: null };

export function afterAck(limits: Limits, ack: Ack, mode: ChatMode, isCrew: boolean, now: number): Limits {
  // Said: in slow mode the next one waits. Whoever tries earlier hears so from the server.
  if (ack.ok) return mode.slowSeconds > 0 && !isCrew ? { ...limits, notBefore: now + mode.slowSeconds * 1000 } : limits;
  if (ack.reason === 'too_fast') return { ...limits, notBefore: now + (ack.retryMs ?? 1000) };
  if (ack.reason === 'timed_out') return { ...limits, pausedUntil: Math.max(limits.pausedUntil, now + (ack.retryMs ?? 0)) };
  if (ack.reason === 'banned') return { ...limits, ban: limits.ban ?? { reason: '', appeal: false } };
  return limits;
}

export function afterNotice(limits: Limits, notice: Notice): Limits {
  if (notice.k === 'timed_out') return { ...limits, pausedUntil: Date.parse(notice.until), pauseReason: notice.reason };
  if (notice.k === 'banned') return { ...limits, ban: { reason: notice.reason, appeal: notice.appeal } };
  return limits;
}

/** What holds already when the page is opened. */
export const fromStanding = ({ timedOut, ban }: Standing): Limits => ({
  ...FREE,
  pausedUntil: timedOut ? Date.parse(timedOut.until) : 0,
  pauseReason: timedOut?.reason ?? null,
  ban: ban && { reason: ban.reason, appeal: ban.appeal === null },
});

export type MaySay =
  | { readonly kind: 'yes' }
  /** Slow mode is on and nothing is to be waited for. */
  | { readonly kind: 'slow'; readonly seconds: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'timed_out'; readonly seconds: number; readonly reason: string | null }
  | { readonly kind: 'banned'; readonly reason: string; readonly appeal: boolean };

/** What the field says now. The crew may speak while everybody else waits. */
export function maySay(limits: Limits, mode: ChatMode, isCrew: boolean, now: number): MaySay {
  const left = (until: number) => Math.ceil((until - now) / 1000);
  if (limits.ban) return { kind: 'banned', ...limits.ban };
  if (limits.pausedUntil > now) return { kind: 'timed_out', seconds: left(limits.pausedUntil), reason: limits.pauseReason };
  if (mode.paused && !isCrew) return { kind: 'paused' };
  if (limits.notBefore > now) return { kind: 'wait', seconds: left(limits.notBefore) };
  if (mode.slowSeconds > 0 && !isCrew) return { kind: 'slow', seconds: mode.slowSeconds };
  return { kind: 'yes' };
}
