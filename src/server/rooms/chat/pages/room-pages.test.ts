import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { nowPath, type PagesNow, pagePath } from '#contract/room-pages.ts';
import type { RoomEvent } from '#contract/room.ts';
import { transact } from '#platform/db.ts';
import type { Answer } from '#platform/shared-answer.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import { createRoomPages, type RoomPages } from './room-pages.ts';

const room = await createTestRoom(await freshDatabase());
after(() => room.closeAll());

/** Pages of one process; ten times as fast as in life. */
function createProcess(more: Partial<Parameters<typeof createRoomPages>[0]> = {}): RoomPages {
  const pages = createRoomPages({
    db: room.db,
    log: room.log,
    read: room.record.read,
    snapshot: async (showId) => {
      const head = await room.record.head(room.db, showId);
      return head && { epoch: head.epoch, seq: head.last, state: {} };
    },
    isPublic: async () => true,
    opened() {},
    heard() {},
    everyMs: 100,
    quietMs: 500,
    ...more,
  });
  after(() => pages.close());
  return pages;
}

const textOf = (answer: Answer): string => gunzipSync(answer.body).toString();
// oxlint-disable-next-line typescript/no-explicit-any -- frames of every kind
const framesOf = (answer: Answer): any[] =>
  textOf(answer)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const eventsOf = (answer: Answer): RoomEvent[] => framesOf(answer).flatMap((frame) => frame.v ?? []);
const whereOf = (answer: Answer): PagesNow => framesOf(answer)[0];
const say = (showId: string, count = 1) =>
  transact(room.db, (tx) =>
    room.record.append(
      tx,
      showId,
      Array.from({ length: count }, () => ({ k: 'stage' as const, d: { name: 'Marit' } })),
    ),
  );

test('whoever begins at `now` and takes page after page has every event once, and so does who comes from a seq', async () => {
  const { showId } = await room.newShow({ live: true });
  const pages = createProcess();
  await say(showId, 3);
  const [where, snapshot] = framesOf(await pages.now(showId));
  assert.ok(where.ends.at(-1) <= snapshot.s, 'no event between the page and the snapshot');
  let last = snapshot.s;
  for (let n = where.p + 1; n <= where.p + 5; n++) {
    await say(showId, 1 + (n % 3));
    const answer = await pages.page(showId, where.e, n);
    for (const event of eventsOf(answer).filter(({ s }) => s > last)) assert.equal(event.s, (last += 1));
    assert.equal(framesOf(answer).at(-1).z, last, 'the heartbeat names the last event');
  }
  const { ends, p } = whereOf(await createProcess().now(showId));
  assert.ok(ends.length >= 5);
  assert.equal(p, where.p + ends.length - 1, 'one end for each page');
});

test('two processes and one that starts later give the same bytes for the same page', async () => {
  const { showId } = await room.newShow({ live: true });
  const [one, other] = [createProcess(), createProcess()];
  const { e, p } = whereOf(await one.now(showId));
  await other.now(showId);
  one.setRegister(showId, 'hearts', 3);
  one.setRegister(showId, 'a', 1);
  const read: string[] = [];
  for (let n = p + 1; n <= p + 6; n++) {
    await say(showId, 2);
    const [here, there] = await Promise.all([one.page(showId, e, n), other.page(showId, e, n)]);
    assert.deepEqual(here.body, there.body, `page ${n}`);
    read.push(textOf(here));
  }
  assert.ok(read.some((text) => text.includes('"r":{"a":1,"hearts":3}')));
  const late = createProcess();
  for (const [at, text] of read.entries()) assert.equal(textOf(await late.page(showId, e, p + 1 + at)), text);
});

test('five hundred who wait for a page are one question to the database, answered with the same bytes when something happens', async () => {
  const { showId } = await room.newShow({ live: true });
  let asked = 0;
  const pages = createProcess({
    quietMs: 60_000,
    read: (...call) => {
      asked += 1;
      return room.record.read(...call);
    },
  });
  const { e, p } = whereOf(await pages.now(showId));
  const waiting = Array.from({ length: 500 }, () => pages.page(showId, e, p + 1));
  const first = await Promise.race([...waiting, new Promise((resolve) => setTimeout(resolve, 250, 'nothing'))]);
  assert.equal(first, 'nothing', 'held while nothing happens');
  await say(showId);
  pages.wake(showId);
  const answers = await Promise.all(waiting);
  assert.equal(new Set(answers).size, 1);
  assert.equal(eventsOf(answers[0]!).length, 1);
  assert.equal(asked, 1);
});

test('a quiet room publishes an empty page in time: nobody waits for long, and nothing that is kept expires', async () => {
  const { showId } = await room.newShow({ live: true });
  const pages = createProcess();
  const { e, p, ends } = whereOf(await pages.now(showId));
  const answer = await pages.page(showId, e, p + 1);
  assert.equal(answer.status, 200);
  assert.match(answer.cacheControl, /immutable/);
  assert.deepEqual(
    framesOf(answer).map(({ z }) => z),
    [ends.at(-1)],
  );
});

