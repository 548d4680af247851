import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface ProductRow {
  id: string;
  org_id: string;
  handle: string;
  title: string;
  vendor: string;
  description: string;
  category: string;
  paper: string;
  status: string;
  option_names: string[];
  passport_score: number;
  revision: number;
  updated_at: Date;
}
export interface VariantRow {
  id: string;
  product_id: string;
  sku: string;
  options: string[];
  position: number;
  price_minor: bigint;
  currency: string;
  barcode: string | null;
  grams: number | null;
  image_id: string | null;
  removed: boolean;
}
export interface ImageRow {
  id: string;
  product_id: string;
  name: string;
  width: number;
  height: number;
  alt: string;
  source_url: string | null;
}

const PRODUCT = sql`p.id, p.org_id, p.handle, p.title, p.vendor, p.description, p.category, p.paper, p.status, p.option_names,
  p.passport_score, p.revision, p.updated_at`;
const VARIANT = sql`v.id, v.product_id, v.sku, v.options, v.position, v.price_minor, v.currency, v.barcode, v.grams, v.image_id,
  v.removed_at is not null as removed`;

export async function selectProducts(ex: Executor, ids: readonly string[]): Promise<ProductRow[]> {
  const { rows } = await sql<ProductRow>`
    select ${PRODUCT} from products p where p.id = any (${ids}) and p.removed_at is null`.execute(ex);
  return rows;
}

export async function selectProductByHandle(ex: Executor, orgId: string, handle: string): Promise<ProductRow | undefined> {
  const { rows } = await sql<ProductRow>`
    select ${PRODUCT} from products p where p.org_id = ${orgId} and p.handle = ${handle} and p.removed_at is null`.execute(ex);
  return rows[0];
}

export async function selectProductsByHandle(ex: Executor, orgId: string, handles: readonly string[]): Promise<ProductRow[]> {
  const { rows } = await sql<ProductRow>`
    select ${PRODUCT} from products p where p.org_id = ${orgId} and p.handle = any (${handles}) and p.removed_at is null`.execute(ex);
  return rows;
}

