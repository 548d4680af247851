import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Caption } from '#contract/captions.ts';
import type { Outcome } from '#lib/outcome.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestShop } from '../../../../test/test-shop.ts';
import type { CaptionWish } from './captions.ts';

const SERVER = fileURLToPath(new URL('testing-server.ts', import.meta.url));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});
const database = await freshDatabase();
const shop = await createTestShop(database);
after(() => shop.shows.close());

interface Told {
  wish: CaptionWish;
  outcome: Outcome<Caption>;
}

async function startServer(showId: string): Promise<ChildProcess> {
  const child = fork(SERVER, [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      DATABASE_URL: database.url,
      SHOW: JSON.stringify({ orgId: shop.orgId, showId, language: 'en' }),
    },
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

const WISHES = 120;
const KILL_AFTER = 25;

test('killed with -9 while somebody captions: no accepted cue is lost, and what is sent again is not said twice', async (t) => {
  const { showId } = await shop.newShow({ live: true });
  const heardAtMs = Date.now() - 1000;
  const wishes = Array.from({ length: WISHES }, (_, n): CaptionWish => {
    return { clientId: `line-number-${n}`, text: `Line ${n}`, source: 'typed', heardAtMs: heardAtMs + n, replaces: null };
  });

  const first = await startServer(showId);
  const accepted = new Map<string, string>();
  const died = once(first, 'exit');
  first.on('message', ({ wish, outcome }: Told) => {
    if (outcome.ok) accepted.set(wish.clientId, outcome.value.id);
    if (accepted.size >= KILL_AFTER) first.kill('SIGKILL');
  });
  for (const wish of wishes) first.send(wish);
  await died;
  assert.ok(accepted.size >= KILL_AFTER && accepted.size < WISHES, `${accepted.size} were answered: it must die in the middle`);

  const second = await startServer(showId);
  const again = new Map<string, string>();
  const all = new Promise<void>((resolve) => {
    second.on('message', ({ wish, outcome }: Told) => {
      assert.ok(outcome.ok, JSON.stringify(outcome));
      again.set(wish.clientId, outcome.value.id);
      if (again.size === WISHES) resolve();
    });
  });
  for (const wish of wishes) second.send(wish);
  await all;
  for (const [clientId, id] of accepted) assert.equal(again.get(clientId), id, 'the same cue as was answered');

  const events = (await shop.record.read(shop.db, showId, 0, 500)).filter((event) => event.k === 'caption');
  t.diagnostic(`${accepted.size} were answered before the blow`);
  assert.equal(events.length, WISHES);
  assert.deepEqual(new Set(events.map((event) => event.d.id)), new Set(again.values()));
  second.kill('SIGKILL');
  await once(second, 'exit');
});
