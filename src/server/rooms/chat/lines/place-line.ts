import type { ModerationReason } from '#contract/moderation.ts';
import { type Refused, refuse } from '#lib/outcome.ts';
import type { LineFacts } from './append.sql.ts';

export type LineState = 'shown' | 'held' | 'dropped' | 'shadow' | 'sampled' | 'repeat';
export type PlaceRefusal = 'banned' | 'timed_out' | 'chat_paused' | 'too_fast' | 'line_refused';
export interface Placement {
  readonly state: LineState;
  readonly reasons: readonly ModerationReason[];
  readonly repeatOf: string | null;
}

/** Nobody fills the moderators' desk alone. */
const MAX_HELD_EACH = 3;
/** This many people with the same words look like one person with many accounts. */
const SAME_PEOPLE = 5;
const SAME_MIN_LETTERS = 12;

/**
 * What becomes of one line: pure, so that a table can test it. Bans come before pauses, doubts before repetition, and
 * the crew is bound by none of it.
 * @returns `shown` also for what the pace may sample away afterwards
 */
export function placeLine(
  line: { isCrew: boolean; bought: boolean; isReply: boolean; wordsKey: string; doubts: readonly ModerationReason[] },
  facts: LineFacts,
  room: { slowSeconds: number; paused: boolean; nowMs: number },
): Placement | Refused<PlaceRefusal> {
  const as = (state: LineState, reasons: readonly ModerationReason[] = [], repeatOf: string | null = null) => ({
    state,
    reasons,
    repeatOf,
  });
  if (line.isCrew) return as('shown');
  if (facts.ban?.kind === 'ban') return refuse('banned');
  if (facts.paused_until) return refuse('timed_out', { retryMs: facts.paused_until.getTime() - room.nowMs });
  if (room.paused) return refuse('chat_paused');
  const slowMs = facts.last_at && room.slowSeconds > 0 ? facts.last_at.getTime() + room.slowSeconds * 1000 - room.nowMs : 0;
  if (slowMs > 0) return refuse('too_fast', { retryMs: slowMs });
  if (facts.ban) return line.doubts.length > 0 ? as('dropped', line.doubts) : as('shadow');
  if (line.doubts.length > 0) return facts.held >= MAX_HELD_EACH ? refuse('line_refused', { why: 'held' }) : as('held', line.doubts);
  if (facts.same && !line.isReply) return as('repeat', [], facts.same);
  if (!line.bought && facts.same_people >= SAME_PEOPLE && line.wordsKey.length >= SAME_MIN_LETTERS) return as('held', ['same_words']);
  return as('shown');
}
