export { type Catalog, type CatalogNeeds, createCatalog, type VariantFacts } from './catalog.ts';
