import type { Variant } from '#contract/catalog.ts';
import type { Chapter } from '#contract/replay.ts';
import type { ShelfItem } from '#contract/shows.ts';
import { mainVariant } from '../show/show-facts.ts';

/** Which chapter a position is in; chapters follow each other without a gap. Null when there are none. */
export const chapterAt = (chapters: readonly Chapter[], positionMs: number): Chapter | null =>
  chapters.findLast((chapter) => chapter.atMs <= positionMs) ?? chapters[0] ?? null;

/** Within this a step back goes to the chapter before; later, to the beginning of this one. */
const RESTART_MS = 3_000;

export function chapterStep(chapters: readonly Chapter[], positionMs: number, step: 1 | -1): Chapter | null {
  if (step === 1) return chapters.find((chapter) => chapter.atMs > positionMs) ?? null;
  return chapters.findLast((chapter) => chapter.atMs <= positionMs - RESTART_MS) ?? chapters[0] ?? null;
}

/** `?t=` of a link: seconds ("95"), or spelled ("1h2m3s"). Null when it is neither. */
export function positionOfLink(text: string | null): number | null {
  const [, plain, hours, minutes, seconds] = /^(?:(\d{1,7})|(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?)$/.exec(text ?? '') ?? [];
  if (plain) return Number(plain) * 1000;
  if (!hours && !minutes && !seconds) return null;
  return (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
}

export const linkTo = (slug: string, positionMs: number): string => `/shows/${slug}?t=${Math.floor(positionMs / 1000)}`;

/** A stretch of the timeline as it is drawn: one chapter, or a run of chapters too short to be seen alone. */
export interface Bar {
  readonly chapter: Chapter;
  readonly atMs: number;
  readonly endMs: number;
}

/** At most `most` bars: what would be thinner than its share of the line is drawn together with its neighbours. */
export function barsOf(chapters: readonly Chapter[], durationMs: number, most: number): Bar[] {
  const thinnestMs = durationMs / most;
  const bars: Bar[] = [];
  for (const chapter of chapters) {
    const last = bars.at(-1);
    const isThin = chapters.length > most && last !== undefined && last.endMs - last.atMs < thinnestMs;
    if (last && isThin) bars[bars.length - 1] = { ...last, endMs: chapter.endMs };
    else bars.push({ chapter, atMs: chapter.atMs, endMs: chapter.endMs });
  }
  return bars;
}

/** A position or a length as people read it beside a picture: "7:00", "1:55:40". */
export function spell(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** What there is to say of the price of then beside the price of now; never a "was". */
export type PriceStory =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'same' }
  | { readonly kind: 'other'; readonly asked: AskedPrice }
  | { readonly kind: 'offer_over'; readonly asked: AskedPrice; readonly endsAt: string }
  | { readonly kind: 'offer_runs'; readonly asked: AskedPrice; readonly endsAt: string };
type AskedPrice = NonNullable<Chapter['asked']>;

/** @param now the same variant as it is sold now, when it still is */
export function priceStory(asked: Chapter['asked'], now: Variant | null, nowMs: number): PriceStory {
  if (!asked) return { kind: 'unknown' };
  if (asked.offerEndsAt !== null) {
    const kind = Date.parse(asked.offerEndsAt) > nowMs ? 'offer_runs' : 'offer_over';
    return { kind, asked, endsAt: asked.offerEndsAt };
  }
  const { price } = now?.facts ?? {};
  return price?.minor === asked.price.minor && price.currency === asked.price.currency ? { kind: 'same' } : { kind: 'other', asked };
}

/** The variant that a chapter's card sells: the one of which the show spoke while it can be had, else the product's main one. */
export function soldVariant(item: ShelfItem, asked: Chapter['asked'], nowMs: number): Variant {
  const spoken = item.product.variants.find((variant) => variant.id === asked?.variantId && variant.left > 0);
  return mainVariant(spoken ? { ...item.product, variants: [spoken] } : item.product, item, {}, nowMs);
}

/** How long a clip that begins here may be. The server holds the limits; these are the choices that it grants. */
export function clipLengths(fromMs: number, durationMs: number, isCrew: boolean): number[] {
  const choices = isCrew ? [15_000, 30_000, 60_000, 180_000] : [15_000, 30_000, 60_000];
  const leftMs = Math.floor(durationMs) - fromMs;
  const fitting = choices.filter((choice) => choice <= leftMs);
  return fitting.length > 0 || leftMs < SHORTEST_CLIP_MS ? fitting : [leftMs];
}
const SHORTEST_CLIP_MS = 1_000;

/** A window of a long list around one of its members. */
export function windowAround<T>(all: readonly T[], at: number, size: number): { from: number; shown: readonly T[] } {
  const from = Math.max(0, Math.min(at - Math.floor(size / 3), all.length - size));
  return { from, shown: all.slice(from, from + size) };
}
