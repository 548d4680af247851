import type { Import, IMPORT_FIELDS } from '#contract/catalog.ts';

export type ImportField = (typeof IMPORT_FIELDS)[number];
export type Mapping = Import['mapping'];

/** Shopify's product CSV since 2024. Source: help.shopify.com/en/manual/products/import-export/using-csv */
const SHOPIFY: Readonly<Record<string, ImportField>> = {
  'url handle': 'handle',
  title: 'title',
  description: 'description',
  vendor: 'vendor',
  'product category': 'category',
  status: 'status',
  'option1 name': 'option1Name',
  'option1 value': 'option1Value',
  'option2 name': 'option2Name',
  'option2 value': 'option2Value',
  'option3 name': 'option3Name',
  'option3 value': 'option3Value',
  sku: 'sku',
  barcode: 'barcode',
  'weight value (grams)': 'grams',
  'inventory quantity': 'stock',
  price: 'price',
  'compare-at price': 'compareAtPrice',
  'product image url': 'imageUrl',
  'image alt text': 'imageAlt',
};

/** The generation before it, which most exports on people's disks still have. */
const SHOPIFY_OLD: Readonly<Record<string, ImportField>> = {
  handle: 'handle',
  title: 'title',
  'body (html)': 'description',
  body: 'description',
  vendor: 'vendor',
  'product category': 'category',
  'google shopping / google product category': 'category',
  type: 'category',
  status: 'status',
  published: 'status',
  'option1 name': 'option1Name',
  'option1 value': 'option1Value',
  'option2 name': 'option2Name',
  'option2 value': 'option2Value',
  'option3 name': 'option3Name',
  'option3 value': 'option3Value',
  'variant sku': 'sku',
  'variant barcode': 'barcode',
  'variant grams': 'grams',
  'variant inventory qty': 'stock',
  'variant price': 'price',
  'variant compare at price': 'compareAtPrice',
  'image src': 'imageUrl',
  'image alt text': 'imageAlt',
};

/** What tills and spreadsheets call these things, in English and Dutch. */
const OTHER: Readonly<Record<string, ImportField>> = {
  ...SHOPIFY_OLD,
  ...SHOPIFY,
  slug: 'handle',
  name: 'title',
  'product name': 'title',
  naam: 'title',
  titel: 'title',
  omschrijving: 'title',
  productnaam: 'title',
  beschrijving: 'description',
  brand: 'vendor',
  merk: 'vendor',
  leverancier: 'vendor',
  category: 'category',
  categorie: 'category',
  artikelnr: 'sku',
  artikelnummer: 'sku',
  'article number': 'sku',
  ean: 'barcode',
  gtin: 'barcode',
  streepjescode: 'barcode',
  weight: 'grams',
  gewicht: 'grams',
  stock: 'stock',
  quantity: 'stock',
  qty: 'stock',
  voorraad: 'stock',
  aantal: 'stock',
  prijs: 'price',
  'prijs incl': 'price',
  'price incl. vat': 'price',
  verkoopprijs: 'price',
  'oude prijs': 'compareAtPrice',
  'old price': 'compareAtPrice',
  image: 'imageUrl',
  afbeelding: 'imageUrl',
  foto: 'imageUrl',
  maat: 'option1Value',
  size: 'option1Value',
};

const plain = (header: string): string => header.trim().toLowerCase().replace(/\s+/g, ' ');

/** Which generation of export this is, by the columns that only it has. */
export function recognise(headers: readonly string[]): Import['format'] {
  const names = new Set(headers.map(plain));
  if (names.has('url handle') || (names.has('inventory quantity') && names.has('option1 value'))) return 'shopify';
  if (names.has('handle') && (names.has('variant price') || names.has('variant sku'))) return 'shopify_old';
  return 'other';
}

/** Our field -> the column that feeds it. The first column with a known name wins, in the order of the names above. */
export function guessMapping(headers: readonly string[], format: Import['format']): Mapping {
  const known = format === 'shopify' ? SHOPIFY : format === 'shopify_old' ? SHOPIFY_OLD : OTHER;
  const mapping: Mapping = {};
  for (const [name, field] of Object.entries(known)) {
    const header = headers.find((candidate) => plain(candidate) === name);
    if (header !== undefined && mapping[field] === undefined) mapping[field] = header;
  }
  return mapping;
}

/** Without one of these we cannot tell which product a row is about. */
export const canFindProducts = (mapping: Mapping): boolean =>
  mapping.handle !== undefined || mapping.title !== undefined || mapping.sku !== undefined;
