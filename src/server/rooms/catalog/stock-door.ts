import type { Stock } from '#rooms/stock/index.ts';

/** What this room asks of the stock room. */
export type StockDoor = Pick<Stock, 'setTerms' | 'setUnits' | 'levels'>;
