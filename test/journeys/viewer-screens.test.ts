import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { HoldWish } from '#contract/orders.ts';
import { launchBrowser } from '../browser.ts';
import * as facts from '../screens/facts.ts';
import { type Api, answerApi, answerRoom, type FakeRoom, servePages } from '../screens/site.ts';

/** The viewer's screens with typed facts instead of a server: every state can be looked at, in both languages and themes. */
const BASE: Api = {
  'GET /api/me': { value: facts.guest },
  'PUT /api/me/language': { value: facts.guest },
  'GET /api/home': { value: facts.home },
  'GET /api/shows/*': { value: facts.show() },
  'GET /api/shows/*/counters': { value: facts.counters },
  'GET /api/shows/*/counting': { value: facts.counting },
  'GET /api/shows/*/replay': { value: facts.replay() },
  'GET /api/shops/*': { value: facts.shop },
  'GET /api/shops/*/products/*': { value: facts.publicProduct },
  'POST /api/orders': { value: facts.order() },
  'POST /api/orders/*/release': { value: facts.order({ state: 'released' }) },
  'GET /api/orders/*': { value: facts.paidOrder },
  'GET /api/me/orders': { value: { items: [facts.paidOrder, facts.order()], nextCursor: null } },
  'GET /api/me/sessions': { value: { items: [facts.session] } },
  'GET /api/auth/passkey/list-user-passkeys': { value: { items: [] } },
};
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'light', language: 'en' } as const;
const DESK = { viewport: { width: 1440, height: 900 }, colorScheme: 'dark', language: 'nl' } as const;

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
  /** Errors of the page and of its content policy. */
  errors: string[];
}
async function visit(
  path: string,
  more: { api?: Api; room?: object; on?: typeof PHONE | typeof DESK; reducedMotion?: 'reduce' | 'no-preference' } = {},
): Promise<Visit> {
  const on = more.on ?? PHONE;
  const context = await browser.newContext({
    viewport: on.viewport,
    colorScheme: on.colorScheme,
    reducedMotion: more.reducedMotion ?? 'reduce',
  });
  await answerApi(context, { ...BASE, ...more.api });
  const room = await answerRoom(context, more.room ?? facts.room());
  for (const media of ['**/whep/**', '**/live/**', '**/replay/**', '**/clips/*.mp4']) await context.route(media, (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => /Content Security Policy|TrustedScript|Trusted Type/.test(message.text()) && errors.push(message.text()));
  await page.goto(sites[on.language]!.origin + path);
  return { page, room, context, errors };
}

const buy = async (page: Page) => {
  await page.locator('.btn.buy').first().click();
  await page.locator('dialog .btn.buy').click();
};
const ended = facts.show({
  state: 'ended',
  endedAt: facts.at(-5),
  media: {
    ...facts.show().media,
    state: 'replay',
    replayUrl: '/replay/x/index.m3u8',
    replayStartsAtMs: Date.parse(facts.at(-39)),
    replayDurationMs: 2_040_000,
  },
});
const SCREENS: Record<string, { path: string; wait: string; api?: Api; room?: object; act?: (page: Page) => Promise<void> }> = {
  street: { path: '/', wait: '.lc' },
  upcoming: { path: '/upcoming', wait: '.evt' },
  search: { path: '/?q=honey', wait: '.lc' },
  live: { path: '/shows/x', wait: '.chat li, .chat-tall li' },
  reconnecting: { path: '/shows/x', wait: '.trouble', room: facts.room({ media: { state: 'reconnecting', generation: 1 } }) },
  'product sheet': { path: '/shows/x', wait: 'dialog .passport', act: (page) => page.locator('.btn.buy').first().click() },
  checkout: { path: '/shows/x', wait: 'dialog form', act: buy },
  'sold out': { path: '/shows/x', wait: '.said', act: buy, api: { 'POST /api/orders': { refused: 'sold_out' } } },
  before: {
    path: '/shows/x',
    wait: '.cd',
    api: { 'GET /api/shows/*': { value: facts.show({ state: 'scheduled', startsAt: facts.at(1632) }) } },
    room: facts.room({ state: 'scheduled' }),
  },
  ended: { path: '/shows/x', wait: '.ch', api: { 'GET /api/shows/*': { value: ended } }, room: facts.room({ state: 'ended' }) },
  'how it was counted': { path: '/shows/x/counting', wait: '.curve' },
  'not counted yet': {
    path: '/shows/x/counting',
    wait: '.counting .state',
    api: { 'GET /api/shows/*/counting': { value: { ...facts.counting, minutes: [] } } },
  },
  'replay of a product': {
    path: '/shows/x?t=7m1s',
    wait: '.rcard',
    api: { 'GET /api/shows/*': { value: ended } },
    room: facts.room({ state: 'ended' }),
  },
  'replay being made': {
    path: '/shows/x',
    wait: '.rstage-wait',
    api: {
      'GET /api/shows/*': { value: ended },
      'GET /api/shows/*/replay': { value: { ...facts.replay(), state: 'preparing', parts: [], chapters: [], questions: [] } },
    },
    room: facts.room({ state: 'ended' }),
  },
  'share a moment': {
    path: '/shows/x',
    wait: 'dialog form',
    api: { 'GET /api/shows/*': { value: ended }, 'GET /api/me': { value: facts.member } },
    room: facts.room({ state: 'ended' }),
    act: (page) => page.locator('.btn.share').click(),
  },
  clip: {
    path: '/shows/x/clips/y',
    wait: '.rcard',
    api: { 'GET /api/shows/*': { value: ended }, 'GET /api/clips/*': { value: facts.clip } },
  },
  'withdrawn clip': { path: '/shows/x/clips/y', wait: '.state', api: { 'GET /api/clips/*': { refused: 'clip_withdrawn' } } },
  shop: { path: '/shops/atelier-vuur', wait: '.tile' },
  product: { path: '/shops/atelier-vuur/products/pan', wait: '.prod' },
  orders: { path: '/orders', wait: '.orow' },
  order: { path: '/orders/x', wait: '.slip' },
  'sign in': { path: '/sign-in', wait: 'form' },
  account: { path: '/account', wait: '.se', api: { 'GET /api/me': { value: facts.member } } },
  refused: { path: '/', wait: '.state', api: { 'GET /api/home': { refused: 'not_allowed' } } },
};

/** Faults of one screen as it is seen there. */
async function faultsOf(screen: (typeof SCREENS)[string], on: typeof PHONE | typeof DESK): Promise<string[]> {
  const { page, context, errors } = await visit(screen.path, { ...screen, on });
  await screen.act?.(page);
  await page.locator(screen.wait).first().waitFor();
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
  );
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await context.close();
  return [...found, ...errors, ...(overflow > 0 ? [`${overflow} px wider than the screen`] : [])];
}

