import { join } from 'node:path';
import { done, type Outcome } from '#lib/outcome.ts';
import type { ProductCard, ProductInput } from '#contract/catalog.ts';
import type { Clock } from '#lib/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Db, Executor, Tx } from '#platform/db.ts';
import type { Events } from '#platform/events.ts';
import type { Http } from '#platform/http.ts';
import type { Jobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import { serveProducts } from './catalog.routes.ts';
import { createFetchPicture, type FetchPicture } from './fetch-picture.ts';
import { handleImportJobs } from './imports.jobs.ts';
import { serveImports } from './imports.routes.ts';
import { createImports } from './imports.ts';
import { createPictures, pictureUrl } from './pictures.ts';
import { priorPrice, WINDOW_MS } from './price-facts.ts';
import { createProducts } from './products.ts';
import {
  appendOfferPrice,
  selectPrices,
  selectProductHeads,
  selectProductIdsOfOrg,
  selectVariantFacts,
  selectVariants,
} from './products.sql.ts';
import type { StockDoor } from './stock-door.ts';
import { createViews, variantTitle } from './views.ts';
import { createWrite } from './write.ts';

/** What an order, an offer or a pin needs to know about a variant. */
export interface VariantFacts {
  productId: string;
  orgId: string;
  title: string;
  variantTitle: string;
  handle: string;
  imageUrl: string | null;
  paper: ProductCard['paper'];
  priceMinor: bigint;
  currency: string;
  sku: string;
}
/** What is still said of a product after it was taken off sale. */
export interface ProductHead {
  id: string;
  title: string;
  handle: string;
  paper: ProductCard['paper'];
  imageUrl: string | null;
  isOnSale: boolean;
}
/** An ordinary price of a variant, from `since` until the next one. */
export interface PastPrice {
  productId: string;
  variantId: string;
  variantTitle: string;
  minor: number;
  currency: string;
  since: Date;
}
export interface CatalogNeeds {
  db: Db;
  stock: StockDoor;
  accounts: Pick<Accounts, 'organisation' | 'organisationBySlug'>;
  events: Events;
  jobs: Jobs;
  /** The folder for files of this instance; pictures and waiting imports are kept in it. */
  filesDir: string;
  log: Log;
  clock: Clock;
  config: Pick<Config, 'rateLimitFactor'>;
  /** How pictures that an import names are fetched; by default only from the public web. */
  fetchPicture?: FetchPicture;
}
export type Catalog = ReturnType<typeof createCatalog>;

const MAX_PRODUCTS = 10_000;

/** The catalog room: products, variants, pictures, passports, the past of prices, imports. See README.md. */
export function createCatalog(needs: CatalogNeeds) {
  const { db, stock, accounts, events, clock } = needs;
  const pictures = createPictures({ folder: join(needs.filesDir, 'images') });
  const views = createViews({ stock, clock });
  const write = createWrite({ stock, events, clock });
  const products = createProducts({ db, accounts, events, clock, pictures, views, write });

  const folder = join(needs.filesDir, 'imports');
  const imports = createImports({ db, jobs: needs.jobs, stock, write, clock, folder });
  handleImportJobs({ ...needs, write, products, folder, fetchPicture: needs.fetchPicture ?? createFetchPicture() });

  return {
    routes(http: Http): void {
      const { rateLimitFactor } = needs.config;
      serveProducts(http, { products, pictures, rateLimitFactor });
      serveImports(http, { imports, rateLimitFactor });
      // The shop opens when jobs work; what a process that died left unfinished goes on from here.
      http.app.addHook('onListen', () => imports.resume());
    },

    /** Goes on with imports that a process left unfinished; for a process that works but does not listen. */
    resume: imports.resume,

    /** In the order of the ids; unknown ones are left out. With price facts and what is left. */
    cards: (ex: Executor, productIds: readonly string[]): Promise<ProductCard[]> => views.cards(ex, productIds),

    /** Also of a variant that is no longer sold; null when there never was one. */
    async variant(ex: Executor, variantId: string): Promise<VariantFacts | null> {
      const row = await selectVariantFacts(ex, variantId);
      if (!row) return null;
      return {
        productId: row.product_id,
        orgId: row.org_id,
        title: row.title,
        variantTitle: variantTitle(row.options),
        handle: row.handle,
        imageUrl: row.image_name === null ? null : pictureUrl(row.image_name),
        paper: row.paper as VariantFacts['paper'],
        priceMinor: row.price_minor,
        currency: row.currency,
        sku: row.sku,
      };
    },

    /** Refuses `handle_taken`, `sku_taken`, `invalid_input` and `not_found` (no such organisation). @param tx joins the caller's transaction */
    createProduct: (orgId: string, input: ProductInput, tx?: Tx) => products.create(orgId, input, tx),
    /** @param picture the file as uploaded: JPEG, PNG, WebP or AVIF */
    addImage: products.addImage,
    /** A picture that belongs to no product (a host, a shop). @returns its address */
    async storePicture(bytes: Buffer): Promise<Outcome<string, 'image_unreadable' | 'busy'>> {
      const stored = await pictures.store(bytes);
      return stored.ok ? done(pictureUrl(stored.value.name)) : stored;
    },
    savePassport: products.savePassport,
    /** Active ones, oldest first. */
    productIdsOfOrg: (ex: Executor, orgId: string): Promise<string[]> => selectProductIdsOfOrg(ex, orgId, MAX_PRODUCTS),

    /** Also of what was taken off sale; what never existed is left out. */
    async heads(ex: Executor, productIds: readonly string[]): Promise<ProductHead[]> {
      const rows = productIds.length > 0 ? await selectProductHeads(ex, productIds) : [];
      return rows.map(({ id, title, handle, paper, image_name, is_on_sale }) => ({
        id,
        title,
        handle,
        paper: paper as ProductHead['paper'],
        imageUrl: image_name === null ? null : pictureUrl(image_name),
        isOnSale: is_on_sale,
      }));
    },

    /** Ordinary prices of all variants, offers left out: the one that held at `from` and those since, in order of time. */
    async pastPrices(ex: Executor, productIds: readonly string[], from: Date): Promise<PastPrice[]> {
      if (productIds.length === 0) return [];
      const variants = await selectVariants(ex, productIds, { removed: true });
      const rows = await selectPrices(
        ex,
        variants.map((variant) => variant.id),
        from,
      );
      const past = Map.groupBy(
        rows.filter((row) => row.kind === 'price'),
        (row) => row.variant_id,
      );
      // In the order of the variants: the first of a product is the one that its card speaks of.
      return variants.flatMap(({ id, product_id, options, currency }) =>
        (past.get(id) ?? []).map(({ price_minor, since }) => ({
          productId: product_id,
          variantId: id,
          variantTitle: variantTitle(options),
          // Prices are at most 100,000,000 at the edge, so the float is exact.
          minor: Number(price_minor),
          currency,
          since,
        })),
      );
    },

    /** A price that was offered live belongs to the past of the next price, whether or not somebody bought. */
    noteOfferPrice: (tx: Tx, offer: { variantId: string; priceMinor: bigint; currency: string; startsAt: Date; endsAt: Date }) =>
      appendOfferPrice(tx, offer),

    /** The only "was" that an offer starting at `at` may show: the lowest price of the 30 days before; null without such a past. */
    async priorPrice(ex: Executor, variantId: string, at: Date): Promise<bigint | null> {
      const rows = await selectPrices(ex, [variantId], new Date(at.getTime() - 2 * WINDOW_MS));
      const past = rows.map((row) => ({
        kind: row.kind,
        minor: row.price_minor,
        since: row.since.getTime(),
        until: row.until?.getTime() ?? null,
      }));
      return priorPrice(past, at.getTime());
    },
  };
}
