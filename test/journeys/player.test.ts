import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '#lib/clock.ts';
import { publisherScript } from '#rooms/media/testing-browser.ts';
import { openStudio } from '#rooms/media/testing-studio.ts';
import { createPackager } from '#rooms/media/worker/packager.ts';
import { createRecorder } from '#rooms/media/worker/recorder.ts';
import { playlistOf, readRecording } from '#rooms/media/worker/recording.ts';
import { clip, feed, serve, WALL_MS } from '#rooms/media/worker/testing.ts';
import { launchBrowser } from '../browser.ts';
import { answer, frames, onAir, PAGE, playing, seen, until, watchIn } from '../player-page.ts';

/** The player in a real browser, against the real packager and origin, fed in real time by the demo clip. */

let browser: Browser;
before(async () => {
  browser = await launchBrowser(['--mute-audio']);
});
after(() => browser.close());
const watch = (t: TestContext, url: string): Promise<Page> => watchIn(browser, t, url);

const REPLAY_PAGE = PAGE.replace(
  /<script type=module>[^]*/,
  `<script type=module>
import { createReplayPlayer } from '/client/player-replay.ts';
const seen = (window.seen = { states: [], dates: [], stats: null, errors: [], at: null });
window.player = createReplayPlayer({
  video: document.querySelector('video'),
  parts: [
    { url: '/replay/first.m3u8', atMs: 0, durationMs: 8000 },
    { url: '/replay/second.m3u8', atMs: 8000, durationMs: 8000 },
  ],
  onState: (state) => seen.states.push({ state }),
  onPosition: (at) => (seen.at = at),
});
</script>`,
);

test('low-latency HLS plays about a second behind, frames go on, and a new session with a new init does not stop it', async (t) => {
  const show = await onAir(t);
  const page = await watch(t, show.url);
  await until(page, 'plays', playing('hls'));
  await page.waitForTimeout(3000);
  const before = await frames(page);
  show.newSession();
  await page.waitForTimeout(4000);
  const after = await frames(page);
  const now = await seen(page);
  t.diagnostic(`delay ${now.states.at(-1)?.delayMs} ms, stalls ${now.stats?.stalls}, ${after - before} frames in 4 s`);
  assert.ok(after - before > 80, `${after - before} frames in 4 s: ${JSON.stringify(now.states)}`);
  assert.ok(playing('hls')(now));
  assert.ok((now.states.at(-1)?.delayMs ?? 9999) < 2500);
  assert.ok((now.stats?.receivedMs ?? 0) > 5000);
  assert.equal(now.stats?.width, 540);
  assert.ok(now.dates.length > 10 && now.dates.every((date, at) => at === 0 || date >= (now.dates[at - 1] ?? 0) - 100));
  assert.deepEqual(now.errors, []);
});

test('a refused WHEP falls back at once', async (t) => {
  const show = await onAir(t, (_, res) => void res.writeHead(503).end());
  const page = await watch(t, `${show.url}/?whep=/whep`);
  const now = await until(page, 'plays', playing('hls'));
  assert.ok((now.states.at(-1)?.atMs ?? 9999) < 3000, `${now.states.at(-1)?.atMs} ms`);
  assert.deepEqual(
    now.states.map(({ state }) => state),
    ['connecting', 'playing'],
  );
});

test('a WHEP that never answers falls back within three seconds, without a reload', async (t) => {
  const show = await onAir(t);
  const page = await watch(t, `${show.url}/?whep=/whep`);
  const now = await until(page, 'plays', playing('hls'));
  t.diagnostic(`${Math.round(now.states.at(-1)?.atMs ?? 0)} ms`);
  assert.ok((now.states.at(-1)?.atMs ?? 9999) < 3500, `${now.states.at(-1)?.atMs} ms`);
});

test('a host who drops and returns is shown as reconnecting, then plays again', async (t) => {
  const show = await onAir(t);
  const page = await watch(t, show.url);
  await until(page, 'plays', playing('hls'));
  await page.waitForTimeout(1000);
  show.away();
  await until(page, 'says so', (now) => now.states.at(-1)?.state === 'reconnecting');
  await page.waitForTimeout(1000);
  show.back();
  await until(page, 'plays again', playing('hls'));
  await page.waitForTimeout(1500);
  assert.ok(playing('hls')(await seen(page)));
});

test('a show that becomes sound only, and a picture that returns, play on', async (t) => {
  const show = await onAir(t);
  const page = await watch(t, show.url);
  await until(page, 'plays', playing('hls'));
  await page.waitForTimeout(1000);
  show.soundOnly();
  await page.waitForTimeout(4000);
  await until(page, 'plays sound', playing('hls'));
  show.back();
  show.newSession();
  await page.waitForTimeout(3000);
  await until(page, 'plays the picture', playing('hls'));
  const before = await frames(page);
  await page.waitForTimeout(1500);
  assert.ok((await frames(page)) - before > 20);
});

test('the end of the show is told', async (t) => {
  const show = await onAir(t);
  const page = await watch(t, show.url);
  await until(page, 'plays', playing('hls'));
  await show.finish();
  await until(page, 'ends', (now) => now.states.at(-1)?.state === 'ended');
  await page.evaluate(() => {
    const { player } = window as unknown as { player: { close(): void } };
    player.close();
    player.close();
  });
  const late = await watch(t, show.url);
  const now = await until(late, 'ends', (seen) => seen.states.at(-1)?.state === 'ended');
  assert.deepEqual(
    now.states.map(({ state }) => state),
    ['connecting', 'ended'],
    'who comes late is not shown the end as if it were live',
  );
});

