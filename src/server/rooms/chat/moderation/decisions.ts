import { v7 as uuidv7 } from 'uuid';
import type { Decision, ModerationReason } from '#contract/moderation.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { attempt, transact, type Tx } from '#platform/db.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { ChatNeeds } from '../needs.ts';
import { isCrew } from '../lines/speaker.ts';
import { nextState } from './decision-machine.ts';
import {
  type DecisionKind,
  type DecisionRow,
  findDecision,
  findDue,
  insertDecision,
  moveDecision,
  type NewDecision,
} from './decisions.sql.ts';
import { createEffects, type Telling } from './effects.ts';
import { findLine, findNewestBy, type LineRow } from './lines.sql.ts';
import { lockRooms } from './mode.sql.ts';
import type { People } from './person.ts';

/** Long enough to see a mistake, short enough that nobody notices. */
export const UNDO_MS = 5000;
const PAUSE_SECONDS = 600;
const MAX_PAUSE_SECONDS = 86_400;
const AT_ONCE = 100;

export interface DecisionWish {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly lineId?: string | null;
  readonly author?: string | null;
  readonly seconds?: number | null;
  readonly reason?: ModerationReason | null;
  readonly note?: string | null;
}
export type DecideRefusal = 'not_found' | 'not_allowed' | 'reason_needed' | 'decision_final' | 'conflict';
interface By {
  readonly userId: string;
  readonly name: string;
}

/** Decisions of moderators: made now, in force five seconds later, and taken back at any time. */
export function createDecisions(needs: ChatNeeds & { people: People; inbox: Inbox; callCrew: (showId: string) => void }) {
  const { db, shows, clock, log, people, inbox, callCrew } = needs;
  const effects = createEffects(needs);

  /** The same id again is the same decision. @param delayMs until it is in force */
  async function decide(
    place: { orgId: string; showId: string },
    wish: DecisionWish,
    by: By,
    delayMs = UNDO_MS,
  ): Promise<Outcome<Decision, DecideRefusal>> {
    const before = await findDecision(db, wish.id);
    if (before) return isSame(before, place, wish) ? done(view(before)) : refuse('conflict');
    const show = await shows.facts(db, place.showId);
    if (show?.orgId !== place.orgId) return refuse('not_found');
    const line = wish.lineId ? await findLine(db, place.showId, wish.lineId) : null;
    if (wish.lineId && !line) return refuse('not_found');
    const about = line ?? (wish.author ? await findNewestBy(db, place.showId, wish.author) : null);
    if (!about || (wish.author && wish.author !== about.author)) return refuse('not_found');
    const refusal = refusalOf(wish, about, line);
    if (refusal) return refuse(refusal);
    const row = rowOf(place, wish, by, { about, line, nowMs: clock.now(), delayMs });
    if (!(await insertDecision(db, row))) {
      const there = await findDecision(db, wish.id);
      return there && isSame(there, place, wish) ? done(view(there)) : refuse('conflict');
    }
    callCrew(place.showId);
    return done(view((await findDecision(db, wish.id))!));
  }

  function refusalOf(wish: DecisionWish, about: LineRow, line: LineRow | null): DecideRefusal | null {
    const isOfPerson = wish.kind === 'time_out' || wish.kind === 'ban' || wish.kind === 'shadow_ban';
    if (isOfPerson && isCrew(about.label)) return 'not_allowed';
    const needsReason = wish.kind === 'ban' || wish.kind === 'shadow_ban' || (wish.seconds ?? 0) > PAUSE_SECONDS;
    if (needsReason && !wish.reason) return 'reason_needed';
    if (!isOfPerson && !line) return 'not_found';
    if (wish.kind === 'allow' && (line!.state !== 'held' || line!.held_until!.getTime() <= clock.now())) return 'decision_final';
    if (wish.kind === 'hide' && (line!.hidden_at || line!.state === 'dropped')) return 'decision_final';
    return null;
  }

  /** Applies what is due, whoever decided it and in whichever process. @returns how many were */
  async function applyDue(): Promise<number> {
    const due = await findDue(db, new Date(clock.now()), AT_ONCE);
    for (const decision of due)
      await apply(decision).catch((error: unknown) =>
        // The next round tries it again.
        log.warn({ decisionId: decision.id, error: String(error) }, 'a decision of a moderator could not be applied yet'),
      );
    return due.length;
  }

  async function apply(decision: DecisionRow): Promise<void> {
    const applied = await transact(db, async (tx) => {
      const person = await lockPerson(tx, decision);
      const to = nextState('waiting', 'apply')!;
      if (!person || !(await moveDecision(tx, decision.id, 'waiting', to, { userId: null, at: new Date(clock.now()) }))) return false;
      const tellings = await effects.apply(tx, decision, person);
      if (!tellings) await moveDecision(tx, decision.id, to, 'undone', { userId: null, at: new Date(clock.now()) });
      await tell(tx, tellings ?? []);
      return true;
    });
    if (applied) callCrew(decision.show_id);
  }

  async function undo(place: { orgId: string; showId: string }, id: string, userId: string): Promise<Outcome<Decision, 'not_found'>> {
    const outcome = await attempt(db, async (tx): Promise<Outcome<void, 'not_found'>> => {
      const found = await findDecision(tx, id);
      if (found?.org_id !== place.orgId || found.show_id !== place.showId) return refuse('not_found');
      const person = await lockPerson(tx, found);
      // Read again under the lock: it may have been applied or taken back a moment ago.
      const { state } = (await findDecision(tx, id))!;
      const to = nextState(state, 'undo');
      if (!to) return done(undefined);
      await moveDecision(tx, id, state, to, { userId, at: new Date(clock.now()) });
      if (state === 'applied' && person) await tell(tx, await effects.undo(tx, found, person, userId));
      return done(undefined);
    });
    if (!outcome.ok) return outcome;
    callCrew(place.showId);
    return done(view((await findDecision(db, id))!));
  }

  async function lockPerson(tx: Tx, { org_id, show_id, author }: DecisionRow) {
    const person = await people.behind(tx, org_id, show_id, author);
    await lockRooms(tx, person?.spots.map((spot) => spot.showId) ?? [show_id]);
    // A ban may have come while this waited for the locks.
    return person && people.behind(tx, org_id, show_id, author);
  }

  /** Decides and applies in one go, for whoever asks for it by its own route. */
  async function decideNow(
    place: { orgId: string; showId: string },
    wish: Omit<DecisionWish, 'id'>,
    by: By,
  ): Promise<Outcome<void, 'not_found' | 'not_allowed'>> {
    const made = await decide(place, { ...wish, id: uuidv7() }, by, 0);
    if (!made.ok) return made.reason === 'not_found' || made.reason === 'not_allowed' ? refuse(made.reason) : done(undefined);
    const row = await findDecision(db, made.value.id);
    if (row) await apply(row);
    return done(undefined);
  }

  /** In the decision's transaction: who is away is told when they come back. */
  async function tell(tx: Tx, told: readonly Telling[]): Promise<void> {
    for (const { showId, visitorId, notice } of told) await inbox.put(tx, showId, visitorId, notice);
  }

  return { decide, decideNow, undo, applyDue, sayLifted: effects.sayLifted };
}
export type Decisions = ReturnType<typeof createDecisions>;

