import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type catalogRoutes, PAPERS, type Product, type ProductInput, type PublicProduct } from '#contract/catalog.ts';
import { type Category, passportPoints } from '#contract/passport.ts';
import { decodeCursor, encodeCursor } from '#lib/cursor.ts';
import { checkGtin } from '#lib/gtin.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Clock } from '#lib/clock.ts';
import { attempt, type Db, type Executor, type Tx } from '#platform/db.ts';
import type { Events } from '#platform/events.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import { productChanged } from './catalog.events.ts';
import type { Pictures } from './pictures.ts';
import {
  deleteImage,
  followRevision,
  insertImage,
  insertPassport,
  lockProduct,
  type ProductRow,
  type ProductWrite,
  selectImages,
  selectPassports,
  selectProductByHandle,
  selectProductPage,
  selectSkuOwners,
  selectVariants,
  updateScore,
  type VariantRow,
  type VariantWrite,
} from './products.sql.ts';
import { slugOf } from './slug.ts';
import { createViews, imageView, passportView } from './views.ts';
import type { Write } from './write.ts';

type SaveRefusal = 'not_found' | 'handle_taken' | 'sku_taken' | 'invalid_input';
type ListQuery = z.output<typeof catalogRoutes.listProducts.query>;
type PassportInput = z.output<typeof catalogRoutes.savePassport.body>;
type ImageOf = Product['images'][number];

export const MAX_IMAGES = 40;
/** "pan", "pan-2", ... "pan-20": then the seller chooses a handle. */
const MAX_HANDLE_TRIES = 20;

