import type { Image, Product, ProductCard, Variant } from '#contract/catalog.ts';
import { type Category, passportPoints } from '#contract/passport.ts';
import type { z } from 'zod';
import type { Clock } from '#lib/clock.ts';
import type { Executor } from '#platform/db.ts';
import { pictureUrl } from './pictures.ts';
import { type PricePoint, priceFacts, WINDOW_MS } from './price-facts.ts';
import {
  type ImageRow,
  type PassportRow,
  type ProductRow,
  selectImages,
  selectPassports,
  selectPrices,
  selectProducts,
  selectVariants,
  type VariantRow,
} from './products.sql.ts';
import type { StockDoor } from './stock-door.ts';

type ImageView = z.infer<typeof Image>;
type PassportView = Product['passport'];

/** Reads products as the contract shows them. */
export function createViews(needs: { stock: StockDoor; clock: Clock }) {
  const { stock, clock } = needs;

  /** In the order of the ids; what does not exist is left out. Four queries, however many products. */
  async function cards(ex: Executor, productIds: readonly string[]): Promise<ProductCard[]> {
    return (await read(ex, productIds)).map(cardView);
  }

  async function products(ex: Executor, productIds: readonly string[]): Promise<Product[]> {
    const found = await read(ex, productIds);
    const passports = new Map((await selectPassports(ex, productIds)).map((row) => [row.product_id, row]));
    return found.map((whole) => productView(whole, passports.get(whole.product.id)));
  }

  async function read(ex: Executor, productIds: readonly string[]): Promise<Whole[]> {
    if (productIds.length === 0) return [];
    const rows = new Map((await selectProducts(ex, productIds)).map((row) => [row.id, row]));
    const variants = await selectVariants(ex, productIds);
    const variantIds = variants.map((variant) => variant.id);
    // A reduction lasts 30 days at most and looks at the 30 days before it.
    const prices = await selectPrices(ex, variantIds, new Date(clock.now() - 2 * WINDOW_MS));
    const past = Map.groupBy(prices, (row) => row.variant_id);
    const levels = await stock.levels(ex, variantIds);
    const ofProduct = Map.groupBy(variants, (variant) => variant.product_id);
    const images = Map.groupBy(await selectImages(ex, productIds), (image) => image.product_id);
    return productIds
      .map((id) => rows.get(id))
      .filter((product) => product !== undefined)
      .map((product) => ({
        product,
        images: (images.get(product.id) ?? []).map(imageView),
        variants: (ofProduct.get(product.id) ?? []).map((variant) =>
          variantView(
            variant,
            (past.get(variant.id) ?? []).map((row) => ({
              kind: row.kind,
              minor: row.price_minor,
              since: row.since.getTime(),
              until: row.until?.getTime() ?? null,
            })),
            levels.get(variant.id)?.available ?? 0,
          ),
        ),
      }));
  }

  function variantView(row: VariantRow, past: readonly PricePoint[], left: number): Variant {
    const facts = priceFacts(past, clock.now());
    const money = (minor: bigint) => ({ minor: Number(minor), currency: row.currency });
    return {
      id: row.id,
      sku: row.sku,
      title: variantTitle(row.options),
      options: row.options,
      listPrice: money(facts.list),
      facts: {
        price: money(facts.minor),
        since: new Date(facts.since).toISOString(),
        was: facts.was === null ? null : money(facts.was),
        percentOff: facts.percentOff,
        lowest30: money(facts.lowest30),
      },
      left,
      imageId: row.image_id,
    };
  }

  return { cards, products };
}

interface Whole {
  product: ProductRow;
  variants: Variant[];
  images: ImageView[];
}

export const variantTitle = (options: readonly string[]): string => (options.length === 0 ? 'Default' : options.join(' / '));

export const imageView = (row: ImageRow): ImageView => ({
  id: row.id,
  url: pictureUrl(row.name),
  width: row.width,
  height: row.height,
  alt: row.alt,
});

function cardView({ product, variants, images }: Whole): ProductCard {
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    vendor: product.vendor,
    category: product.category as ProductCard['category'],
    paper: product.paper as ProductCard['paper'],
    image: images[0] ?? null,
    options: product.option_names.map((name, axis) => ({ name, values: [...new Set(variants.map((variant) => variant.options[axis]!))] })),
    variants,
    passportScore: product.passport_score,
  };
}

function productView(whole: Whole, passport: PassportRow | undefined): Product {
  const { product, images } = whole;
  return {
    ...cardView(whole),
    orgId: product.org_id,
    description: product.description,
    status: product.status as Product['status'],
    images,
    passport: passportView(product.category as Category, passport, images.length),
    updatedAt: product.updated_at.toISOString(),
  };
}

/** Version 0 is the passport that nobody has filled in yet. */
export function passportView(category: Category, row: Omit<PassportRow, 'product_id'> | undefined, images: number): PassportView {
  const fields = row?.fields ?? {};
  const { score, missing } = passportPoints(category, fields, { images });
  return { version: row?.version ?? 0, score, fields, missing: [...missing], syntheticImages: row?.synthetic_images ?? false };
}