test('a recording made by two processes plays as one replay, over the seam of its parts and from any moment', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'etalage-replay-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  let second = 0;
  for (const generation of [1, 2]) {
    const recorder = await createRecorder({ dir, clock: systemClock, retention: { keep: 'all' } });
    second = recorder.resume.nextSegment;
    const packager = createPackager({ sinks: [recorder], resume: recorder.resume });
    packager.configure({ ...clip.config, generation });
    feed(packager, 0, 8000);
    await packager.close();
    await recorder.close();
  }
  const { segments } = await readRecording(dir);
  const lists = { first: playlistOf(segments.filter(({ n }) => n < second)), second: playlistOf(segments.filter(({ n }) => n >= second)) };
  const server = await serve((req, res) => {
    const path = (req.url ?? '').slice(1);
    const list = /^replay\/(first|second)\.m3u8$/.exec(path)?.[1] as keyof typeof lists | undefined;
    if (list) return void res.end(lists[list]);
    const file = /^replay\/([\w-]+\.(?:m4s|mp4))$/.exec(path)?.[1];
    if (file) return void res.end(readFileSync(join(dir, file)));
    if (path === '') return void res.writeHead(200, { 'content-type': 'text/html' }).end(REPLAY_PAGE);
    answer(res, path);
  });
  t.after(() => server.close());
  const page = await watch(t, server.url);
  type At = { positionMs: number; dateMs: number };
  const reaches = async (what: string, good: (at: At) => boolean): Promise<At> => {
    for (let tries = 0; tries < 150; tries++) {
      const at = await page.evaluate(() => (window as unknown as { seen: { at: At | null } }).seen.at);
      if (at && good(at)) return at;
      await sleep(100);
    }
    return assert.fail(`${what}: ${JSON.stringify(await page.evaluate(() => (window as unknown as { seen: { at: At | null } }).seen.at))}`);
  };
  const seek = (ms: number) => page.evaluate((to) => (window as unknown as { player: { seek: (ms: number) => void } }).player.seek(to), ms);

  await until(page, 'plays', (now) => now.states.at(-1)?.state === 'playing');
  await seek(7000);
  await reaches('plays over the seam at 8 s', ({ positionMs }) => positionMs > 8300 && positionMs < 12_000);
  await seek(1000);
  await reaches('goes back into the first part', ({ positionMs }) => positionMs >= 1000 && positionMs < 5000);
  await seek(13_000);
  const { positionMs, dateMs } = await reaches('goes to the second part', (at) => at.positionMs > 13_200);
  assert.ok(Math.abs(positionMs - 13_000 - (dateMs - WALL_MS - 5000)) < 300, 'the date on screen is the date of the recording');
  await seek(15_000);
  await until(page, 'ends', (now) => now.states.at(-1)?.state === 'ended');
  assert.deepEqual((await seen(page)).errors, []);
});

test('with a real camera it plays by WHEP, survives a killed media server on both paths, and says goodbye', async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  const server = await serve((req, res) => {
    const path = (req.url ?? '').slice(1);
    if (!/^(?:whep|live)/.test(path)) return answer(res, path.split('?')[0] ?? '');
    const passed = request(studio.url + `/${path.replace(/^live/, 'hls')}`, { method: req.method, headers: req.headers }, (reply) => {
      res.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(res);
    });
    passed.on('error', () => res.destroy());
    req.pipe(passed);
  });
  t.after(() => server.close());
  const camera = await watch(t, `${studio.url}/`);
  await camera.evaluate(publisherScript);
  const publish = () => camera.evaluate(`window.pc?.close(); publish({ url: '/whip' })`);
  await publish();

  const [direct, buffered] = await Promise.all([watch(t, `${server.url}/?whep=/whep`), watch(t, server.url)]);
  const began = await until(direct, 'plays', playing('whep'));
  t.diagnostic(`first picture by WHEP after ${Math.round(began.states.at(-1)?.atMs ?? 0)} ms`);
  await until(buffered, 'plays', playing('hls'));
  const told = await until(direct, 'tells its delay', (now) => typeof now.states.at(-1)?.delayMs === 'number');
  const delay = told.states.at(-1)?.delayMs ?? Infinity;
  assert.ok(delay < 1500, `${delay} ms`);

  const restarted = once(studio.supervisor.news, 'restarted');
  const killedMs = Date.now();
  process.kill(studio.supervisor.pidOf('test') ?? assert.fail('no worker'), 'SIGKILL');
  await restarted;
  // The room tells both; the studio returns by itself.
  const reconnect = (page: Page) => page.evaluate('player.reconnect()');
  await Promise.all([publish(), reconnect(direct), reconnect(buffered)]);
  await until(direct, 'plays again', playing('whep'));
  t.diagnostic(`WHEP is back ${Date.now() - killedMs} ms after the kill`);
  await until(buffered, 'plays again', playing('hls'));
  t.diagnostic(`HLS is back ${Date.now() - killedMs} ms after the kill`);
  assert.ok(Date.now() - killedMs < 8000, `${Date.now() - killedMs} ms`);

  await direct.evaluate('player.close()');
  for (let tries = 0; studio.supervisor.statsOf('test')?.directViewers !== 0; tries++) {
    assert.ok(tries < 60, 'the server lets the viewer go');
    await sleep(50);
  }
  assert.deepEqual((await seen(direct)).errors, []);
});
