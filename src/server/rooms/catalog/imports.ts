import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { catalogRoutes, Import, ImportRow } from '#contract/catalog.ts';
import type { Language } from '#contract/common.ts';
import type { Clock } from '#lib/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/cursor.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { attempt, type Db, transact, type Tx } from '#platform/db.ts';
import type { Jobs } from '#platform/jobs.ts';
import { inspectFile } from './import-file.ts';
import { canFindProducts, guessMapping, type Mapping, recognise } from './import-format.ts';
import { type ImportStep, nextState, statesBefore } from './import-machine.ts';
import { problemSentence, remarkSentence, UNREADABLE } from './import-messages.ts';
import type { Remark } from './import-row.ts';
import { undoImport } from './import-undo.ts';
import {
  deleteOldRows,
  type ImportRecord,
  insertImport,
  moveImport,
  selectImport,
  selectImportPage,
  selectShownRows,
  selectUnfinished,
  type ShownRow,
  takeImport,
} from './imports.sql.ts';
import type { StockDoor } from './stock-door.ts';
import type { Write } from './write.ts';

type PageOf<T> = { items: T[]; nextCursor: string | null };
type RowsQuery = z.output<typeof catalogRoutes.importRows.query>;

/** An import can be taken back this long; then its rows go. */
export const UNDO_MS = 7 * 24 * 60 * 60 * 1000;
export const WORK_JOB = 'catalog.import';
export const PICTURES_JOB = 'catalog.import_pictures';
const MAX_FILE_NAME = 200;

export const importPath = (folder: string, importId: string): string => join(folder, `${importId}.csv`);

