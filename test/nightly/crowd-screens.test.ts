import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import * as facts from '../screens/facts.ts';
import { findFaults } from '../screens/look.ts';
import { type Api, answerApi, answerRoom, type FakeRoom, servePages } from '../screens/site.ts';

/** Polls and questions as a viewer meets them, with typed facts instead of a server. */
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };
const BASE: Api = {
  'GET /api/me': { value: { ...facts.guest, name: 'Ilse' } },
  'GET /api/shows/*': { value: facts.show() },
  'GET /api/shows/*/counters': { value: facts.counters },
  'GET /api/shows/*/poll': { value: { ...facts.ownVote, mine: null } },
  'GET /api/shows/*/questions': { value: facts.ownQuestions },
  'GET /api/shops/*/products/*': { value: facts.publicProduct },
  'GET /api/products/*/answers': { value: facts.answers },
};
/** What people typed, in whatever language. */
const QUOTED = [
  'Pans that last: the egg test',
  ...facts.askingRoom().questions.map(({ text }) => text),
  ...facts.askingRoom().poll!.options,
  facts.askingRoom().poll!.question,
];

let browser: Browser;
const sites: Partial<Record<'en' | 'nl', Awaited<ReturnType<typeof servePages>>>> = {};
before(async () => {
  browser = await launchBrowser();
  sites.en = await servePages('viewer', 'en');
  sites.nl = await servePages('viewer', 'nl');
});
after(async () => {
  await browser?.close();
  await sites.en?.close();
  await sites.nl?.close();
});

