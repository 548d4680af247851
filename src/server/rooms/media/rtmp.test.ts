import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Browser, Page } from 'playwright-core';
import { createRtmp, type Rtmp } from './rtmp/rtmp.ts';
import { hasFfmpeg, makeFlv, push, type Push } from './rtmp/testing-encoder.ts';
import { openBrowser, openPage, viewerScript } from './testing-browser.ts';
import { openStudio, type Studio } from './testing-studio.ts';

/** FFmpeg pushes real files in real time; real browsers watch. The tests build on each other's show. */
const options = { skip: hasFfmpeg ? false : 'node-av is not installed' };
const KEY = 'key_of_the_test_stream_only';
let browser: Browser;
let studio: Studio;
let rtmp: Rtmp;
let files: { reordered: string; plain: string };
let encoder: Push | null = null;

before(async () => {
  if (!hasFfmpeg) return;
  [browser, studio] = await Promise.all([openBrowser(), openStudio()]);
  rtmp = createRtmp({
    host: '127.0.0.1',
    port: 0,
    rateLimitFactor: 100,
    log: { warn: (facts, sentence) => assert.fail(`${sentence} ${JSON.stringify(facts)}`) },
    admit: async (key) => (key === KEY ? 'test' : null),
    socketOf: studio.supervisor.socketOf,
  });
  await rtmp.start();
  files = { reordered: join(studio.folder, 'reordered.flv'), plain: join(studio.folder, 'plain.flv') };
  await makeFlv(files.reordered, { bFrames: 2, seconds: 60 });
  await makeFlv(files.plain, { bFrames: 0, seconds: 60, sampleRate: 48_000, gop: 900 });
});
after(async () => {
  await encoder?.stop();
  await browser?.close();
  await rtmp?.close();
  await studio?.close();
});

const url = () => `rtmp://127.0.0.1:${rtmp.port}/live/${KEY}`;
const stats = () => studio.supervisor.statsOf('test');

async function until<T>(read: () => Promise<T> | T, isGood: (value: T) => boolean, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (isGood(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function onAir(file: string): Promise<void> {
  const before = stats()?.generation ?? 0;
  const last = encoder;
  encoder = push(file, url());
  const now = await until(
    () => stats()?.generation ?? 0,
    (generation) => generation > before,
  );
  assert.ok(now > before, 'the encoder took over');
  await last?.stop();
}

/** Everything recorded under one init segment, as a file a player could open. */
async function recording(init: number): Promise<Buffer> {
  const folder = join(studio.folder, 'recording');
  const lines = (await readFile(join(folder, 'segments.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const segments = lines.filter((line) => line.init === init).map(({ n }) => readFile(join(folder, `seg-${n}.m4s`)));
  return Buffer.concat([await readFile(join(folder, `init-${init}.mp4`)), ...(await Promise.all(segments))]);
}

test('B-frames and AAC are recorded as they came: other order, own rate, no encoder of ours', options, async () => {
  await onAir(files.reordered);
  await until(
    () => readdir(join(studio.folder, 'recording')).catch(() => [] as string[]),
    (names) => names.includes('seg-1.m4s'),
  );
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(await recording(0)) });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  assert.ok(video && audio);
  assert.deepEqual([await audio.getCodec(), (await audio.getDecoderConfig())?.sampleRate], ['aac', 44_100]);
  const shown: number[] = [];
  for await (const packet of new EncodedPacketSink(video).packets()) shown.push(packet.timestamp);
  const sorted = shown.toSorted((a, b) => a - b);
  assert.notDeepEqual(shown, sorted, 'pictures come in decoding order');
  for (const [at, seconds] of sorted.entries())
    assert.ok(Math.abs(seconds - (sorted[0]! + at / 30)) < 0.002, `picture ${at} at ${seconds}`);
  const parts = await (await fetch(`${studio.url}/hls/index.m3u8`)).text();
  for (const [, seconds] of parts.matchAll(/#EXT-X-PART:DURATION=([\d.]+)/g)) assert.ok(Number(seconds) <= 0.22);
});

test('a direct viewer of B-frames is refused with a reason', options, async () => {
  const page = await openPage(browser, `${studio.url}/`);
  await page.evaluate(viewerScript);
  await assert.rejects(() => page.evaluate(`watch('/whep')`), /406 .*not_direct.*b_frames/);
  await page.context().close();
});

interface ViewerStats {
  frames: number;
  decoded?: number;
  audioPackets?: number;
}
let viewer: Page;
const seen = () => viewer.evaluate('viewerStats()') as Promise<ViewerStats>;

test('without B-frames a direct viewer sees and hears, and does not wait for the next key frame', options, async () => {
  await onAir(files.plain);
  viewer = await openPage(browser, `${studio.url}/`);
  await viewer.evaluate(viewerScript);
  await viewer.evaluate(`watch('/whep')`);
  const now = await until(seen, ({ frames, audioPackets }) => frames >= 30 && (audioPackets ?? 0) > 10);
  assert.ok(now.frames >= 30 && (now.audioPackets ?? 0) > 10, JSON.stringify(now));
});

test('when an encoder with B-frames takes over, direct viewers are sent to LL-HLS at once', options, async () => {
  const sentAway = once(studio.supervisor.news, 'indirect');
  await onAir(files.reordered);
  await sentAway;
  assert.equal((await until(stats, (now) => now?.directViewers === 0))?.directViewers, 0);
  await viewer.context().close();
});

test('a killed worker costs the encoder nothing: it stays connected and the picture goes on', options, async () => {
  const restarted = once(studio.supervisor.news, 'restarted');
  const live = new Promise<void>((resolve) => {
    studio.supervisor.news.on('publisher', ({ state }) => state === 'live' && resolve());
  });
  process.kill(studio.supervisor.pidOf('test')!, 'SIGKILL');
  await Promise.all([restarted, live]);
  const ended = await Promise.race([encoder!.ended, new Promise((resolve) => setTimeout(resolve, 500, 'sends'))]);
  assert.equal(ended, 'sends');
});
