/** Names that only the server gives, as labels beside a name. */
const RESERVED = [
  'host',
  'staff',
  'moderator',
  'mod',
  'admin',
  'administrator',
  'operator',
  'producer',
  'seller',
  'support',
  'official',
  'etalage',
  'system',
  'systeem',
  'verkoper',
  'presentator',
  'medewerker',
];

/** Letters of other scripts that look like Latin ones; enough to stop a "Hоst" with a Cyrillic o. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  һ: 'h',
  ԁ: 'd',
  м: 'm',
  т: 't',
  к: 'k',
  н: 'h',
  в: 'b',
  г: 'r',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  υ: 'u',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
};

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** @returns the name as it may be shown, or null when it cannot be (nothing visible, or it plays a role). */
export function chatName(raw: string): string | null {
  // Joined emoji need U+200D; names do without.
  const name = raw.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}\p{S}]/u.test(name) || [...name].length > 40) return null;
  // Piles of combining marks reach over the lines above.
  if (/\p{M}{3,}/u.test(name)) return null;
  const words = skeletonWords(name);
  return [...words, words.join('')].some((word) => RESERVED.includes(word)) ? null : name;
}

const skeletonWords = (name: string): string[] =>
  [...name.toLowerCase()]
    .map((sign) => LOOKALIKES[sign] ?? sign)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