/** The verbs of a seller on products. */
export function createProducts(needs: {
  db: Db;
  accounts: Pick<Accounts, 'organisation' | 'organisationBySlug'>;
  events: Events;
  clock: Clock;
  pictures: Pictures;
  views: ReturnType<typeof createViews>;
  write: Write;
}) {
  const { db, accounts, events, clock, pictures, views, write } = needs;

  async function list(orgId: string, query: ListQuery): Promise<{ items: Product[]; nextCursor: string | null }> {
    const before = decodeCursor(query.cursor, 1)?.[0];
    const ids = await selectProductPage(db, {
      orgId,
      like: query.q?.trim() ? `%${escapeLike(query.q.trim())}%` : null,
      status: query.status ?? null,
      before: isUuid(before) ? before : null,
      limit: query.limit + 1,
    });
    const items = await views.products(db, ids.slice(0, query.limit));
    return { items, nextCursor: ids.length > query.limit ? encodeCursor([ids[query.limit - 1]!]) : null };
  }

  async function find(orgId: string, productId: string): Promise<Outcome<Product, 'not_found'>> {
    const [product] = await views.products(db, [productId]);
    return product?.orgId === orgId ? done(product) : refuse('not_found');
  }

  /** A draft is not public; what was archived stays readable, since nothing that was sold vanishes. */
  async function findPublic(shopSlug: string, handle: string): Promise<Outcome<PublicProductView, 'not_found'>> {
    const shop = await accounts.organisationBySlug(db, shopSlug);
    const row = shop && (await selectProductByHandle(db, shop.id, handle));
    if (!row || row.status === 'draft') return refuse('not_found');
    const [product] = await views.products(db, [row.id]);
    if (!product) return refuse('not_found');
    return done({
      ...product,
      shop: {
        slug: shop.slug,
        name: shop.name,
        legalName: shop.legalName,
        city: shop.city,
        shipping: { minor: shop.shippingMinor, currency: shop.currency },
        deliveryDays: shop.deliveryDays,
        returnDays: shop.returnDays,
        vatPercent: shop.vatPercent,
      },
    });
  }

  async function create(orgId: string, input: ProductInput, ex?: Tx): Promise<Outcome<Product, SaveRefusal>> {
    const story = async (tx: Tx): Promise<Outcome<string, SaveRefusal>> => {
      const flaw = flawOf(input);
      if (flaw) return refuse('invalid_input', { flaw });
      const organisation = await accounts.organisation(tx, orgId);
      if (!organisation) return refuse('not_found');
      const handle = await freeHandle(tx, orgId, input);
      if (!handle) return refuse('handle_taken');
      const product = rowOf(uuidv7(), handle, input, passportPoints(input.category, {}, { images: 0 }).score);
      return writeOne(tx, orgId, organisation.currency, { product, before: null, input });
    };
    const saved = await (ex ? story(ex) : attempt(db, story).catch(uniqueToRefusal));
    return saved.ok ? done((await views.products(ex ?? db, [saved.value]))[0]!) : saved;
  }

  async function update(orgId: string, productId: string, input: ProductInput): Promise<Outcome<Product, SaveRefusal>> {
    const saved = await attempt(db, async (tx): Promise<Outcome<string, SaveRefusal>> => {
      const flaw = flawOf(input);
      if (flaw) return refuse('invalid_input', { flaw });
      const before = await lockProduct(tx, orgId, productId);
      const organisation = before && (await accounts.organisation(tx, orgId));
      if (!organisation) return refuse('not_found');
      const score = await scoreOf(tx, productId, input.category);
      const product = rowOf(productId, input.handle ?? before.handle, input, score);
      return writeOne(tx, orgId, organisation.currency, { product, before, input });
    }).catch(uniqueToRefusal);
    return saved.ok ? find(orgId, productId) : saved;
  }

  /** Takes a product off sale; it can be put back by changing its status. */
  async function archive(orgId: string, productId: string): Promise<Outcome<void, 'not_found'>> {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found'>> => {
      const before = await lockProduct(tx, orgId, productId);
      if (!before) return refuse('not_found');
      const variants = (await selectVariants(tx, [productId])).map(writeOf);
      await write(tx, {
        ...NOTHING,
        orgId,
        update: [{ ...before, status: 'archived' }],
        variants,
        reopened: new Set(variants.map((variant) => variant.id)),
        onSale: () => false,
      });
      return done(undefined);
    });
  }

  interface Saving {
    product: ProductWrite;
    before: ProductRow | null;
    input: ProductInput;
  }

  async function writeOne(tx: Tx, orgId: string, currency: string, saving: Saving): Promise<Outcome<string, SaveRefusal>> {
    const { product, before, input } = saving;
    const known = before ? await selectVariants(tx, [product.id], { removed: true }) : [];
    const images = new Set(before ? (await selectImages(tx, [product.id])).map((image) => image.id) : []);
    const matched = match(product.id, currency, input.variants, known, images);
    if (!matched.ok) return matched;
    const variants = matched.value;
    const owners = await selectSkuOwners(
      tx,
      orgId,
      variants.map((variant) => variant.sku),
    );
    const taken = owners.find((owner) => owner.product_id !== product.id);
    if (taken) return refuse('sku_taken', { sku: taken.sku });

    const byId = new Map(known.map((row) => [row.id, row]));
    const kept = new Set(variants.map((variant) => variant.id));
    const statusMoved = before !== null && (before.status === 'active') !== (product.status === 'active');
    const refused = await write(tx, {
      orgId,
      create: before ? [] : [product],
      update: before ? [product] : [],
      variants,
      renamed: variants.filter((variant) => isLive(byId.get(variant.id)) && byId.get(variant.id)!.sku !== variant.sku).map((row) => row.id),
      removed: known.filter((row) => !row.removed && !kept.has(row.id)).map(writeOf),
      units: input.variants
        .map((wish, at) => ({ variantId: variants[at]!.id, available: wish.left ?? (byId.has(variants[at]!.id) ? undefined : 0) }))
        .filter((unit): unit is { variantId: string; available: number } => unit.available !== undefined),
      reopened: new Set(variants.filter((variant) => statusMoved || !isLive(byId.get(variant.id))).map((variant) => variant.id)),
      onSale: () => product.status === 'active',
    });
    return refused.length > 0 ? refuse('handle_taken') : done(product.id);
  }

  async function freeHandle(tx: Tx, orgId: string, input: ProductInput): Promise<string | null> {
    if (input.handle) return (await selectProductByHandle(tx, orgId, input.handle)) ? null : input.handle;
    const base = slugOf(input.title).slice(0, 110) || 'product';
    for (let tries = 1; tries <= MAX_HANDLE_TRIES; tries++) {
      const handle = tries === 1 ? base : `${base}-${tries}`;
      if (!(await selectProductByHandle(tx, orgId, handle))) return handle;
    }
    return null;
  }

  async function scoreOf(ex: Executor, productId: string, category: Category): Promise<number> {
    const [passport] = await selectPassports(ex, [productId]);
    const images = await selectImages(ex, [productId]);
    return passportPoints(category, passport?.fields ?? {}, { images: images.length }).score;
  }

  /** What hangs on a product changed: its score follows, and whoever shows it hears. */
  async function settle(tx: Tx, product: ProductRow, by: { importId?: string } = {}): Promise<void> {
    const score = await scoreOf(tx, product.id, product.category as Category);
    await updateScore(tx, product.id, score, new Date(clock.now()));
    if (by.importId) await followRevision(tx, by.importId, product.id);
    await events.announce(tx, productChanged, { orgId: product.org_id, productIds: [product.id] });
  }

  async function addImage(
    orgId: string,
    productId: string,
    picture: { bytes: Buffer; alt: string; sourceUrl?: string },
    by: { importId?: string } = {},
  ): Promise<Outcome<ImageOf, 'not_found' | 'image_unreadable' | 'busy' | 'too_large'>> {
    // Asked first, so that a stranger cannot make us read pictures.
    if (!(await find(orgId, productId)).ok) return refuse('not_found');
    const stored = await pictures.store(picture.bytes);
    if (!stored.ok) return stored;
    return attempt(db, async (tx): Promise<Outcome<ImageOf, 'not_found' | 'too_large'>> => {
      const product = await lockProduct(tx, orgId, productId);
      if (!product) return refuse('not_found');
      if ((await selectImages(tx, [productId])).length >= MAX_IMAGES) return refuse('too_large', { most: MAX_IMAGES });
      const image = await insertImage(
        tx,
        { id: uuidv7(), product_id: productId, ...stored.value, alt: picture.alt, source_url: picture.sourceUrl ?? null },
        new Date(clock.now()),
      );
      await settle(tx, product, by);
      return done(imageView(image));
    });
  }

  /** The file stays: the same picture may belong to other products, and receipts may show it. */
  async function removeImage(orgId: string, productId: string, imageId: string): Promise<Outcome<void, 'not_found'>> {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found'>> => {
      const product = await lockProduct(tx, orgId, productId);
      if (!product || !(await deleteImage(tx, productId, imageId))) return refuse('not_found');
      await settle(tx, product);
      return done(undefined);
    });
  }

  /** Saves a new version; the versions before it stay as they were shown. */
  async function savePassport(
    orgId: string,
    productId: string,
    input: PassportInput,
    savedBy: string | null,
  ): Promise<Outcome<Product['passport'], 'not_found' | 'invalid_input'>> {
    const gtin = input.fields.gtin?.trim();
    const checked = gtin ? checkGtin(gtin) : null;
    if (gtin && !checked?.fine) return refuse('invalid_input', { field: 'gtin', proposal: checked?.proposal ?? null });
    return attempt(db, async (tx): Promise<Outcome<Product['passport'], 'not_found'>> => {
      const product = await lockProduct(tx, orgId, productId);
      if (!product) return refuse('not_found');
      const fields = Object.fromEntries(Object.entries(input.fields).filter(([, text]) => text.trim() !== ''));
      const now = new Date(clock.now());
      const version = await insertPassport(tx, { productId, fields, syntheticImages: input.syntheticImages, savedBy, now });
      await settle(tx, product);
      const images = await selectImages(tx, [productId]);
      return done(passportView(product.category as Category, { version, fields, synthetic_images: input.syntheticImages }, images.length));
    });
  }

  return { list, find, findPublic, create, update, archive, addImage, removeImage, savePassport };
}