interface Visit {
  page: Page;
  room: FakeRoom;
  context: BrowserContext;
}
async function visit(
  options: { path?: string; viewport?: typeof PHONE; language?: 'en' | 'nl'; api?: Api; room?: object } = {},
): Promise<Visit> {
  const { path = '/shows/x', viewport = PHONE, language = 'en' } = options;
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', colorScheme: language === 'nl' ? 'dark' : 'light' });
  await answerApi(context, { ...BASE, ...options.api });
  const room = await answerRoom(context, options.room ?? facts.askingRoom());
  for (const media of ['**/whep/**', '**/live/**', '**/replay/**']) await context.route(media, (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(sites[language]!.origin + path);
  return { page, room, context };
}
const openPanel = async (page: Page) => {
  await page.locator('.counted').first().click();
  await page.locator('.asks li').first().waitFor();
};
const sent = (room: FakeRoom, command: string) => room.heard.filter((frame) => frame.c === command).map((frame) => frame.d);
async function untilSent(page: Page, room: FakeRoom, command: string, count = 1) {
  for (let tries = 0; tries < 100 && sent(room, command).length < count; tries += 1) await page.waitForTimeout(50);
  return sent(room, command);
}
const poll = facts.askingRoom().poll!;

const SCREENS: Record<string, { on: Parameters<typeof visit>[0]; act?: (page: Page) => Promise<void>; wait: string }> = {
  'an open poll and the questions on a phone': { on: {}, act: openPanel, wait: '.crowd .opt' },
  'a result on a desk': {
    on: { viewport: DESK, language: 'nl', room: facts.askingRoom({ counts: [77, 44, 21], closesAt: facts.at(-0.2) }) },
    wait: '.poll li',
  },
  'the questions on a desk': {
    on: { viewport: DESK, language: 'nl' },
    act: (page) => page.locator('.chathead button').nth(1).click(),
    wait: '.asks li',
  },
  'answers on the page of a product': { on: { path: '/shops/atelier-vuur/products/pan', language: 'nl' }, wait: '.said-in-shows li' },
};
for (const [name, screen] of Object.entries(SCREENS)) {
  test(`${name}: accessible, within its width, in its language`, async () => {
    const { page, context } = await visit(screen.on);
    await screen.act?.(page);
    await page.locator(screen.wait).first().waitFor();
    const faults = await findFaults(page, screen.on?.language ?? 'en', { quoted: QUOTED });
    await context.close();
    assert.deepEqual(faults, []);
  });
}

test('with the arrow keys only the choice that is stayed with is sent, and the bars come when it counts', async () => {
  const { page, room, context } = await visit({ viewport: DESK });
  await page.locator('.poll').getByText('142 votes').waitFor();
  assert.equal(await page.locator('.opt > i').count(), 0);
  await page.getByRole('radio', { name: poll.options[0]! }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.locator('.poll').getByText('54%').waitFor();
  assert.deepEqual(sent(room, 'vote'), [{ pollId: poll.id, option: 2 }]);
  assert.match(await page.locator('.poll [role=status]').innerText(), /^Your vote: Another egg\. You can change it until/);
  await context.close();
});

test('a poll that the server closes becomes its result, and that is said', async () => {
  const { page, room, context } = await visit({ viewport: DESK });
  await page.getByRole('radio').first().waitFor();
  const closed = { ...poll, counts: [80, 44, 21], closesAt: new Date().toISOString() };
  room.push({ e: 'E', a: 1, z: 1, n: Date.now(), v: [{ s: 1, t: Date.now(), k: 'poll', now: true, d: closed }] });
  await page.locator('.poll').getByText('145 votes, closed').waitFor();
  assert.equal(await page.getByRole('radio').count(), 0);
  assert.match(
    await page.locator('.poll [role=status]').innerText(),
    /closed\. Halloumi, no oil 55%, Salmon, skin down 30%, Another egg 15%/,
  );
  await page.getByRole('button', { name: 'Hide the poll' }).click();
  await page.locator('.poll').waitFor({ state: 'detached' });
  await context.close();
});

test('without a connection a vote does not wait: it says so, and nothing is sent when the connection is back', async () => {
  const { page, room, context } = await visit({ viewport: DESK });
  await page.getByRole('radio').first().waitFor();
  await context.setOffline(true);
  await page.getByText('A vote does not wait').waitFor();
  await page.getByRole('radio', { name: poll.options[1]! }).click({ force: true });
  await page.locator('.poll [role=alert]').waitFor();
  await page.waitForTimeout(600);
  await context.setOffline(false);
  await page
    .locator('.poll [role=alert]')
    .waitFor({ state: 'detached' })
    .catch(() => {});
  await page.waitForTimeout(600);
  assert.deepEqual(sent(room, 'vote'), []);
  assert.equal(await page.getByRole('radio', { checked: true }).count(), 0);
  await context.close();
});

test('the most asked stand first, a wish goes up and comes back, and one’s own question keeps its wish', async () => {
  const { page, room, context } = await visit();
  await openPanel(page);
  const rows = await page.locator('.asks li p:first-child').allInnerTexts();
  assert.deepEqual(rows.slice(0, 4), ['Does it rust on a boat?', 'Handle gets hot?', 'Is the 32 coming back?', 'Can you engrave it?']);
  const up = page.getByRole('button', { name: 'I want to know this too: Is the 32 coming back?' });
  assert.equal(await up.getAttribute('aria-pressed'), 'false');
  await up.click();
  await page.locator('.asks button.up.on').nth(2).waitFor();
  await up.click();
  const wishes = (await untilSent(page, room, 'want', 2)) as { on: boolean }[];
  assert.deepEqual(
    wishes.map(({ on }) => on),
    [true, false],
  );
  await page.getByRole('button', { name: 'You asked this: Handle gets hot?' }).click({ force: true });
  assert.equal(sent(room, 'want').length, 2);
  await context.close();
});

test('a question is asked about what is on screen, and an answer to it is said while one looks at the chat', async () => {
  const { page, room, context } = await visit();
  await openPanel(page);
  await page.getByLabel('Ask Marit a question').fill('Is it free of PFAS?');
  await page.keyboard.press('Enter');
  await page.getByText('Asked. It is in the list.').waitFor();
  assert.deepEqual(sent(room, 'ask'), [{ text: 'Is it free of PFAS?', productId: facts.pan.id }]);
  await page.getByRole('button', { name: 'Back to the chat' }).click();
  await page.locator('.chat li').first().waitFor();
  const mine = facts.askingRoom().questions[2]!;
  const answered = { ...mine, state: 'answered', answer: { text: null, name: 'Marit de Wael', at: new Date().toISOString() } };
  room.push({ e: 'E', a: 1, z: 1, n: Date.now(), v: [{ s: 1, t: Date.now(), k: 'question', now: true, d: answered }] });
  await page.getByRole('status').getByText('Answered: Handle gets hot?').waitFor();
  await context.close();
});
