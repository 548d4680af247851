import type { WordList } from '#contract/moderation.ts';

/** As in the contract. */
export const WORDS_MAX = 2000;
const SHORTEST = 2;
const LONGEST = 60;

export type WrongWord = { code: 'short' | 'long'; word: string } | { code: 'many' };

/** The words of a field, one on each line, each once, in the order in which they were typed. */
export const readWords = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** A `*` alone would match every line. */
const lettersOf = (word: string): number => word.replaceAll('*', '').trim().length;

/** The first thing that the server would refuse, so that it is said while it is typed. */
export function wrongWith(words: readonly string[]): WrongWord | null {
  if (words.length > WORDS_MAX) return { code: 'many' };
  const long = words.find((word) => word.length > LONGEST);
  if (long !== undefined) return { code: 'long', word: long };
  const short = words.find((word) => lettersOf(word) < SHORTEST);
  return short === undefined ? null : { code: 'short', word: short };
}

export const sameWords = (a: Pick<WordList, 'hold' | 'refuse'>, b: Pick<WordList, 'hold' | 'refuse'>): boolean =>
  a.hold.join('\n') === b.hold.join('\n') && a.refuse.join('\n') === b.refuse.join('\n');
