import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Order } from '#contract/orders.ts';
import type { ShowCard, StaffShow } from '#contract/shows.ts';
import { launchBrowser } from '../browser.ts';
import { findFaults, keyboardFault, RULES_OF_LOOKS, settled } from '../screens/look.ts';
import { mintOrderId } from '../../src/web/viewer/sale/order-id.ts';
import { openShop } from '../shop.ts';

/**
 * Every screen of the whole shop as people meet it: real answers, a real picture on air. Each in light English at
 * both sizes, and in dark Dutch at one of them. With SHOTS=<folder> it leaves a picture of each.
 */
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };
const SHOTS = process.env['SHOTS'];
const ORG = 'atelier-vuur';
/** The demo writes its titles in English; Dutch buttons repeat them. */
const QUOTED = ['Pans that last: the egg test', 'First heather honey of the year', 'Ask a jeweller anything'];

type Who = 'guest' | 'host';
interface Screen {
  readonly who: Who;
  path(): string;
  /** There when the screen is. */
  readonly wait: string;
  /** What most people come to this screen for; the Tab key must lead there. */
  action(page: Page): Locator;
  /** From the page to the screen. */
  act?(page: Page): Promise<void>;
  /** What the browser itself rightly writes to its console here. */
  readonly says?: RegExp;
}

const shop = await openShop();
const browser = await launchBrowser();
after(() => browser.close());
const contexts = new Map<string, BrowserContext>();
/** What the addresses need; filled before the first screen. */
const facts = { orgId: '', liveId: '', draftId: '', productId: '', handle: '', orderId: '' };

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  await openContexts();
  await readFacts();
});

/** The same people in both languages: what they bought and drafted is there in each. */
async function openContexts(): Promise<void> {
  const { email, password } = shop.person('Host, Atelier Vuur');
  for (const who of ['guest', 'host'] as const) {
    const light = await browser.newContext({ locale: 'en-GB', colorScheme: 'light', reducedMotion: 'reduce', viewport: DESK });
    contexts.set(`${who} en`, light);
    if (who === 'host') await ask('host', 'POST', '/api/auth/sign-in/email', { email, password });
    else await ask('guest', 'PUT', '/api/me/name', { name: 'Ilse' });
    const storageState = await light.storageState();
    const dark = { locale: 'nl-BE', colorScheme: 'dark', reducedMotion: 'reduce', viewport: DESK, storageState } as const;
    contexts.set(`${who} nl`, await browser.newContext(dark));
  }
  for (const context of contexts.values()) context.setDefaultTimeout(20_000);
}

async function readFacts(): Promise<void> {
  const org = await shop.shop.accounts.organisationBySlug(shop.shop.db, ORG);
  facts.orgId = org!.id;
  const shows = await ask<{ items: ShowCard[] }>('host', 'GET', `/api/orgs/${facts.orgId}/shows`);
  facts.liveId = shows.items.find(({ slug }) => slug === 'pans-that-last')!.id;
  const show = await ask<StaffShow>('host', 'GET', `/api/orgs/${facts.orgId}/shows/${facts.liveId}`);
  const product = show.shelf[0]!.product;
  facts.productId = product.id;
  facts.handle = product.handle;
}

async function ask<T>(who: Who, method: 'GET' | 'POST' | 'PUT', path: string, data?: object): Promise<T> {
  const answer = await contexts.get(`${who} en`)!.request.fetch(shop.url + path, { method, ...(data && { data }) });
  assert.ok(answer.ok(), `${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A page of this person, and what it complains about. */
async function open(who: Who, language: 'en' | 'nl', says?: RegExp): Promise<{ page: Page; complaints: string[] }> {
  const page = await contexts.get(`${who} ${language}`)!.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !says?.test(message.text())) complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  return { page, complaints };
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name.replace(/[^a-z]+/g, '-')}.png`) });
}

