import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createHlsOrigin } from '../worker/hls-origin.ts';
import { createPackager } from '../worker/packager.ts';
import { clip, createTestClock, feed, serve } from '../worker/testing.ts';
import { type Answer, plainAnswer } from '#platform/shared-answer.ts';
import { createAnswers } from '#platform/answers.ts';
import { createEdgeServer } from './edge-server.ts';
import { createOriginClient } from './origin.ts';

const streamId = randomUUID();

/** A real origin, and a real edge in front of it. */
async function behindAnEdge(t: TestContext, options: { mostBytes?: number } = {}) {
  const clock = createTestClock();
  const origin = createHlsOrigin({ clock });
  const packager = createPackager({ sinks: [origin] });
  packager.configure({ ...clip.config, generation: 1 });
  const asked: string[] = [];
  const shop = await serve((req, res) => {
    const file = (req.url ?? '').replace(`/live/${streamId}/`, '');
    asked.push(file);
    origin.handle(req, res, file);
  });
  const client = createOriginClient({ url: new URL(shop.url) });
  const edge = createEdgeServer({ ask: (path) => client.ask({ path }), clock, ...options });
  await new Promise<void>((resolve) => edge.server.listen(0, '127.0.0.1', resolve));
  const { port } = edge.server.address() as { port: number };
  t.after(async () => {
    edge.close();
    client.close();
    origin.close();
    await shop.close();
  });
  const get = (file: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}/live/${streamId}/${file}`, init);
  return { clock, origin, packager, asked, edge, shop, get, url: `http://127.0.0.1:${port}` };
}