/** Each screen is looked at in one of both ways, and by the nightly in both. */
const isWhole = process.env['EVERY_SCREEN'] === '1';

Object.entries(SCREENS).forEach(([name, screen], at) => {
  const ways = [PHONE, DESK].filter((_way, nr) => isWhole || nr === at % 2);
  test(`${name}: accessible, inside its policy and its width, on a phone in English or a dark desk in Dutch`, async () => {
    const faults = await Promise.all(ways.map((on) => faultsOf(screen, on)));
    assert.deepEqual(faults.flat(), []);
  });
});

test('a wish whose answer was lost is asked again as the same order', async () => {
  const asked: HoldWish[] = [];
  const { page, context } = await visit('/shows/x', {
    api: {
      'POST /api/orders': (body) => {
        asked.push(body as HoldWish);
        return asked.length === 1 ? { refused: 'busy' } : { value: facts.order() };
      },
    },
  });
  await buy(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('dialog form').waitFor();
  await context.close();
  assert.equal(asked.length, 2);
  assert.equal(asked[0]!.orderId, asked[1]!.orderId);
  assert.equal(asked[0]!.expectedMinor, 7900);
});

test('closing the checkout gives the units back, and the back button closes it without leaving the show', async () => {
  let released = 0;
  const { page, context } = await visit('/shows/x', {
    api: { 'POST /api/orders/*/release': () => ((released += 1), { value: facts.order({ state: 'released' }) }) },
  });
  await buy(page);
  await page.locator('dialog form').waitFor();
  await page.goBack();
  await page.locator('dialog').waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).pathname, '/shows/x');
  assert.ok(await page.locator('.pin').isVisible());
  await context.close();
  assert.equal(released, 1);
});

