import type { Product } from '#contract/catalog.ts';
import type { Category } from '#contract/passport.ts';

/** A value as read, or what is wrong with it; the proposal is what the person probably meant. */
export type Read<T> = { ok: true; value: T } | { ok: false; code: string; proposal?: string };
const fine = <T>(value: T): Read<T> => ({ ok: true, value });
const wrong = (code: string, proposal?: string): Read<never> => ({ ok: false, code, ...(proposal === undefined ? {} : { proposal }) });

const MAX_PRICE_MINOR = 100_000_000n;
const MAX_STOCK = 1_000_000;
const MAX_GRAMS = 10_000_000;

/**
 * "1234.56", "1.234,56", "1,234.56", "99,00", "€ 99". A single separator followed by exactly three digits groups
 * thousands only when the number has no other reading as cents.
 * @returns minor units (cents)
 */
export function readPrice(text: string): Read<bigint> {
  const bare = text.replace(/[\s\u00a0\u202f€$£]/g, '').replace(/^(?:EUR|USD|GBP)|(?:EUR|USD|GBP)$/i, '');
  if (bare.startsWith('-')) return wrong('price_negative');
  const found = /^(\d+|\d{1,3}(?:[.,'’]\d{3})+)(?:([.,])(\d{1,2}|\d{2}0+))?$/.exec(bare);
  if (!found || !oneGrouping(found[1]!, found[2])) return wrong('price_unreadable', proposePrice(bare));
  const whole = found[1]!.replace(/\D/g, '');
  const minor = BigInt(whole) * 100n + BigInt((found[3] ?? '').padEnd(2, '0').slice(0, 2) || '0');
  return minor > MAX_PRICE_MINOR ? wrong('price_too_high') : fine(minor);
}

/** The sign that groups thousands cannot also be the one before the cents. */
function oneGrouping(whole: string, decimal: string | undefined): boolean {
  const signs = new Set(whole.replace(/\d/g, ''));
  return signs.size <= 1 && (decimal === undefined || !signs.has(decimal));
}

/** "1.09,00": the last separator is the one before the cents, and the others were a slip. */
function proposePrice(bare: string): string | undefined {
  const found = /^([\d.,]*\d)([.,])(\d{2})$/.exec(bare);
  return found ? `${found[1]!.replace(/\D/g, '')}${found[2]}${found[3]}` : undefined;
}

export const showPrice = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

export function readStock(text: string): Read<number> {
  if (/^-\d+$/.test(text)) return wrong('stock_negative', '0');
  if (!/^\d{1,9}(?:\.0+)?$/.test(text)) return wrong('stock_unreadable');
  const units = Number(text);
  return units > MAX_STOCK ? wrong('stock_too_high') : fine(units);
}

export function readGrams(text: string): Read<number> {
  const grams = Number(text.replace(',', '.'));
  return /^\d+(?:[.,]\d+)?$/.test(text) && grams <= MAX_GRAMS ? fine(Math.round(grams)) : wrong('weight_unreadable');
}

const STATUSES: Readonly<Record<string, Product['status']>> = {
  active: 'active',
  actief: 'active',
  true: 'active',
  yes: 'active',
  ja: 'active',
  draft: 'draft',
  concept: 'draft',
  unlisted: 'draft',
  false: 'draft',
  no: 'draft',
  nee: 'draft',
  archived: 'archived',
  gearchiveerd: 'archived',
};

export function readStatus(text: string): Read<Product['status']> {
  const status = STATUSES[text.toLowerCase()];
  return status ? fine(status) : wrong('status_unknown', 'active');
}

/** Words of Shopify's taxonomy, and our own names. What is not recognised is general: no reason to leave a row out. */
const CATEGORY_WORDS: readonly [RegExp, Category][] = [
  [/supplement|vitamin/i, 'supplement'],
  [/second.?hand|vintage|collectible|tweedehands/i, 'second_hand'],
  [/fresh.?farm|hoeve/i, 'fresh_farm'],
  [/^food|beverage|voeding|grocery/i, 'food'],
  [/cosmetic|skin care|make.?up|beauty|verzorging/i, 'cosmetic'],
  [/electronic|elektronica|computer|phone/i, 'electronics'],
  [/toy|game|speelgoed/i, 'toy'],
  [/apparel|clothing|textile|kleding|linens|bedding/i, 'textile'],
];
export const readCategory = (text: string): Category => CATEGORY_WORDS.find(([word]) => word.test(text))?.[1] ?? 'general';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', eacute: 'é' };

/** Descriptions come as HTML; we keep the words. Nothing of it is ever shown as HTML, so this only has to read well. */
export function textOfHtml(html: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  return html
    .replace(/<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<li\b[^>]*>/gi, '\n• ')
    .replace(/<br\s*\/?>|<\/(?:p|div|h[1-6]|ul|ol|tr|table)>/gi, '\n')
    .replace(/<[a-z/!][^>]*>?/gi, '')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code >= 32 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : '';
}
