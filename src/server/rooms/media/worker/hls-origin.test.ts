import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHlsOrigin } from './hls-origin.ts';
import { createPackager } from './packager.ts';
import { clip, createTestClock, feed, serve, WALL_MS } from './testing.ts';

async function onAir(t: TestContext, options: { mostWaiting?: number; windowSegments?: number } = {}) {
  const clock = createTestClock();
  const origin = createHlsOrigin({ clock, ...options });
  const packager = createPackager({ sinks: [origin] });
  packager.configure({ ...clip.config, generation: 1 });
  const server = await serve((req, res) => origin.handle(req, res, (req.url ?? '').slice(1)));
  t.after(async () => {
    origin.close();
    await server.close();
  });
  const get = (path: string) => fetch(`${server.url}/${path}`);
  const text = async (path: string) => (await get(path)).text();
  const reached = async (waiting: number) => {
    for (let tries = 0; origin.stats().waiting !== waiting; tries++) {
      assert.ok(tries < 400, `${waiting} requests wait`);
      await sleep(5);
    }
  };
  return { clock, origin, packager, get, text, reached };
}

test('the playlist lists segments, the last parts, the open segment and the part to come', async (t) => {
  const { packager, get, text } = await onAir(t);
  feed(packager, 0, 12_500);

  const answer = await get('index.m3u8');
  assert.equal(answer.headers.get('content-type'), 'application/vnd.apple.mpegurl');
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
  const playlist = await answer.text();
  assert.equal(Number(answer.headers.get('content-length')), playlist.length);
  assert.match(playlist, /#EXT-X-MAP:URI="init-0\.mp4"/);
  assert.match(playlist, /seg-5\.m4s\n#EXT-X-PROGRAM-DATE-TIME:.*\n#EXT-X-PART:DURATION=0\.2\d*,URI="part-6-0\.m4s",INDEPENDENT=YES\n/);
  assert.match(playlist, /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-6-2\.m4s"\n$/);
  assert.doesNotMatch(await text('plain.m3u8'), /EXT-X-PART|part-/);
});

test('every listed file is there, never changes, and the parts of a segment are the segment', async (t) => {
  const { packager, get, text } = await onAir(t);
  feed(packager, 0, 6500);
  const uris = [...(await text('index.m3u8')).matchAll(/(?:URI="|^)((?:init|seg|part)-[\d-]+\.\w+)/gm)].map(([, uri]) => uri ?? '');
  assert.ok(uris.length > 20);
  const bodies = new Map<string, Buffer>();
  for (const uri of uris.filter((one) => one !== 'part-3-2.m4s')) {
    const answer = await get(uri);
    assert.equal(answer.status, 200, uri);
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
    const body = Buffer.from(await answer.arrayBuffer());
    assert.equal(Number(answer.headers.get('content-length')), body.length);
    bodies.set(uri, body);
  }
  const parts = [...bodies].filter(([uri]) => uri.startsWith('part-2-')).map(([, body]) => body);
  assert.deepEqual(Buffer.concat(parts), bodies.get('seg-2.m4s'));
});

test('a blocked reload is answered when its part is made', async (t) => {
  const { packager, text, reached } = await onAir(t);
  feed(packager, 0, 2500);
  const blocked = text('index.m3u8?_HLS_msn=1&_HLS_part=2');
  await reached(1);
  feed(packager, 2500, 2700);
  assert.match(await blocked, /part-1-2\.m4s"\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-1-3/);
});

test('a part beyond the end of its segment means the first part of the next one', async (t) => {
  const { packager, text, reached } = await onAir(t);
  feed(packager, 0, 4040); // ten parts of segment 1 are made, segment 2 has none
  const blocked = text('index.m3u8?_HLS_msn=1&_HLS_part=10');
  await reached(1);
  feed(packager, 4040, 4300);
  assert.match(await blocked, /part-2-0\.m4s/);
});

test('a reload of a silent stream gets the old playlist before a player gives up', async (t) => {
  const { clock, packager, get, reached } = await onAir(t);
  feed(packager, 0, 2500);
  const blocked = get('index.m3u8?_HLS_msn=3&_HLS_part=0');
  await reached(1);
  clock.pass(1199);
  await sleep(60);
  await reached(1);
  clock.pass(1);
  const answer = await blocked;
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('cache-control'), 'no-cache', 'an edge may not keep an answer that is not what was asked');
});

test('nobody waits for a segment more than two ahead, or for nonsense', async (t) => {
  const { packager, get } = await onAir(t);
  feed(packager, 0, 2500);
  for (const query of [
    '_HLS_msn=4',
    '_HLS_msn=-1',
    '_HLS_msn=x',
    '_HLS_part=1',
    '_HLS_msn=1&_HLS_part=1e9',
    '_HLS_msn=99999999999999999999',
  ]) {
    assert.equal((await get(`index.m3u8?${query}`)).status, 400, query);
  }
  for (const path of [
    'part-9-0.m4s',
    'part-1-7.m4s',
    'seg-7.m4s',
    'init-4.mp4',
    'etc/passwd',
    'seg-0.m4s/..',
    'seg-00000000000000.m4s',
    '',
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test('a request for the hinted part waits for it', async (t) => {
  const { packager, get, reached } = await onAir(t);
  feed(packager, 0, 2500);
  const hinted = get('part-1-2.m4s');
  await reached(1);
  feed(packager, 2500, 2700);
  assert.equal((await hinted).status, 200);
});

test('a hinted part that never comes, because its segment was full, is answered at once', async (t) => {
  const { packager, get, reached } = await onAir(t);
  const frame = (at: number) =>
    packager.write({ kind: 'video', ptsUs: at * 33_333, wallClockMs: WALL_MS, keyframe: at === 0, payload: new Uint8Array(9) });
  for (let at = 0; at <= 120; at++) frame(at);
  const hinted = get('part-0-20.m4s');
  await reached(1);
  for (let at = 121; at < 130; at++) frame(at);
  assert.equal((await hinted).status, 404);
  assert.equal((await get('part-1-0.m4s')).status, 200);
});

test('the list of waiting requests is bounded, and who leaves makes room', async (t) => {
  const { packager, get, reached } = await onAir(t, { mostWaiting: 1 });
  feed(packager, 0, 2500);
  const impatient = new AbortController();
  const left = fetch((await get('index.m3u8')).url + '?_HLS_msn=2', { signal: impatient.signal }).catch(() => 'left');
  await reached(1);
  assert.equal((await get('index.m3u8?_HLS_msn=2')).status, 503);
  impatient.abort();
  assert.equal(await left, 'left');
  await reached(0);
});

test('who comes before the first segment waits for it, and is told to come back when it does not come', async (t) => {
  const { clock, packager, get, text, reached } = await onAir(t);
  const early = get('index.m3u8');
  await reached(1);
  clock.pass(5000);
  assert.equal((await early).status, 503);
  const again = text('index.m3u8');
  await reached(1);
  feed(packager, 0, 2100);
  assert.match(await again, /seg-0\.m4s/);
});

test('the window slides: old files go, discontinuities are counted, needed init segments stay', async (t) => {
  const { origin, packager, get, text } = await onAir(t, { windowSegments: 3 });
  feed(packager, 0, 4000);
  packager.configure({ ...clip.config, generation: 2 });
  feed(packager, 4000, 8000);
  assert.match(
    await text('index.m3u8'),
    /MEDIA-SEQUENCE:0\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n[^]*#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1\.mp4"/,
  );
  feed(packager, 8000, 10_500);
  assert.match(await text('index.m3u8'), /MEDIA-SEQUENCE:2\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n[^]*?#EXT-X-DISCONTINUITY\n[^]*?seg-2/);
  assert.equal((await get('init-0.mp4')).status, 404);
  feed(packager, 10_500, 12_500);
  assert.match(await text('index.m3u8'), /MEDIA-SEQUENCE:3\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n/);
  assert.equal((await get('seg-2.m4s')).status, 404);
  assert.equal((await get('init-1.mp4')).status, 200);
  assert.equal(origin.stats().segments, 3);
});

test('a delta update leaves out what lies more than six target durations back', async (t) => {
  const { packager, text } = await onAir(t);
  feed(packager, 0, 32_500);
  const delta = await text('index.m3u8?_HLS_skip=YES');
  assert.match(delta, /#EXT-X-SKIP:SKIPPED-SEGMENTS=4\n/);
  const listed = (playlist: string) => [...playlist.matchAll(/^seg-(\d+)/gm)].map(([, n]) => Number(n));
  assert.deepEqual(listed(delta), listed(await text('index.m3u8')).slice(4));
});

test('after the end the playlist says so and nobody waits', async (t) => {
  const { origin, packager, text } = await onAir(t);
  feed(packager, 0, 3000);
  await packager.close();
  origin.end();
  const last = await text('index.m3u8?_HLS_msn=2&_HLS_part=0');
  assert.match(last, /#EXT-X-ENDLIST\n$/);
  assert.doesNotMatch(last, /PRELOAD-HINT/);
});
