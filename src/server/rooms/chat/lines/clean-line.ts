const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;
/** What may stand on both sides of a joiner: parts of one emoji, or letters of scripts that need it to be spelled. */
const JOINED =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Sinhala}\p{Script=Malayalam}\p{Script=Kannada}\p{Script=Telugu}\p{M}])[\u200c\u200d](?=[\p{Extended_Pictographic}\p{L}])/gu;
/** The flags of England, Scotland and Wales are a black flag with letters that nobody sees. */
const TAGGED_FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{3,6}\u{e007f}/gu;
const KEPT = '\ue000';

/** One sign of a reader may be many code points, but not as many as it takes to reach over the lines above. */
const MAX_POINTS_PER_SIGN = 14;
/** This many of the same sign push everybody else away. */
const MAX_SAME_SIGNS = 40;
const MAX_EMOJI = 40;
const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line, without what cannot be seen; emoji stay whole. */
export function cleanLine(raw: string): string {
  const kept: string[] = [];
  const keep = (part: string) => KEPT.repeat(1) + String.fromCharCode(0xe001 + kept.push(part) - 1);
  const marked = raw
    .normalize('NFC')
    .replace(/[\ue000-\uf8ff]/gu, '')
    .replace(TAGGED_FLAG, keep)
    .replace(JOINED, keep);
  return marked
    .replace(CONTROL, ' ')
    .replace(/\ue000([\ue001-\uf8ff])|[\p{Cf}\p{Co}\p{Cn}]/gu, (_all, slot?: string) => (slot ? kept[slot.charCodeAt(0) - 0xe001]! : ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Piles: combining marks that reach over other lines, the same sign without end, a wall of emoji. */
export function isNoise(text: string): boolean {
  if (/\p{M}{4,}/u.test(text) || !/[^\p{M}\p{Cf}\s]/u.test(text)) return true;
  let same = 0;
  let emoji = 0;
  let last = '';
  for (const { segment } of signs.segment(text)) {
    if ([...segment].length > MAX_POINTS_PER_SIGN) return true;
    if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment)) emoji += 1;
    same = segment === last ? same + 1 : 1;
    last = segment;
    if (same >= MAX_SAME_SIGNS || emoji > MAX_EMOJI) return true;
  }
  return false;
}

/** The language by its script, where a script has one; who declared a language is believed. */
const SCRIPTS: readonly [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Greek}{3}/u, 'el'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Georgian}/u, 'ka'],
  [/\p{Script=Armenian}{3}/u, 'hy'],
];
export const languageOf = (text: string, declared: string | null): string | null =>
  declared ?? SCRIPTS.find(([script]) => script.test(text))?.[1] ?? null;
