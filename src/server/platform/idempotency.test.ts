import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { route, visitor } from '#contract/route.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Actor } from './actor.ts';
import { createHttp } from './http.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createLog } from './log.ts';
import { freshDatabase } from './testing.ts';
import { testConfig } from './testing-config.ts';

const { db } = await freshDatabase();
const idempotency = createIdempotencyStore(db);
const http = await createHttp({
  config: testConfig({ publicUrl: 'http://localhost' }),
  log: createLog('silent'),
  actors: {
    resolve: async (headers): Promise<Actor> => ({
      visitorId: headers.cookie ?? 'somebody',
      name: null,
      user: null,
      roles: new Map(),
      isOperator: false,
      language: 'en',
    }),
    welcome: async (actor) => ({ actor, setCookie: null }),
  },
  idempotency,
});
const Count = z.object({ run: z.int() });
const body = z.object({ wish: z.string() });
const count = route({
  method: 'POST',
  path: '/count',
  access: visitor,
  summary: 'Counts its runs',
  body,
  response: Count,
  refuses: ['sold_out'],
});
const quiet = route({ method: 'POST', path: '/quiet', access: visitor, summary: 'Answers with nothing', body });
const secretive = route({
  method: 'POST',
  path: '/secretive',
  access: visitor,
  summary: 'Answers with a secret',
  body,
  response: Count,
  keepsAnswer: false,
});
let runs = 0;
http.serve(count, async ({ body: { wish } }) => {
  runs += 1;
  const run = runs;
  await sleep(wish === 'slow' ? 60 : 0);
  if (wish === 'refused') return refuse('sold_out');
  if (wish === 'broken') throw new Error('a bug');
  return done({ run, inside: 'not for the caller' });
});
http.serve(quiet, async () => {
  runs += 1;
  return done(undefined);
});
http.serve(secretive, async () => done({ run: ++runs }));
await http.app.ready();
test.after(() => http.close());

const post = (key: string | null, wish = 'anything', more: { cookie?: string; url?: string } = {}) =>
  http.app.inject({
    method: 'POST',
    url: more.url ?? '/count',
    payload: { wish },
    headers: { ...(key ? { 'idempotency-key': key } : {}), ...(more.cookie ? { cookie: more.cookie } : {}) },
  });

test('the same key gives the same answer, byte for byte, and runs once', async () => {
  const before = runs;
  const [first, second] = [await post('key-of-one'), await post('key-of-one')];
  assert.equal(first.statusCode, 200);
  assert.equal(second.body, first.body);
  assert.equal(second.headers['content-type'], first.headers['content-type']);
  assert.ok(!second.body.includes('not for the caller'));
  assert.equal(runs, before + 1);
});

test('an answer without a body is given again without a body', async () => {
  const before = runs;
  const answers = [await post('key-quiet', 'a', { url: '/quiet' }), await post('key-quiet', 'a', { url: '/quiet' })];
  assert.deepEqual(
    answers.map((answer) => [answer.statusCode, answer.body]),
    [
      [204, ''],
      [204, ''],
    ],
  );
  assert.equal(runs, before + 1);
});

test('the same key with another body or address is refused', async () => {
  await post('key-other', 'this');
  const other = await post('key-other', 'that');
  assert.equal(other.statusCode, 422);
  assert.equal(other.json().reason, 'key_reused');
  assert.equal((await post('key-other', 'this', { url: '/quiet' })).json().reason, 'key_reused');
});

test('twenty requests race with one key: one run, twenty equal answers', async () => {
  const before = runs;
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('key-race', 'slow')));
  assert.equal(runs, before + 1);
  assert.equal(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size, 1);
  assert.equal(answers[0]!.statusCode, 200);
});

test('the key of one caller means nothing for another', async () => {
  const before = runs;
  await post('key-shared', 'a', { cookie: 'one' });
  await post('key-shared', 'a', { cookie: 'two' });
  assert.equal(runs, before + 2);
});

test('a refusal is not kept: a retry decides again', async () => {
  const before = runs;
  assert.equal((await post('key-refused', 'refused')).statusCode, 409);
  assert.equal((await post('key-refused', 'refused')).statusCode, 409);
  assert.equal(runs, before + 2);
});

test('a bug is not kept, and does not make a retry wait', async () => {
  assert.equal((await post('key-broken', 'broken')).statusCode, 500);
  const began = performance.now();
  assert.equal((await post('key-broken', 'broken')).statusCode, 500);
  assert.ok(performance.now() - began < 2000);
});

test('a run that died with its process is taken over', async () => {
  await post('key-of-dead', 'work');
  await sql`update http_idempotency set status = null, body = null, at = now() - interval '3 minutes' where key = 'key-of-dead'`.execute(
    db,
  );
  const before = runs;
  assert.equal((await post('key-of-dead', 'work')).statusCode, 200);
  assert.equal(runs, before + 1);
});

test('a key that is too short is refused, and without a key every request runs', async () => {
  assert.equal((await post('short')).statusCode, 400);
  const before = runs;
  await post(null);
  await post(null);
  assert.equal(runs, before + 2);
});

test('an answer with a secret is not kept', async () => {
  const before = runs;
  await post('key-secret', 'a', { url: '/secretive' });
  await post('key-secret', 'a', { url: '/secretive' });
  assert.equal(runs, before + 2);
  const { rows } = await sql`select 1 from http_idempotency where key = 'key-secret'`.execute(db);
  assert.equal(rows.length, 0);
});

test('keys are forgotten after a day', async () => {
  await post('key-of-old');
  await sql`update http_idempotency set at = now() - interval '25 hours' where key = 'key-of-old'`.execute(db);
  assert.equal(await idempotency.sweep(), 1);
});