test('a first line asks for a name once and then is said', async () => {
  let name: string | null = null;
  const { page, room, context } = await visit('/shows/x', {
    api: {
      'GET /api/me': () => ({ value: { ...facts.guest, name } }),
      'PUT /api/me/name': (body) => ((name = (body as { name: string }).name), { value: { ...facts.guest, name } }),
    },
  });
  await page.locator('.chat li').first().waitFor();
  await page.getByLabel('Say something to Marit').fill('Does it rust?');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name').fill('Ilse');
  await page.getByRole('button', { name: 'Send with this name' }).click();
  await page.waitForFunction(() => !document.querySelector('dialog'));
  for (let tries = 0; tries < 50 && !room.heard.some((frame) => frame.c === 'chat'); tries += 1) await page.waitForTimeout(50);
  await context.close();
  assert.deepEqual(
    room.heard.filter((frame) => frame.c === 'chat').map((frame) => frame.d),
    [{ text: 'Does it rust?', language: 'en' }],
  );
});

test('a new pin changes the card and leaves the focus where it was', async () => {
  const { page, room, context } = await visit('/shows/x');
  await page.locator('.chat li').first().waitFor();
  await page.getByLabel('Say something to Marit').focus();
  room.push({ e: 'E', a: 1, z: 1, n: Date.now(), v: [{ s: 1, t: Date.now(), k: 'pin', now: true, d: { productIds: [facts.salt.id] } }] });
  await page.locator('.pin').getByText('Salt mill, olive wood').waitFor();
  const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await context.close();
  assert.equal(focused, 'Say something to Marit');
});

test('stock falls on the screen when the room says so, and at nothing the card says sold out', async () => {
  const { page, room, context } = await visit('/shows/x');
  await page.locator('.chat li').first().waitFor();
  await page.locator('.pin').getByText('37 left').first().waitFor();
  const twentyEight = facts.pan.variants[1]!.id;
  room.push({ n: Date.now(), r: { [`left:${twentyEight}`]: 36 } });
  await page.locator('.pin').getByText('36 left').first().waitFor();
  room.push({ n: Date.now(), r: Object.fromEntries(facts.pan.variants.map((variant) => [`left:${variant.id}`, 0])) });
  const button = page.locator('.pin .btn.buy');
  await page.locator('.pin .btn.buy:disabled').waitFor();
  assert.equal(await button.innerText(), 'Sold out');
  await context.close();
});

test('taps on the heart are sent at most three a second, and no heart flies when motion is unwelcome', async () => {
  const { page, room, context } = await visit('/shows/x');
  await page.locator('.chat li').first().waitFor();
  for (let taps = 0; taps < 9; taps += 1) await page.getByLabel('Like').click();
  await page.waitForTimeout(1300);
  room.push({ n: Date.now(), r: { hearts: 3200 } });
  await page.getByText('3,200').waitFor();
  assert.equal(await page.locator('.hearts').count(), 0);
  await context.close();
  const sent = room.heard.filter((frame) => frame.c === 'hearts').map((frame) => (frame.d as { n: number }).n);
  assert.ok(sent.length > 0);
  for (const n of sent) assert.ok(n <= 3);
});

