import { v7 as uuidv7 } from 'uuid';
import type { Import } from '#contract/catalog.ts';
import type { Clock } from '#lib/clock.ts';
import type { Tx } from '#platform/db.ts';
import { type Known, type PlanNeeds, planProduct, type ProductPlan } from './import-plan.ts';
import type { RowData } from './import-row.ts';
import {
  type BeforeVariant,
  countUnplaced,
  type ImportRecord,
  insertBefore,
  insertPictures,
  listProducts,
  NO_COUNTS,
  selectProductPiece,
  selectStaged,
  updateVerdicts,
} from './imports.sql.ts';
import {
  type ProductRow,
  selectImages,
  selectPassports,
  selectProductsByHandle,
  selectSkuOwners,
  selectVariants,
  type VariantRow,
} from './products.sql.ts';
import { writeOf } from './products.ts';
import type { StockDoor } from './stock-door.ts';
import type { Write } from './write.ts';

/** Products and rows that are in memory at once, whatever the size of the file. */
const PIECE_PRODUCTS = 400;
const PIECE_ROWS = 1500;

export interface Progress {
  (rows: number): Promise<void>;
}

/** A handle or SKU was given away between the preview's look and our write: nothing is imported, and the person looks again. */
export class ChangedMeanwhile extends Error {}

