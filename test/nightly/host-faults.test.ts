import assert from 'node:assert/strict';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { publisherScript } from '#rooms/media/testing-browser.ts';
import { openStudio } from '#rooms/media/testing-studio.ts';
import { launchBrowser } from '../browser.ts';
import { openFaultDoor } from '../fault-door.ts';
import { openFaultProxy } from '../fault-proxy.ts';
import { openPlayerPages, playing, until } from '../player-pages.ts';

/** A host whose network fails, with viewers on both paths watching: our publisher, our player, a real worker. */

let browser: Browser;
before(async () => {
  browser = await launchBrowser(['--mute-audio']);
});
after(() => browser.close());

async function onAir(t: TestContext) {
  const studio = await openStudio();
  const proxy = openFaultProxy({ seed: 14 });
  const door = await openFaultDoor(studio.url, proxy);
  // The host's media goes through the weather, the viewers' does not.
  const [stage, hall] = await Promise.all([openPlayerPages(door.url), openPlayerPages(studio.url)]);
  t.after(async () => {
    await Promise.all([stage.close(), hall.close(), door.close(), proxy.close()]);
    await studio.close();
  });
  const news: { state: string; atMs: number }[] = [];
  studio.supervisor.news.on('publisher', ({ state }) => news.push({ state, atMs: performance.now() }));
  const host = await open(t, `${stage.url}/publisher`);
  await host.evaluate(publisherScript);
  await host.evaluate('goLive(startCamera(640, 360))');
  await host.waitForFunction(`seen.states.at(-1)?.state === 'live'`);
  const [direct, buffered] = await Promise.all([open(t, `${hall.url}/?whep=/whep`), open(t, hall.url)]);
  await until(direct, 'plays', playing('whep'));
  await until(buffered, 'plays', playing('hls'), 20_000);
  return { studio, proxy, news, host, direct, buffered };
}

async function open(t: TestContext, url: string): Promise<Page> {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const states = (page: Page) => page.evaluate('seen.states.map(({ state }) => state)') as Promise<string[]>;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a host whose network is gone: viewers learn it within 1.5 s, the show waits, and all of them see the picture again', async (t) => {
  const { proxy, news, host, direct, buffered, studio } = await onAir(t);
  const { generation } = studio.supervisor.statsOf('test') ?? { generation: 0 };
  const goneMs = performance.now();
  proxy.change({ stopped: true });
  while (!news.some(({ state }) => state === 'stalled')) {
    assert.ok(performance.now() - goneMs < 10_000, 'the worker says so');
    await sleep(20);
  }
  const toldMs = news.find(({ state }) => state === 'stalled')!.atMs - goneMs;
  t.diagnostic(`told after ${Math.round(toldMs)} ms`);
  assert.ok(toldMs < 1_500, `${toldMs} ms`);
  await host.waitForFunction(`seen.states.at(-1)?.state === 'reconnecting'`, undefined, { timeout: 8_000 });
  await Promise.all([direct, buffered].map((page) => until(page, 'says so', (now) => now.states.at(-1)?.state === 'reconnecting')));
  await sleep(3_000);
  assert.deepEqual(
    news.map(({ state }) => state),
    ['live', 'stalled'],
    'the show waits',
  );

  proxy.change({ stopped: false });
  const backMs = performance.now();
  await host.waitForFunction(`seen.states.at(-1)?.state === 'live'`, undefined, { timeout: 20_000 });
  await until(direct, 'plays again', playing('whep'), 20_000);
  await until(buffered, 'plays again', (now) => now.states.at(-1)?.state === 'playing', 20_000);
  t.diagnostic(`seen again ${Math.round(performance.now() - backMs)} ms after the network was back`);
  assert.equal(news.at(-1)?.state, 'live');
  assert.ok((studio.supervisor.statsOf('test')?.generation ?? 0) >= generation);
  assert.ok(!(await states(host)).includes('failed'));
});

test('a host whose address changes is back within seconds, and no viewer connects again', async (t) => {
  const { proxy, news, host, direct, studio } = await onAir(t);
  proxy.moveClients();
  const movedMs = performance.now();
  const received = () => studio.supervisor.statsOf('test')?.framesPerSecond ?? 0;
  await until(direct, 'notices', (now) => now.states.at(-1)?.state === 'reconnecting' || performance.now() - movedMs > 3_000);
  await host.waitForFunction(`seen.states.at(-1)?.state === 'live'`, undefined, { timeout: 20_000 });
  await until(direct, 'plays', playing('whep'), 20_000);
  t.diagnostic(`plays ${Math.round(performance.now() - movedMs)} ms after the address changed: ${news.map(({ state }) => state).join()}`);
  while (received() < 10) {
    assert.ok(performance.now() - movedMs < 20_000, 'pictures arrive');
    await sleep(100);
  }
  assert.equal(studio.supervisor.statsOf('test')?.directViewers, 1, 'it is the same direct viewer');
});

test('a host who returns with another size, turned, or without a picture keeps both players going', async (t) => {
  const { host, direct, buffered } = await onAir(t);
  const width = (page: Page, wide: number) =>
    page.waitForFunction(`document.querySelector('video').videoWidth === ${wide}`, undefined, { timeout: 20_000 });
  await host.evaluate('resize(360, 640)');
  await Promise.all([width(direct, 360), width(buffered, 360)]);
  await host.evaluate('comeBackWith(startCamera(480, 270))');
  await Promise.all([width(direct, 480), width(buffered, 480)]);
  await until(direct, 'plays', playing('whep'), 20_000);
  await until(buffered, 'plays', playing('hls'), 20_000);
  assert.deepEqual(await direct.evaluate('seen.errors'), []);
  assert.deepEqual(await buffered.evaluate('seen.errors'), []);
});
