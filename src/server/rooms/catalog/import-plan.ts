import { createHash } from 'node:crypto';
import type { ImportRow } from '#contract/catalog.ts';
import { type Category, passportPoints, type PassportFields } from '#contract/passport.ts';
import type { Remark, RowData } from './import-row.ts';
import { showPrice } from './import-values.ts';
import { MAX_IMAGES, paperOf, writeOf } from './products.ts';
import type { ProductRow, ProductWrite, VariantRow, VariantWrite } from './products.sql.ts';
import { slugOf } from './slug.ts';
import { variantTitle } from './views.ts';

export const MAX_VARIANTS = 1000;
const MAX_SKU = 80;
const MAX_SHOWN = 120;

export interface FileLine {
  readonly line: number;
  readonly data: RowData;
}
/** What the shop knows about a product of the file. */
export interface Known {
  readonly product: ProductRow;
  /** Removed ones too: they may come back. */
  readonly variants: readonly VariantRow[];
  readonly pictures: ReadonlySet<string>;
  readonly imageCount: number;
  readonly passport: PassportFields;
}
export interface PlanNeeds {
  readonly currency: string;
  /** Which product of the shop has a SKU now. */
  readonly skuOwner: ReadonlyMap<string, string>;
  /** Free units now. */
  readonly free: ReadonlyMap<string, number>;
  /** Line of the first row with the same SKU in the file, for the rows after it. */
  readonly twins: ReadonlyMap<number, number>;
  readonly newId: () => string;
}
export interface RowVerdict {
  readonly line: number;
  kind: ImportRow['kind'];
  readonly sku: string;
  readonly changes: { field: string; from: string; to: string }[];
  readonly errors: Remark[];
  readonly warnings: Remark[];
}
export interface ProductPlan {
  readonly rows: RowVerdict[];
  /** Null when nothing of this product changes. */
  readonly change: null | {
    readonly product: ProductWrite;
    readonly isNew: boolean;
    /** Fields of the product itself differ. */
    readonly productMoved: boolean;
    readonly variants: VariantWrite[];
    readonly renamed: string[];
    readonly units: { variantId: string; available: number; before: number | null }[];
    readonly reopened: string[];
  };
  readonly pictures: { url: string; alt: string; line: number }[];
  readonly variantCount: number;
}

/**
 * Decides what the rows of one product do to the shop; changes nothing. The preview shows it and the apply does it,
 * so that they cannot disagree. Rows with errors are left out, and what depends on them says so.
 */
export function planProduct(handle: string, lines: readonly FileLine[], known: Known | null, needs: PlanNeeds): ProductPlan {
  const rows = lines.map(({ line, data }): RowVerdict => {
    const twin = needs.twins.get(line);
    const errors =
      twin === undefined ? [...data.errors] : [...data.errors, { field: 'sku', code: 'sku_twice', value: data.sku, line: twin }];
    return { line, kind: 'same', sku: data.sku ?? '', changes: [], errors, warnings: [...data.warnings] };
  });
  const first = lines[0]!;
  const title = lines.find((row) => row.data.title !== undefined)?.data.title ?? known?.product.title;
  if (title === undefined) rows[0]!.errors.push({ field: 'title', code: 'title_missing' });
  if (!known && rows[0]!.errors.length > 0)
    for (const row of rows.slice(1)) row.errors.push({ field: 'handle', code: 'product_left_out', line: first.line });

  const product = planFields(handle, title ?? '', lines, known);
  const variants = planVariants(product, lines, rows, known, needs);
  const pictures = planPictures(lines, rows, known);
  describeProduct(product, known, rows[0]!);
  for (const row of rows) {
    if (row.errors.length > 0) row.kind = 'error';
    else if (row.kind !== 'new' && row.changes.length > 0) row.kind = 'changed';
  }
  const anyGood = rows.some((row) => row.kind !== 'error');
  const productMoved = known !== null && anyGood && rows[0]!.kind !== 'error' && differs(product, known.product);
  const statusMoved = productMoved && (known.product.status === 'active') !== (product.status === 'active');
  const idle = known !== null && !productMoved && variants.written.length === 0 && variants.units.length === 0;
  const variantCount = lines.filter((row, at) => row.data.isVariant && rows[at]!.kind !== 'error').length;
  if (!anyGood || idle || (!known && variants.written.length === 0)) {
    return { rows, change: null, pictures: anyGood && known ? pictures : [], variantCount };
  }
  const writtenIds = new Set(variants.written.map((variant) => variant.id));
  const others = statusMoved ? known.variants.filter((row) => !row.removed && !writtenIds.has(row.id)).map(writeOf) : [];
  return {
    rows,
    change: {
      product: known && !productMoved ? writeOfProduct(known.product) : product,
      isNew: known === null,
      productMoved,
      variants: [...variants.written, ...others],
      renamed: variants.renamed,
      units: variants.units,
      reopened: statusMoved ? [...writtenIds, ...others.map((variant) => variant.id)] : variants.back,
    },
    pictures,
    variantCount,
  };
}

