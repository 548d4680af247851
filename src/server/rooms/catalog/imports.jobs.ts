import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Clock } from '#lib/clock.ts';
import { type Db, transact, type Tx } from '#platform/db.ts';
import type { Jobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import type { FetchPicture } from './fetch-picture.ts';
import { readRows } from './import-file.ts';
import type { ImportField } from './import-format.ts';
import { nextState, statesBefore } from './import-machine.ts';
import { readRow, type RowData } from './import-row.ts';
import { ChangedMeanwhile, createImportSteps } from './import-steps.ts';
import { importPath, PICTURES_JOB, WORK_JOB } from './imports.ts';
import {
  addWarning,
  countBreak,
  deleteRows,
  failPicturesUnder,
  type ImportRecord,
  insertRows,
  markPicture,
  moveImport,
  placeBySku,
  selectImport,
  selectWaitingPictures,
  takeImport,
  updateProgress,
  type WaitingPicture,
} from './imports.sql.ts';
import type { createProducts } from './products.ts';
import type { StockDoor } from './stock-door.ts';
import type { Write } from './write.ts';

const STAGE_ROWS = 1000;
/** A step that keeps breaking is given up and says so; nothing has changed. */
const MAX_BREAKS = 3;
const PICTURES_PER_JOB = 50;
/** A host that does not answer this often is not asked for the rest. */
const MAX_HOST_FAILURES = 3;

/**
 * The long steps. Each is one transaction: whatever happens to this process, either all of a step is there or nothing.
 * A step that died is begun again by its job or by `resume`; two processes never work on one import at a time.
 */
export function handleImportJobs(needs: {
  db: Db;
  jobs: Jobs;
  log: Log;
  clock: Clock;
  stock: StockDoor;
  write: Write;
  accounts: Pick<Accounts, 'organisation'>;
  products: Pick<ReturnType<typeof createProducts>, 'addImage'>;
  fetchPicture: FetchPicture;
  folder: string;
}): void {
  const { db, jobs, log, clock, folder } = needs;
  const steps = createImportSteps(needs);

  jobs.handle(WORK_JOB, async (payload) => {
    const { importId } = payload as { importId: string };
    const record = await selectImport(db, importId);
    if (record?.state !== 'previewing' && record?.state !== 'running') return;
    try {
      await transact(db, (tx) => work(tx, importId));
    } catch (error) {
      await giveUpOrRetry(record, error);
    }
    const after = await selectImport(db, importId);
    if (after?.state === 'finished') await rm(importPath(folder, importId), { force: true });
  });

  async function work(tx: Tx, importId: string): Promise<void> {
    if (!(await takeImport(tx, importId))) return;
    // Read again now that it is ours: another process may just have finished it.
    const record = await selectImport(tx, importId);
    const organisation = record && (await needs.accounts.organisation(tx, record.org_id));
    if (!organisation) return;
    const progress = async (rows: number) => {
      await updateProgress(db, importId, rows);
    };
    if (record.state === 'previewing') {
      if (!(await stage(tx, record))) return;
      const counts = await steps.preview(tx, record, organisation.currency, progress);
      await moveImport(tx, importId, statesBefore('previewed'), nextState('previewing', 'previewed')!, { counts });
    } else if (record.state === 'running') {
      const counts = await steps.apply(tx, record, organisation.currency, progress);
      await moveImport(tx, importId, statesBefore('finish'), nextState('running', 'finish')!, {
        counts,
        finishedAt: new Date(clock.now()),
      });
      await jobs.add(tx, PICTURES_JOB, { importId }, { key: `${PICTURES_JOB}:${importId}` });
    }
  }

  /** Reads the file into rows. @returns false when the file is gone, which is said on the import */
  async function stage(tx: Tx, record: ImportRecord): Promise<boolean> {
    const path = importPath(folder, record.id);
    if (!existsSync(path)) {
      await moveImport(tx, record.id, statesBefore('fail'), 'failed', { problem: 'file_gone' });
      return false;
    }
    await deleteRows(tx, record.id);
    let columns: [ImportField, number][] | null = null;
    let width = 0;
    let before: string | null = null;
    let batch: { line: number; handle: string; data: RowData }[] = [];
    for await (const row of readRows(path, record.delimiter)) {
      if (!columns) {
        width = record.headers.length;
        columns = Object.entries(record.mapping).map(([field, header]) => [field as ImportField, record.headers.indexOf(header)]);
        continue;
      }
      const { handle, data } = readRow(Object.fromEntries(columns.map(([field, at]) => [field, row.cells[at] ?? ''])), before);
      if (row.cells.slice(width).some((cell) => cell.trim() !== '')) data.errors.push({ field: 'handle', code: 'too_many_columns' });
      before = handle || before;
      batch.push({ line: row.line, handle, data });
      if (batch.length < STAGE_ROWS) continue;
      await insertRows(tx, record.id, batch);
      batch = [];
    }
    if (batch.length > 0) await insertRows(tx, record.id, batch);
    await placeBySku(tx, record.id, record.org_id);
    return true;
  }

  async function giveUpOrRetry(record: ImportRecord, error: unknown): Promise<void> {
    const meanwhile = error instanceof ChangedMeanwhile || (error as { code?: string }).code === '23505';
    const breaks = meanwhile ? MAX_BREAKS : await countBreak(db, record.id);
    if (breaks < MAX_BREAKS) throw error;
    log.warn({ importId: record.id, error: String(error) }, 'an import was given up');
    await moveImport(db, record.id, statesBefore('fail'), 'failed', { problem: meanwhile ? 'changed_meanwhile' : 'broke' });
  }

  jobs.handle(PICTURES_JOB, async (payload) => {
    const { importId } = payload as { importId: string };
    const record = await selectImport(db, importId);
    if (record?.state !== 'finished') return;
    const waiting = await selectWaitingPictures(db, importId, PICTURES_PER_JOB);
    const failures = new Map<string, number>();
    const skipped = new Set<string>();
    for (const picture of waiting) {
      const { origin } = new URL(picture.url);
      if (skipped.has(origin)) continue;
      if (await bringPicture(record, picture)) continue;
      failures.set(origin, (failures.get(origin) ?? 0) + 1);
      if (failures.get(origin)! < MAX_HOST_FAILURES) continue;
      skipped.add(origin);
      await warn(importId, await failPicturesUnder(db, importId, origin), 'picture_unreachable');
    }
    // In pieces, so that a job never runs for hours.
    if (waiting.length === PICTURES_PER_JOB)
      await transact(db, (tx) => jobs.add(tx, PICTURES_JOB, { importId }, { key: `${PICTURES_JOB}:${importId}` }));
  });

  const warn = (importId: string, lines: readonly number[], code: string) => addWarning(db, importId, lines, { field: 'imageUrl', code });

  /** @returns false when the host did not answer; a picture that is none is that picture's own fault */
  async function bringPicture(record: ImportRecord, picture: WaitingPicture): Promise<boolean> {
    const fetched = await needs.fetchPicture(picture.url);
    const fail = async (code: string) => {
      await markPicture(db, record.id, picture, 'failed');
      await warn(record.id, [picture.line], code);
    };
    if (!fetched.ok) {
      await fail(fetched.reason);
      return fetched.reason !== 'picture_unreachable';
    }
    const added = await needs.products.addImage(
      record.org_id,
      picture.product_id,
      { bytes: fetched.value, alt: picture.alt, sourceUrl: picture.url },
      { importId: record.id },
    );
    if (added.ok) await markPicture(db, record.id, picture, 'done');
    else await fail('picture_unreadable');
    return true;
  }
}
