import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { freshDatabase } from '#platform/testing.ts';
import { createRoom, socketWire } from '../src/web/client/room.ts';
import { tables } from './protocol-page.ts';
import { createTestRoom } from './test-room.ts';

const page = readFileSync(new URL('../docs/protocol.md', import.meta.url), 'utf8');
const PATIENCE_MS = 60_000;

/** The rows of the first table below a heading. */
function rows(heading: string): string[][] {
  const section = page.split(new RegExp(`\n##+ ${heading}\n`))[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n');
  const begins = lines.findIndex((line) => line.startsWith('|'));
  const ends = lines.findIndex((line, at) => at > begins && !line.startsWith('|'));
  return lines.slice(begins + 2, ends).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}
const first = (cells: number) => (row: readonly string[]) => row.slice(0, cells);

test('docs/protocol.md names every event, notice and command with its fields, and no other', () => {
  assert.deepEqual(rows('Events').map(first(2)), tables.events);
  assert.deepEqual(rows('Notices').map(first(2)), tables.notices);
  assert.deepEqual(rows('What you may send').map(first(2)), [...tables.commands, ['`at`', '`z`']]);
  for (const row of [...rows('Events'), ...rows('Notices')]) assert.ok(row[2], `${row[0]} says nothing`);
});

test('docs/protocol.md numbers what goes wrong as server and client know it', () => {
  assert.deepEqual(rows('What goes wrong'), tables.problems);
  const numbers = tables.problems.map(([n]) => Number(n));
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].toSorted((a, b) => a - b),
  );
});

test('the bot of docs/protocol.md runs as it stands there, and answers', async () => {
  const shop = await createTestRoom(await freshDatabase(), { realPeople: true });
  const url = `http://127.0.0.1:${shop.port}`;
  const { showId } = await shop.newShow({ live: true });
  const folder = mkdtempSync(join(tmpdir(), 'etalage-bot-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const client = pathToFileURL(join(import.meta.dirname, '../src/web/client/room.ts')).href;
  writeFileSync(join(folder, 'bot.ts'), page.match(/```ts\n(.*?)```/s)![1]!.replace('../src/web/client/room.ts', client));
  const bot = spawn(process.execPath, [join(folder, 'bot.ts'), url, showId], { stdio: ['ignore', 'pipe', 'inherit'] });
  after(() => bot.kill('SIGKILL'));

  const cookie = await nameOf(url, 'Ann');
  const heard = Promise.withResolvers<string>();
  const asking = setInterval(() => void room.send('chat', { text: '!time' }), 1500);
  const room = createRoom({
    url: `${url}/room/${showId}`,
    open: socketWire({ cookie }),
    onEvent: (event) => event.k === 'chat' && event.d.name === 'Clock' && heard.resolve(event.d.text),
  });
  const timeout = setTimeout(() => heard.reject(new Error('The bot said nothing.')), PATIENCE_MS);
  assert.match(await heard.promise, /^It is \d\d:\d\d in London\.$/);
  clearInterval(asking);
  clearTimeout(timeout);
  room.close();
  bot.kill('SIGTERM');
  await once(bot, 'exit');
  await shop.closeAll();
});

async function nameOf(url: string, name: string): Promise<string> {
  const named = await fetch(`${url}/api/me/name`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  return named.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
