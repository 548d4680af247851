import type { Organisation } from '#contract/accounts.ts';

/** The form holds what was typed; numbers become numbers only when they are right. */
export interface Draft {
  name: string;
  legalName: string;
  city: string;
  country: string;
  about: string;
  vatPercent: string;
  /** In whole currency, as people write it: "4.95" or "4,95". */
  shipping: string;
  deliveryDays: string;
  returnDays: string;
  takesOrders: boolean;
}
export type Field = keyof Draft;
type Change = Partial<
  Pick<
    Organisation,
    'name' | 'legalName' | 'city' | 'country' | 'about' | 'vatPercent' | 'shippingMinor' | 'deliveryDays' | 'returnDays' | 'takesOrders'
  >
>;

/** As in the contract. */
export const LIMITS = { vatPercent: [0, 40], deliveryDays: [0, 60], returnDays: [14, 365], shippingMinor: [0, 100_000] } as const;
export const ABOUT_MAX = 2000;

export const draftOf = (shop: Organisation, digits: number): Draft => ({
  name: shop.name,
  legalName: shop.legalName,
  city: shop.city ?? '',
  country: shop.country,
  about: shop.about,
  vatPercent: String(shop.vatPercent),
  shipping: (shop.shippingMinor / 10 ** digits).toFixed(digits),
  deliveryDays: String(shop.deliveryDays),
  returnDays: String(shop.returnDays),
  takesOrders: shop.takesOrders,
});

/** Reads the whole draft. @returns what differs from the shop as it is, and the fields that are not right */
export function readDraft(draft: Draft, shop: Organisation, digits: number): { change: Change; wrong: ReadonlySet<Field> } {
  const wrong = new Set<Field>();
  const number = (field: Field, value: number | null, [from, to]: readonly [number, number]): number => {
    if (value !== null && value >= from && value <= to) return value;
    wrong.add(field);
    return from;
  };
  const text = (field: 'name' | 'legalName'): string => {
    if (draft[field].trim() === '') wrong.add(field);
    return draft[field].trim();
  };
  const read: Required<Change> = {
    name: text('name'),
    legalName: text('legalName'),
    city: draft.city.trim() || null,
    country: draft.country,
    about: draft.about.trim(),
    vatPercent: number('vatPercent', decimal(draft.vatPercent, 2), LIMITS.vatPercent),
    shippingMinor: number('shipping', toMinor(draft.shipping, digits), LIMITS.shippingMinor),
    deliveryDays: number('deliveryDays', decimal(draft.deliveryDays, 0), LIMITS.deliveryDays),
    returnDays: number('returnDays', decimal(draft.returnDays, 0), LIMITS.returnDays),
    takesOrders: draft.takesOrders,
  };
  const changed = Object.entries(read).filter(([key, value]) => value !== shop[key as keyof Change]);
  return { change: Object.fromEntries(changed), wrong };
}

/** @returns null when this is no number with at most so many digits behind the point or comma */
function decimal(text: string, digits: number): number | null {
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match || (match[2]?.length ?? 0) > digits) return null;
  return Number(`${match[1]}.${match[2] ?? '0'}`);
}

/** By digits, not by multiplying: 4.35 * 100 is 434.99999999999994. */
function toMinor(text: string, digits: number): number | null {
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match || (match[2]?.length ?? 0) > digits) return null;
  return Number(`${match[1]}${(match[2] ?? '').padEnd(digits, '0')}`);
}
