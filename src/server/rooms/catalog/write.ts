import type { Clock } from '#lib/clock.ts';
import type { Tx } from '#platform/db.ts';
import type { Events } from '#platform/events.ts';
import { MAX_ANNOUNCED, priceChanged, productChanged } from './catalog.events.ts';
import {
  appendPrices,
  freeSkus,
  insertProducts,
  type ProductWrite,
  removeVariants,
  updateProducts,
  upsertVariants,
  type VariantWrite,
} from './products.sql.ts';
import type { StockDoor } from './stock-door.ts';

/** A decided change to any number of products of one organisation. */
export interface CatalogChange {
  readonly orgId: string;
  readonly create: readonly ProductWrite[];
  readonly update: readonly ProductWrite[];
  /** New and changed variants, whole. */
  readonly variants: readonly VariantWrite[];
  /** Of `variants`: known ones that take another SKU. */
  readonly renamed: readonly string[];
  /** Variants that are no longer sold. */
  readonly removed: readonly VariantWrite[];
  /** Free units to set; a new variant is always among them. */
  readonly units: readonly { variantId: string; available: number }[];
  /** Of `units`: variants that are there and otherwise stay as they are. */
  readonly knownVariants?: readonly string[];
  /** Variants whose terms change for another reason than their price (new status, brought back). */
  readonly reopened: ReadonlySet<string>;
  /** Whether a product is on sale. */
  readonly onSale: (productId: string) => boolean;
}
export type Write = ReturnType<typeof createWrite>;

/** The one way into the tables: rows, price history, stock and news in one transaction. */
export function createWrite(needs: { stock: StockDoor; events: Events; clock: Clock }) {
  const { stock, events, clock } = needs;

  /**
   * @returns the ids of `create` that were not written, because somebody took their handle in the meantime; nothing else of them is written
   * @throws a unique violation of `variants_sku` or `products_handle`
   */
  return async function write(tx: Tx, change: CatalogChange): Promise<string[]> {
    const now = new Date(clock.now());
    const written = new Set(change.create.length > 0 ? await insertProducts(tx, change.orgId, change.create, now) : []);
    const refused = new Set(change.create.map((product) => product.id).filter((id) => !written.has(id)));
    const variants = change.variants.filter((variant) => !refused.has(variant.product_id));
    if (change.update.length > 0) await updateProducts(tx, change.orgId, change.update, now);
    if (change.removed.length > 0) await removeVariants(tx, idsOf(change.removed), now);
    if (change.renamed.length > 0) await freeSkus(tx, change.renamed);
    const repriced = new Set(variants.length > 0 ? await upsertVariants(tx, change.orgId, variants, now) : []);
    if (repriced.size > 0) await appendPrices(tx, [...repriced], now);
    await tellStock(tx, change, variants, repriced);
    await announce(tx, change, variants, repriced, written);
    return [...refused];
  };

  async function tellStock(tx: Tx, change: CatalogChange, variants: readonly VariantWrite[], repriced: ReadonlySet<string>): Promise<void> {
    const there = new Set([...idsOf(variants), ...(change.knownVariants ?? [])]);
    const terms = [
      ...variants
        .filter((variant) => repriced.has(variant.id) || change.reopened.has(variant.id))
        .map((variant) => termsOf(variant, change.onSale(variant.product_id))),
      ...change.removed.map((variant) => termsOf(variant, false)),
    ];
    if (terms.length > 0) await stock.setTerms(tx, terms);
    const units = change.units.filter((unit) => there.has(unit.variantId)).map(({ variantId, available }) => ({ variantId, available }));
    if (units.length > 0) await stock.setUnits(tx, units);
  }

  async function announce(
    tx: Tx,
    change: CatalogChange,
    variants: readonly VariantWrite[],
    repriced: ReadonlySet<string>,
    written: ReadonlySet<string>,
  ): Promise<void> {
    const { orgId } = change;
    const prices = variants
      .filter((variant) => repriced.has(variant.id))
      .map((variant) => ({
        productId: variant.product_id,
        variantId: variant.id,
        priceMinor: Number(variant.price_minor),
        currency: variant.currency,
      }));
    for (const changes of pieces(prices, MAX_ANNOUNCED)) await events.announce(tx, priceChanged, { orgId, changes });
    const products = [...written, ...change.update.map((product) => product.id)];
    for (const productIds of pieces(products, MAX_ANNOUNCED)) await events.announce(tx, productChanged, { orgId, productIds });
  }
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);

const termsOf = (variant: VariantWrite, open: boolean) => ({
  variantId: variant.id,
  priceMinor: BigInt(variant.price_minor),
  currency: variant.currency,
  open,
});

export function* pieces<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
