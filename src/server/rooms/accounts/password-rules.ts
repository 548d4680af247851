export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/**
 * Words that the longest lists of leaked passwords are built from. With the minimum of twelve characters a plain list of
 * common passwords hits almost nothing; what people do is repeat or pad these, so they count as nothing.
 */
const COMMON = [
  'password',
  'passwort',
  'wachtwoord',
  'welcome',
  'welkom',
  'letmein',
  'iloveyou',
  'ikhouvanjou',
  'qwertyuiop',
  'qwerty',
  'azertyuiop',
  'azerty',
  'asdfghjkl',
  'asdfgh',
  'zxcvbnm',
  'zxcvbn',
  'qazwsxedc',
  'qazwsx',
  '1qaz2wsx',
  'abcdefghijkl',
  'abcdef',
  'abc',
  'administrator',
  'admin',
  'default',
  'changeme',
  'secret',
  'geheim',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'football',
  'voetbal',
  'baseball',
  'superman',
  'batman',
  'pokemon',
  'starwars',
  'trustno',
  'master',
  'shadow',
  'michael',
  'jennifer',
  'jordan',
  'liverpool',
  'chelsea',
  'arsenal',
  'feyenoord',
  'ajax',
  'amsterdam',
  'rotterdam',
  'antwerpen',
  'zomer',
  'winter',
  'lente',
  'herfst',
  'summer',
  'spring',
  'autumn',
  'computer',
  'internet',
  'samsung',
  'google',
  'hello',
  'hallo',
  'login',
  'access',
  'freedom',
  'whatever',
  'forever',
  'family',
  'cheese',
  'live',
  'shopping',
  'winkel',
  'shop',
  'etalage',
  'test',
  'demo',
  'user',
  'guest',
  'the',
  'my',
].sort((a, b) => b.length - a.length);

const LEET: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' };

/** What must be left once common and own words are taken out. */
const MIN_LEFT = 5;

/**
 * Refuses what a guesser tries first. No rules on kinds of characters: they make passwords worse.
 * @param context words about this person (name, address), which a guesser knows
 */
export function isGuessable(password: string, context: readonly string[]): boolean {
  if (password.length < MIN_PASSWORD) return true;
  const plain = password.toLowerCase();
  const words = [...context.flatMap(split), ...COMMON];
  return [plain, unleet(plain)].some((form) => distinct(without(form, words)) < MIN_LEFT);
}

const split = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3);

const unleet = (text: string): string => text.replace(/[@431!0$57]/g, (sign) => LEET[sign] ?? sign);

const without = (text: string, words: readonly string[]): string => words.reduce((left, word) => left.replaceAll(word, ''), text);

/** Characters that add something: repeats, runs such as 12345 or dcba, and blanks do not. */
function distinct(text: string): number {
  const signs = [...text.replace(/[\s\p{P}\p{S}]/gu, '')].map((sign) => sign.codePointAt(0) ?? 0);
  const news = signs.filter((code, at) => at === 0 || Math.abs(code - (signs[at - 1] ?? 0)) > 1);
  return Math.min(news.length, new Set(signs).size);
}
