export { createStock, type Hold, type HoldRefusal, type Levels, type SellOutcome, type Turn, type Wish } from './stock.ts';
import type { createStock } from './stock.ts';
export type Stock = ReturnType<typeof createStock>;