test('a page that is far ahead, of another log, or of a room that is not public is refused, and the refusal may be kept for a second', async () => {
  const { showId } = await room.newShow({ live: true });
  const pages = createProcess();
  const { e, p } = whereOf(await pages.now(showId));
  const shut = createProcess({ isPublic: async () => false });
  for (const refused of [
    await pages.page(showId, e, p + 40),
    await pages.page(showId, 'abc', 1),
    await shut.now(showId),
    await shut.page(showId, e, 1),
  ]) {
    assert.equal(refused.status, 404);
    assert.equal(refused.cacheControl, 'public, max-age=1');
  }
});

test('who waits when the log is replaced is told at once, and the new log has pages of its own', async () => {
  const { showId } = await room.newShow({ live: true });
  const pages = createProcess({ quietMs: 60_000 });
  const { e, p } = whereOf(await pages.now(showId));
  const waiting = pages.page(showId, e, p + 1);
  await sql`update show_logs set epoch = 'feedfacefeedface' where show_id = ${showId}`.execute(room.db);
  assert.equal((await waiting).status, 404);
  const now = whereOf(await createProcess().now(showId));
  assert.deepEqual([now.e, now.p], ['feedfacefeedface', 1]);
});

test('pages that nobody reads are not published', async () => {
  const { showId } = await room.newShow({ live: true });
  createProcess();
  await say(showId, 5);
  const { rows } = await sql`select 1 from room_pages where show_id = ${showId}`.execute(room.db);
  assert.equal(rows.length, 0);
});

test('a thousand events at once come in pages that follow each other without waiting', async () => {
  const { showId } = await room.newShow({ live: true });
  const pages = createProcess({ everyMs: 1_000, quietMs: 5_000 });
  const { e, p } = whereOf(await pages.now(showId));
  for (let at = 0; at < 5; at++) await say(showId, 500);
  pages.wake(showId);
  const began = Date.now();
  const all = [];
  for (let n = p + 1; all.length < 2_500; n++) all.push(...eventsOf(await pages.page(showId, e, n)));
  assert.ok(Date.now() - began < 3_000, 'three pages in less than three seconds');
  assert.equal(new Set(all.map(({ s }) => s)).size, 2_500);
});

test('over HTTP a page is for everybody alike: no cookie, no Vary, always packed, readable from any site', async () => {
  const { showId } = await room.newShow({ live: true });
  const get = (url: string, headers: Record<string, string> = {}) => room.http.app.inject({ method: 'GET', url, headers });
  const now = await get(nowPath(showId), { cookie: 'person=somebody' });
  const { e, p } = JSON.parse(gunzipSync(now.rawPayload).toString().split('\n')[0]!) as PagesNow;
  const page = await get(pagePath(showId, e, p), { 'accept-encoding': 'identity' });
  for (const answer of [now, page]) {
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['set-cookie'], undefined);
    assert.equal(answer.headers['vary'], undefined);
    assert.equal(answer.headers['content-encoding'], 'gzip');
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.equal(answer.headers['surrogate-key'], `room-${showId}`);
  }
  assert.equal(page.headers['cache-control'], 'public, max-age=300, immutable');
  for (const url of [nowPath('not-an-id'), pagePath(showId, 'nonsense!', 1), pagePath(showId, e, -1)])
    assert.equal((await get(url)).statusCode, 404, url);
});

test('a hidden line has no words on a page that is built afterwards, and a draft has no pages', async () => {
  const { showId } = await room.newShow({ live: true });
  room.person('noor');
  const reader = createProcess();
  const { e, p } = whereOf(await reader.now(showId));
  const client = room.enter(showId, 'noor');
  await client.snapshot();
  const said = await client.say('An unkind word');
  const { d } = await client.event('chat');
  await client.until((frame) => frame.z >= said.s);
  let n = p + 1;
  for (; !eventsOf(await reader.page(showId, e, n)).some(({ s }) => s === said.s); n++);
  room.person('desk', ['moderator']);
  assert.equal((await room.call('desk', 'DELETE', `/api/orgs/${room.orgId}/shows/${showId}/chat/${d.id}`)).status, 204);
  const later = await room.http.app.inject({ method: 'GET', url: pagePath(showId, e, n) });
  const text = gunzipSync(later.rawPayload).toString();
  assert.ok(text.includes(d.id) && !text.includes('unkind'));
  client.ws.close();

  await sql`update shows set state = 'draft' where id = ${showId}`.execute(room.db);
  room.wait(2_000);
  assert.equal((await room.http.app.inject({ method: 'GET', url: nowPath(showId) })).statusCode, 404);
});
