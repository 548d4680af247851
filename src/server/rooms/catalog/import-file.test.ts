import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { inspectFile, readRows } from './import-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'etalage-file-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
function file(content: string | Buffer): string {
  const path = join(folder, 'a.csv');
  writeFileSync(path, content);
  return path;
}
async function rowsOf(content: string | Buffer, delimiter = ',') {
  const rows = [];
  for await (const row of readRows(file(content), delimiter)) rows.push([row.line, ...row.cells]);
  return rows;
}
const why = async (content: string | Buffer) => {
  const answer = await inspectFile(file(content));
  return answer.ok ? null : answer.facts;
};

test('a byte order mark, Windows line ends and quoted new lines are read, and lines keep their numbers', async () => {
  const content = '\uFEFFHandle,Title\r\na,"One\r\ntwo ""quoted"""\r\n\r\n,\r\nb,Three\r\n';
  assert.deepEqual(await rowsOf(content), [
    [1, 'Handle', 'Title'],
    [2, 'a', 'One\r\ntwo "quoted"'],
    [6, 'b', 'Three'],
  ]);
  assert.deepEqual(await inspectFile(file(content)), {
    ok: true,
    value: { delimiter: ',', headers: ['Handle', 'Title'], firstValues: ['a', 'One\r\ntwo "quoted"'], rows: 2 },
  });
});

test('a last line without an end and letters cut between two chunks are read', async () => {
  const long = `h,t\nx,${'é'.repeat(70_001)}`;
  assert.deepEqual(await rowsOf(long), [
    [1, 'h', 't'],
    [2, 'x', 'é'.repeat(70_001)],
  ]);
});

test('semicolons and tabs are recognised by the header, not by what is quoted in it', async () => {
  const semicolon = await inspectFile(file('"a, b, c";Prijs;Voorraad\n1;2;3\n'));
  assert.equal(semicolon.ok && semicolon.value.delimiter, ';');
  const tab = await inspectFile(file('a\tb\n1\t2\n'));
  assert.equal(tab.ok && tab.value.delimiter, '\t');
});

test('what cannot be read is said with its reason and its line', async () => {
  assert.deepEqual(await why(''), { why: 'empty' });
  assert.deepEqual(await why('PK\u0003\u0004 and the rest of a spreadsheet'), { why: 'spreadsheet' });
  assert.deepEqual(await why(Buffer.from('\uFEFFHandle,Title\na,b\n', 'utf16le')), { why: 'utf16' });
  assert.deepEqual(await why(Buffer.from('Handle,Title\na,b\nc,Cr\u00e8me\n', 'latin1')), { why: 'encoding', line: 3 });
  assert.deepEqual(await why('Handle,Title\na,b\nc,"never closed\nd,e\n'), { why: 'quotes', line: 3 });
  assert.deepEqual(await why('Handle,Title\na,b"c"\n'), { why: 'quotes', line: 2 });
  assert.deepEqual(await why('just a letter to a friend\nwith lines\n'), { why: 'one_column' });
  assert.deepEqual(await why('Handle,Title\n'), { why: 'no_rows' });
  assert.deepEqual(await why('Title,Title\na,b\n'), { why: 'twin_headers' });
});
