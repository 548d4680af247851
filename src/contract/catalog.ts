import { z } from 'zod';
import { Id, Instant, Money, page, PageQuery, Slug } from './common.ts';
import { anyone, EVERY_STAFF_ROLE, route, staff } from './route.ts';

export const CATEGORIES = [
  'general',
  'food',
  'supplement',
  'cosmetic',
  'electronics',
  'toy',
  'textile',
  'second_hand',
  'fresh_farm',
] as const;
export const PAPERS = ['blush', 'butter', 'sage', 'sky', 'lilac', 'sand', 'stone', 'mint'] as const;

export const Image = z.object({ id: Id, url: z.string(), width: z.int(), height: z.int(), alt: z.string() }).meta({ id: 'Image' });

/** Price facts are computed by the server from the price history; nobody types a "was" price. */
export const PriceFacts = z
  .object({
    price: Money,
    /** Since when this price holds. */
    since: Instant,
    /** The lowest price of the 30 days before the current reduction; null when the price is not reduced. */
    was: Money.nullable(),
    /** Whole percent below `was`; null when not reduced. */
    percentOff: z.int().nullable(),
    lowest30: Money,
  })
  .meta({ id: 'PriceFacts' });
export type PriceFacts = z.infer<typeof PriceFacts>;

export const Variant = z
  .object({
    id: Id,
    sku: z.string(),
    /** "28 cm", or "Default" for a product without options. */
    title: z.string(),
    /** One value per option of the product, in their order. */
    options: z.array(z.string()),
    facts: PriceFacts,
    /** The price when no offer runs; `facts.price` is what is asked now. */
    listPrice: Money,
    /** Free to buy now. */
    left: z.int(),
    imageId: Id.nullable(),
  })
  .meta({ id: 'Variant' });
export type Variant = z.infer<typeof Variant>;

export const ProductCard = z
  .object({
    id: Id,
    handle: Slug,
    title: z.string(),
    vendor: z.string(),
    category: z.enum(CATEGORIES),
    paper: z.enum(PAPERS),
    image: Image.nullable(),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    variants: z.array(Variant),
    /** 0 to 100, from the passport. */
    passportScore: z.int(),
  })
  .meta({ id: 'ProductCard' });
export type ProductCard = z.infer<typeof ProductCard>;

export const PASSPORT_FIELDS = [
  'gtin',
  'brand',
  'model',
  'originCountry',
  'originPlace',
  'manufacturer',
  'importer',
  'materials',
  'allergens',
  'batch',
  'expiry',
  'netContent',
  'certificates',
  'resellerProof',
  'safetyWarnings',
  'ageRestriction',
  'usage',
  'warranty',
  'afterSales',
  'returnPolicy',
] as const;
export const PassportField = z.enum(PASSPORT_FIELDS);
export const Passport = z
  .object({
    version: z.int(),
    score: z.int(),
    fields: z.partialRecord(PassportField, z.string().max(2000)),
    /** Required for this category and not filled. */
    missing: z.array(PassportField),
    syntheticImages: z.boolean(),
  })
  .meta({ id: 'Passport' });

export const Product = ProductCard.extend({
  orgId: Id,
  description: z.string(),
  status: z.enum(['draft', 'active', 'archived']),
  images: z.array(Image),
  passport: Passport,
  updatedAt: Instant,
}).meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

export const PublicProduct = Product.extend({
  shop: z.object({
    slug: Slug,
    name: z.string(),
    legalName: z.string(),
    city: z.string().nullable(),
    shipping: Money,
    deliveryDays: z.int(),
    returnDays: z.int(),
    vatPercent: z.number(),
  }),
}).meta({ id: 'PublicProduct' });

/** All variants of one product at once: what is absent is removed, what has an id is kept. */
export const VariantInput = z.object({
  id: Id.optional(),
  sku: z.string().trim().min(1).max(80),
  options: z.array(z.string().trim().min(1).max(80)).max(3),
  priceMinor: z.int().min(0).max(100_000_000),
  /** Units on hand that are free to sell; absent leaves stock alone. */
  left: z.int().min(0).max(1_000_000).optional(),
  imageId: Id.nullable().optional(),
});
export const ProductInput = z.object({
  title: z.string().trim().min(1).max(200),
  handle: Slug.optional(),
  vendor: z.string().trim().max(120).default(''),
  description: z.string().max(20_000).default(''),
  category: z.enum(CATEGORIES).default('general'),
  paper: z.enum(PAPERS).default('sand'),
  status: z.enum(['draft', 'active', 'archived']).default('active'),
  optionNames: z.array(z.string().trim().min(1).max(40)).max(3).default([]),
  variants: z.array(VariantInput).min(1).max(1000),
});
export type ProductInput = z.infer<typeof ProductInput>;

