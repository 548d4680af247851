import type { Product, ProductInput } from '#contract/catalog.ts';

/** A product as it is being typed: everything is text until it is judged. */
export interface Draft {
  readonly title: string;
  readonly handle: string;
  readonly vendor: string;
  readonly description: string;
  readonly category: Product['category'];
  readonly paper: Product['paper'];
  readonly status: Product['status'];
  readonly optionNames: readonly string[];
  readonly rows: readonly DraftRow[];
}
export interface DraftRow {
  /** Stays the same while the row is edited. */
  readonly key: string;
  readonly id: string | null;
  readonly options: readonly string[];
  readonly sku: string;
  readonly price: string;
  readonly left: string;
  /** What the field showed first: only a changed number is sent, since units may have been sold meanwhile. */
  readonly leftBefore: string;
}
export type Wrong = 'title' | 'handle' | 'optionName' | 'optionTwin' | 'option' | 'twin' | 'sku' | 'skuTwin' | 'price' | 'left';
/** What is wrong where; `row` is the key of the row. */
export interface Fault {
  readonly wrong: Wrong;
  readonly row?: string;
}

export const MAX_VARIANTS = 1000;
export const MAX_OPTIONS = 3;
const MAX_PRICE_MINOR = 100_000_000;
const MAX_LEFT = 1_000_000;

export const emptyRow = (key: string, axes: number): DraftRow => ({
  key,
  id: null,
  options: Array.from({ length: axes }, () => ''),
  sku: '',
  price: '',
  left: '',
  leftBefore: '',
});

export const emptyDraft = (): Draft => ({
  title: '',
  handle: '',
  vendor: '',
  description: '',
  category: 'general',
  paper: 'sand',
  status: 'active',
  optionNames: [],
  rows: [emptyRow('first', 0)],
});

export const draftOf = (product: Product): Draft => ({
  title: product.title,
  handle: product.handle,
  vendor: product.vendor,
  description: product.description,
  category: product.category,
  paper: product.paper,
  status: product.status,
  optionNames: product.options.map((option) => option.name),
  rows: product.variants.map((variant) => ({
    key: variant.id,
    id: variant.id,
    options: variant.options,
    sku: variant.sku,
    price: showMinor(variant.listPrice.minor),
    left: String(variant.left),
    leftBefore: String(variant.left),
  })),
});

const showMinor = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

/** "94", "94.5", "94,00": cents, or null. No thousands: who types them sees at once that it is refused. */
export function readMinor(text: string): number | null {
  const found = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!found) return null;
  const minor = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
  return minor <= MAX_PRICE_MINOR ? minor : null;
}

function readLeft(text: string): number | null {
  const units = Number(text);
  return /^\d{1,7}$/.test(text.trim()) && units <= MAX_LEFT ? units : null;
}

/** What stands in the way of saving, in the order of the form. */
export function faultsOf(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  const names = draft.optionNames.map((name) => name.trim().toLowerCase());
  if (draft.title.trim() === '') faults.push({ wrong: 'title' });
  if (draft.handle !== '' && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(draft.handle)) faults.push({ wrong: 'handle' });
  if (names.includes('')) faults.push({ wrong: 'optionName' });
  else if (new Set(names).size !== names.length) faults.push({ wrong: 'optionTwin' });
  const skus = new Set<string>();
  const options = new Set<string>();
  for (const row of draft.rows) {
    const at = { row: row.key };
    const values = row.options.map((value) => value.trim());
    const key = JSON.stringify(values);
    if (values.includes('')) faults.push({ wrong: 'option', ...at });
    else if (options.has(key)) faults.push({ wrong: 'twin', ...at });
    options.add(key);
    if (row.sku.trim() === '') faults.push({ wrong: 'sku', ...at });
    else if (skus.has(row.sku.trim())) faults.push({ wrong: 'skuTwin', ...at });
    skus.add(row.sku.trim());
    if (readMinor(row.price) === null) faults.push({ wrong: 'price', ...at });
    if (row.left !== row.leftBefore && readLeft(row.left) === null) faults.push({ wrong: 'left', ...at });
  }
  return faults;
}

/** Only of a draft without faults. */
export const inputOf = (draft: Draft): ProductInput => ({
  title: draft.title.trim(),
  ...(draft.handle === '' ? {} : { handle: draft.handle }),
  vendor: draft.vendor.trim(),
  description: draft.description,
  category: draft.category,
  paper: draft.paper,
  status: draft.status,
  optionNames: draft.optionNames.map((name) => name.trim()),
  variants: draft.rows.map((row) => ({
    ...(row.id ? { id: row.id } : {}),
    sku: row.sku.trim(),
    options: row.options.map((value) => value.trim()),
    priceMinor: readMinor(row.price)!,
    ...(row.left === row.leftBefore ? {} : { left: readLeft(row.left)! }),
  })),
});

/** A new option gives every variant one more value to fill in; the last one may go only when its values do not matter. */
export const addOption = (draft: Draft): Draft => ({
  ...draft,
  optionNames: [...draft.optionNames, ''],
  rows: draft.rows.map((row) => ({ ...row, options: [...row.options, ''] })),
});

export const removeOption = (draft: Draft, axis: number): Draft => ({
  ...draft,
  optionNames: draft.optionNames.filter((_, at) => at !== axis),
  rows: draft.rows.map((row) => ({ ...row, options: row.options.filter((_, at) => at !== axis) })),
});