/** The verbs of a seller on imports; the long steps are jobs (`imports.jobs.ts`). */
export function createImports(needs: { db: Db; jobs: Jobs; stock: StockDoor; write: Write; clock: Clock; folder: string }) {
  const { db, jobs, clock, folder } = needs;

  /** Streams the file to disk, reads it through once, and guesses what its columns are. */
  async function upload(
    orgId: string,
    fileName: string,
    content: Readable & { truncated?: boolean },
    language: Language,
  ): Promise<Outcome<Import, 'csv_unreadable' | 'too_large'>> {
    const id = uuidv7();
    const path = importPath(folder, id);
    await mkdir(folder, { recursive: true });
    try {
      await pipeline(content, createWriteStream(path, { mode: 0o600 }));
      if (content.truncated) return await discard(path, refuse('too_large'));
      const facts = await inspectFile(path);
      if (!facts.ok) {
        const why = facts.facts?.['why'] as keyof typeof UNREADABLE;
        return await discard(path, refuse('csv_unreadable', { ...facts.facts, sentence: UNREADABLE[why][language] }));
      }
      const { headers, firstValues, delimiter, rows } = facts.value;
      const format = recognise(headers);
      const mapping = guessMapping(headers, format);
      const now = new Date(clock.now());
      await deleteOldRows(db, orgId, new Date(clock.now() - UNDO_MS));
      await insertImport(
        db,
        {
          id,
          org_id: orgId,
          file_name: fileName.slice(0, MAX_FILE_NAME),
          format,
          delimiter,
          headers,
          first_values: firstValues,
          mapping,
          row_count: rows,
        },
        now,
      );
      return done(importView((await selectImport(db, id))!, language));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async function find(orgId: string, importId: string, language: Language): Promise<Outcome<Import, 'not_found'>> {
    const record = await selectImport(db, importId);
    return record?.org_id === orgId ? done(importView(record, language)) : refuse('not_found');
  }

  async function list(orgId: string, query: { cursor?: string; limit: number }, language: Language): Promise<PageOf<Import>> {
    const before = decodeCursor(query.cursor, 1)?.[0];
    const records = await selectImportPage(
      db,
      orgId,
      typeof before === 'string' && /^[0-9a-f-]{36}$/.test(before) ? before : null,
      query.limit + 1,
    );
    const items = records.slice(0, query.limit).map((record) => importView(record, language));
    return { items, nextCursor: records.length > query.limit ? encodeCursor([items.at(-1)!.id]) : null };
  }

  async function rows(
    orgId: string,
    importId: string,
    query: RowsQuery,
    language: Language,
  ): Promise<Outcome<PageOf<z.input<typeof ImportRow>>, 'not_found'>> {
    const record = await selectImport(db, importId);
    if (record?.org_id !== orgId) return refuse('not_found');
    const after = decodeCursor(query.cursor, 1)?.[0];
    const found = await selectShownRows(db, importId, {
      kind: query.kind ?? null,
      after: typeof after === 'number' && Number.isInteger(after) ? Math.min(after, 2_147_483_647) : 0,
      limit: query.limit + 1,
    });
    const items = found.slice(0, query.limit).map((row) => rowView(row, language));
    return done({ items, nextCursor: found.length > query.limit ? encodeCursor([items.at(-1)!.line]) : null });
  }

  /** One step of the machine with what it causes, in one transaction. */
  async function step(
    orgId: string,
    importId: string,
    name: ImportStep,
    act: (tx: Tx, record: ImportRecord) => Promise<Outcome<Parameters<typeof moveImport>[4], 'invalid_input' | 'import_not_ready'>>,
    language: Language,
  ): Promise<Outcome<Import, 'not_found' | 'invalid_input' | 'import_not_ready'>> {
    return attempt(db, async (tx): Promise<Outcome<Import, 'not_found' | 'invalid_input' | 'import_not_ready'>> => {
      const record = await selectImport(tx, importId);
      if (record?.org_id !== orgId) return refuse('not_found');
      const next = nextState(record.state, name);
      if (!next) return refuse('import_not_ready', { state: record.state });
      const set = await act(tx, record);
      if (!set.ok) return set;
      if (!(await moveImport(tx, importId, statesBefore(name), next, set.value))) return refuse('import_not_ready');
      return done(importView((await selectImport(tx, importId))!, language));
    }).catch((error: unknown) => {
      // Putting back a SKU that another product took in the meantime.
      if ((error as { code?: string }).code === '23505') return refuse('import_not_ready' as const, { why: 'sku_taken' });
      throw error;
    });
  }

  const queueWork = (tx: Tx, importId: string) => jobs.add(tx, WORK_JOB, { importId }, { key: `${WORK_JOB}:${importId}` });

  const map = (orgId: string, importId: string, mapping: Mapping, language: Language) =>
    step(
      orgId,
      importId,
      'map',
      async (tx, record) => {
        const unknown = Object.values(mapping).find((header) => !record.headers.includes(header));
        if (unknown !== undefined) return refuse('invalid_input', { column: unknown });
        if (!canFindProducts(mapping)) return refuse('invalid_input', { needs: ['handle', 'title', 'sku'] });
        await queueWork(tx, importId);
        return done({ mapping, total: record.row_count });
      },
      language,
    );

  const start = (orgId: string, importId: string, language: Language) =>
    step(
      orgId,
      importId,
      'start',
      async (tx, record) => {
        if (record.counts.new + record.counts.changed === 0) return refuse('import_not_ready', { why: 'nothing_to_do' });
        await queueWork(tx, importId);
        return done({ total: record.row_count });
      },
      language,
    );

  const undo = (orgId: string, importId: string, language: Language) =>
    step(
      orgId,
      importId,
      'undo',
      async (tx, record) => {
        if (clock.now() - record.finished_at!.getTime() > UNDO_MS) return refuse('import_not_ready', { why: 'too_late' });
        // A second undo at the same moment finds the import taken.
        if (!(await takeImport(tx, importId))) return refuse('import_not_ready');
        const kept = await undoImport(tx, record, needs);
        return done({ problem: kept > 0 ? `kept:${kept}` : null });
      },
      language,
    );

  /** Work that a process left unfinished when it died goes on; call it when jobs have started. */
  async function resume(): Promise<void> {
    for (const { id, state } of await selectUnfinished(db)) {
      const job = state === 'finished' ? PICTURES_JOB : WORK_JOB;
      await transact(db, (tx) => jobs.add(tx, job, { importId: id }, { key: `${job}:${id}` }));
    }
  }

  return { upload, find, list, rows, map, start, undo, resume };
}

async function discard<T>(path: string, answer: T): Promise<T> {
  await rm(path, { force: true });
  return answer;
}

function importView(record: ImportRecord, language: Language): Import {
  return {
    id: record.id,
    fileName: record.file_name,
    state: record.state,
    format: record.format,
    headers: record.headers,
    firstValues: record.first_values,
    mapping: record.mapping,
    rows: record.row_count,
    progress: { done: record.progress_done, total: record.progress_total },
    counts: record.counts,
    pictures: { total: record.pictures_total, done: record.pictures_done, failed: record.pictures_failed },
    problem: problemSentence(record.problem, language),
    createdAt: record.created_at.toISOString(),
    finishedAt: record.finished_at?.toISOString() ?? null,
  };
}

function rowView(row: ShownRow, language: Language): z.input<typeof ImportRow> {
  const tell = (remark: Remark) => ({ field: remark.field, code: remark.code, message: remarkSentence(remark, language) });
  return {
    line: row.line,
    kind: row.kind as ImportRow['kind'],
    handle: row.handle,
    title: row.data.title ?? '',
    sku: row.data.sku ?? '',
    changes: row.changes,
    errors: row.errors.map(tell),
    warnings: row.warnings.map(tell),
  };
}