function rowOf(
  place: { orgId: string; showId: string },
  wish: DecisionWish,
  by: By,
  { about, line, nowMs, delayMs }: { about: LineRow; line: LineRow | null; nowMs: number; delayMs: number },
): NewDecision {
  const seconds = wish.kind === 'time_out' ? Math.min(wish.seconds ?? PAUSE_SECONDS, MAX_PAUSE_SECONDS) : (wish.seconds ?? null);
  const ends = wish.kind !== 'allow' && wish.kind !== 'hide' && seconds !== null;
  const isHeld = line?.state === 'held';
  return {
    id: wish.id,
    org_id: place.orgId,
    show_id: place.showId,
    kind: wish.kind,
    author: about.author,
    name: about.name,
    line_id: line?.id ?? null,
    takes_line: line !== null && (isHeld || wish.kind === 'hide' || wish.kind === 'allow'),
    was_held: isHeld,
    seconds: wish.seconds ?? null,
    reason: wish.reason ?? null,
    note: wish.note ?? null,
    until: ends ? new Date(nowMs + delayMs + seconds * 1000) : null,
    by_user: by.userId,
    by_name: by.name,
    at: new Date(nowMs),
    applies_at: new Date(nowMs + delayMs),
  };
}

function isSame(row: DecisionRow, place: { orgId: string; showId: string }, wish: DecisionWish): boolean {
  return (
    row.org_id === place.orgId &&
    row.show_id === place.showId &&
    row.kind === wish.kind &&
    row.line_id === (wish.lineId ?? null) &&
    (!wish.author || row.author === wish.author) &&
    row.seconds === (wish.seconds ?? null) &&
    row.reason === (wish.reason ?? null) &&
    row.note === (wish.note ?? null)
  );
}

export const view = (row: DecisionRow): Decision => ({
  id: row.id,
  kind: row.kind,
  author: row.author,
  name: row.name,
  line: row.line_id ? { id: row.line_id, text: row.line_text ?? '' } : null,
  reason: row.reason,
  note: row.note,
  until: row.until?.toISOString() ?? null,
  by: { userId: row.by_user, name: row.by_name },
  at: row.at.toISOString(),
  appliesAt: row.applies_at.toISOString(),
  state: row.state,
});