test('the language switches in place and is kept by the server', async () => {
  const kept: unknown[] = [];
  const { page, context } = await visit('/', { api: { 'PUT /api/me/language': (body) => (kept.push(body), { value: facts.guest }) } });
  await page.getByRole('button', { name: 'Nederlands' }).click();
  await page.getByText('In 3 winkels brandt licht').waitFor();
  const lang = await page.evaluate(() => document.documentElement.lang);
  await context.close();
  assert.equal(lang, 'nl');
  assert.deepEqual(kept, [{ language: 'nl' }]);
});

test('a counter says what it counts when tapped, and Esc closes it', async () => {
  const { page, context } = await visit('/shows/x');
  await page.getByRole('button', { name: '1,284 watching' }).click();
  const panel = page.getByRole('dialog', { name: '1,284 watching' });
  await panel.getByText('By direct video').waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await context.close();
});

test('a price that changed is said and bought only when the person agrees, as another order', async () => {
  const asked: HoldWish[] = [];
  const { page, context } = await visit('/shows/x', {
    api: {
      'POST /api/orders': (body) => {
        asked.push(body as HoldWish);
        const changed = { refused: 'price_changed', facts: { price: { minor: 9900, currency: 'EUR' } } } as const;
        return asked.length === 1 ? changed : { value: facts.order() };
      },
    },
  });
  await buy(page);
  await page.getByText('The price changed', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Reserve at €99.00' }).click();
  await page.locator('dialog form').waitFor();
  await context.close();
  assert.deepEqual(
    asked.map((wish) => wish.expectedMinor),
    [7900, 9900],
  );
  assert.notEqual(asked[0]!.orderId, asked[1]!.orderId);
});

test('a replay says of each product whether it can be had, and what it cost then', async () => {
  const { page, context } = await visit('/shows/x?t=8m', {
    api: { 'GET /api/shows/*': { value: ended } },
    room: facts.room({ state: 'ended' }),
  });
  const card = page.locator('.rcard');
  await card.getByRole('button', { name: 'Buy at €79.00' }).waitFor();
  await card.getByText(/During the show €69.00, until .* That offer ended/).waitFor();
  const row = (title: string) => page.locator('.ch').filter({ hasText: title });
  await row('Enamel soup pot').getByText('€99.00 in the show').waitFor();
  await row('Office knife').getByText('Sold out').waitFor();
  await row('Office knife').click();
  await card.getByRole('button', { name: 'Sold out' }).waitFor();
  assert.ok(await card.getByRole('button', { name: 'Sold out' }).isDisabled());
  await row('Enamel fondue set').click();
  await card.getByText('Not for sale any more').waitFor();
  assert.equal(await card.locator('.btn').count(), 0);
  await page.getByText('The picture was away once, 2:00 in all.').waitFor();
  await row('Salt mill').click();
  await card.getByText('The same price as in the show.').waitFor();
  await context.setOffline(true);
  await card.getByRole('button', { name: 'Buy needs a connection' }).waitFor();
  await context.close();
});

test('72 hours of chapters are a list and a timeline that a phone can carry, and are searched', async () => {
  const six = facts.replay().chapters;
  const chapters = Array.from({ length: 1_500 }, (_, n) => ({ ...six[n % 6]!, id: n, atMs: n * 172_800, endMs: (n + 1) * 172_800 }));
  const { page, context } = await visit('/shows/x?t=40h', {
    api: {
      'GET /api/shows/*': { value: ended },
      'GET /api/shows/*/replay': { value: facts.replay({ durationMs: 259_200_000, chapters }) },
    },
    room: facts.room({ state: 'ended' }),
  });
  await page.locator('.ch.on').waitFor();
  assert.equal(await page.locator('.ch').count(), 60);
  assert.ok((await page.locator('.rtl-bar').count()) <= 121);
  await page.getByRole('button', { name: '813 earlier chapters' }).click();
  await page.getByRole('button', { name: '753 earlier chapters' }).waitFor();
  await page.getByLabel('Search in this show').fill('soup');
  await page.getByRole('button', { name: /later chapters/ }).waitFor();
  assert.deepEqual([...new Set(await page.locator('.ch .grow > .b').allInnerTexts())], ['Enamel soup pot, 5 l']);
  await context.close();
});
