import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { done, type Outcome, refuse } from '#lib/outcome.ts';

export const MAX_FILE_BYTES = 64 * 1024 * 1024;
export const MAX_ROWS = 100_000;
const MAX_COLUMNS = 400;
/** Longer than any description; an open quote would otherwise read the rest of the file as one cell. */
const MAX_RECORD_BYTES = 512 * 1024;

export type Unreadable =
  | 'empty'
  | 'spreadsheet'
  | 'utf16'
  | 'encoding'
  | 'quotes'
  | 'one_column'
  | 'no_rows'
  | 'too_many_rows'
  | 'twin_headers';
export interface FileFacts {
  readonly delimiter: string;
  readonly headers: string[];
  readonly firstValues: string[];
  readonly rows: number;
}
export interface FileRow {
  /** Where the row begins; the header is line 1. */
  readonly line: number;
  readonly cells: string[];
}

class BrokenFile extends Error {
  readonly why: 'encoding' | 'quotes';
  readonly line: number;
  constructor(why: 'encoding' | 'quotes', line: number) {
    super(why);
    this.why = why;
    this.line = line;
  }
}

/** Reads the whole file once, so that what cannot be read is said before anybody maps columns. */
export async function inspectFile(path: string): Promise<Outcome<FileFacts, 'csv_unreadable'>> {
  const unreadable = (why: Unreadable, line?: number) =>
    refuse('csv_unreadable' as const, { why, ...(line === undefined ? {} : { line }) });
  const head = await readHead(path);
  if (head.length === 0) return unreadable('empty');
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return unreadable('spreadsheet');
  if (head.includes(0)) return unreadable('utf16');
  const delimiter = findDelimiter(head.toString('utf8'));
  let headers: string[] | null = null;
  let firstValues: string[] = [];
  let rows = 0;
  try {
    for await (const row of readRows(path, delimiter)) {
      if (headers === null) {
        headers = row.cells.map((cell) => cell.trim());
        if (headers.length < 2 || headers.length > MAX_COLUMNS) return unreadable('one_column');
        const named = headers.filter((header) => header !== '');
        if (new Set(named).size !== named.length) return unreadable('twin_headers');
        continue;
      }
      if (rows === 0) firstValues = headers.map((_, at) => (row.cells[at] ?? '').slice(0, 200));
      rows += 1;
      if (rows > MAX_ROWS) return unreadable('too_many_rows');
    }
  } catch (error) {
    if (error instanceof BrokenFile) return unreadable(error.why, error.line);
    throw error;
  }
  if (headers === null) return unreadable('empty');
  if (rows === 0) return unreadable('no_rows');
  return done({ delimiter, headers, firstValues, rows });
}

/** The rows of the file in order, the header first, one in memory at a time. Rows of empty cells are skipped. */
export async function* readRows(path: string, delimiter: string): AsyncGenerator<FileRow> {
  // Counted here: the parser's own count takes a Windows line end inside quotes for two.
  let parsed = 1;
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    record_delimiter: ['\r\n', '\n', '\r'],
    on_record: (record: string[]) => {
      parsed += linesOf(record);
      return record;
    },
  });
  // Destroys the file when the reader stops early, and hands its errors to the loop.
  pipeline(createReadStream(path), demandUtf8(), parser, () => {});
  let line = 1;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.some((cell) => cell.trim() !== '')) yield { line, cells };
      line += linesOf(cells);
    }
  } catch (error) {
    // Rows before it may still have been on their way to us; the parser was at this one.
    throw error instanceof CsvError ? new BrokenFile('quotes', parsed) : error;
  }
}

function linesOf(record: readonly string[]): number {
  let lines = 1;
  for (const cell of record) if (/[\r\n]/.test(cell)) lines += cell.match(/\r\n|\n|\r/g)!.length;
  return lines;
}

/** Stops at the first byte that is no UTF-8: a wrong é in ten thousand names is worse than a refused file. */
function demandUtf8(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      try {
        next(null, decoder.decode(chunk, { stream: true }));
        line += countLines(chunk);
      } catch {
        next(new BrokenFile('encoding', line + countLines(chunk.subarray(0, firstWrong(chunk)))));
      }
    },
    flush(next) {
      try {
        next(null, decoder.decode());
      } catch {
        next(new BrokenFile('encoding', line));
      }
    },
  });
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** The start of the first line that is not UTF-8; the first line of a chunk may begin inside a letter and is taken last. */
function firstWrong(chunk: Buffer): number {
  for (let at = chunk.indexOf(10) + 1; at > 0 && at < chunk.length;) {
    const end = chunk.indexOf(10, at);
    if (!isUtf8(chunk.subarray(at, end === -1 ? chunk.length : end))) return at;
    if (end === -1) break;
    at = end + 1;
  }
  return 0;
}

/** The sign that the header has most of, outside quotes. */
function findDelimiter(head: string): string {
  const header = (/^(?:"(?:[^"]|"")*"|[^\r\n"])*/.exec(head.replace(/^\uFEFF/, ''))?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const count = (sign: string) => header.split(sign).length - 1;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