const until = async (what: string, isSo: () => boolean) => {
  for (let tries = 0; !isSo(); tries++) {
    assert.ok(tries < 400, what);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

test('two hundred players that wait for one part are one request at the origin', async (t) => {
  const { packager, get, asked } = await behindAnEdge(t);
  feed(packager, 0, 6_450);
  const waiting = Array.from({ length: 200 }, () => get('index.m3u8?_HLS_msn=3&_HLS_part=2'));
  await until('the origin was asked', () => asked.length > 0);
  feed(packager, 6_450, 6_900);
  const playlists = await Promise.all(waiting.map(async (one) => (await one).text()));
  assert.equal(new Set(playlists).size, 1);
  assert.match(playlists[0]!, /part-3-2\.m4s/);
  assert.equal(asked.filter((file) => file.startsWith('index')).length, 1);
});

test('the part that a playlist announces is here before a player asks for it', async (t) => {
  const { packager, get, asked } = await behindAnEdge(t);
  feed(packager, 0, 6_500);
  const playlist = await (await get('index.m3u8?_HLS_msn=3&_HLS_part=0')).text();
  const hint = /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(playlist)![1]!;
  await until('the announced part was asked for', () => asked.includes(hint));
  feed(packager, 6_500, 7_500);
  const part = await get(hint);
  assert.equal(part.status, 200);
  assert.ok((await part.arrayBuffer()).byteLength > 500);
  assert.equal(asked.filter((file) => file === hint).length, 1);
});

test('what comes through an edge is what the origin has, byte for byte and header for header', async (t) => {
  const { packager, get, shop } = await behindAnEdge(t);
  feed(packager, 0, 6_500);
  for (const file of ['init-0.mp4', 'seg-1.m4s', 'part-2-0.m4s', 'plain.m3u8']) {
    const [here, there] = await Promise.all([get(file), fetch(`${shop.url}/live/${streamId}/${file}`)]);
    assert.deepEqual(Buffer.from(await here.arrayBuffer()), Buffer.from(await there.arrayBuffer()), file);
    for (const name of ['content-type', 'cache-control', 'content-length', 'access-control-allow-origin'])
      assert.equal(here.headers.get(name), there.headers.get(name), `${name} of ${file}`);
  }
  const head = await get('seg-1.m4s', { method: 'HEAD' });
  assert.ok(Number(head.headers.get('content-length')) > 500);
  assert.equal((await head.arrayBuffer()).byteLength, 0);
});

test('an invented query or address does not reach the origin, or reaches it once', async (t) => {
  const { packager, get, asked, url } = await behindAnEdge(t);
  feed(packager, 0, 6_500);
  await Promise.all(Array.from({ length: 20 }, (_, n) => get(`plain.m3u8?bust=${n}`)));
  await Promise.all(Array.from({ length: 20 }, (_, n) => get(`seg-1.m4s?bust=${n}`)));
  assert.deepEqual(asked.toSorted(), ['plain.m3u8', 'seg-1.m4s']);
  for (const path of ['/', '/api/shows', `/live/${streamId}/../../secret`, `/live/${streamId}/x.txt`, '/live/nonsense/index.m3u8'])
    assert.equal((await fetch(url + path)).status, 404, path);
  assert.equal((await get('index.m3u8', { method: 'POST' })).status, 405);
  assert.equal(asked.length, 2);
});

test('a page of a room is asked of the shop once, whoever waits and whatever they add to its address, and comes packed as it is', async (t) => {
  const packed = gzipSync('{"z":3,"n":1}\n');
  const asked: string[] = [];
  let publish = () => {};
  const published = new Promise<void>((resolve) => (publish = resolve));
  const shop = await serve(async (req, res) => {
    asked.push(req.url!);
    await published;
    res
      .writeHead(200, { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', 'cache-control': 'public, immutable' })
      .end(packed);
  });
  const client = createOriginClient({ url: new URL(shop.url) });
  const edge = createEdgeServer({ ask: (path) => client.ask({ path }), clock: createTestClock() });
  await new Promise<void>((resolve) => edge.server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    edge.close();
    client.close();
    await shop.close();
  });
  const path = `/live/rooms/${streamId}/abc123/7`;
  const { port } = edge.server.address() as { port: number };
  const waiting = Array.from({ length: 100 }, (_, n) => fetch(`http://127.0.0.1:${port}${path}?who=${n}`));
  await until('the shop was asked', () => asked.length > 0);
  publish();
  const answers = await Promise.all(waiting);
  assert.deepEqual(asked, [path]);
  assert.ok(answers.every(({ headers }) => headers.get('content-encoding') === 'gzip' && headers.get('vary') === null));
  assert.equal(await answers[0]!.text(), '{"z":3,"n":1}\n');
});

test('an origin that is away is said so, and asked again by the next player', async () => {
  let answer: Answer = plainAnswer(502, 'away');
  const answers = createAnswers({ ask: async () => answer, clock: createTestClock() });
  assert.equal((await answers.get('/live/a/seg-1.m4s'))!.status, 502);
  answer = { status: 200, contentType: 'video/mp4', cacheControl: 'public, immutable', body: Buffer.from('media') };
  assert.equal((await answers.get('/live/a/seg-1.m4s'))!.status, 200);
});

test('memory has a limit: the oldest pieces go first, and time lets go of the rest', async () => {
  const clock = createTestClock();
  const piece = { status: 200, contentType: 'video/mp4', cacheControl: 'public, immutable', body: Buffer.alloc(1_000) };
  const answers = createAnswers({ ask: async () => piece, clock, mostBytes: 5_500 });
  for (let n = 0; n < 20; n++) await answers.get(`/live/a/seg-${n}.m4s`);
  assert.deepEqual([answers.stats().kept, answers.stats().bytes], [5, 5_000]);
  assert.equal(answers.get('/live/a/seg-19.m4s'), piece, 'the newest is here at once');
  clock.pass(15_001);
  answers.sweep();
  assert.deepEqual([answers.stats().kept, answers.stats().bytes], [0, 0]);
});

test('more questions than an origin can bear are refused, not queued', () => {
  const answers = createAnswers({ ask: () => new Promise(() => {}), clock: createTestClock(), mostFlights: 3 });
  for (let n = 0; n < 3; n++) assert.ok(answers.get(`/live/a/seg-${n}.m4s`) instanceof Promise);
  assert.equal(answers.get('/live/a/seg-3.m4s'), null);
  assert.ok(answers.get('/live/a/seg-1.m4s') instanceof Promise, 'who waits for the same is let in');
});

test('media handed over under a ticket is counted for it, and for nobody else', async (t) => {
  const { packager, edge, get } = await behindAnEdge(t);
  feed(packager, 0, 6_500);
  for (const file of [
    '~ticket-a/index.m3u8',
    '~ticket-a/seg-1.m4s',
    '~ticket-a/part-2-0.m4s',
    '~ticket-b/part-2-0.m4s',
    'seg-1.m4s',
    '~ticket-b/seg-99.m4s',
  ])
    await (await get(file)).arrayBuffer();
  assert.deepEqual(
    edge.takeHanded().toSorted((a, b) => a.ticket.localeCompare(b.ticket)),
    [
      { streamId, ticket: 'ticket-a', mediaMs: 2_200 },
      { streamId, ticket: 'ticket-b', mediaMs: 200 },
    ],
  );
  assert.deepEqual(edge.takeHanded(), []);
});
