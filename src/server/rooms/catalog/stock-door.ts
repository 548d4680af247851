import type { Executor, Tx } from '#platform/db.ts';

/** What this room asks of the stock room. */
export interface StockDoor {
  setTerms(
    tx: Tx,
    terms: readonly { variantId: string; priceMinor: bigint; currency: string; perBuyer?: number | null; open?: boolean }[],
  ): Promise<void>;
  /** Absolute free units; creates the row. */
  setUnits(tx: Tx, units: readonly { variantId: string; available: number }[]): Promise<void>;
  levels(ex: Executor, variantIds: readonly string[]): Promise<Map<string, { available: number; held: number; sold: number }>>;
}
