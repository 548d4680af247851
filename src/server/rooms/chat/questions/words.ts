/**
 * What makes two questions the same: their letters and figures, without case, accents, signs and the spaces between.
 * "Does it rust?" and "does it rust" are one question; "Does it rust" and "Will it rust" are two.
 */
export function sameWords(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  // A question of nothing but signs is the same as itself only.
  return words === '' ? text : words;
}