export const IMPORT_STATES = ['uploaded', 'previewing', 'previewed', 'running', 'finished', 'failed', 'undone'] as const;
export const IMPORT_FIELDS = [
  'handle',
  'title',
  'description',
  'vendor',
  'category',
  'status',
  'option1Name',
  'option1Value',
  'option2Name',
  'option2Value',
  'option3Name',
  'option3Value',
  'sku',
  'barcode',
  'grams',
  'stock',
  'price',
  'compareAtPrice',
  'imageUrl',
  'imageAlt',
] as const;
export const Import = z
  .object({
    id: Id,
    fileName: z.string(),
    state: z.enum(IMPORT_STATES),
    /** Which header generation was recognised. */
    format: z.enum(['shopify', 'shopify_old', 'other']),
    headers: z.array(z.string()),
    /** Of the first row, one per header: what a person recognises a column by. */
    firstValues: z.array(z.string()),
    /** Our field -> the column of the file that feeds it. */
    mapping: z.partialRecord(z.enum(IMPORT_FIELDS), z.string()),
    rows: z.int(),
    /** Of the running step. */
    progress: z.object({ done: z.int(), total: z.int() }),
    counts: z.object({ new: z.int(), changed: z.int(), same: z.int(), errors: z.int(), products: z.int(), variants: z.int() }),
    /** Pictures named by address; fetched after the products are in. */
    pictures: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
    problem: z.string().nullable(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof Import>;
const RowRemark = z.object({ field: z.string(), code: z.string(), message: z.string() });
export const ImportRow = z
  .object({
    /** Line of the file, counted from 1 with the header as line 1. */
    line: z.int(),
    kind: z.enum(['new', 'changed', 'same', 'error']),
    handle: z.string(),
    title: z.string(),
    sku: z.string(),
    /** For `changed`: what changes. */
    changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
    /** For `error`: what is wrong and what to do, per field. */
    errors: z.array(RowRemark),
    /** What came in differently from the file, or did not come in while the row did (a picture that cannot be fetched). */
    warnings: z.array(RowRemark),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof ImportRow>;

const OrgParams = z.object({ orgId: Id });
const ProductParams = OrgParams.extend({ productId: Id });
const ImportParams = OrgParams.extend({ importId: Id });
const seller = staff('seller_admin', 'producer');

export const catalogRoutes = {
  listProducts: route({
    method: 'GET',
    path: '/api/orgs/:orgId/products',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'Products of the organisation',
    params: OrgParams,
    query: PageQuery.extend({ q: z.string().max(200).optional(), status: z.enum(['draft', 'active', 'archived']).optional() }),
    response: page(Product),
  }),
  getProduct: route({
    method: 'GET',
    path: '/api/orgs/:orgId/products/:productId',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'One product',
    params: ProductParams,
    response: Product,
  }),
  createProduct: route({
    method: 'POST',
    path: '/api/orgs/:orgId/products',
    access: seller,
    summary: 'Add a product',
    bodyLimit: 2_000_000,
    params: OrgParams,
    body: ProductInput,
    response: Product,
    refuses: ['handle_taken', 'sku_taken', 'too_many_variants'],
  }),
  updateProduct: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/products/:productId',
    access: seller,
    summary: 'Change a product',
    bodyLimit: 2_000_000,
    params: ProductParams,
    body: ProductInput,
    response: Product,
    refuses: ['handle_taken', 'sku_taken', 'too_many_variants'],
  }),
  archiveProduct: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/products/:productId',
    access: seller,
    summary: 'Take a product off sale',
    params: ProductParams,
  }),
  savePassport: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/products/:productId/passport',
    access: seller,
    summary: 'Save a new version of the passport',
    params: ProductParams,
    body: z.object({ fields: Passport.shape.fields, syntheticImages: z.boolean() }),
    response: Passport,
  }),
  /** Raw upload beside these: `POST /api/orgs/:orgId/products/:productId/images` (multipart, field `file`, optional `alt`) -> Image. */
  removeImage: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/products/:productId/images/:imageId',
    access: seller,
    summary: 'Remove a picture',
    params: ProductParams.extend({ imageId: Id }),
  }),
  listImports: route({
    method: 'GET',
    path: '/api/orgs/:orgId/imports',
    access: seller,
    summary: 'Imports',
    params: OrgParams,
    query: PageQuery,
    response: page(Import),
  }),
  /** Raw upload beside these: `POST /api/orgs/:orgId/imports` (multipart, field `file`) -> Import. */
  getImport: route({
    method: 'GET',
    path: '/api/orgs/:orgId/imports/:importId',
    access: seller,
    summary: 'One import with progress',
    params: ImportParams,
    response: Import,
  }),
  mapImport: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/imports/:importId/mapping',
    access: seller,
    summary: 'Set the mapping and make the preview',
    params: ImportParams,
    body: z.object({ mapping: Import.shape.mapping }),
    response: Import,
    refuses: ['import_not_ready'],
  }),
  importRows: route({
    method: 'GET',
    path: '/api/orgs/:orgId/imports/:importId/rows',
    access: seller,
    summary: 'Preview rows',
    params: ImportParams,
    query: PageQuery.extend({ kind: ImportRow.shape.kind.optional() }),
    response: page(ImportRow),
  }),
  startImport: route({
    method: 'POST',
    path: '/api/orgs/:orgId/imports/:importId/start',
    access: seller,
    summary: 'Apply the import; rows with errors are left out',
    params: ImportParams,
    response: Import,
    refuses: ['import_not_ready'],
  }),
  undoImport: route({
    method: 'POST',
    path: '/api/orgs/:orgId/imports/:importId/undo',
    access: seller,
    summary: 'Take the import back',
    params: ImportParams,
    response: Import,
    refuses: ['import_not_ready'],
  }),
  publicProduct: route({
    method: 'GET',
    path: '/api/shops/:shopSlug/products/:handle',
    access: anyone,
    summary: 'The product page',
    params: z.object({ shopSlug: Slug, handle: Slug }),
    response: PublicProduct,
  }),
};
