import type { Clock } from '#lib/clock.ts';
import type { Tx } from '#platform/db.ts';
import { type BeforeVariant, deleteImportedPictures, type ImportRecord, selectBefore } from './imports.sql.ts';
import { type ProductWrite, removeProducts, selectVariants, type VariantWrite } from './products.sql.ts';
import { writeOf } from './products.ts';
import type { StockDoor } from './stock-door.ts';
import type { Write } from './write.ts';

const PIECE = 300;
type Before = Awaited<ReturnType<typeof selectBefore>>[number];

/**
 * Puts back what an import changed, in the caller's transaction. A product on which somebody worked since stays as it
 * is, and so does a new one of which something was sold: their facts are newer than ours. Prices that go back enter
 * the history like any other change.
 * @returns how many products stayed
 */
export async function undoImport(tx: Tx, record: ImportRecord, needs: { stock: StockDoor; write: Write; clock: Clock }): Promise<number> {
  let kept = 0;
  for (let after: string | null = null; ;) {
    const piece: Before[] = await selectBefore(tx, record.id, after, PIECE);
    if (piece.length === 0) return kept;
    after = piece.at(-1)!.product_id;
    kept += await undoPiece(tx, record, piece, needs);
  }
}

async function undoPiece(
  tx: Tx,
  record: ImportRecord,
  piece: readonly Before[],
  needs: { stock: StockDoor; write: Write; clock: Clock },
): Promise<number> {
  const { stock, write, clock } = needs;
  const levels = await stock.levels(
    tx,
    piece.flatMap((before) => before.variants.map((variant) => variant.id)),
  );
  const untouched = piece.filter((before) => before.now_revision === before.revision && !before.now_removed);
  const sold = ({ id, units }: BeforeVariant) => {
    const level = levels.get(id);
    return level !== undefined && (level.held > 0 || level.sold > 0 || (units !== null && level.available !== units.after));
  };
  const brought = untouched.filter((before) => before.product === null && !before.variants.some(sold));
  const changed = untouched.filter((before) => before.product !== null);

  const current = (await selectVariants(tx, idsOf([...brought, ...changed]))).map(writeOf);
  const bringIds = new Set(idsOf(brought));
  await stock.setTerms(
    tx,
    current.filter((variant) => bringIds.has(variant.product_id)).map((variant) => ({ ...termsOf(variant), open: false })),
  );
  await removeProducts(tx, idsOf(brought), new Date(clock.now()));

  const products = changed.map((before) => before.product as unknown as ProductWrite);
  const status = new Map(products.map((product) => [product.id, product.status]));
  const now = new Map(current.map((variant) => [variant.id, variant]));
  const variants = changed.flatMap((before) => before.variants);
  const restored = variants.filter((variant) => variant.row !== null).map((variant) => variant.row as unknown as VariantWrite);
  await write(tx, {
    orgId: record.org_id,
    create: [],
    update: products,
    variants: restored,
    renamed: restored.filter((variant) => now.has(variant.id) && now.get(variant.id)!.sku !== variant.sku).map((variant) => variant.id),
    removed: variants.filter((variant) => variant.row === null && now.has(variant.id)).map((variant) => now.get(variant.id)!),
    // Only where nobody bought in between: units that were sold do not come back by an undo.
    units: variants
      .filter(
        (variant) => variant.row !== null && variant.units?.before != null && levels.get(variant.id)?.available === variant.units.after,
      )
      .map((variant) => ({ variantId: variant.id, available: variant.units!.before! })),
    reopened: new Set(restored.map((variant) => variant.id)),
    onSale: (productId) => status.get(productId) === 'active',
  });
  await deleteImportedPictures(tx, record.id, idsOf(changed));
  return piece.length - brought.length - changed.length;
}

const idsOf = (rows: readonly Before[]): string[] => rows.map((row) => row.product_id);

const termsOf = (variant: VariantWrite) => ({ variantId: variant.id, priceMinor: BigInt(variant.price_minor), currency: variant.currency });
