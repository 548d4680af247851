import type { Language } from '#contract/common.ts';

/** Where a language's numbers and dates are written the way its readers expect. */
const LOCALES: Record<Language, string> = { en: 'en-GB', nl: 'nl-BE' };

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const found = kept.get(key);
  if (found) return found as T;
  const made = make();
  kept.set(key, made);
  return made;
}

/** Integer minor units as a price: 7900 EUR is "€79.00" or "€ 79,00". Never computes, only shows. */
export function money({ minor, currency }: { minor: number; currency: string }, language: Language): string {
  const format = once(
    `m${language}${currency}`,
    () => new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
  );
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

const STYLES = {
  /** 20:45 */
  clock: { hour: '2-digit', minute: '2-digit' },
  /** 20:45:02 */
  exact: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  /** 20:45:02 CET: for anything that may be proof. */
  proof: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  /** 4 Sep */
  day: { day: 'numeric', month: 'short' },
  /** Tue 24 Nov */
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  /** Tue 24 Nov, 20:45 */
  moment: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/**
 * A moment in the reader's own time zone, or a length of time.
 * `left` takes milliseconds: "06:42", with hours when there are any; it never goes below zero.
 */
export function time(at: string | number | Date, style: keyof typeof STYLES | 'left', language: Language, timeZone?: string): string {
  if (style === 'left') return spell(Number(at));
  const format = once(
    `t${language}${style}${timeZone ?? ''}`,
    () => new Intl.DateTimeFormat(LOCALES[language], { ...STYLES[style], hourCycle: 'h23', timeZone }),
  );
  return format.format(new Date(at));
}

function spell(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const pad = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const clock = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}
