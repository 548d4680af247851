import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from '../../server/rooms/media/testing-browser.ts';
import { openStudio, type Studio } from '../../server/rooms/media/testing-studio.ts';

let browser: Browser;
let studio: Studio;
let page: Page;

const setUp = `
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true });
  window.states = [];
  window.tickets = 0;
  window.publisher = createPublisher({
    stream,
    whipUrl: new URL('/whip', location.href).href,
    ticket: async () => 'ticket-' + ++window.tickets,
    onState: (state, failure) => window.states.push({ state, failure }),
    onStats: (stats) => (window.stats = stats),
  });
`;

before(async () => {
  [browser, studio] = await Promise.all([openBrowser(), openStudio()]);
  page = await openPage(browser, `${studio.url}/`);
  const source = stripTypeScriptTypes(await readFile(new URL('./publisher.ts', import.meta.url), 'utf8'), { mode: 'transform' });
  await page.addScriptTag({ type: 'module', content: `${source}; window.createPublisher = createPublisher;` });
  await page.evaluate(`(async () => { ${setUp} })()`);
});
after(async () => {
  await browser?.close();
  await studio?.close();
});

const states = async () => ((await page.evaluate('states')) as { state: string }[]).map(({ state }) => state);

/** Counts from `since`: what the publisher said before does not answer for what happens now. */
async function untilLiveAgain(since: number, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await states()).slice(since).includes('live') && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  const seen = (await states()).slice(since);
  assert.ok(seen.includes('live'), seen.join(', '));
}

test('a camera goes on air with one ticket, and says how it arrives', async () => {
  await page.evaluate('publisher.start()');
  assert.deepEqual(await states(), ['connecting', 'live']);
  assert.equal(await page.evaluate('tickets'), 1);
  await page.waitForFunction('window.stats?.bitsPerSecond > 0 && window.stats.framesPerSecond > 0', undefined, { timeout: 10_000 });
  const stats = (await page.evaluate('stats')) as { width: number; limitedBy: string };
  assert.equal(stats.width, 640);
});

test('another camera takes the place of the first without a break', async () => {
  await page.evaluate(`(async () => {
    const other = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 } });
    await publisher.replaceTrack('video', other.getVideoTracks()[0]);
  })()`);
  assert.equal((await states()).at(-1), 'live');
});

test('told of a new worker, it is on air again with a fresh ticket', async () => {
  const told = new Promise<void>((resolve) => {
    studio.supervisor.news.once('restarted', () => resolve(page.evaluate('publisher.restart()')));
  });
  process.kill(studio.supervisor.pidOf('test')!, 'SIGKILL');
  await told;
  await untilLiveAgain((await states()).lastIndexOf('reconnecting'), 15_000);
  assert.ok(((await page.evaluate('tickets')) as number) >= 2);
});

test('not told, it notices the silence by itself', async () => {
  const since = (await states()).length;
  const onAir = heard('live', 20_000);
  process.kill(studio.supervisor.pidOf('test')!, 'SIGKILL');
  await untilLiveAgain(since, 20_000);
  await onAir;
  assert.ok((await states()).slice(since).includes('reconnecting'));
});

test('stopping tells the server at once', async () => {
  const stalled = heard('stalled', 5_000);
  await page.evaluate('publisher.stop()');
  await stalled;
  assert.equal((await states()).at(-1), 'idle');
});

/** What the server makes of the publisher; it knows of a live one from its first packet, after the browser says "connected". */
function heard(wanted: string, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server was not told: ${wanted}`)), withinMs);
    studio.supervisor.news.on('publisher', ({ state }) => {
      if (state !== wanted) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
