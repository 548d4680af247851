import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { PASSWORD, startApp } from '../app.ts';
import { launchBrowser } from '../browser.ts';

const app = await startApp();
await app.http.app.listen({ port: 0, host: '127.0.0.1' });
const address = app.http.app.server.address();
const base = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
const browser = await launchBrowser();
test.after(() => browser.close());

async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${base}${path}`);
  return { page, complaints };
}

async function byPassword(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto(`${base}/sign-in?next=/account`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** What the app on a phone shows for this secret, some half minutes from now. */
function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', key).update(step).digest();
  return String((digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a person makes an account; a guessable password and a known email are said in words', async () => {
  await app.accounts.createPerson({ email: 'known@shop.example', name: 'Known', password: PASSWORD });
  const { page, complaints } = await open('/sign-up?next=/account');
  const submit = page.getByRole('button', { name: 'Make an account' });
  await page.getByLabel('Name').fill('Ilse');
  await page.getByLabel('Email').fill('known@shop.example');
  await page.getByLabel('Password', { exact: true }).fill('password12345');
  await submit.click();
  await page.getByText('too well known').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await submit.click();
  await page.getByText('There is an account with this email').waitFor();
  await page.getByLabel('Email').fill('ilse@shop.example');
  await submit.click();
  await page.getByText('Ilse, ilse@shop.example').waitFor();
  assert.deepEqual(complaints, []);
});

test('a code app is turned on by scanning, asked for at the next sign-in, and a recovery code stands in for it', async () => {
  await app.accounts.createPerson({ email: 'codes@shop.example', name: 'Codes', password: PASSWORD });
  const { page, complaints } = await open('/sign-in');
  await byPassword(page, 'codes@shop.example', 'not the right password');
  await page.getByText('Email and password do not match').waitFor();
  await byPassword(page, 'codes@shop.example');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.locator('.codes input[type=password]').fill(PASSWORD);
  await page.locator('.codes').getByRole('button', { name: 'Continue' }).click();
  await page.locator('svg.qr').waitFor();
  const secret = (await page.locator('.secret').innerText()).trim();
  await page.locator('.codes').getByRole('textbox').first().fill(codeOf(secret));
  await page.locator('.codes').getByRole('button', { name: 'Continue' }).click();
  const recovery = (await page.locator('.recovery li').first().innerText()).trim();

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await byPassword(page, 'codes@shop.example');
  await page.getByRole('heading', { name: /digits/i }).waitFor();
  await page.getByRole('textbox').first().fill(codeOf(secret, 1));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Codes, codes@shop.example').waitFor();

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await byPassword(page, 'codes@shop.example');
  await page.getByRole('button', { name: /recovery/i }).click();
  await page.getByRole('textbox').fill(recovery);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Codes, codes@shop.example').waitFor();
  assert.deepEqual(complaints, []);
});

test('a passkey is added and signs in by one button; other places are signed out from here', async () => {
  await app.accounts.createPerson({ email: 'key@shop.example', name: 'Key', password: PASSWORD });
  const elsewhere = await open('/sign-in');
  await byPassword(elsewhere.page, 'key@shop.example');
  await elsewhere.page.getByText('Key, key@shop.example').waitFor();

  const { page, complaints } = await open('/sign-in');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await byPassword(page, 'key@shop.example');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: /^Remove/ }).waitFor();
  await page.getByRole('heading', { name: 'Signed in, 2 places' }).waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
    [],
  );
  await page.getByRole('button', { name: /everywhere else/i }).click();
  await page.getByRole('heading', { name: 'Signed in, 1 place' }).waitFor();
  await elsewhere.page.reload();
  await elsewhere.page.getByRole('main').getByRole('link', { name: 'Sign in' }).waitFor();

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.goto(`${base}/sign-in?next=/account`);
  await page.getByRole('button', { name: 'Continue with a passkey' }).click();
  await page.getByText('Key, key@shop.example').waitFor();
  assert.deepEqual(complaints, []);

  // With the password alone the keys cannot be touched.
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await byPassword(page, 'key@shop.example');
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page.getByText('You have a passkey or a code app').waitFor();
});
