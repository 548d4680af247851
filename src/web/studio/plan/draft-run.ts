import type { Segment, StaffShow } from '#contract/shows.ts';

/** A part while it is edited; `key` lives as long as the row, `id` only once the server knows the part. */
export interface DraftPart {
  readonly key: string;
  readonly id?: string;
  readonly title: string;
  readonly minutes: number;
  readonly productId: string | null;
  readonly notes: string;
}

export const MINUTES = { least: 1, most: 600, usual: 8 };
/** As many as the server takes. */
export const PARTS_MAX = 200;

export const draftOf = (segments: readonly Segment[]): DraftPart[] =>
  segments.map(({ id, title, minutes, productId, notes }) => ({ key: id, id, title, minutes, productId, notes }));

export const bodyOf = (parts: readonly DraftPart[]) => ({
  segments: parts.map(({ id, title, minutes, productId, notes }) => ({
    ...(id ? { id } : {}),
    title: title.trim(),
    minutes,
    productId,
    notes: notes.trim(),
  })),
});

/** One part per product of the shelf that no part shows yet, in the order of the shelf. */
export function partsFromShelf(show: Pick<StaffShow, 'shelf'>, parts: readonly DraftPart[], newKey: () => string): DraftPart[] {
  const planned = new Set(parts.map((part) => part.productId));
  return show.shelf
    .filter(({ product }) => !planned.has(product.id))
    .map(({ product }) => ({
      key: newKey(),
      title: product.title.slice(0, 120),
      minutes: MINUTES.usual,
      productId: product.id,
      notes: '',
    }));
}

export const totalMinutes = (parts: readonly DraftPart[]): number => parts.reduce((sum, part) => sum + part.minutes, 0);

export const isReady = (parts: readonly DraftPart[]): boolean =>
  parts.every(
    ({ title, minutes }) => title.trim() !== '' && Number.isInteger(minutes) && minutes >= MINUTES.least && minutes <= MINUTES.most,
  );
