import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { publisherScript } from '#rooms/media/testing-browser.ts';
import { openStudio } from '#rooms/media/testing-studio.ts';
import { launchBrowser } from '../browser.ts';
import { openFaultDoor } from '../fault-door.ts';
import { openFaultProxy } from '../fault-proxy.ts';
import { openPlayerPages, playing, until } from '../player-pages.ts';

/** A host whose network is gone for nearly the two minutes that a show waits. The short version is in test/journeys. */
const AWAY_MS = Number(process.env['AWAY_SECONDS'] ?? 115) * 1000;

const [studio, browser] = await Promise.all([openStudio(), launchBrowser(['--mute-audio'])]);
const proxy = openFaultProxy({ seed: 120 });
const door = await openFaultDoor(studio.url, proxy);
const [stage, hall] = await Promise.all([openPlayerPages(door.url), openPlayerPages(studio.url)]);
const open = async (url: string) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
};
try {
  const news: { state: string; atMs: number }[] = [];
  studio.supervisor.news.on('publisher', ({ state }) => news.push({ state, atMs: performance.now() }));
  const host = await open(`${stage.url}/publisher`);
  await host.evaluate(publisherScript);
  await host.evaluate('goLive(startCamera(640, 360))');
  const [direct, buffered] = await Promise.all([open(`${hall.url}/?whep=/whep`), open(hall.url)]);
  await until(direct, 'plays', playing('whep'), 30_000);
  await until(buffered, 'plays', playing('hls'), 30_000);

  const goneMs = performance.now();
  proxy.change({ stopped: true });
  await sleep(AWAY_MS);
  const stalled = news.find(({ state }) => state === 'stalled');
  assert.ok(stalled && stalled.atMs - goneMs < 1_500, 'viewers are told within 1.5 s');
  assert.equal(news.at(-1)?.state, 'stalled', 'the show waits');
  for (const page of [direct, buffered]) assert.equal((await until(page, 'waits', () => true)).states.at(-1)?.state, 'reconnecting');

  proxy.change({ stopped: false });
  const backMs = performance.now();
  await host.waitForFunction(`seen.states.at(-1)?.state === 'live'`, undefined, { timeout: 20_000 });
  // The room tells players when the picture is back; here nobody else does.
  await Promise.all([direct, buffered].map((page) => page.evaluate('player.reconnect()')));
  await until(direct, 'plays again', playing('whep'), 20_000);
  await until(buffered, 'plays again', playing('hls'), 20_000);
  console.log(`away ${AWAY_MS / 1000} s, seen again on both paths ${Math.round(performance.now() - backMs)} ms after the network was back`);
} finally {
  await browser.close();
  await Promise.all([stage.close(), hall.close(), door.close(), proxy.close()]);
  await studio.close();
}