/** The screen that stands on this page, in light English: both sizes, and the way of the Tab key. */
async function lookLight(name: string, page: Page, screen: Pick<Screen, 'wait' | 'action'>): Promise<string[]> {
  const faults: string[] = [];
  for (const [size, viewport] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    await page.setViewportSize(viewport);
    await settled(page, screen.wait);
    await shoot(page, `${name}-${size}`);
    faults.push(...(await findFaults(page, 'en', { quoted: QUOTED })).map((fault) => `${size}: ${fault}`));
  }
  const keyboard = await keyboardFault(page, screen.action(page));
  return keyboard ? [...faults, `keyboard: ${keyboard}`] : faults;
}

/** Every second screen is looked at in dark Dutch too, and by the nightly all of them. */
const isWhole = process.env['EVERY_SCREEN'] === '1';

function screen(name: string, at: number, look: Screen): void {
  test(`${name}: accessible, in one language, within its width, still and quiet, its main action reached by Tab`, async () => {
    const languages = (['en', 'nl'] as const).filter((language) => language === 'en' || isWhole || at % 2 === 0);
    const faults = await Promise.all(languages.map((language) => faultsIn(language, name, at, look)));
    assert.deepEqual(faults.flat(), []);
  });
}

async function faultsIn(language: 'en' | 'nl', name: string, at: number, look: Screen): Promise<string[]> {
  const { page, complaints } = await open(look.who, language, look.says);
  if (language === 'nl') await page.setViewportSize(at % 4 < 2 ? PHONE : DESK);
  await page.goto(shop.url + look.path());
  await look.act?.(page);
  const faults: string[] = [];
  if (language === 'en') faults.push(...(await lookLight(name, page, look)));
  else {
    await settled(page, look.wait);
    await shoot(page, `${name}-dark-dutch`);
    faults.push(...(await findFaults(page, 'nl', { quoted: QUOTED, rules: RULES_OF_LOOKS })).map((fault) => `dark Dutch: ${fault}`));
  }
  faults.push(...complaints);
  await page.close();
  return faults;
}

const css = (selector: string) => (page: Page) => page.locator(selector);
const office = (section: string) => () => `/office/${ORG}/${section}`;

// Before the show: the host's way to the stage.
const BEFORE: Record<string, Screen> = {
  'studio list': { who: 'host', path: () => '/studio', wait: '.show-row', action: css('a.show-row') },
  'studio draft': { who: 'host', path: () => '/studio?new=1', wait: 'dialog form', action: css('dialog form button[type=submit]') },
  'studio plan': {
    who: 'host',
    path: () => `/studio/shows/${facts.liveId}`,
    wait: '.plan-body',
    action: css('.plan .btn.solid'),
  },
  'studio lobby': {
    who: 'host',
    path: () => `/studio/shows/${facts.liveId}`,
    act: (page) => page.locator('.plan .btn.solid').first().click(),
    wait: '.lobby video',
    action: css('.lobby .btn.live'),
  },
};
Object.entries(BEFORE).forEach(([name, look], at) => screen(name, at, look));

// The stage: this page is the camera of the show for all screens that follow.
let camera: { page: Page; complaints: string[] };
test('studio on air: goes live by its own button and holds up at both sizes', async () => {
  camera = await open('host', 'en');
  const { page } = camera;
  await page.goto(`${shop.url}/studio/shows/${facts.liveId}`);
  await page.locator('.plan .btn.solid').first().click();
  await page.locator('.lobby .btn.live').click();
  const air = { wait: '.air', action: css('.dk, .big') };
  await page.locator(air.wait).first().waitFor();
  const faults = await lookLight('studio on air', page, air);
  await page.setViewportSize(DESK);
  // The first part begins: its product is pinned.
  await page.getByRole('button', { name: /Next item/ }).click();
  assert.deepEqual(faults, []);
});

const ON_AIR: Record<string, Screen> = {
  'studio on air, a second screen': {
    who: 'host',
    path: () => `/studio/shows/${facts.liveId}`,
    wait: '.air',
    action: css('.dk, .big'),
  },
  home: { who: 'guest', path: () => '/', wait: '.lc', action: css('.lc') },
  'show before': { who: 'guest', path: () => '/shows/ask-a-jeweller', wait: '.cd', action: css('main .btn') },
  'show live': { who: 'guest', path: () => '/shows/pans-that-last', wait: '.livev .btn.buy', action: css('.livev .btn.buy') },
};
Object.entries(ON_AIR).forEach(([name, look], at) => screen(name, at, look));