/** Newest first. `like` is a pattern for title, handle or SKU. */
export async function selectProductPage(
  ex: Executor,
  wanted: { orgId: string; like: string | null; status: string | null; before: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from products p
    where p.org_id = ${wanted.orgId} and p.removed_at is null
      and (${wanted.status}::text is null or p.status = ${wanted.status})
      and (${wanted.before}::uuid is null or p.id < ${wanted.before})
      and (${wanted.like}::text is null or p.title ilike ${wanted.like} or p.handle ilike ${wanted.like} or exists (
        select 1 from variants v where v.product_id = p.id and v.removed_at is null and v.sku ilike ${wanted.like}))
    order by p.id desc limit ${wanted.limit}`.execute(ex);
  return rows.map((row) => row.id);
}

/** The row stays locked until the transaction ends, so two people saving one product take turns. */
export async function lockProduct(tx: Tx, orgId: string, productId: string): Promise<ProductRow | undefined> {
  const { rows } = await sql<ProductRow>`
    select ${PRODUCT} from products p where p.id = ${productId} and p.org_id = ${orgId} and p.removed_at is null for update`.execute(tx);
  return rows[0];
}

export type ProductWrite = Pick<
  ProductRow,
  'id' | 'handle' | 'title' | 'vendor' | 'description' | 'category' | 'paper' | 'status' | 'option_names' | 'passport_score'
>;

/** @returns the ids that were written; a product whose handle somebody else has is left out. */
export async function insertProducts(tx: Tx, orgId: string, products: readonly ProductWrite[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into products (id, org_id, handle, title, vendor, description, category, paper, status, option_names, passport_score, created_at, updated_at)
    select r.id, ${orgId}, r.handle, r.title, r.vendor, r.description, r.category, r.paper, r.status,
           array(select jsonb_array_elements_text(r.option_names)), r.passport_score, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as r (id uuid, handle text, title text, vendor text, description text,
         category text, paper text, status text, option_names jsonb, passport_score int)
    on conflict (org_id, handle) where removed_at is null do nothing
    returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** @throws a unique violation of `products_handle` when a handle is taken */
export async function updateProducts(tx: Tx, orgId: string, products: readonly ProductWrite[], now: Date): Promise<void> {
  await sql`
    update products p set handle = r.handle, title = r.title, vendor = r.vendor, description = r.description, category = r.category,
      paper = r.paper, status = r.status, option_names = array(select jsonb_array_elements_text(r.option_names)),
      passport_score = r.passport_score, revision = p.revision + 1, updated_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as r (id uuid, handle text, title text, vendor text, description text,
         category text, paper text, status text, option_names jsonb, passport_score int)
    where p.id = r.id and p.org_id = ${orgId}`.execute(tx);
}

export const updateScore = (tx: Tx, id: string, score: number, now: Date) =>
  sql`update products set passport_score = ${score}, revision = revision + 1, updated_at = ${now} where id = ${id}`.execute(tx);

/** Frees the handles and the SKUs; the rows stay for orders and for the price history. */
export async function removeProducts(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await sql`update variants set removed_at = ${now} where product_id = any (${ids}) and removed_at is null`.execute(tx);
  await sql`update products set removed_at = ${now}, revision = revision + 1 where id = any (${ids})`.execute(tx);
}

/** In the order in which the seller put them; removed ones only when asked for. */
export async function selectVariants(
  ex: Executor,
  productIds: readonly string[],
  options: { removed?: boolean } = {},
): Promise<VariantRow[]> {
  const { rows } = await sql<VariantRow>`
    select ${VARIANT} from variants v
    where v.product_id = any (${productIds}) and (${options.removed ?? false} or v.removed_at is null)
    order by v.product_id, v.position, v.id`.execute(ex);
  return rows;
}

/** Which of these SKUs belong to which product of the organisation. */
export async function selectSkuOwners(
  ex: Executor,
  orgId: string,
  skus: readonly string[],
): Promise<{ sku: string; product_id: string }[]> {
  const { rows } = await sql<{ sku: string; product_id: string }>`
    select sku, product_id from variants where org_id = ${orgId} and sku = any (${skus}) and removed_at is null`.execute(ex);
  return rows;
}

/** Prices travel as text: JSON has no bigint. */
export interface VariantWrite {
  id: string;
  product_id: string;
  sku: string;
  options: readonly string[];
  position: number;
  price_minor: string;
  currency: string;
  barcode: string | null;
  grams: number | null;
  image_id: string | null;
}

/**
 * SKUs may be exchanged between variants, and a unique index is checked row by row: what changes its SKU lets go of
 * the old one first.
 */
export async function freeSkus(tx: Tx, variantIds: readonly string[]): Promise<void> {
  await sql`update variants set sku = id::text where id = any (${variantIds})`.execute(tx);
}

/**
 * Writes variants, new or known, and brings removed ones back.
 * @returns those whose price is new or differs from before
 * @throws a unique violation of `variants_sku` when another product has the SKU
 */
export async function upsertVariants(tx: Tx, orgId: string, variants: readonly VariantWrite[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with wanted as (
      select r.*, v.price_minor as old_minor, v.currency as old_currency, v.price_since as old_since
      from jsonb_to_recordset(${JSON.stringify(variants)}::jsonb) as r (id uuid, product_id uuid, sku text, options jsonb, position int,
           price_minor bigint, currency text, barcode text, grams int, image_id uuid)
      left join variants v on v.id = r.id
    ), written as (
      insert into variants (id, product_id, org_id, sku, options, position, price_minor, price_since, currency, barcode, grams, image_id)
      select id, product_id, ${orgId}, sku, array(select jsonb_array_elements_text(options)), position, price_minor, ${now}, currency,
             barcode, grams, image_id
      from wanted
      on conflict (id) do update set sku = excluded.sku, options = excluded.options, position = excluded.position,
        price_minor = excluded.price_minor, currency = excluded.currency, barcode = excluded.barcode, grams = excluded.grams,
        image_id = excluded.image_id, removed_at = null,
        price_since = case when variants.price_minor = excluded.price_minor and variants.currency = excluded.currency
                           then variants.price_since else excluded.price_since end
    )
    select id from wanted where old_minor is null or old_minor <> price_minor or old_currency <> currency`.execute(tx);
  return rows.map((row) => row.id);
}

/** Appends the price that the variants have now. */
export const appendPrices = (tx: Tx, variantIds: readonly string[], now: Date) =>
  sql`
    insert into price_history (variant_id, kind, price_minor, currency, since)
    select id, 'price', price_minor, currency, ${now} from variants where id = any (${variantIds})`.execute(tx);

export const appendOfferPrice = (
  tx: Tx,
  offer: { variantId: string; priceMinor: bigint; currency: string; startsAt: Date; endsAt: Date },
) =>
  sql`
    insert into price_history (variant_id, kind, price_minor, currency, since, until)
    values (${offer.variantId}, 'offer', ${offer.priceMinor}, ${offer.currency}, ${offer.startsAt}, ${offer.endsAt})`.execute(tx);

export const removeVariants = (tx: Tx, variantIds: readonly string[], now: Date) =>
  sql`update variants set removed_at = ${now} where id = any (${variantIds})`.execute(tx);

export interface PricePointRow {
  variant_id: string;
  kind: 'price' | 'offer';
  price_minor: bigint;
  since: Date;
  until: Date | null;
}

/** Per variant: the price that held at `from`, and everything that held since. In order of time. */
export async function selectPrices(ex: Executor, variantIds: readonly string[], from: Date): Promise<PricePointRow[]> {
  const { rows } = await sql<PricePointRow>`
    select wanted.id as variant_id, h.kind, h.price_minor, h.since, h.until
    from unnest(${variantIds}::uuid[]) as wanted (id) cross join lateral (
      select n, kind, price_minor, since, until from price_history
      where variant_id = wanted.id and (since > ${from} or until > ${from})
      union all
      (select n, kind, price_minor, since, until from price_history
       where variant_id = wanted.id and kind = 'price' and since <= ${from} order by since desc, n desc limit 1)
    ) h order by wanted.id, h.since, h.n`.execute(ex);
  return rows;
}

/** Of a product that may be off sale: what is still said of it. */
export interface ProductHeadRow {
  id: string;
  title: string;
  handle: string;
  paper: string;
  image_name: string | null;
  is_on_sale: boolean;
}

/** Also of products that were taken away: a replay still names them. */
export async function selectProductHeads(ex: Executor, ids: readonly string[]): Promise<ProductHeadRow[]> {
  const { rows } = await sql<ProductHeadRow>`
    select p.id, p.title, p.handle, p.paper, p.status = 'active' and p.removed_at is null as is_on_sale,
      (select i.name from product_images i where i.product_id = p.id order by i.id limit 1) as image_name
    from products p where p.id = any (${[...ids]}::uuid[])`.execute(ex);
  return rows;
}

export async function selectImages(ex: Executor, productIds: readonly string[]): Promise<ImageRow[]> {
  const { rows } = await sql<ImageRow>`
    select id, product_id, name, width, height, alt, source_url from product_images
    where product_id = any (${productIds}) order by product_id, id`.execute(ex);
  return rows;
}

/** @returns the picture, the known one when this product already has the same file */
export async function insertImage(ex: Executor, image: ImageRow, now: Date): Promise<ImageRow> {
  const { rows } = await sql<ImageRow>`
    insert into product_images (id, product_id, name, width, height, alt, source_url, created_at)
    values (${image.id}, ${image.product_id}, ${image.name}, ${image.width}, ${image.height}, ${image.alt}, ${image.source_url}, ${now})
    on conflict (product_id, name) do update set
      alt = case when excluded.alt = '' then product_images.alt else excluded.alt end,
      source_url = coalesce(product_images.source_url, excluded.source_url)
    returning id, product_id, name, width, height, alt, source_url`.execute(ex);
  return rows[0]!;
}

export async function deleteImage(tx: Tx, productId: string, imageId: string): Promise<boolean> {
  const { rows } = await sql`delete from product_images where id = ${imageId} and product_id = ${productId} returning id`.execute(tx);
  return rows.length > 0;
}

export interface PassportRow {
  product_id: string;
  version: number;
  fields: Record<string, string>;
  synthetic_images: boolean;
}

/** The newest version of each. */
export async function selectPassports(ex: Executor, productIds: readonly string[]): Promise<PassportRow[]> {
  const { rows } = await sql<PassportRow>`
    select distinct on (product_id) product_id, version, fields, synthetic_images from passports
    where product_id = any (${productIds}) order by product_id, version desc`.execute(ex);
  return rows;
}

/** The product row must be locked, or two savers would number the same version. */
export async function insertPassport(
  tx: Tx,
  passport: { productId: string; fields: object; syntheticImages: boolean; savedBy: string | null; now: Date },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into passports (product_id, version, fields, synthetic_images, saved_by, saved_at)
    select ${passport.productId}, coalesce(max(version), 0) + 1, ${JSON.stringify(passport.fields)}::jsonb, ${passport.syntheticImages},
           ${passport.savedBy}, ${passport.now}
    from passports where product_id = ${passport.productId}
    returning version`.execute(tx);
  return rows[0]!.version;
}

export interface VariantFactsRow {
  product_id: string;
  org_id: string;
  title: string;
  handle: string;
  paper: string;
  options: string[];
  sku: string;
  price_minor: bigint;
  currency: string;
  image_name: string | null;
}

/** What an order needs to know; also of a variant that is no longer sold. */
export async function selectVariantFacts(ex: Executor, variantId: string): Promise<VariantFactsRow | undefined> {
  const { rows } = await sql<VariantFactsRow>`
    select v.product_id, v.org_id, p.title, p.handle, p.paper, v.options, v.sku, v.price_minor, v.currency,
      (select i.name from product_images i where i.product_id = p.id order by (i.id = v.image_id) desc, i.id limit 1) as image_name
    from variants v join products p on p.id = v.product_id where v.id = ${variantId}`.execute(ex);
  return rows[0];
}

export async function selectProductIdsOfOrg(ex: Executor, orgId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from products where org_id = ${orgId} and status = 'active' and removed_at is null order by id limit ${limit}`.execute(ex);
  return rows.map((row) => row.id);
}

/** A picture that an import brings is no work of a person: the import can still be taken back, if it could before. */
export const followRevision = (tx: Tx, importId: string, productId: string) =>
  sql`
    update import_before b set revision = p.revision from products p
    where b.import_id = ${importId} and b.product_id = ${productId} and p.id = b.product_id and b.revision = p.revision - 1`.execute(tx);
