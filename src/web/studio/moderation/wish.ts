import type { Decision, HeldLine } from '#contract/moderation.ts';

/** What somebody of the crew wants done, with the words that a failure is told in. */
export interface Wish {
  readonly kind: Decision['kind'];
  readonly lineId: string | null;
  readonly author: string;
  readonly name: string;
  readonly seconds: number | null;
  readonly reason: Decision['reason'];
  readonly note: string | null;
}

export const PAUSE_S = 600;

/** About a line, or with `id` null about the person alone. */
export interface Subject {
  readonly id: string | null;
  readonly author: string;
  readonly name: string;
}

export const wishAbout = (kind: Wish['kind'], about: Subject, more: Partial<Wish> = {}): Wish => ({
  kind,
  lineId: about.id,
  author: about.author,
  name: about.name,
  seconds: kind === 'time_out' ? PAUSE_S : null,
  reason: null,
  note: null,
  ...more,
});

/** A held line brings the reason of the rules along. */
export const wishAboutHeld = (kind: Wish['kind'], line: HeldLine, more: Partial<Wish> = {}): Wish =>
  wishAbout(kind, line, { reason: kind === 'allow' ? null : (line.reasons[0] ?? null), ...more });
