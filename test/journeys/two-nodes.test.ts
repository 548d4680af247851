import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { freePort } from '#platform/postgres.ts';
import { freshDatabase } from '#platform/testing.ts';
import { launchBrowser } from '../browser.ts';
import { runShop, SERVER, type Started } from '../started-shop.ts';

/**
 * Two server processes, two ports, one database: the shop itself, and a gateway beside it that has no media. What is
 * said, pinned and bought at one is seen at the other, and a gateway that is killed costs its viewers nothing.
 */
const LONG = Number(process.env['LONG'] ?? 45_000);
const hasNats = spawnSync('nats-server', ['--version']).status === 0;
const database = await freshDatabase({ max: 2 });
const dataDir = mkdtempSync(join(tmpdir(), 'etalage-nodes-'));
const natsPort = await freePort();
const nats: ChildProcess | null = hasNats ? spawn('nats-server', ['-a', '127.0.0.1', '-p', String(natsPort)], { stdio: 'ignore' }) : null;
const gatewayPort = await freePort();
const bankPort = await freePort();
const env = {
  DATABASE_URL: database.url,
  ETALAGE_BUS: hasNats ? `nats://127.0.0.1:${natsPort}` : 'postgres',
  TESTBANK_PORT: String(bankPort),
  RATE_LIMIT_FACTOR: '1000',
  LADDER: 'never',
};
const shop = await runShop(SERVER, ['--data', dataDir], env);
const startGateway = () =>
  runShop(
    SERVER,
    [],
    {
      ...env,
      ETALAGE_ROLE: 'gateway',
      ETALAGE_MEDIA_URL: shop.url,
      // As on another machine: a folder of its own, and the instance's secret as a setting.
      ETALAGE_DATA: join(dataDir, 'gateway'),
      ETALAGE_SECRET: readFileSync(join(dataDir, 'secret'), 'utf8').trim(),
    },
    process.execPath,
    gatewayPort,
  );
const started: Started[] = [shop];
after(async () => {
  for (const one of started.toReversed()) one.process.kill('SIGTERM');
  await Promise.all(started.map((one) => one.exit));
  nats?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

await shop.says('The shop is open');
let gateway = await startGateway();
started.push(gateway);
await gateway.says('A gateway of');
const browser = await launchBrowser();
after(() => browser.close());

interface Card {
  id: string;
  title: string;
  variants: { id: string; left: number | null; price: { minor: number } }[];
}
interface ShowFacts {
  id: string;
  orgId?: string;
  slug: string;
  shelf: { product: Card }[];
}
const showUrl = await until('the demo is on air', async () => {
  const home = (await (await fetch(`${gateway.url}/api/home`)).json()) as { live: { id: string }[] };
  return home.live[0] ? `/shows/${home.live[0].id}` : null;
});
const showId = showUrl.split('/').at(-1)!;
const show = (await (await fetch(`${gateway.url}/api/shows/${showId}`)).json()) as ShowFacts;
const here = await open(shop.url);
const there = await open(gateway.url);

test('a gateway hands the picture on', async () => {
  await until('a picture at the gateway', () =>
    there.evaluate(() => ([...document.querySelectorAll('video')].some((video) => video.videoWidth > 0) ? true : null)),
  );
});

test('what is said at either is read at the other', async () => {
  await say(here, 'Said at the shop', 'Noor');
  await there.getByText('Said at the shop').first().waitFor();
  await say(there, 'Said at the gateway', 'Wim');
  await here.getByText('Said at the gateway').first().waitFor();
});

test('a product pinned through the gateway is pinned on both', async () => {
  const staff = await signIn(gateway.url);
  const { items } = (await staff.get('/api/me/orgs')) as { items: { orgId: string }[] };
  const { orgId } = items[0]!;
  const product = show.shelf.at(-1)!.product;
  await staff.put(`/api/orgs/${orgId}/shows/${showId}/pins`, { productIds: [product.id] });
  for (const page of [here, there]) await page.getByText(product.title).first().waitFor();
});

test('units held and paid at the gateway are counted at the shop, and the other way round', async () => {
  for (const [from, page] of [
    [gateway.url, here],
    [shop.url, there],
  ] as const)
    await buyAndSee(from, page);
});

test('a gateway killed with -9 comes back, and its viewer misses nothing and sees nothing twice', async () => {
  gateway.process.kill('SIGKILL');
  await gateway.exit;
  await say(here, 'Said while the gateway was away');
  gateway = await startGateway();
  started.push(gateway);
  await gateway.says('A gateway of');
  await there.getByText('Said while the gateway was away').first().waitFor();
  await say(here, 'Said when it was back');
  await there.getByText('Said when it was back').first().waitFor();
  for (const line of ['Said at the shop', 'Said at the gateway', 'Said while the gateway was away', 'Said when it was back'])
    assert.equal(await there.getByText(line, { exact: true }).count(), 1, line);
});

async function open(url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  const page = await context.newPage();
  await page.goto(`${url}${showUrl}`);
  return page;
}

async function say(page: Page, text: string, name?: string): Promise<void> {
  const field = page.getByLabel(/Say something to/).first();
  await field.fill(text);
  await field.press('Enter');
  if (name === undefined) return;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Send with this name' }).click();
}

async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + LONG; ; await sleep(100)) {
    const value = await ask();
    if (value !== null) return value;
    if (performance.now() > end) assert.fail(`Not within ${LONG / 1000} s: ${what}`);
  }
}

/** A person at one process, by the same requests that pages make. */
function caller(url: string) {
  const jar = new Map<string, string>();
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; '), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) jar.set(...(line.split(';', 1)[0]!.split('=', 2) as [string, string]));
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body: object) => ask('POST', path, body),
    put: (path: string, body: object) => ask('PUT', path, body),
  };
}

async function signIn(url: string) {
  const [, email = '', password = ''] = /Host, \S.*?\s{2,}(\S+@\S+)\s+(\S+)/.exec(shop.output())!;
  const staff = caller(url);
  await staff.post('/api/auth/sign-in/email', { email, password });
  return staff;
}

async function buyAndSee(from: string, page: Page): Promise<void> {
  const buyer = caller(from);
  const card = ((await buyer.get(`/api/shows/${showId}`)) as ShowFacts).shelf.at(-1)!.product;
  const variant = card.variants.find(({ left }) => (left ?? 0) > 1)!;
  const soldBefore = await soldOn(page);
  const orderId = uuidv7();
  await buyer.post('/api/orders', { orderId, showId, variantId: variant.id, quantity: 1, expectedMinor: variant.price.minor });
  await page
    .getByText(`${variant.left! - 1} left`)
    .first()
    .waitFor();
  const address = { name: 'Ilse Verbruggen', line1: 'Coupure Links 88', postcode: '9000', city: 'Gent', country: 'BE' };
  const order = (await buyer.post(`/api/orders/${orderId}/pay`, { email: 'ilse@example.com', address, method: 'test_card' })) as {
    payment: { url: string };
  };
  const paid = await fetch(order.payment.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'outcome=success&travels=once',
    redirect: 'manual',
  });
  assert.ok(paid.status < 400, `the bank answered ${paid.status}`);
  await until('the sold counter', async () => ((await soldOn(page)) === soldBefore + 1 ? true : null));
}

const soldOn = async (page: Page): Promise<number> =>
  Number(/\d+/.exec(await page.getByRole('button', { name: /sold/ }).first().innerText())?.[0] ?? Number.NaN);
