import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { done } from '#lib/outcome.ts';
import { callOnStage } from './stage-call.ts';
import { openBrowser, openPage, publisherScript, viewerScript } from './testing-browser.ts';
import { openStudio, type Studio } from './testing-studio.ts';
import type { StageState } from './worker/stage.ts';

/** Two hosts hand a show to each other while a direct viewer and an LL-HLS viewer watch. The tests build on each other. */
let browser: Browser;
let studio: Studio;
let direct: Page;
let hls: Page;
let stage: StageState = { onAir: null, backstage: [] };

before(async () => {
  [browser, studio] = await Promise.all([openBrowser(), openStudio()]);
  studio.supervisor.news.on('stage', (news) => (stage = news.stage));
});
after(async () => {
  await browser?.close();
  await studio?.close();
});

/**
 * Samples how long the picture stands still: `currentTime`, and frames, since the time of a direct stream runs on
 * without them. A sample that itself came late says nothing about the picture.
 */
const WATCH = `window.measure = (video) => {
  const stood = (look) => ({ look, last: look(), at: performance.now(), longestMs: 0 });
  const watched = { time: stood(() => video.currentTime), frames: stood(() => video.getVideoPlaybackQuality().totalVideoFrames) };
  let sampledAt = performance.now();
  window.watched = watched;
  setInterval(() => {
    const now = performance.now();
    const lateMs = now - sampledAt > 300 ? now - sampledAt : 0;
    sampledAt = now;
    for (const one of Object.values(watched)) {
      const next = one.look();
      if (next !== one.last) Object.assign(one, { last: next, at: now });
      else one.at += lateMs;
      one.longestMs = Math.max(one.longestMs, now - one.at);
    }
  }, 50);
};`;

const HLS_PAGE = `<!doctype html><video muted autoplay playsinline></video>
<script type=importmap>{"imports":{"hls.js/light":"/static/hls.mjs"}}</script>
<script type=module>
import { createPlayer } from '/static/player.ts';
window.player = createPlayer({ video: document.querySelector('video'), whepUrl: null, hlsUrl: '/hls/index.m3u8', prefer: 'hls', onState: ({ state }) => (window.state = state) });
</script>`;

async function openHlsViewer(): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/static/*', (route) => {
    const name = new URL(route.request().url()).pathname.slice('/static/'.length);
    if (name === 'viewer') return route.fulfill({ contentType: 'text/html', body: HLS_PAGE });
    const file =
      name === 'hls.mjs'
        ? new URL('../../../../node_modules/hls.js/dist/hls.light.min.mjs', import.meta.url)
        : new URL(`../../../web/client/${name}`, import.meta.url);
    const text = readFileSync(file, 'utf8');
    return route.fulfill({ contentType: 'text/javascript', body: name === 'hls.mjs' ? text : stripTypeScriptTypes(text) });
  });
  await page.goto(`${studio.url}/static/viewer`);
  return page;
}

async function openHost(name: string, options: { backstage: boolean; width: number; height: number; sound?: 'only' }): Promise<Page> {
  const page = await openPage(browser, `${studio.url}/`);
  await page.evaluate(publisherScript);
  const place = encodeURIComponent(JSON.stringify({ spot: name, holder: name, name, backstage: options.backstage }));
  await page.evaluate(`{
    const plain = window.fetch;
    window.fetch = (url, init) => plain(url, { ...init, headers: { ...init.headers, 'x-place': '${place}' } });
    const camera = window.startCamera;
    if (${options.sound === 'only'}) window.startCamera = (...size) => new MediaStream(camera(...size).getAudioTracks());
  }`);
  await page.evaluate(`publish({ url: '/whip', width: ${options.width}, height: ${options.height}, kbps: 800 })`);
  return page;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `${what}; the stage: ${JSON.stringify(stage)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const bringOn = (spot: string) => callOnStage(studio.supervisor.socketOf('test'), spot);
const timeOf = (page: Page) => page.evaluate(`document.querySelector('video').currentTime`) as Promise<number>;
const widthOf = (page: Page) => page.evaluate(`document.querySelector('video').videoWidth`) as Promise<number>;
const longest = (page: Page) =>
  page.evaluate('[watched.time.longestMs, watched.frames.longestMs].map(Math.round)') as Promise<[time: number, frames: number]>;

async function playsOn(page: Page, seconds = 1.5): Promise<void> {
  const from = await timeOf(page);
  await until('the picture moves', async () => (await timeOf(page)) > from + seconds || (await timeOf(page)) < from - 1);
}

test('a host who connects backstage is seen by the studio and by no viewer', async () => {
  await openHost('marit', { backstage: false, width: 320, height: 180 });
  direct = await openPage(browser, `${studio.url}/`);
  await direct.evaluate(viewerScript);
  await direct.evaluate(`watch('/whep')`);
  hls = await openHlsViewer();
  for (const page of [direct, hls]) {
    await until('it plays', async () => (await timeOf(page)) > 1, 30_000);
    await page.evaluate(WATCH);
  }
  await openHost('linde', { backstage: true, width: 180, height: 320 });
  await until('linde is ready', () => stage.backstage.some(({ spot, ready }) => spot === 'linde' && ready));
  assert.equal(stage.onAir?.spot, 'marit');
  await playsOn(direct);
  assert.equal(await widthOf(direct), 320);
});

test('hand-overs between two hosts, with another encoder and size each, stall no viewer for a second', async (t) => {
  await Promise.all([direct, hls].map((page) => page.evaluate('measure(document.querySelector("video"))')));
  for (const next of ['linde', 'marit', 'linde', 'marit']) {
    assert.deepEqual(await bringOn(next), done(undefined));
    const width = next === 'linde' ? 180 : 320;
    for (const page of [direct, hls]) {
      await until(`${next} is seen`, async () => (await widthOf(page)) === width);
      await playsOn(page);
    }
    assert.equal(stage.onAir?.spot, next);
  }
  const [ofDirect, ofHls] = [await longest(direct), await longest(hls)];
  t.diagnostic(`longest standstill of time and of frames: direct ${ofDirect.join(', ')} ms, LL-HLS ${ofHls.join(', ')} ms`);
  assert.ok(Math.max(...ofDirect, ...ofHls) < 1_000);
});

test('sound alone for a while, then a picture again: both viewers go on by themselves', async () => {
  await openHost('radio', { backstage: true, width: 320, height: 180, sound: 'only' });
  await until('radio is ready', () => stage.backstage.some(({ spot, ready }) => spot === 'radio' && ready));
  assert.deepEqual(await bringOn('radio'), done(undefined));
  await playsOn(hls, 2);
  assert.deepEqual(await bringOn('linde'), done(undefined));
  for (const page of [direct, hls]) {
    await until('the picture is back', async () => (await widthOf(page)) === 180);
    await playsOn(page);
  }
});

test('none of it troubled the worker', () => {
  assert.deepEqual(studio.troubles, []);
});
