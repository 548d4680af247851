export { type Catalog, type CatalogNeeds, createCatalog, type VariantFacts } from './catalog.ts';
export { type PriceChanged, priceChanged, type ProductChanged, productChanged } from './catalog.events.ts';
