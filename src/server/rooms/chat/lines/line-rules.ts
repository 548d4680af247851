import type { ModerationReason } from '#contract/moderation.ts';
import type { Clock } from '#lib/clock.ts';
import { foldWords } from '#lib/look-alikes.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { TokenBucket } from '#lib/token-bucket.ts';
import { cleanLine, isNoise } from './clean-line.ts';
import { doubtsAbout } from '../moderation/doubts.ts';

/** One line per second and person, three at once. */
const PER_SECOND = 1;
const BURST = 3;
/** The same words again within this time are a repetition. */
const REPEAT_MS = 60_000;
/** People remembered; who is forgotten starts with a full budget. */
const MAX_PEOPLE = 50_000;
const KEY_LENGTH = 120;

export type LineRefusal = 'too_fast' | 'line_refused';
export interface JudgedLine {
  /** As it may be shown. */
  readonly text: string;
  /** The same for the same words, however they are dressed up. */
  readonly wordsKey: string;
  /** Why a moderator looks first; none for most lines. */
  readonly doubts: readonly ModerationReason[];
}

/** What is decided about a line in memory: one look per line, no question to the database. */
export function createLineRules({ clock }: { clock: Clock }) {
  const people = new Map<string, { budget: TokenBucket; last: string; at: number }>();

  return {
    /**
     * @param person unique per show and person
     * @param trusted the crew may share links, shout and repeat itself
     */
    judge(person: string, raw: string, trusted: boolean): Outcome<JudgedLine, LineRefusal> {
      const text = cleanLine(raw);
      if (text === '' || isNoise(text)) return refuse('line_refused', { why: 'empty' });
      const now = clock.now();
      const known = people.get(person) ?? { budget: new TokenBucket(PER_SECOND, BURST, now), last: '', at: 0 };
      remember(person, known);
      const words = foldWords(text).slice(0, KEY_LENGTH);
      if (!trusted && words !== '' && words === known.last && now - known.at < REPEAT_MS)
        return refuse('line_refused', { why: 'repeated' });
      const retryMs = known.budget.take(now);
      if (retryMs > 0) return refuse('too_fast', { retryMs });
      known.last = words;
      known.at = now;
      return done({ text, wordsKey: words || text.slice(0, KEY_LENGTH), doubts: trusted ? [] : doubtsAbout(text) });
    },
    /** What was not said after all may be said again. */
    forget(person: string): void {
      const known = people.get(person);
      if (known) known.last = '';
    },
  };

  /** The one who spoke longest ago is forgotten first. */
  function remember(person: string, known: { budget: TokenBucket; last: string; at: number }): void {
    people.delete(person);
    if (people.size >= MAX_PEOPLE) people.delete(people.keys().next().value!);
    people.set(person, known);
  }
}
