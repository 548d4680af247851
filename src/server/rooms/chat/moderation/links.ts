import { foldLetters } from '#lib/look-alikes.ts';

/**
 * Finds addresses that people can follow: in the open, with their dots spelled out ("shop dot com"), with the dots of
 * other scripts, in look-alike letters, and short links. Money talked elsewhere is how buyers are robbed.
 */

/** What an address ends in. Endings that are also everyday words count only in small letters and without a space. */
const ENDINGS =
  'com|net|org|info|biz|shop|store|online|site|website|app|link|xyz|io|co|eu|nl|be|de|fr|uk|ru|cn|us|ch|at|es|it|pl|pt|se|dk|no|fi|ie|tv|cc|ws|vip|club|top|live|pro|page|dev|ai|gg|ly|to|sh|gl|gd|vn|jp|kr|br|in|id|ph|th|my|sg|hk|tw|au|nz|ca|mx|tr|gr|cz|hu|ro|bg|ua|by|kz|example|click|icu|buzz|space|fun|win|bid|sale|deals|discount|promo|market|social|chat|group|cash|money|finance|pay|bank|me';
/** Known to shorten, or to lead out of the shop. */
const SHORT =
  't\\.me|wa\\.me|bit\\.ly|tinyurl\\.com|goo\\.gl|is\\.gd|rb\\.gy|cutt\\.ly|t\\.co|s\\.id|v\\.gd|ow\\.ly|linktr\\.ee|discord\\.gg|paypal\\.me|bunq\\.me|lnkd\\.in|amzn\\.to|fb\\.me|m\\.me|zalo\\.me|line\\.me';
/** With the capital of a new sentence or after a bare number the others are words ("ok.It", "2.to"); these are not. */
const NEVER_WORDS = 'com|net|org|biz|xyz|info|shop|store|online|site|website|nl|eu|app';

/** Those that no sentence begins with, so that a space before them hides nothing. */
const AFTER_SPACE = 'com|net|org|biz|xyz|nl|eu';

const SCHEME = /(?:h(?:tt|xx)ps?|ftp)\s?:\s?\/\/\s?[^\s]/iu;
const WWW = /(?<![\p{L}\p{N}])www\s?\.\s?[\p{L}\p{N}-]{2,}/iu;
const OPEN = new RegExp(
  `(?<![\\p{L}\\p{N}.])(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]*\\.)+(?:${ENDINGS})(?![\\p{L}\\p{N}-]|\\.\\p{L})(?:[/:?#][^\\s]*)?`,
  'gu',
);
const PUNY = /(?<![\p{L}\p{N}])xn--[a-z0-9-]{2,}/iu;
const SHORTENED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${SHORT})(?![\\p{L}\\p{N}])`, 'iu');
const SPELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}][\\p{L}\\p{N}-]+\\s?(?:[([{<]\\s?(?:dot|punt|\\.)\\s?[)\\]}>]|\\s(?:dot|punt)\\s)\\s?(?:${ENDINGS})(?![\\p{L}\\p{N}])`,
  'iu',
);
const SPACED = new RegExp(`(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}][\\p{L}\\p{N}-]*\\s?\\.\\s?(?:${AFTER_SPACE})(?![\\p{L}\\p{N}])`, 'u');
const ADDRESS_NUMBERS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5}|\/[^\s])/u;

/** Dots of other scripts and those that stand in the middle or are small. */
const DOTS = /[。．｡․﹒・·•‧∙⋅]/gu;

/** @returns true when somebody could follow an address in this text */
export function hasLink(text: string): boolean {
  const dotted = text.normalize('NFKC').replace(DOTS, '.');
  return isLinkIn(dotted) || isLinkIn(asLatin(dotted));
}

function isLinkIn(text: string): boolean {
  if ([SCHEME, WWW, PUNY, SHORTENED, SPELLED, SPACED, ADDRESS_NUMBERS].some((form) => form.test(text))) return true;
  for (const [address] of text.toLowerCase().matchAll(OPEN)) if (!isInnocent(address, text)) return true;
  return false;
}

/** A file ("manual.md"), a sentence without its space ("ok.It"), a version ("v2.no"): one label and a word as ending. */
function isInnocent(address: string, text: string): boolean {
  const at = text.toLowerCase().indexOf(address);
  const written = text.slice(at, at + address.length);
  if (/[/:?#]./u.test(address)) return false;
  const [label, ending, more] = written.split('.');
  if (more !== undefined || label === undefined || ending === undefined) return false;
  const isWord = !new RegExp(`^(?:${NEVER_WORDS})$`, 'iu').test(ending);
  // "Perfect.No chance": a capital after the dot begins a sentence.
  if (isWord && /^\p{Lu}/u.test(ending) && /\p{Ll}/u.test(written)) return true;
  // "nr.1", "e.g", "a.to": nobody has an address of one letter or of digits alone with such an ending.
  return isWord && (label.length < 3 || /^\d+$/u.test(label));
}

/** Only words that pretend: a text in Cyrillic or Greek is not an address. */
const asLatin = (text: string): string =>
  text.replace(/[\p{L}\p{N}.-]+/gu, (word) => (/\.[a-z]{2,}$/iu.test(word) || /\p{Script=Latin}/u.test(word) ? unfold(word) : word));

/** The fold makes every l an i; endings are read without that. */
const unfold = (word: string): string => [...word].map((sign) => (/[a-zA-Z0-9.-]/.test(sign) ? sign : foldLetters(sign))).join('');
