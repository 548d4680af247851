/**
 * Letters that look like Latin ones, folded to what a reader takes them for. A compact part of the confusables of
 * Unicode UTS #39 (security/confusables.txt): Cyrillic, Greek, Armenian, small capitals and crossed letters; NFKD does
 * the full-width, mathematical, circled and accented ones. Digits and signs that stand for letters ("fr33") are folded
 * inside words only. What is folded is compared with what is folded, and never shown.
 */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: 'аАαΑɑᴀӑ',
  b: 'вВьЬβΒʙƅ',
  c: 'сСϲᴄ',
  d: 'ԁđᴅɖ',
  e: 'еЕεΕᴇєЄɛ',
  f: 'ғҒꜰƒ',
  g: 'ɡցɢ',
  h: 'һҺнНհʜħΗ',
  i: 'іІιΙıɩɪӏӀl',
  j: 'јЈϳᴊ',
  k: 'кКκΚᴋ',
  l: 'łʟ',
  m: 'мМᴍΜ',
  n: 'пПηոɴΝ',
  o: 'оОοΟօᴏσøӨө',
  p: 'рРρΡᴘþ',
  q: 'ԛզ',
  r: 'гʀ',
  s: 'ѕЅꜱ',
  t: 'тТτΤᴛ',
  u: 'υսᴜμ',
  v: 'ѵνᴠ',
  w: 'ԝωᴡш',
  x: 'хХχΧ',
  y: 'уУγΥʏү',
  z: 'ᴢΖ',
  ae: 'æ',
  oe: 'œ',
  ss: 'ß',
};
/** Nobody sees the difference of an l and an I in every typeface, so both become an i. */
const LETTER = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([latin, alike]) => [...alike].map((letter) => [letter, latin === 'l' ? 'i' : latin] as const)),
);
const SIGN = new Map(
  Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '€': 'e', '!': 'i', '|': 'i' }),
);

/** What a reader takes the text for: small Latin letters without accents, other scripts as they are. */
export function foldLetters(text: string): string {
  let folded = '';
  for (const sign of text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '')) {
    const letter = LETTER.get(sign) ?? sign.toLowerCase();
    folded += LETTER.get(letter) ?? letter;
  }
  return folded;
}

/**
 * The folded words of a text with one space in between. Letters that stand apart ("s p a m", "s.p.a.m") are a word.
 * Signs inside a word are read as letters where there is a letter beside them, and no letter stands more than three
 * times in a row: "spaaaaam" and "spaaam" are the same word.
 */
export function foldWords(text: string): string {
  const words = foldLetters(text)
    .replace(/[\p{L}\p{N}@$€!|]*\p{L}[\p{L}\p{N}@$€!|]*/gu, (word) => {
      const bare = word.replace(/[!|]+$/u, '');
      return [...bare].map((sign) => SIGN.get(sign) ?? sign).join('');
    })
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L}|\p{N})\1{3,}/gu, '$1$1$1')
    .trim();
  return words.replace(/(?<![\p{L}\p{N}])(?:\p{L} ){2,}\p{L}(?![\p{L}\p{N}])/gu, (apart) => apart.replaceAll(' ', ''));
}

/** A word that mixes Latin with letters that only look Latin. Units ("10 µm", "4 Ω") are no such word. */
export function hasLookAlikes(text: string): boolean {
  for (const [word] of text.matchAll(/\p{L}{3,}/gu)) {
    if (!/\p{Script=Latin}/u.test(word)) continue;
    const foreign = word.match(/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/gu) ?? [];
    if (foreign.some((letter) => !'µμΩω'.includes(letter))) return true;
  }
  return false;
}
