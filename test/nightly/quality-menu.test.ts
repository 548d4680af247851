import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Qualities } from '#contract/media.ts';
import { launchBrowser } from '../browser.ts';
import { onAir } from '../player-page.ts';
import * as facts from '../screens/facts.ts';
import { findFaults } from '../screens/look.ts';
import { answerApi, answerRoom, servePages } from '../screens/site.ts';

/** The menu under the picture: what is offered, why not more, and that the choice is kept. */
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'light', language: 'en', name: 'Picture and data' } as const;
const DESK = { viewport: { width: 1440, height: 900 }, colorScheme: 'dark', language: 'nl', name: 'Beeld en data' } as const;
const ALL: Qualities = {
  source: { width: 720, height: 1280, framesPerSecond: 30, bitsPerSecond: 2_400_000 },
  rungs: [
    { name: '480p', width: 480, height: 854, bitsPerSecond: 896_000, state: 'running' },
    { name: '240p', width: 240, height: 426, bitsPerSecond: 346_000, state: 'ready' },
  ],
  audioBitsPerSecond: 96_000,
  why: null,
};

let browser: Browser;
const sites: Partial<Record<'en' | 'nl', Awaited<ReturnType<typeof servePages>>>> = {};
before(async () => {
  browser = await launchBrowser(['--mute-audio']);
  sites.en = await servePages('viewer', 'en');
  sites.nl = await servePages('viewer', 'nl');
});
after(async () => {
  await browser?.close();
  await sites.en?.close();
  await sites.nl?.close();
});

async function visit(t: TestContext, on: typeof PHONE | typeof DESK, media: (context: BrowserContext) => Promise<void>): Promise<Page> {
  const { viewport, colorScheme, language } = on;
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  t.after(() => context.close());
  await answerApi(context, {
    'GET /api/me': { value: facts.guest },
    'GET /api/shows/*': { value: facts.show() },
    'GET /api/shows/*/counters': { value: facts.counters },
  });
  await answerRoom(context, facts.room());
  await context.route('**/whep/**', (route) => route.fulfill({ status: 503 }));
  await media(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${sites[language]!.origin}/shows/x`);
  await page.locator('.chat li, .chat-tall li').first().waitFor();
  return page;
}

/** With `LOOK` set to a folder, what the test sees is kept there as pictures. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['LOOK'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

const STATES: Record<string, Qualities | null> = {
  all: ALL,
  busy: { ...ALL, rungs: ALL.rungs.map((rung) => ({ ...rung, state: rung.name === '480p' ? ('dropped' as const) : rung.state })) },
  few: { ...ALL, rungs: [], why: 'few_viewers' },
  unknown: null,
};

for (const on of [PHONE, DESK]) {
  test(`the menu says what can be had and why not more, accessible, in ${on.language} on ${on.viewport.width} px`, async (t) => {
    let qualities: Qualities | null = null;
    const page = await visit(t, on, async (context) => {
      await context.route('**/live/**', (route) => route.abort());
      await context.route('**/qualities.json', (route) => (qualities ? route.fulfill({ json: qualities }) : route.abort()));
    });
    const choices = page.locator('dialog .choice');
    for (const [name, state] of Object.entries(STATES)) {
      qualities = state;
      await page.getByRole('button', { name: on.name }).click();
      if (state) await choices.nth(state.rungs.length + 1).waitFor();
      else await page.locator('dialog .note').waitFor();
      if (state?.why) await page.getByText(on === PHONE ? 'shows with more viewers' : 'shows met meer kijkers').waitFor();
      assert.equal(await choices.count(), (state?.rungs.length ?? 0) + 2, name);
      assert.equal(await page.locator('dialog .choice input:disabled').count(), name === 'busy' ? 1 : 0, name);
      await look(page, `menu-${name}-${on.viewport.width}`);
      assert.deepEqual(await findFaults(page, on.language, { quoted: [facts.show().title] }), [], name);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
  });
}

test('a quality chosen with the keyboard comes, is remembered, and sound only rests the picture', async (t) => {
  const show = await onAir(t, undefined, { when: 'always', fromViewers: 1, sides: [240] });
  const page = await visit(t, PHONE, async (context) => {
    await context.route('**/live/**', async (route) => {
      const url = new URL(route.request().url());
      const answer = await fetch(`${show.url}/live/${url.pathname.split('/').at(-1)}${url.search}`).catch(() => null);
      // The show ends before the page does.
      if (!answer) return route.abort();
      await route.fulfill({
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: Buffer.from(await answer.arrayBuffer()),
      });
    });
  });
  const open = () => page.getByRole('button', { name: 'Picture and data' }).press('Enter');
  const shown = (width: number) => page.waitForFunction((px) => document.querySelector('video')?.videoWidth === px, width);
  await shown(540);
  await open();
  await page.getByText(/^Now: 540p/).waitFor();
  await page.getByText(/Mb\/s arriving/).waitFor();
  await look(page, 'menu-playing');
  await page.getByRole('switch', { name: /Data saver/ }).press('Space');
  if (await import('node-av').catch(() => null)) {
    await page.getByText('Now: 240p').waitFor();
    await shown(240);
    await page.reload();
    await shown(240);
    await open();
  }
  assert.equal(await page.getByRole('switch', { name: /Data saver/ }).getAttribute('aria-checked'), 'true');
  await page.getByRole('radio', { name: /Sound only/ }).press('Space');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Sound only' }).waitFor();
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth === 0 && document.querySelector('video')!.currentTime > 0.5);
  await page.getByText(/b\/s arriving/).waitFor();
  await look(page, 'sound-only');
  assert.deepEqual(await findFaults(page, 'en', { quoted: [facts.show().title] }), []);
  await page.getByRole('button', { name: 'Show the picture' }).press('Enter');
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
});
