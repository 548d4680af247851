import type { Decision, HeldLine, ModerationDesk } from '#contract/moderation.ts';
import type { Outgoing } from './outgoing.ts';

/** How long the newest decision can be taken back with one key. Older ones have their own button. */
const UNDO_KEY_MS = 120_000;

/** What still waits for a person: a line somebody decided about, or decides about just now, does not. */
export function stillHeld(desk: ModerationDesk, outgoing: readonly Outgoing[]): HeldLine[] {
  const gone = new Set<string | null>([
    ...desk.decided.filter(({ state }) => state !== 'undone').map(({ line }) => line?.id ?? null),
    ...outgoing.filter(({ refused }) => refused === null).map(({ wish }) => wish.lineId),
  ]);
  return desk.held.filter(({ id }) => !gone.has(id));
}

/** The desk after one decision was made, applied or taken back. */
export function withDecision(desk: ModerationDesk, decision: Decision): ModerationDesk {
  const known = desk.decided.some(({ id }) => id === decision.id);
  const decided = known ? desk.decided.map((one) => (one.id === decision.id ? decision : one)) : [decision, ...desk.decided].slice(0, 50);
  return { ...desk, decided };
}

/** Those that can still be taken back without a trace, the newest first. */
export const waitingNow = (decided: readonly Decision[], nowMs: number): Decision[] =>
  decided.filter(({ state, appliesAt }) => state === 'waiting' && Date.parse(appliesAt) > nowMs);

/** What one key takes back: the newest of my own. */
export const lastOfMine = (decided: readonly Decision[], userId: string, nowMs: number): Decision | null =>
  decided.find(({ by, state, at }) => by.userId === userId && state !== 'undone' && nowMs - Date.parse(at) < UNDO_KEY_MS) ?? null;

/** A decision of mine that a colleague took back since the desk was read last. */
export function undoneByOther(
  before: readonly Decision[],
  after: readonly Decision[],
  userId: string,
  mine: ReadonlySet<string>,
): Decision | null {
  const stood = new Set(before.filter(({ state }) => state !== 'undone').map(({ id }) => id));
  return after.find(({ id, by, state }) => state === 'undone' && by.userId === userId && stood.has(id) && !mine.has(id)) ?? null;
}

/** The row that is chosen: the one that was, else what stands in its place now, else the last one. */
export function chosenOf<T extends { readonly id: string }>(rows: readonly T[], chosenId: string | null, place: number): T | null {
  return rows.find(({ id }) => id === chosenId) ?? rows[Math.min(place, rows.length - 1)] ?? null;
}

/** The decision under which a line is hidden. */
export const hidingOf = (decided: readonly Decision[], lineId: string): Decision | null =>
  decided.find(({ line, kind, state }) => line?.id === lineId && kind !== 'allow' && state !== 'undone') ?? null;

/** Whether a decision about this line or its author is made and not yet so. */
export const waitsFor = (decided: readonly Decision[], { id, author }: { readonly id: string; readonly author: string }): boolean =>
  decided.some(
    ({ state, kind, line, ...about }) =>
      state === 'waiting' && kind !== 'allow' && (line?.id === id || (kind !== 'hide' && about.author === author)),
  );