type PublicProductView = z.input<typeof PublicProduct>;

const NOTHING = { create: [], update: [], variants: [], renamed: [], removed: [], units: [], reopened: new Set<string>() };

const isLive = (row: VariantRow | undefined): boolean => row !== undefined && !row.removed;

/** A sentence for the person who fills in the form; what the schema cannot say. */
function flawOf(input: ProductInput): string | null {
  const axes = input.optionNames.length;
  if (new Set(input.optionNames.map((name) => name.toLowerCase())).size !== axes) return 'Two options have the same name.';
  if (input.variants.some((variant) => variant.options.length !== axes)) return 'Each variant needs one value per option.';
  if (new Set(input.variants.map((variant) => JSON.stringify(variant.options))).size !== input.variants.length)
    return 'Two variants have the same option values.';
  if (new Set(input.variants.map((variant) => variant.sku)).size !== input.variants.length) return 'Two variants have the same SKU.';
  return null;
}

/**
 * Which wish is which variant: by id, else by the SKU it has or had in this product, else it is new. A variant that
 * comes back keeps its id and thereby its price history: taking it away does not wash its past.
 */
function match(
  productId: string,
  currency: string,
  wishes: ProductInput['variants'],
  known: readonly VariantRow[],
  images: ReadonlySet<string>,
): Outcome<VariantWrite[], 'invalid_input'> {
  const byId = new Map(known.map((row) => [row.id, row]));
  // Live ones last, so that they win over a removed one with the same SKU.
  const bySku = new Map(known.toSorted((a, b) => Number(b.removed) - Number(a.removed)).map((row) => [row.sku, row]));
  const named = new Set(wishes.map((wish) => wish.id));
  const variants: VariantWrite[] = [];
  for (const [position, wish] of wishes.entries()) {
    const row = wish.id ? byId.get(wish.id) : unlessNamed(bySku.get(wish.sku), named);
    if (wish.id && !row) return refuse('invalid_input', { flaw: 'A variant does not belong to this product.' });
    if (wish.imageId && !images.has(wish.imageId)) return refuse('invalid_input', { flaw: 'A picture does not belong to this product.' });
    variants.push({
      id: row?.id ?? uuidv7(),
      product_id: productId,
      sku: wish.sku,
      options: wish.options,
      position,
      price_minor: String(wish.priceMinor),
      currency,
      barcode: row?.barcode ?? null,
      grams: row?.grams ?? null,
      image_id: wish.imageId === undefined ? (row?.image_id ?? null) : wish.imageId,
    });
  }
  if (new Set(variants.map((variant) => variant.id)).size !== variants.length)
    return refuse('invalid_input', { flaw: 'Two variants are the same one.' });
  return done(variants);
}