function planFields(handle: string, title: string, lines: readonly FileLine[], known: Known | null): ProductWrite {
  const said = <K extends 'description' | 'vendor' | 'category' | 'status'>(field: K) =>
    lines.find((row) => row.data[field] !== undefined)?.data[field];
  const before = known?.product;
  const category = (said('category') ?? before?.category ?? 'general') as Category;
  return {
    id: before?.id ?? '',
    handle,
    title,
    vendor: said('vendor') ?? before?.vendor ?? '',
    description: said('description') ?? before?.description ?? '',
    category,
    paper: before?.paper ?? paperOf(handle),
    status: said('status') ?? before?.status ?? 'active',
    option_names: optionNames(lines, before),
    passport_score: passportPoints(category, known?.passport ?? {}, { images: known?.imageCount ?? 0 }).score,
  };
}

/** "Title: Default Title" is how Shopify says that a product has no options. */
const isDefault = (data: RowData): boolean => data.optionNames[0] === 'Title' || data.optionValues[0] === 'Default Title';

function optionNames(lines: readonly FileLine[], before: ProductRow | undefined): string[] {
  const variants = lines.filter((row) => row.data.isVariant).map((row) => row.data);
  if (variants.some((data) => isDefault(data) && data.optionValues.slice(1).every((value) => value === ''))) return [];
  let axes = 0;
  for (const data of variants)
    axes = Math.max(axes, data.optionNames.findLastIndex(Boolean) + 1, data.optionValues.findLastIndex(Boolean) + 1);
  if (axes === 0) return before?.option_names ?? [];
  return Array.from(
    { length: axes },
    (_, axis) => variants.map((data) => data.optionNames[axis]).find(Boolean) ?? before?.option_names[axis] ?? `Option ${axis + 1}`,
  );
}

interface VariantsPlan {
  written: VariantWrite[];
  renamed: string[];
  back: string[];
  units: { variantId: string; available: number; before: number | null }[];
}

function planVariants(
  product: ProductWrite,
  lines: readonly FileLine[],
  rows: readonly RowVerdict[],
  known: Known | null,
  needs: PlanNeeds,
): VariantsPlan {
  const plan: VariantsPlan = { written: [], renamed: [], back: [], units: [] };
  if (!known) product.id = needs.newId();
  const axes = product.option_names.length;
  const live = (known?.variants ?? []).filter((row) => !row.removed);
  const bySku = new Map((known?.variants ?? []).toSorted((a, b) => Number(b.removed) - Number(a.removed)).map((row) => [row.sku, row]));
  const byOptions = new Map(live.map((row) => [keyOf(row.options), row]));
  const taken = new Map<string, number>();
  const skus = new Map<string, number>();
  const matched = new Set<string>();
  let count = live.length;
  let position = Math.max(-1, ...(known?.variants ?? []).map((row) => row.position));

  for (const [at, { data, line }] of lines.entries()) {
    const row = rows[at]!;
    if (!data.isVariant || row.errors.length > 0) continue;
    const fault = (field: string, code: string, more: Partial<Remark> = {}) => row.errors.push({ field, code, ...more });
    const skuRow = data.sku === undefined ? undefined : bySku.get(data.sku);
    let options = data.optionValues.slice(0, axes);
    if (options.some((value) => value === '')) {
      if (skuRow?.options.length !== axes) {
        fault('option1Value', 'option_missing', { value: product.option_names[options.indexOf('')] });
        continue;
      }
      options = skuRow.options;
    }
    const made = makeSku(product.handle, options);
    const same = skuRow ?? byOptions.get(keyOf(options)) ?? (data.sku === undefined ? bySku.get(made) : undefined);
    const before = same && !matched.has(same.id) ? same : undefined;
    const sku = data.sku ?? before?.sku ?? made;
    const owner = needs.skuOwner.get(sku);
    const price = data.priceMinor ?? (before ? String(before.price_minor) : undefined);
    const twin = taken.get(keyOf(options));
    if (skus.has(sku)) fault('sku', 'sku_twice', { value: sku, line: skus.get(sku) });
    if (owner !== undefined && owner !== product.id) fault('sku', 'sku_elsewhere', { value: sku });
    if (twin !== undefined) fault('option1Value', 'options_twice', { value: variantTitle(options), line: twin });
    if (price === undefined) fault('price', 'price_missing');
    if ((!before || before.removed) && count >= MAX_VARIANTS) fault('sku', 'too_many_variants');
    if (row.errors.length > 0) continue;

    taken.set(keyOf(options), line);
    skus.set(sku, line);
    if (!before || before.removed) count += 1;
    if (before) matched.add(before.id);
    else position += 1;
    const variant: VariantWrite = {
      id: before?.id ?? needs.newId(),
      product_id: product.id,
      sku,
      options,
      position: before?.position ?? position,
      price_minor: price!,
      currency: needs.currency,
      barcode: data.barcode ?? before?.barcode ?? null,
      grams: data.grams ?? before?.grams ?? null,
      image_id: before?.image_id ?? null,
    };
    settleRow(plan, row, variant, before, data.stock, needs);
  }
  refuseMixedOptions(plan, rows, live, matched, axes);
  return plan;
}

