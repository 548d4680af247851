import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { v7 as uuidv7 } from 'uuid';
import { type RunningTestbank, startTestbank } from './start.ts';

const [apiKey, webhookSecret] = ['key for the shop, long enough', Buffer.from('secret of the webhooks..').toString('base64')];
const dataDir = mkdtempSync(join(tmpdir(), 'etalage-bank-'));
const heard: { id: string; state: string }[] = [];
let shopIsAway = false;
/** A shop that only listens. */
const shop = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    if (request.url !== '/webhook') return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Back in the shop</p>');
    if (shopIsAway) return response.writeHead(503).end();
    new Webhook(webhookSecret).verify(body, request.headers as Record<string, string>);
    heard.push({ id: String(request.headers['webhook-id']), state: (JSON.parse(body) as { data: { state: string } }).data.state });
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
const address = shop.address();
const shopUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const settings = { host: '127.0.0.1', publicUrl: shopUrl, dataDir, apiKey, webhookSecret, lateMs: 100 };
let bank: RunningTestbank = await startTestbank({ ...settings, port: 0 });
after(async () => {
  await bank.close();
  shop.close();
  shop.closeAllConnections();
  rmSync(dataDir, { recursive: true, force: true });
});

async function api(method: string, path: string, body?: object, key = apiKey) {
  const answer = await fetch(`${bank.url}/v1/payments${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as { url: string; state: string; error: string } };
}
const charge = (more: object = {}) => ({
  id: uuidv7(),
  orderId: uuidv7(),
  amount: { minor: 8395, currency: 'EUR' },
  shop: 'Atelier Vuur <b>BV</b>',
  description: 'E-20417: 1 × Blued-steel pan',
  method: 'test_card',
  language: 'en',
  returnUrl: `${shopUrl}/page`,
  webhookUrl: `${shopUrl}/webhook`,
  ...more,
});
async function comes(state: string, since: number, copies = 1): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (heard.slice(since).filter((news) => news.state === state).length >= copies) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`${state} was never told`);
}

test('the same payment again is the same page; the same id with another amount is refused', async () => {
  const wish = charge();
  const [first, again] = [await api('POST', '', wish), await api('POST', '', wish)];
  assert.equal(first.status, 200);
  assert.equal(again.body.url, first.body.url);
  assert.equal((await api('POST', '', { ...wish, amount: { minor: 1, currency: 'EUR' } })).status, 409);
});

test('without the key, with a foreign return address or with nonsense there is no payment', async () => {
  assert.equal((await api('POST', '', charge(), 'another key')).status, 401);
  assert.equal((await api('POST', '', charge({ returnUrl: 'https://elsewhere.example/' }))).body.error, 'foreign_return_url');
  assert.equal((await api('POST', '', charge({ amount: { minor: -5, currency: 'EUR' } }))).status, 400);
  assert.equal((await api('GET', `/${uuidv7()}`)).status, 404);
  const page = await fetch(`${bank.url}/pay/${'x'.repeat(24)}`);
  assert.equal(page.status, 404);
  assert.equal((await fetch(`${bank.url}/pay/%00`)).status, 404);
});

test('only what was paid can be given back, and only what is open can be closed', async () => {
  const wish = charge();
  const { body } = await api('POST', '', wish);
  assert.equal((await api('POST', `/${wish.id}/refund`)).status, 409);
  await fetch(body.url, { method: 'POST', body: new URLSearchParams({ outcome: 'success' }), redirect: 'manual' });
  assert.equal((await api('POST', `/${wish.id}/cancel`)).body.state, 'paid');
  for (let turn = 0; turn < 2; turn += 1) assert.equal((await api('POST', `/${wish.id}/refund`)).body.state, 'refunded');
});

test('a bank that is started again remembers, and tells what it could not tell before', async () => {
  shopIsAway = true;
  const since = heard.length;
  const wish = charge();
  const { body } = await api('POST', '', wish);
  await fetch(body.url, { method: 'POST', body: new URLSearchParams({ outcome: 'success' }), redirect: 'manual' });
  await bank.close();
  shopIsAway = false;
  bank = await startTestbank({ ...settings, port: bank.port });
  assert.equal((await api('GET', `/${wish.id}`)).body.state, 'paid');
  await comes('paid', since);
});

test('a bank that dies is started again on the same address', async () => {
  const wish = charge();
  const { body } = await api('POST', '', wish);
  // As an out-of-memory kill would: the process, not the handle.
  process.kill(bank.pid(), 'SIGKILL');
  for (let tries = 0; tries < 400; tries += 1) {
    const answer = await fetch(body.url).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail('the bank did not come back');
});

test('news sent twice has one id', async () => {
  const since = heard.length;
  const { body } = await api('POST', '', charge());
  await fetch(body.url, { method: 'POST', body: new URLSearchParams({ outcome: 'decline', travels: 'twice' }), redirect: 'manual' });
  await comes('declined', since, 2);
  const told = heard.slice(since).filter((news) => news.state === 'declined');
  assert.equal(new Set(told.map((news) => news.id)).size, 1);
});

test('the pages work in a frame of the shop with the keyboard alone, without script, and axe finds nothing', async () => {
  const browser = await chromium.launch({ executablePath: process.env['ETALAGE_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const { body } = await api('POST', '', charge({ language: 'nl' }));
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 640 } });
      const alone = await context.newPage();
      await alone.goto(body.url);
      assert.deepEqual((await new AxeBuilder({ page: alone }).analyze()).violations, []);
      await context.close();
    }
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await page.goto(`${shopUrl}/page`);
    await page.setContent(`<iframe title="pay" src="${body.url}" width="390" height="600"></iframe>`);
    const frame = page.frameLocator('iframe');
    // What a shop is called is text, not markup.
    await frame.getByText('Atelier Vuur <b>BV</b>').waitFor();
    await frame.getByText('Eerst een code vragen').click();
    await page.keyboard.press('Enter');
    await frame.getByLabel('Code, elke zes cijfers zijn goed').fill('482190');
    await page.keyboard.press('Enter');
    await frame.getByText('Back in the shop').waitFor();
    assert.deepEqual(refused, []);
  } finally {
    await browser.close();
  }
});
