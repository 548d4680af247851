import { sql } from 'kysely';
import type { Import } from '#contract/catalog.ts';
import type { Executor, Tx } from '#platform/db.ts';
import type { ImportState } from './import-machine.ts';
import type { Remark, RowData } from './import-row.ts';

export interface ImportRecord {
  id: string;
  org_id: string;
  file_name: string;
  state: ImportState;
  format: Import['format'];
  delimiter: string;
  headers: string[];
  first_values: string[];
  mapping: Import['mapping'];
  row_count: number;
  progress_done: number;
  progress_total: number;
  counts: Import['counts'];
  problem: string | null;
  broke: number;
  created_at: Date;
  finished_at: Date | null;
  pictures_total: number;
  pictures_done: number;
  pictures_failed: number;
}

const IMPORT = sql`i.id, i.org_id, i.file_name, i.state, i.format, i.delimiter, i.headers, i.first_values, i.mapping, i.row_count,
  i.progress_done, i.progress_total, i.counts, i.problem, i.broke, i.created_at, i.finished_at,
  pictures.total as pictures_total, pictures.done as pictures_done, pictures.failed as pictures_failed`;
const PICTURES = sql`cross join lateral (
  select count(*)::int as total, count(*) filter (where state = 'done')::int as done, count(*) filter (where state = 'failed')::int as failed
  from import_pictures where import_id = i.id) pictures`;

export async function selectImport(ex: Executor, importId: string): Promise<ImportRecord | undefined> {
  const { rows } = await sql<ImportRecord>`select ${IMPORT} from imports i ${PICTURES} where i.id = ${importId}`.execute(ex);
  return rows[0];
}

/** Newest first. */
export async function selectImportPage(ex: Executor, orgId: string, before: string | null, limit: number): Promise<ImportRecord[]> {
  const { rows } = await sql<ImportRecord>`
    select ${IMPORT} from imports i ${PICTURES}
    where i.org_id = ${orgId} and (${before}::uuid is null or i.id < ${before}) order by i.id desc limit ${limit}`.execute(ex);
  return rows;
}

/** What a process that died left unfinished. */
export async function selectUnfinished(ex: Executor): Promise<{ id: string; state: ImportState }[]> {
  const { rows } = await sql<{ id: string; state: ImportState }>`
    select i.id, i.state from imports i where i.state in ('previewing', 'running')
      or (i.state = 'finished' and exists (select 1 from import_pictures where import_id = i.id and state = 'waiting'))`.execute(ex);
  return rows;
}

export const NO_COUNTS: Import['counts'] = { new: 0, changed: 0, same: 0, errors: 0, products: 0, variants: 0 };

export const insertImport = (
  ex: Executor,
  row: Pick<ImportRecord, 'id' | 'org_id' | 'file_name' | 'format' | 'delimiter' | 'headers' | 'first_values' | 'mapping' | 'row_count'>,
  now: Date,
) =>
  sql`
    insert into imports (id, org_id, file_name, state, format, delimiter, headers, first_values, mapping, row_count, counts, created_at)
    values (${row.id}, ${row.org_id}, ${row.file_name}, 'uploaded', ${row.format}, ${row.delimiter}, ${row.headers}, ${row.first_values},
            ${JSON.stringify(row.mapping)}::jsonb, ${row.row_count}, ${JSON.stringify(NO_COUNTS)}::jsonb, ${now})`.execute(ex);

/**
 * Moves an import on, only from a state that allows it: the WHERE is the lock against two starts at once.
 * @returns false when it was not there
 */
export async function moveImport(
  tx: Executor,
  importId: string,
  from: readonly ImportState[],
  to: ImportState,
  set: { mapping?: Import['mapping']; problem?: string | null; counts?: Import['counts']; finishedAt?: Date; total?: number } = {},
): Promise<boolean> {
  const { rows } = await sql`
    update imports set state = ${to}, problem = ${set.problem ?? null}, broke = 0,
      mapping = coalesce(${set.mapping === undefined ? null : JSON.stringify(set.mapping)}::jsonb, mapping),
      counts = coalesce(${set.counts === undefined ? null : JSON.stringify(set.counts)}::jsonb, counts),
      finished_at = coalesce(${set.finishedAt ?? null}::timestamptz, finished_at),
      progress_done = case when ${set.total ?? null}::int is null then progress_done else 0 end,
      progress_total = coalesce(${set.total ?? null}::int, progress_total)
    where id = ${importId} and state = any (${from}) returning id`.execute(tx);
  return rows.length > 0;
}

/** Outside of the step's transaction, so that people see it. */
export const updateProgress = (ex: Executor, importId: string, done: number) =>
  sql`update imports set progress_done = ${done} where id = ${importId}`.execute(ex);