/** Writes one variant into the plan, and what changes into its row. */
function settleRow(
  plan: VariantsPlan,
  row: RowVerdict,
  variant: VariantWrite,
  before: VariantRow | undefined,
  stock: number | undefined,
  needs: PlanNeeds,
): void {
  const free = before ? (needs.free.get(before.id) ?? 0) : null;
  const tell = (field: string, from: string, to: string) => {
    if (from !== to) row.changes.push({ field, from, to });
  };
  tell('price', before ? showPrice(before.price_minor) : '', showPrice(BigInt(variant.price_minor)));
  tell('stock', free === null ? '' : String(free), String(stock ?? free ?? 0));
  if (before) {
    tell('sku', before.sku, variant.sku);
    tell('option1Value', variantTitle(before.options), variantTitle(variant.options));
    tell('barcode', before.barcode ?? '', variant.barcode ?? '');
    tell('grams', String(before.grams ?? ''), String(variant.grams ?? ''));
  }
  row.kind = before && !before.removed ? 'same' : 'new';
  const onlyStock = row.changes.every((change) => change.field === 'stock');
  if (!before || before.removed || !onlyStock) plan.written.push(variant);
  if (before && !before.removed && before.sku !== variant.sku) plan.renamed.push(variant.id);
  if (before?.removed) plan.back.push(variant.id);
  const units = stock ?? (free === null ? 0 : undefined);
  if (units !== undefined && units !== free) plan.units.push({ variantId: variant.id, available: units, before: free });
}

/** Variants that the file does not name keep their options; they must fit beside those that it does. */
function refuseMixedOptions(
  plan: VariantsPlan,
  rows: readonly RowVerdict[],
  live: readonly VariantRow[],
  matched: ReadonlySet<string>,
  axes: number,
): void {
  const kept = live.filter((row) => !matched.has(row.id));
  const keptKeys = new Set(kept.map((row) => keyOf(row.options)));
  const clash = plan.written.find((variant) => keptKeys.has(keyOf(variant.options)));
  if (!clash && kept.every((row) => row.options.length === axes)) return;
  for (const row of rows) if (row.errors.length === 0) row.errors.push({ field: 'option1Name', code: 'options_differ' });
  plan.written.length = 0;
  plan.units.length = 0;
  plan.renamed.length = 0;
  plan.back.length = 0;
}

function planPictures(lines: readonly FileLine[], rows: readonly RowVerdict[], known: Known | null): ProductPlan['pictures'] {
  const pictures: ProductPlan['pictures'] = [];
  const seen = new Set(known?.pictures);
  for (const [at, { data, line }] of lines.entries()) {
    if (data.imageUrl === undefined || rows[at]!.errors.length > 0 || seen.has(data.imageUrl)) continue;
    if ((known?.imageCount ?? 0) + pictures.length >= MAX_IMAGES) {
      rows[at]!.warnings.push({ field: 'imageUrl', code: 'too_many_pictures', value: String(MAX_IMAGES) });
      continue;
    }
    seen.add(data.imageUrl);
    pictures.push({ url: data.imageUrl, alt: data.imageAlt ?? '', line });
    rows[at]!.changes.push({ field: 'imageUrl', from: '', to: data.imageUrl.slice(0, MAX_SHOWN) });
  }
  return pictures;
}

const FIELDS = ['title', 'description', 'vendor', 'category', 'status'] as const;

function describeProduct(product: ProductWrite, known: Known | null, row: RowVerdict): void {
  if (!known || row.errors.length > 0) return;
  for (const field of FIELDS) {
    if (known.product[field] === product[field]) continue;
    row.changes.push({ field, from: known.product[field].slice(0, MAX_SHOWN), to: product[field].slice(0, MAX_SHOWN) });
  }
  const from = known.product.option_names.join(' / ');
  const to = product.option_names.join(' / ');
  if (from !== to) row.changes.push({ field: 'option1Name', from, to });
}

const differs = (product: ProductWrite, before: ProductRow): boolean =>
  FIELDS.some((field) => product[field] !== before[field]) || keyOf(product.option_names) !== keyOf(before.option_names);

function writeOfProduct(row: ProductRow): ProductWrite {
  const { id, handle, title, vendor, description, category, paper, status, option_names, passport_score } = row;
  return { id, handle, title, vendor, description, category, paper, status, option_names, passport_score };
}

const keyOf = (options: readonly string[]): string => JSON.stringify(options);

/**
 * The same product and options always get the same SKU, so that the same file finds its variants again. The slash,
 * which stands in no handle and no slug, keeps "a" + "b-c" apart from "a-b" + "c".
 */
function makeSku(handle: string, options: readonly string[]): string {
  const whole = [handle, ...options.map((value) => slugOf(value) || Buffer.from(value).toString('hex').slice(0, 16))].join('/');
  if (whole.length <= MAX_SKU) return whole;
  return `${whole.slice(0, MAX_SKU - 13)}-${createHash('sha256').update(whole).digest('hex').slice(0, 12)}`;
}