/** The two long steps of an import. Both walk over the staged rows in pieces and decide with the same plan. */
export function createImportSteps(needs: { stock: StockDoor; write: Write; clock: Clock }) {
  const { stock, write } = needs;

  /** Decides every row and keeps the verdicts; changes nothing in the shop. */
  async function preview(tx: Tx, record: ImportRecord, currency: string, progress: Progress): Promise<Import['counts']> {
    await listProducts(tx, record.id);
    const counts = { ...NO_COUNTS, errors: await countUnplaced(tx, record.id) };
    for await (const piece of pieces(tx, record, currency, progress)) {
      await updateVerdicts(
        tx,
        record.id,
        piece.plans.flatMap((plan) => plan.rows),
      );
      for (const plan of piece.plans) count(counts, plan);
    }
    return counts;
  }

  /** Does what the preview showed, as the shop is now. @throws ChangedMeanwhile */
  async function apply(tx: Tx, record: ImportRecord, currency: string, progress: Progress): Promise<Import['counts']> {
    const counts = { ...NO_COUNTS, errors: await countUnplaced(tx, record.id) };
    for await (const piece of pieces(tx, record, currency, progress)) {
      await updateVerdicts(
        tx,
        record.id,
        piece.plans.flatMap((plan) => plan.rows),
      );
      await applyPiece(tx, record, piece);
      for (const plan of piece.plans) count(counts, plan);
    }
    return counts;
  }

  async function applyPiece(tx: Tx, record: ImportRecord, { plans, known }: Piece): Promise<void> {
    const changes = plans.map((plan) => plan.change).filter((change) => change !== null);
    const status = new Map(changes.map((change) => [change.product.id, change.product.status]));
    if (changes.length > 0) {
      const refused = await write(tx, {
        orgId: record.org_id,
        create: changes.filter((change) => change.isNew).map((change) => change.product),
        // Also those whose variants alone change: their revision counts it.
        update: changes.filter((change) => !change.isNew).map((change) => change.product),
        variants: changes.flatMap((change) => change.variants),
        renamed: changes.flatMap((change) => change.renamed),
        removed: [],
        units: changes.flatMap((change) => change.units),
        knownVariants: changes.flatMap((change) => change.units.filter((unit) => unit.before !== null).map((unit) => unit.variantId)),
        reopened: new Set(changes.flatMap((change) => change.reopened)),
        onSale: (productId) => status.get(productId) === 'active',
      });
      if (refused.length > 0) throw new ChangedMeanwhile();
      await insertBefore(
        tx,
        record.id,
        changes.map((change) => ({
          product_id: change.product.id,
          product: change.isNew ? null : plainProduct(known.get(change.product.handle)!.product),
          variants: beforeVariants(change, known.get(change.product.handle)),
        })),
      );
    }
    const pictures = plans.flatMap((plan) =>
      plan.pictures.map((picture) => ({ ...picture, product_id: plan.change?.product.id ?? known.get(plan.handle)!.product.id })),
    );
    if (pictures.length > 0) await insertPictures(tx, record.id, pictures);
  }

  interface Piece {
    plans: (ProductPlan & { handle: string })[];
    known: ReadonlyMap<string, Known>;
  }

  async function* pieces(tx: Tx, record: ImportRecord, currency: string, progress: Progress): AsyncGenerator<Piece> {
    let rowsDone = 0;
    for (let n = 0; ;) {
      const products = await selectProductPiece(tx, record.id, n, PIECE_PRODUCTS, PIECE_ROWS);
      if (products.length === 0) return;
      const handles = products.map((product) => product.handle);
      const staged = await selectStaged(tx, record.id, handles);
      const known = await readKnown(tx, record.org_id, handles);
      const planNeeds = await readNeeds(
        tx,
        record.org_id,
        currency,
        staged.map((row) => row.data),
        known,
      );
      const twins = new Map(staged.filter((row) => row.twin !== null).map((row) => [row.line, row.twin!]));
      const byHandle = Map.groupBy(staged, (row) => row.handle);
      yield {
        known,
        plans: handles.map((handle) => ({
          ...planProduct(handle, byHandle.get(handle)!, known.get(handle) ?? null, { ...planNeeds, twins }),
          handle,
        })),
      };
      rowsDone += staged.length;
      await progress(rowsDone);
      n = products.at(-1)!.n;
    }
  }

  async function readKnown(tx: Tx, orgId: string, handles: readonly string[]): Promise<Map<string, Known>> {
    const products = await selectProductsByHandle(tx, orgId, handles);
    const ids = products.map((product) => product.id);
    const variants = Map.groupBy(await selectVariants(tx, ids, { removed: true }), (row) => row.product_id);
    const images = Map.groupBy(await selectImages(tx, ids), (row) => row.product_id);
    const passports = new Map((await selectPassports(tx, ids)).map((row) => [row.product_id, row.fields]));
    return new Map(
      products.map((product) => [
        product.handle,
        {
          product,
          variants: variants.get(product.id) ?? [],
          imageCount: images.get(product.id)?.length ?? 0,
          pictures: new Set((images.get(product.id) ?? []).map((image) => image.source_url).filter((url) => url !== null)),
          passport: passports.get(product.id) ?? {},
        },
      ]),
    );
  }

  async function readNeeds(
    tx: Tx,
    orgId: string,
    currency: string,
    rows: readonly RowData[],
    known: ReadonlyMap<string, Known>,
  ): Promise<Omit<PlanNeeds, 'twins'>> {
    const skus = [...new Set(rows.map((row) => row.sku).filter((sku) => sku !== undefined))];
    const owners = await selectSkuOwners(tx, orgId, skus);
    const variantIds = [...known.values()].flatMap((one) => one.variants.map((variant) => variant.id));
    const levels = variantIds.length > 0 ? await stock.levels(tx, variantIds) : new Map<string, { available: number }>();
    return {
      currency,
      skuOwner: new Map(owners.map((owner) => [owner.sku, owner.product_id])),
      free: new Map([...levels].map(([id, level]) => [id, level.available])),
      newId: uuidv7,
    };
  }

  return { preview, apply };
}

function count(counts: Import['counts'], plan: ProductPlan): void {
  for (const row of plan.rows) counts[row.kind === 'error' ? 'errors' : row.kind] += 1;
  if (plan.rows.some((row) => row.kind !== 'error')) counts.products += 1;
  counts.variants += plan.variantCount;
}

/** Dates do not survive JSON as dates, and are not restored. */
function plainProduct(row: ProductRow): Record<string, unknown> {
  const { updated_at: _, revision: __, ...rest } = row;
  return rest;
}

function beforeVariants(change: NonNullable<ProductPlan['change']>, known: Known | undefined): BeforeVariant[] {
  const rows = new Map((known?.variants ?? []).map((row: VariantRow) => [row.id, row]));
  const units = new Map(change.units.map((unit) => [unit.variantId, unit]));
  const touched = new Set([...change.variants.map((variant) => variant.id), ...units.keys()]);
  return [...touched].map((id) => {
    const row = rows.get(id);
    const unit = units.get(id);
    return {
      id,
      row: row && !row.removed ? { ...writeOf(row) } : null,
      units: unit ? { before: unit.before, after: unit.available } : null,
    };
  });
}