const unlessNamed = (row: VariantRow | undefined, named: ReadonlySet<string | undefined>) => (row && !named.has(row.id) ? row : undefined);

function rowOf(id: string, handle: string, input: ProductInput, score: number): ProductWrite {
  return {
    id,
    handle,
    title: input.title,
    vendor: input.vendor,
    description: input.description,
    category: input.category,
    paper: input.paper,
    status: input.status,
    option_names: input.optionNames,
    passport_score: score,
  };
}

export function writeOf(row: VariantRow): VariantWrite {
  const { removed: _, ...rest } = row;
  return { ...rest, price_minor: String(row.price_minor) };
}

/** The same handle always gets the same background. */
export const paperOf = (handle: string): ProductInput['paper'] =>
  PAPERS[[...handle].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9973, 7) % PAPERS.length]!;

const UNIQUE_VIOLATION = '23505';

/** Somebody took the handle or the SKU between our look and our write. */
function uniqueToRefusal(error: unknown): Outcome<never, 'handle_taken' | 'sku_taken'> {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === UNIQUE_VIOLATION && constraint === 'products_handle') return refuse('handle_taken');
  if (code === UNIQUE_VIOLATION && constraint === 'variants_sku') return refuse('sku_taken');
  throw error;
}

export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

const isUuid = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);
