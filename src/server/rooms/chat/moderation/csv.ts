import { Readable } from 'node:stream';
import type { Db } from '#platform/db.ts';
import { type CsvRow, findForCsv } from './desk.sql.ts';

const PAGE = 1000;
const HEAD = [
  'place',
  'said_at',
  'author',
  'name',
  'label',
  'language',
  'text',
  'state',
  'reasons',
  'repeats',
  'hidden_at',
  'hidden_by',
  'decisions',
];

/** Every line of a show with its decisions, read in pages while it is sent: a long show takes no memory. */
export const chatCsv = (db: Db, showId: string): Readable => Readable.from(rowsOf(db, showId));

async function* rowsOf(db: Db, showId: string): AsyncGenerator<string> {
  // Without the mark Excel reads UTF-8 as something else.
  yield `\ufeff${HEAD.join(',')}\r\n`;
  let after: { at: Date; id: string } | null = null;
  for (;;) {
    const rows: CsvRow[] = await findForCsv(db, showId, after, PAGE);
    if (rows.length > 0) yield rows.map(csvLine).join('');
    if (rows.length < PAGE) return;
    after = { at: rows.at(-1)!.said_at, id: rows.at(-1)!.id };
  }
}

const csvLine = (row: CsvRow): string =>
  `${[
    row.seq ?? '',
    row.said_at.toISOString(),
    row.author,
    row.name,
    row.label ?? '',
    row.language ?? '',
    row.text,
    row.hidden_at ? 'hidden' : row.state,
    row.reasons.join(' '),
    row.repeats,
    row.hidden_at?.toISOString() ?? '',
    row.hidden_by ?? '',
    row.decisions ?? '',
  ]
    .map(csvField)
    .join(',')}\r\n`;

/** A sheet would run what begins with one of these signs; an apostrophe makes it text (OWASP, CSV injection). */
export function csvField(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n;]|^\s|\s$|^'/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