/** @returns how often the running step has broken now */
export async function countBreak(ex: Executor, importId: string): Promise<number> {
  const { rows } = await sql<{ broke: number }>`update imports set broke = broke + 1 where id = ${importId} returning broke`.execute(ex);
  return rows[0]?.broke ?? 0;
}

/** One process works on an import at a time; freed when the transaction ends, however it ends. @returns false when another one does */
export async function takeImport(tx: Tx, importId: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${importId}, 7)) as mine`.execute(tx);
  return rows[0]!.mine;
}

/** Rows of imports that can no longer be taken back; the imports themselves stay as history. */
export async function deleteOldRows(ex: Executor, orgId: string, before: Date): Promise<void> {
  for (const table of ['import_rows', 'import_products', 'import_before', 'import_pictures'])
    await sql`delete from ${sql.table(table)} where import_id in (
      select id from imports where org_id = ${orgId} and state not in ('previewing', 'running') and coalesce(finished_at, created_at) < ${before})`.execute(
      ex,
    );
}

export async function deleteRows(tx: Tx, importId: string): Promise<void> {
  await sql`delete from import_products where import_id = ${importId}`.execute(tx);
  await sql`delete from import_rows where import_id = ${importId}`.execute(tx);
}

export const insertRows = (tx: Tx, importId: string, rows: readonly { line: number; handle: string; data: RowData }[]) =>
  sql`
    insert into import_rows (import_id, line, handle, data)
    select ${importId}, r.line, r.handle, r.data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (line int, handle text, data jsonb)`.execute(tx);

/** Rows that belong to no product; they are never part of a piece. */
export async function countUnplaced(tx: Tx, importId: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from import_rows where import_id = ${importId} and handle = ''`.execute(tx);
  return rows[0]!.n;
}

/** Rows that name only a SKU belong to the product that has it; the rest cannot be placed. */
export async function placeBySku(tx: Tx, importId: string, orgId: string): Promise<void> {
  await sql`
    update import_rows r set handle = p.handle
    from variants v join products p on p.id = v.product_id
    where r.import_id = ${importId} and r.handle = '' and v.org_id = ${orgId} and v.sku = r.data ->> 'sku' and v.removed_at is null`.execute(
    tx,
  );
  await sql`
    update import_rows set kind = 'error',
      errors = case when jsonb_array_length(data -> 'errors') > 0 then data -> 'errors' else '[{"field": "sku", "code": "sku_unknown"}]'::jsonb end
    where import_id = ${importId} and handle = ''`.execute(tx);
}

