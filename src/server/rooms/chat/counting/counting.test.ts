import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from 'kysely';
import type { Counting } from '#contract/counting.ts';
import { ROUTES } from '#contract/index.ts';
import type { RouteContract } from '#contract/route.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import { createCounting } from './counting.ts';

const { db, pool } = await freshDatabase({ max: 12 });
const room = await createTestRoom({ db, pool });
after(() => room.closeAll());

const AUDIENCE = { watching: 7, direct: 4, hls: 3, notYet: 2, crew: 1, secondDevices: 1 };
const SOLD = { paid: 6, cancelled: 1, excluded: 2, heldNow: 3, orders: 4, netMinor: 31_600n };

/** What a process needs to write the counters down, with a clock of its own. */
function counter(at: { now: number }, followers = 11) {
  return createCounting({
    ...room,
    accounts: { ...room.accounts, actors: room.actors },
    orders: room.orders,
    clock: { now: () => at.now },
    followers: () => followers,
  });
}
const counted = async (showId: string) => {
  const { rows } = await sql<{
    data: object;
  }>`select data from show_events where show_id = ${showId} and kind = 'counted' order by seq`.execute(db);
  return rows.map((row) => row.data);
};

test('a live show writes down once a minute what its counters said, and never between', async () => {
  const { showId, streamId } = await room.newShow({ live: true });
  room.media.counts.set(streamId, AUDIENCE);
  room.sold.set(showId, SOLD);
  const at = { now: Date.now() };
  const counting = counter(at);
  await counting.look();
  at.now += 30_000;
  await counting.look();
  assert.equal((await counted(showId)).length, 1);
  at.now += 31_000;
  await counting.look();
  const [first, ...rest] = await counted(showId);
  assert.equal(rest.length, 1);
  assert.deepEqual(first, {
    watching: { value: 7, direct: 4, hls: 3, notYet: 2, crew: 1, secondDevices: 1 },
    connected: 11,
    sold: { value: 3, paid: 6, cancelled: 1, excluded: 2, heldNow: 3 },
  });
});

test('eight processes that count at once write one entry', async () => {
  const { showId } = await room.newShow({ live: true });
  const at = { now: Date.now() };
  // One race is too easily run by chance in a row.
  for (let round = 1; round <= 20; round++) {
    await Promise.all(Array.from({ length: 8 }, () => counter(at).look()));
    assert.equal((await counted(showId)).length, round);
    at.now += 61_000;
  }
});

test('everybody may read how a show was counted, also as files; a draft is nobody’s', async () => {
  const { showId, streamId } = await room.newShow({ live: true });
  room.media.counts.set(streamId, AUDIENCE);
  room.sold.set(showId, SOLD);
  await counter({ now: Date.now() }).look();
  const { body } = await room.call('', 'GET', `/api/shows/${showId}/counting`);
  const { minutes, sold, record } = body as unknown as Counting;
  assert.deepEqual(
    minutes.map((minute) => ({ ...minute, at: null })),
    [{ at: null, watching: 7, connected: 11, sold: 3, paid: 6, excluded: 2, cancelled: 1 }],
  );
  assert.deepEqual(sold, { value: 3, paid: 6, cancelled: 1, excluded: 2, heldNow: 3 });
  assert.equal(record.missing, 0);
  assert.ok(record.entries >= 2);
  const file = async (name: string) => (await room.http.app.inject({ method: 'GET', url: `/api/shows/${showId}/${name}` })).body;
  assert.match(await file('counting.csv'), /^at,watching,connected,sold,paid,excluded,cancelled\r\n[^,]+,7,11,3,6,2,1\r\n$/);
  const entries = (await file('record.ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { s: number });
  assert.deepEqual(
    entries.map((entry) => entry.s),
    Array.from({ length: record.entries }, (_, at) => at + 1),
  );
  const draft = await room.newShow({});
  for (const name of ['counting', 'counting.csv', 'record.ndjson'])
    assert.equal((await room.http.app.inject({ method: 'GET', url: `/api/shows/${draft.showId}/${name}` })).statusCode, 404, name);
});

const COUNTERS = /^(watching|sold|hearts|left|viewers?|count|counters|audience|popularity|growth)$/i;

test('no route takes one of the public numbers from outside', () => {
  const taken: string[] = [];
  for (const [name, route] of Object.entries(ROUTES) as [string, RouteContract][])
    for (const field of fieldsOf(route.body)) if (COUNTERS.test(field)) taken.push(`${name}.${field}`);
  // What a seller has on the shelf is the seller's to say; what is left of it then is the stock room's to count.
  assert.deepEqual(taken, ['createProduct.left', 'updateProduct.left']);
});

test('no address and no command of a socket sets one', async () => {
  const writers = room.http.routes().filter((route) => route.method !== 'GET' && /count|watch|viewer|heart|audience/i.test(route.url));
  assert.deepEqual(writers, []);
  const { showId } = await room.newShow({ live: true });
  const client = room.enter(showId, 'marit');
  await client.snapshot();
  for (const command of ['watching', 'sold', 'left', 'set', 'register', 'counted', 'r'])
    assert.equal((await client.send(command, { value: 9999, r: { watching: 9999 } })).reason, 'invalid_input');
  await client.send('hearts', { n: 20 });
  assert.ok(client.frames.every((frame) => Object.values(frame.r ?? {}).every((value) => value !== 9999)));
  client.ws.close();
});

/** Names of every field in a schema, however deep. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { shape, def } = schema as { shape?: Record<string, unknown>; def?: Record<string, unknown> };
  const inner = [def?.['innerType'], def?.['element'], def?.['in'], def?.['valueType'], ...((def?.['options'] as unknown[]) ?? [])];
  return [...Object.entries(shape ?? {}).flatMap(([name, field]) => [name, ...fieldsOf(field)]), ...inner.flatMap(fieldsOf)];
}

test('no column holds a public number that could be set, but stock, which has its own law, and hearts, which only grow', async () => {
  const { rows } = await sql<{ place: string }>`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = 'public' and column_name ~* '(watch|sold|heart|viewer|popular|audience)' order by 1`.execute(db);
  assert.deepEqual(
    rows.map((row) => row.place),
    ['chat_rooms.hearts', 'stock.sold'],
  );
});

test('what the counters said cannot be changed, removed or put back in time, and hearts cannot be taken away', async () => {
  const { showId } = await room.newShow({ live: true });
  await counter({ now: Date.now() }).look();
  await sql`insert into chat_rooms (show_id, salt, hearts) values (${showId}, '\\x00', 5)`.execute(db);
  for (const attempt of [
    sql`update show_events set data = '{"watching":9000}' where show_id = ${showId} and kind = 'counted'`,
    sql`delete from show_events where show_id = ${showId} and kind = 'counted'`,
    sql`insert into show_events (show_id, seq, at, kind, data) values (${showId}, 1, now(), 'counted', '{}')`,
    sql`update chat_rooms set hearts = 4 where show_id = ${showId}`,
    sql`delete from chat_rooms where show_id = ${showId}`,
  ])
    await assert.rejects(attempt.execute(db));
});

test('no function of the database can set a counter', async () => {
  const { rows } = await sql<{ name: string }>`
    select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and (p.prosrc ~* '(insert into show_events|update (chat_rooms|show_events|show_logs))'
      or p.proname ~* '(count|watch|viewer|audience|sold)')`.execute(db);
  assert.deepEqual(rows, []);
});
