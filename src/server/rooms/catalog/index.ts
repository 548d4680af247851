export { type Catalog, type CatalogNeeds, createCatalog, type PastPrice, type ProductHead, type VariantFacts } from './catalog.ts';