// After a purchase.
test('a guest buys from the live show and pays at the test bank', async () => {
  const show = await ask<StaffShow>('guest', 'GET', `/api/shows/${facts.liveId}`);
  const variant = show.shelf[0]!.product.variants[0]!;
  const wish = {
    orderId: mintOrderId(Date.now()),
    showId: show.id,
    variantId: variant.id,
    quantity: 1,
    expectedMinor: variant.facts.price.minor,
  };
  const { id } = await ask<Order>('guest', 'POST', '/api/orders', wish);
  facts.orderId = id;
  const address = { name: 'Ilse Verbruggen', line1: 'Coupure Links 88', postcode: '9000', city: 'Gent', country: 'BE' };
  const begun = await ask<Order>('guest', 'POST', `/api/orders/${id}/pay`, { email: 'ilse@example.be', address, method: 'test_card' });
  const { page } = await open('guest', 'en');
  await page.goto(begun.payment!.url!);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/\/(pay\/return|orders\/)/);
  // The bank tells the shop in its own time; the page that waits for it has its own tests.
  let state = begun.state;
  for (let tries = 0; tries < 100 && state !== 'paid'; tries += 1) {
    await page.waitForTimeout(200);
    ({ state } = await ask<Order>('guest', 'GET', `/api/orders/${id}`));
  }
  await page.close();
  assert.equal(state, 'paid');
});

test('the show ends for everybody', async () => {
  await ask('host', 'POST', `/api/orgs/${facts.orgId}/shows/${facts.liveId}/end`);
  await camera.page.locator('.after').first().waitFor();
  await camera.page.close();
  assert.deepEqual(camera.complaints, []);
});

// After the show: nothing is on air any more, and everything else still stands.
const AFTER: Record<string, Screen> = {
  orders: { who: 'guest', path: () => '/orders', wait: '.orow', action: css('.orow a, a.orow') },
  order: { who: 'guest', path: () => `/orders/${facts.orderId}`, wait: '.slip', action: css('main a, main .btn') },
  'office orders': {
    who: 'host',
    path: office('orders'),
    wait: 'main table, main .row-card, main li',
    action: css('main input, main .btn'),
  },
  'studio after': { who: 'host', path: () => `/studio/shows/${facts.liveId}`, wait: '.after main', action: css('.after main a.btn') },
  'show ended': { who: 'guest', path: () => '/shows/pans-that-last', wait: '.recap', action: css('main .btn') },
  product: { who: 'guest', path: () => `/shops/${ORG}/products/${facts.handle}`, wait: '.prod', action: css('.prod .btn') },
  'shop page': { who: 'guest', path: () => `/shops/${ORG}`, wait: '.tile', action: css('.tile a, a.tile') },
  'sign in': { who: 'guest', path: () => '/sign-in', wait: '.auth form', action: css('.auth .btn.solid') },
  account: { who: 'host', path: () => '/account', wait: '.se', action: css('.account .btn') },
  'not found': { who: 'guest', path: () => '/nothing-here', wait: '.state', action: css('.state .btn'), says: /404/ },
  'office shows': { who: 'host', path: office('shows'), wait: 'main h1', action: css('main .btn') },
  'office products': { who: 'host', path: office('products'), wait: 'main h1', action: css('main .btn') },
  'office product editor': {
    who: 'host',
    path: () => `/office/${ORG}/products/${facts.productId}`,
    wait: 'main .card',
    action: css('main .btn.solid'),
  },
  'office imports': { who: 'host', path: office('imports'), wait: 'main h1', action: css('main input[type=file], main .btn') },
  'office people': { who: 'host', path: office('people'), wait: 'main h1', action: css('main .btn') },
  'office settings': { who: 'host', path: office('settings'), wait: 'main form, main .card', action: css('main .btn, main input') },
  'office first run': { who: 'host', path: office('first-run'), wait: 'main h1', action: css('main .btn') },
};
Object.entries(AFTER).forEach(([name, look], at) => screen(name, at, look));
