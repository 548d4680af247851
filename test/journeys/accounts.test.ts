import assert from 'node:assert/strict';
import test from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { transact } from '#platform/db.ts';
import { PASSWORD, startApp } from '../app.ts';
import { launchBrowser } from '../browser.ts';

// What sign-in.test.ts leaves: several devices, staff who may not work yet, and what a browser remembers.
const app = await startApp();
await app.http.app.listen({ port: 0, host: '127.0.0.1' });
const address = app.http.app.server.address();
// Passkeys belong to a name, not to an address.
const base = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
const browser = await launchBrowser();
test.after(() => browser.close());

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints };
}

async function signIn(page: Page, email: string, next = '/account', password = PASSWORD): Promise<void> {
  await page.goto(`${base}/sign-in?next=${next}`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function addAuthenticator(page: Page): Promise<void> {
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
}

test('a wrong password is said in words and says nothing about who has an account', async () => {
  await app.accounts.createPerson({ email: 'known@lantern.example', name: 'Known', password: PASSWORD });
  const said: string[] = [];
  for (const email of ['known@lantern.example', 'nobody@lantern.example']) {
    const { page, complaints } = await open();
    await signIn(page, email, '/account', 'not the right password');
    said.push(await page.getByRole('alert').innerText());
    assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), 'not the right password');
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
  assert.match(said[0]!, /Email and password do not match/);
  assert.equal(said[0], said[1]);
});

test('one other device is signed out by its own button, and this one stays', async () => {
  await app.accounts.createPerson({ email: 'ilse@lantern.example', name: 'Ilse', password: PASSWORD });
  const phone = await open({ userAgent: IPHONE, viewport: { width: 390, height: 844 } });
  const laptop = await open();
  for (const { page } of [phone, laptop]) {
    await signIn(page, 'ilse@lantern.example');
    await page.getByText('Ilse, ilse@lantern.example').waitFor();
  }
  const { page } = laptop;
  await page.reload();
  await page.getByRole('heading', { name: 'Signed in, 2 places' }).waitFor();
  await page.getByRole('button', { name: /^Sign out .*iOS/ }).click();
  await page.getByRole('heading', { name: 'Signed in, 1 place' }).waitFor();
  await page.reload();
  await page.getByText('Ilse, ilse@lantern.example').waitFor();

  await phone.page.reload();
  await phone.page.getByText('You are not signed in').waitFor();
  assert.equal((await phone.page.request.get(`${base}/api/me/sessions`)).status(), 401);
  assert.deepEqual([...phone.complaints, ...laptop.complaints], []);
});

test('staff with a password alone are told why they cannot change the shop, and a passkey lets them', async () => {
  const orgId = await app.organisation('lantern', false);
  const lotte = await app.accounts.createPerson({ email: 'lotte@lantern.example', name: 'Lotte', password: PASSWORD });
  await transact(app.db, (tx) => app.accounts.grant(tx, orgId, lotte, ['seller_admin']));
  const { page, complaints } = await open();
  await addAuthenticator(page);
  const rename = async () => {
    await page.goto(`${base}/office/lantern/settings`);
    await page.getByLabel('Shop name').fill('The Lantern');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  };

  await signIn(page, 'lotte@lantern.example');
  await page.getByText('Lotte, lotte@lantern.example').waitFor();
  await rename();
  const alert = page.getByRole('alert').filter({ hasText: 'Staff need a second step' });
  await alert.getByRole('link').click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: /^Remove/ }).waitFor();

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.goto(`${base}/sign-in?next=/account`);
  await page.getByRole('button', { name: 'Continue with a passkey' }).click();
  await page.getByText('Lotte, lotte@lantern.example').waitFor();
  await rename();
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  assert.equal((await app.accounts.organisationBySlug(app.db, 'lantern'))?.name, 'The Lantern');
  assert.deepEqual(complaints, []);
});

test('the language and the theme that somebody picked are kept, signed in or not, in the shop and in the office', async () => {
  const orgId = await app.organisation('harbour');
  const sara = await app.accounts.createPerson({ email: 'sara@harbour.example', name: 'Sara', password: PASSWORD });
  await transact(app.db, (tx) => app.accounts.grant(tx, orgId, sara, ['seller_admin']));
  const { page, complaints } = await open({ colorScheme: 'light' });
  const looks = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']]);

  await page.goto(`${base}/sign-in`);
  assert.deepEqual(await looks(), ['en', 'light']);
  await signIn(page, 'sara@harbour.example');
  await page.getByText('Sara, sara@harbour.example').waitFor();
  await page.getByRole('button', { name: 'Dark' }).click();
  const kept = page.waitForResponse((response) => response.url().endsWith('/api/me/language'));
  await page.getByRole('button', { name: 'Nederlands' }).click();
  assert.ok((await kept).ok());

  await page.reload();
  await page
    .getByRole('heading', { name: 'Waar je ingelogd bent' })
    .or(page.getByRole('heading', { name: /Ingelogd op/ }))
    .waitFor();
  assert.deepEqual(await looks(), ['nl', 'dark']);
  await page.goto(`${base}/office/harbour/settings`);
  await page.getByRole('link', { name: 'Instellingen' }).first().waitFor();
  assert.deepEqual(await looks(), ['nl', 'dark']);

  await page.goto(`${base}/account`);
  await page.getByRole('button', { name: 'Uitloggen', exact: true }).first().click();
  await page.getByRole('link', { name: 'Inloggen' }).first().waitFor();
  await page.goto(`${base}/`);
  assert.deepEqual(await looks(), ['nl', 'dark']);
  assert.deepEqual(complaints, []);
});
