import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ChatLine } from '#contract/room.ts';
import { launchBrowser } from '../browser.ts';
import * as facts from '../screens/facts.ts';
import { type Api, answerApi, answerRoom, type FakeRoom, servePages } from '../screens/site.ts';

/** The viewer's chat with typed facts instead of a server: what is shown, what is heard, and what stays the same in calm. */
const BASE: Api = {
  'GET /api/me': { value: { ...facts.guest, name: 'Ilse' } },
  'GET /api/shows/*': { value: facts.show() },
  'GET /api/shows/*/counters': { value: facts.counters },
  'POST /api/orders': { value: facts.order() },
};
let browser: Browser;
let site: Awaited<ReturnType<typeof servePages>>;
before(async () => {
  browser = await launchBrowser();
  site = await servePages('viewer', 'en');
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function visit(
  options: { width?: number; api?: Api; clock?: boolean; wait?: string } = {},
): Promise<{ page: Page; room: FakeRoom; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 390, height: 844 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  await answerApi(context, { ...BASE, ...options.api });
  const room = await answerRoom(context, facts.room());
  for (const media of ['**/whep/**', '**/live/**']) await context.route(media, (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  if (options.clock) await page.clock.install();
  await page.goto(`${site.origin}/shows/x`);
  await page
    .locator(options.wait ?? '.ln')
    .first()
    .waitFor();
  return { page, room, close: () => context.close() };
}

let seq = 0;
const line = (more: Partial<ChatLine> = {}): ChatLine => ({
  ...facts.room().chat[0]!,
  id: `0193f000-0000-7000-8000-${String((seq += 1) + 5000).padStart(12, '0')}`,
  author: 'b1',
  name: 'Bo',
  text: `Line ${seq}`,
  ...more,
});
/** Counts the events of one room, so that what is pushed has no gap. */
function speaker(room: FakeRoom) {
  let last = 0;
  const push = (k: string, d: object) => {
    last += 1;
    room.push({ e: 'E', a: last, z: last, n: Date.now(), v: [{ s: last, t: Date.now(), k, now: true, d }] });
  };
  return { say: (more: Partial<ChatLine> = {}) => push('chat', line(more)), push, beat: () => room.push({ z: last, n: Date.now() }) };
}

test('at fifty lines a second there are sixty rows at most, and ten renders a second', async () => {
  const { page, room, close } = await visit({ width: 1440 });
  const { say } = speaker(room);
  await page.evaluate(() => {
    const seen = { renders: 0, most: 0, since: performance.now() };
    Object.assign(window, { seen });
    const log = document.querySelector('[role=log]')!;
    new MutationObserver(() => {
      seen.renders += 1;
      seen.most = Math.max(seen.most, log.querySelectorAll('li').length);
    }).observe(log, { childList: true, subtree: true });
  });
  for (let nr = 0; nr < 150; nr += 1) {
    say({ text: `Rush ${nr}` });
    await page.waitForTimeout(20);
  }
  await page.getByText('Rush 149').waitFor();
  const seen = await page.evaluate(() => {
    const { renders, most, since } = (window as unknown as { seen: { renders: number; most: number; since: number } }).seen;
    return { perSecond: renders / ((performance.now() - since) / 1000), most };
  });
  await close();
  assert.ok(seen.most <= 60, `${seen.most} rows`);
  assert.ok(seen.perSecond <= 10.5, `${seen.perSecond} renders a second`);
});

/** In the page: what a screen reader would say. Additions in a polite region, and whole texts of a status. */
function listen(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  const log = document.querySelector('[role=log]')!;
  new MutationObserver((changes) => {
    if (log.getAttribute('aria-live') !== 'polite') return;
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof HTMLElement && node.matches('li')) heard.push(node.querySelector('.txt')!.textContent ?? '');
  }).observe(log, { childList: true, subtree: true });
  for (const status of document.querySelectorAll('[role=status]'))
    new MutationObserver(() => status.textContent && heard.push(status.textContent)).observe(status, {
      childList: true,
      subtree: true,
      characterData: true,
    });
}
const heardOn = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard.filter((text) => /^(Slow|Fast|\d+ new)/.test(text)));

test('a slow chat is read line by line; a fast one is a count every ten seconds, and the focus stays', async () => {
  const { page, room, close } = await visit({ width: 1440, clock: true });
  const { say, beat } = speaker(room);
  /** The room's heartbeat goes on, or the page would look for another connection. */
  const pass = async (ms: number) => {
    beat();
    await page.clock.runFor(ms);
  };
  await page.getByLabel('Say something to Marit').focus();
  // What was there when somebody came is not read out.
  await page.clock.runFor(3_000);
  await page.evaluate(listen);
  for (let nr = 0; nr < 3; nr += 1) {
    say({ text: `Slow ${nr}` });
    await page.getByText(`Slow ${nr}`).waitFor();
    await page.clock.runFor(4_000);
  }
  assert.deepEqual(await heardOn(page), ['Slow 0', 'Slow 1', 'Slow 2']);
  for (let nr = 0; nr < 4; nr += 1) await pass(5_000);
  for (let nr = 0; nr < 24; nr += 1) {
    say({ text: `Fast ${nr}` });
    await page.clock.runFor(200);
  }
  await page.getByText('Fast 23').waitFor();
  await pass(6_000);
  await pass(6_000);
  const heard = (await heardOn(page)).slice(3);
  const counted = heard.flatMap((text) => (/^(\d+) new/.exec(text) ? [Number(/^\d+/.exec(text)![0])] : []));
  const read = heard.filter((text) => text.startsWith('Fast'));
  assert.ok(read.length <= 5 && counted.length > 0, JSON.stringify(heard));
  assert.equal(read.length + counted.reduce((sum, count) => sum + count, 0), 24, JSON.stringify(heard));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'say-field');
  await close();
});

test('whoever reads above stands still, what is hidden goes from there too, and a button leads to the newest line', async () => {
  const { page, room, close } = await visit({ width: 1440 });
  const { say, push } = speaker(room);
  for (let nr = 0; nr < 40; nr += 1) say({ text: `Old ${nr}` });
  await page.getByText('Old 39').waitFor();
  await page.locator('.chat-tall').hover();
  await page.mouse.wheel(0, -600);
  await page.getByRole('button', { name: 'To the newest line' }).waitFor();
  const insulting = line({ text: 'To be hidden' });
  say({ text: 'New 1' });
  push('chat', insulting);
  push('chat.hidden', { id: facts.room().chat[1]!.id, by: 'moderator' });
  await page.getByRole('button', { name: '2 new lines' }).waitFor();
  assert.equal(await page.getByText('New 1').count(), 0);
  assert.equal(await page.getByText('Yes, all hobs. Spec sheet, line 4.').count(), 0);
  await page.getByRole('button', { name: '2 new lines' }).click();
  await page.getByText('New 1').waitFor();
  await close();
});

test('my own line says that it waits for a moderator, and what became of it; a ban is said with its reason', async () => {
  const { page, room, close } = await visit();
  const field = page.getByLabel('Say something to Marit');
  await field.fill('Is this allowed?');
  await page.keyboard.press('Enter');
  await page.locator('.unsent').waitFor({ state: 'attached' });
  const said = room.heard.find((frame) => frame.c === 'chat')!;
  room.push({ p: { k: 'line', clientId: said.i, state: 'held' } });
  await page.getByText('Waiting for a moderator. Only you see it.').waitFor();
  room.push({ p: { k: 'line', clientId: said.i, state: 'hidden' } });
  await page.getByText('A moderator did not show this line.').waitFor();
  room.push({ p: { k: 'timed_out', until: new Date(Date.now() + 600_000).toISOString(), reason: 'insult' } });
  await page.getByText(/A moderator paused your chat\. You can speak again in (10:00|09:\d\d)\. Reason: an insult\./).waitFor();
  room.push({ p: { k: 'banned', reason: 'spam', appeal: false } });
  await page.getByText(/ended your part in this shop’s chat.* Reason: advertising\./).waitFor();
  assert.equal(await field.count(), 0);
  assert.ok(await page.locator('.pin .btn.buy').isEnabled());
  await close();
});

test('in calm nothing counts down or flies, the end and the price stay in words, and it is bought by the same steps', async () => {
  const steps = async (page: Page): Promise<string[]> => {
    const names: string[] = [];
    for (const button of [page.locator('.pin .btn.buy'), page.locator('dialog .btn.buy')]) {
      names.push(await button.first().innerText());
      await button.first().click();
    }
    await page.locator('dialog form').waitFor();
    names.push(...(await page.locator('dialog form label').allInnerTexts()), await page.locator('dialog .btn.buy').innerText());
    return names;
  };
  const plain = await visit();
  const price = await plain.page.locator('.pin .now').innerText();
  const usual = await steps(plain.page);
  await plain.close();

  const { page, close } = await visit();
  await page.getByRole('button', { name: /Calm mode/ }).click();
  await page.getByText('Calm mode. Countdown, hearts and chat are hidden.').first().waitFor();
  assert.equal(await page.locator('.cd-b, .hearts, [aria-label=Like], [role=log]').count(), 0);
  assert.match(await page.locator('.pin .edge').innerText(), /Offer ends \d\d:\d\d/);
  assert.equal(await page.locator('.pin .now').innerText(), price);
  await page.reload();
  await page.locator('.pin').waitFor();
  assert.equal(await page.locator('.cd-b').count(), 0, 'calm was forgotten');
  assert.deepEqual(await steps(page), usual);
  await close();
});

test('calm of the account comes along to a new device, and a change there is told to the account', async () => {
  const told: unknown[] = [];
  const me = { ...facts.member, calm: true };
  const { page, close } = await visit({
    wait: '.calmnote',
    api: { 'GET /api/me': { value: me }, 'PUT /api/me/calm': (body) => (told.push(body), { value: { ...me, calm: false } }) },
  });
  assert.equal(await page.locator('[role=log]').count(), 0);
  await page.getByRole('button', { name: /Calm mode/ }).click();
  await page.locator('[role=log]').waitFor();
  await close();
  assert.deepEqual(told, [{ calm: false }]);
});