/** Numbers the products in the order of their first line. @returns how many */
export async function listProducts(tx: Tx, importId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with listed as (
      insert into import_products (import_id, n, handle)
      select ${importId}, (row_number() over (order by min(line)))::int, handle
      from import_rows where import_id = ${importId} and handle <> '' group by handle returning n
    ) select count(*)::int as n from listed`.execute(tx);
  return rows[0]!.n;
}

/** The next products after `n`, as many as have `maxRows` rows together, at least one. */
export async function selectProductPiece(
  tx: Tx,
  importId: string,
  n: number,
  maxProducts: number,
  maxRows: number,
): Promise<{ n: number; handle: string }[]> {
  const { rows } = await sql<{ n: number; handle: string }>`
    select n, handle from (
      select p.n, p.handle, sum(counted.rows) over (order by p.n) as together
      from (select * from import_products where import_id = ${importId} and n > ${n} order by n limit ${maxProducts}) p
      cross join lateral (select count(*) as rows from import_rows r where r.import_id = ${importId} and r.handle = p.handle) counted
    ) sized where together <= ${maxRows} or n = ${n + 1} order by n`.execute(tx);
  return rows;
}

export interface StagedRow {
  line: number;
  handle: string;
  data: RowData;
  /** First line of the file with the same SKU, when that is not this one. */
  twin: number | null;
}

export async function selectStaged(tx: Tx, importId: string, handles: readonly string[]): Promise<StagedRow[]> {
  const { rows } = await sql<StagedRow>`
    select r.line, r.handle, r.data, twins.line as twin
    from import_rows r left join lateral (
      select min(o.line) as line from import_rows o
      where o.import_id = ${importId} and o.data ->> 'sku' = r.data ->> 'sku' and o.line < r.line
    ) twins on true
    where r.import_id = ${importId} and r.handle = any (${handles}) order by r.line`.execute(tx);
  return rows;
}

export interface VerdictWrite {
  line: number;
  kind: string;
  sku: string;
  changes: object[];
  errors: readonly Remark[];
  warnings: readonly Remark[];
}
export const updateVerdicts = (tx: Tx, importId: string, verdicts: readonly VerdictWrite[]) =>
  sql`
    update import_rows r set kind = v.kind, changes = v.changes, errors = v.errors, warnings = v.warnings
    from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as v (line int, kind text, changes jsonb, errors jsonb, warnings jsonb)
    where r.import_id = ${importId} and r.line = v.line`.execute(tx);

export interface ShownRow {
  line: number;
  kind: string;
  handle: string;
  data: RowData;
  changes: { field: string; from: string; to: string }[];
  errors: Remark[];
  warnings: Remark[];
}
export async function selectShownRows(
  ex: Executor,
  importId: string,
  wanted: { kind: string | null; after: number; limit: number },
): Promise<ShownRow[]> {
  const { rows } = await sql<ShownRow>`
    select line, kind, handle, data, changes, errors, warnings from import_rows
    where import_id = ${importId} and line > ${wanted.after} and (${wanted.kind}::text is null or kind = ${wanted.kind})
    order by line limit ${wanted.limit}`.execute(ex);
  return rows;
}

export interface BeforeRow {
  product_id: string;
  /** A product row as it was, or null when the import brought it. */
  product: Record<string, unknown> | null;
  variants: BeforeVariant[];
  revision: number;
}
export interface BeforeVariant {
  id: string;
  /** The variant as it was, or null when the import brought it (or brought it back). */
  row: Record<string, unknown> | null;
  /** Free units before and after, when the import set them. */
  units: { before: number | null; after: number } | null;
}

/** The revision is read where it was just written. */
export const insertBefore = (tx: Tx, importId: string, rows: readonly Omit<BeforeRow, 'revision'>[]) =>
  sql`
    insert into import_before (import_id, product_id, product, variants, revision)
    select ${importId}, r.product_id, r.product, r.variants, p.revision
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (product_id uuid, product jsonb, variants jsonb)
    join products p on p.id = r.product_id`.execute(tx);

export async function selectBefore(
  tx: Tx,
  importId: string,
  after: string | null,
  limit: number,
): Promise<(BeforeRow & { now_revision: number | null; now_removed: boolean })[]> {
  const { rows } = await sql<BeforeRow & { now_revision: number | null; now_removed: boolean }>`
    select b.product_id, b.product, b.variants, b.revision, p.revision as now_revision, p.removed_at is not null as now_removed
    from import_before b join products p on p.id = b.product_id
    where b.import_id = ${importId} and (${after}::uuid is null or b.product_id > ${after})
    order by b.product_id limit ${limit} for update of p`.execute(tx);
  return rows;
}

export const insertPictures = (
  tx: Tx,
  importId: string,
  pictures: readonly { product_id: string; url: string; alt: string; line: number }[],
) =>
  sql`
    insert into import_pictures (import_id, product_id, url, alt, line)
    select ${importId}, r.product_id, r.url, r.alt, r.line
    from jsonb_to_recordset(${JSON.stringify(pictures)}::jsonb) as r (product_id uuid, url text, alt text, line int)
    on conflict do nothing`.execute(tx);

export interface WaitingPicture {
  product_id: string;
  url: string;
  alt: string;
  line: number;
}
export async function selectWaitingPictures(ex: Executor, importId: string, limit: number): Promise<WaitingPicture[]> {
  const { rows } = await sql<WaitingPicture>`
    select product_id, url, alt, line from import_pictures where import_id = ${importId} and state = 'waiting' order by line, url limit ${limit}`.execute(
    ex,
  );
  return rows;
}

export const markPicture = (ex: Executor, importId: string, picture: WaitingPicture, state: 'done' | 'failed') =>
  sql`
    update import_pictures set state = ${state}
    where import_id = ${importId} and product_id = ${picture.product_id} and url = ${picture.url}`.execute(ex);

/** Every picture that still waits under an address that does not answer. @returns their lines */
export async function failPicturesUnder(ex: Executor, importId: string, origin: string): Promise<number[]> {
  const { rows } = await sql<{ line: number }>`
    update import_pictures set state = 'failed'
    where import_id = ${importId} and state = 'waiting' and starts_with(url, ${`${origin}/`}) returning line`.execute(ex);
  return rows.map((row) => row.line);
}

export const addWarning = (ex: Executor, importId: string, lines: readonly number[], warning: Remark) =>
  sql`
    update import_rows set warnings = warnings || ${JSON.stringify([warning])}::jsonb
    where import_id = ${importId} and line = any (${lines})`.execute(ex);

/** The pictures that an import brought to products that were there before. */
export const deleteImportedPictures = (tx: Tx, importId: string, productIds: readonly string[]) =>
  sql`
    delete from product_images i using import_pictures p
    where p.import_id = ${importId} and p.product_id = i.product_id and p.url = i.source_url and p.state = 'done'
      and i.product_id = any (${productIds})`.execute(tx);
