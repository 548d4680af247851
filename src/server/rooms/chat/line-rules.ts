import type { Clock } from '#lib/clock.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { TokenBucket } from '#lib/token-bucket.ts';

/** One line per second and person, three at once. */
const PER_SECOND = 1;
const BURST = 3;
/** The same words again within this time are a repetition. */
const REPEAT_MS = 60_000;
/** People remembered; who is forgotten starts with a full budget. */
const MAX_PEOPLE = 50_000;

/** Addresses in the open and with their dots spelled out. Money talked elsewhere is how buyers are robbed. */
const LINK =
  /(?:https?:|www\.)|\b[\p{L}\p{N}-]{2,}\s?(?:\.|\(dot\)|\[dot\]|\bdot\b)\s?(?:com|net|org|info|biz|shop|store|online|site|app|link|xyz|io|co|me|eu|nl|be|de|fr|uk|ru|cn)\b(?!\p{L})|\b(?:t\.me|wa\.me|bit\.ly)\b/iu;
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}]/gu;
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

export type LineRefusal = 'too_fast' | 'line_refused';

/** What a line is refused for, decided in memory: one look per line, no question to the database. */
export function createLineRules({ clock }: { clock: Clock }) {
  const people = new Map<string, { budget: TokenBucket; last: string; at: number }>();

  return {
    /**
     * @param person unique per show and person
     * @param trusted staff may share links
     * @returns the text as it may be shown
     */
    judge(person: string, raw: string, trusted: boolean): Outcome<string, LineRefusal> {
      const text = clean(raw);
      if (text === '' || isNoise(text)) return refuse('line_refused', { why: 'empty' });
      if (!trusted && LINK.test(text)) return refuse('line_refused', { why: 'link' });
      const now = clock.now();
      const known = people.get(person) ?? { budget: new TokenBucket(PER_SECOND, BURST, now), last: '', at: 0 };
      remember(person, known);
      const words = text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
      if (words !== '' && words === known.last && now - known.at < REPEAT_MS) return refuse('line_refused', { why: 'repeated' });
      const retryMs = known.budget.take(now);
      if (retryMs > 0) return refuse('too_fast', { retryMs });
      known.last = words;
      known.at = now;
      return done(text);
    },
  };

  /** The one who spoke longest ago is forgotten first. */
  function remember(person: string, known: { budget: TokenBucket; last: string; at: number }): void {
    people.delete(person);
    if (people.size >= MAX_PEOPLE) people.delete(people.keys().next().value!);
    people.set(person, known);
  }
}

/** One line, without what cannot be seen; joined emoji keep their joiner. */
const clean = (raw: string): string =>
  raw
    .normalize('NFC')
    .replace(CONTROL, ' ')
    .replace(INVISIBLE, (sign) => (sign === '\u200d' ? sign : ''))
    .replace(/\s+/g, ' ')
    .trim();

/** Piles of combining marks reach over the lines above; forty of the same sign push everybody else away. */
const isNoise = (text: string): boolean => /\p{M}{4,}/u.test(text) || /(.)\1{39,}/u.test(text) || /^\u200d+$/u.test(text);
