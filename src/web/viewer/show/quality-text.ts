import type { Language } from '#contract/common.ts';

const locale = (language: Language): string => (language === 'nl' ? 'nl-BE' : 'en-GB');

/** As people name pictures: by the short side. */
export const sideOf = ({ width, height }: { width: number; height: number }): string => `${Math.min(width, height)}p`;

/** `0.8 Mb/s`; below a tenth in kilobits. */
export function bitsText(bitsPerSecond: number, language: Language): string {
  if (bitsPerSecond < 100_000) return `${Math.round(bitsPerSecond / 1000)} kb/s`;
  const format = new Intl.NumberFormat(locale(language), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${format.format(bitsPerSecond / 1_000_000)} Mb/s`;
}

/** What a bundle loses in an hour of it, in two significant digits. */
export function megabytesAnHour(bitsPerSecond: number, language: Language): string {
  const megabytes = (bitsPerSecond * 3600) / 8_000_000;
  return `${new Intl.NumberFormat(locale(language), { maximumSignificantDigits: 2 }).format(megabytes)} MB`;
}
