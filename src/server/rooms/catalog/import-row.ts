import { Slug } from '#contract/common.ts';
import type { Product } from '#contract/catalog.ts';
import type { Category } from '#contract/passport.ts';
import { checkGtin } from '#lib/gtin.ts';
import type { ImportField } from './import-format.ts';
import { type Read, readCategory, readGrams, readPrice, readStatus, readStock, textOfHtml } from './import-values.ts';
import { slugOf } from './slug.ts';

/** What is wrong with a row, or worth knowing; sentences are made when it is read (`import-messages.ts`). */
export interface Remark {
  readonly field: string;
  readonly code: string;
  readonly value?: string;
  readonly proposal?: string;
  /** Another line that this one collides with. */
  readonly line?: number;
}
/** A row in our terms; absent means that the file says nothing. */
export interface RowData {
  title?: string;
  description?: string;
  vendor?: string;
  category?: Category;
  status?: Product['status'];
  optionNames: string[];
  optionValues: string[];
  sku?: string;
  barcode?: string;
  grams?: number;
  stock?: number;
  /** Cents as text: JSON has no bigint. */
  priceMinor?: string;
  imageUrl?: string;
  imageAlt?: string;
  /** Names a variant, not only a picture. */
  isVariant: boolean;
  errors: Remark[];
  warnings: Remark[];
}

const LONGEST = { title: 200, vendor: 120, description: 20_000, sku: 80, barcode: 80, imageAlt: 300 } as const;
const LONGEST_OPTION = { name: 40, value: 80 } as const;
const MAX_SHOWN = 120;

/**
 * Reads one row. Says only what the row alone can know; whether it fits the product and the shop is decided in
 * `import-plan.ts`.
 * @param before the handle of the row above: rows without handle and title continue that product
 * @param cells one per mapped field, trimmed
 */
export function readRow(cells: Partial<Record<ImportField, string>>, before: string | null): { handle: string; data: RowData } {
  const errors: Remark[] = [];
  const warnings: Remark[] = [];
  const cell = (field: ImportField): string | undefined => cells[field]?.trim() || undefined;
  const remark = (field: ImportField, code: string, more: Partial<Remark> = {}) =>
    errors.push({ field, code, value: (cell(field) ?? '').slice(0, MAX_SHOWN), ...more });

  function text(field: keyof typeof LONGEST): string | undefined {
    const value = cell(field);
    if (value !== undefined && value.length > LONGEST[field]) {
      remark(field, 'too_long', { proposal: String(LONGEST[field]) });
      return undefined;
    }
    return value;
  }
  function read<T>(field: ImportField, reader: (value: string) => Read<T>): T | undefined {
    const value = cell(field);
    if (value === undefined) return undefined;
    const got = reader(value);
    if (got.ok) return got.value;
    remark(field, got.code, got.proposal === undefined ? {} : { proposal: got.proposal });
    return undefined;
  }
  function option(part: 'Name' | 'Value', axis: 1 | 2 | 3): string {
    const field = `option${axis}${part}` as ImportField;
    const value = cell(field) ?? '';
    const longest = part === 'Name' ? LONGEST_OPTION.name : LONGEST_OPTION.value;
    if (value.length <= longest) return value;
    remark(field, 'too_long', { proposal: String(longest) });
    return '';
  }
  function address(): string | undefined {
    const value = cell('imageUrl');
    if (value === undefined || isWebAddress(value)) return value;
    warnings.push({ field: 'imageUrl', code: 'picture_address', value: value.slice(0, MAX_SHOWN) });
    return undefined;
  }

  const title = text('title');
  const optionValues = ([1, 2, 3] as const).map((axis) => option('Value', axis));
  const price = read('price', readPrice);
  const barcode = text('barcode');
  const gtin = barcode === undefined ? null : checkGtin(barcode);
  if (gtin && !gtin.fine) remark('barcode', 'gtin_wrong', { proposal: gtin.proposal });
  const sku = text('sku');
  const description = text('description');
  const category = cell('category');
  const data: RowData = {
    title,
    description: description === undefined ? undefined : textOfHtml(description),
    vendor: text('vendor'),
    category: category === undefined ? undefined : readCategory(category),
    status: read('status', readStatus),
    optionNames: ([1, 2, 3] as const).map((axis) => option('Name', axis)),
    optionValues,
    sku,
    barcode,
    grams: read('grams', readGrams),
    stock: read('stock', readStock),
    priceMinor: price === undefined ? undefined : String(price),
    imageUrl: address(),
    imageAlt: text('imageAlt'),
    // A cell that is filled but wrong still names a variant: its row must not pass as a picture.
    isVariant: Boolean(title ?? sku ?? cell('price')) || optionValues.some((value) => value !== ''),
    errors,
    warnings,
  };
  return { handle: findHandle(), data };

  function findHandle(): string {
    const given = cell('handle');
    if (given !== undefined) {
      if (Slug.safeParse(given).success) return given;
      const slug = slugOf(given);
      if (slug === '') remark('handle', 'handle_unreadable');
      else if (slug !== given.toLowerCase())
        warnings.push({ field: 'handle', code: 'handle_changed', value: given.slice(0, MAX_SHOWN), proposal: slug });
      return slug;
    }
    if (title !== undefined) return slugOf(title) || 'product';
    if (before !== null) return before;
    // With a SKU the shop may know the product; that is looked up when all rows are read.
    if (sku === undefined) remark('handle', 'handle_missing');
    return '';
  }
}

function isWebAddress(text: string): boolean {
  if (text.length > 2000 || !URL.canParse(text)) return false;
  return ['http:', 'https:'].includes(new URL(text).protocol);
}
