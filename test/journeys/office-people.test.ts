import assert from 'node:assert/strict';
import test from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { transact } from '#platform/db.ts';
import { PASSWORD, startApp } from '../app.ts';
import { launchBrowser } from '../browser.ts';

const app = await startApp();
await app.http.app.listen({ port: 0, host: '127.0.0.1' });
const address = app.http.app.server.address();
// Passkeys belong to a name, not to an address.
const base = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
const browser = await launchBrowser();
test.after(() => browser.close());

async function person(
  email: string,
  name: string,
  roles: Record<string, readonly ('host' | 'seller_admin' | 'producer')[]> = {},
): Promise<string> {
  const id = await app.accounts.createPerson({ email, name, password: PASSWORD });
  await transact(app.db, async (tx) => {
    for (const [orgId, list] of Object.entries(roles)) await app.accounts.grant(tx, orgId, id, list);
  });
  return id;
}

async function signedIn(
  email: string,
  options: Parameters<typeof browser.newContext>[0] = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/.test(message.text())) complaints.push(message.text());
  });
  const answer = await page.request.post(`${base}/api/auth/sign-in/email`, { data: { email, password: PASSWORD } });
  assert.equal(answer.status(), 200);
  return { page, complaints };
}

test('a seller admin adds a person, changes what they may do, and removes them', async () => {
  const org = await app.organisation('lantern');
  await person('ilse@lantern.example', 'Ilse', { [org]: ['seller_admin'] });
  const lotte = await person('lotte@lantern.example', 'Lotte');
  const { page, complaints } = await signedIn('ilse@lantern.example');
  await page.goto(`${base}/office/lantern/people`);

  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email of their account').fill('nobody@lantern.example');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('Nobody here has an account with nobody@lantern.example yet').waitFor();
  await dialog.getByLabel('Email of their account').fill('lotte@lantern.example');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Lotte is part of the shop now.').waitFor();

  await page.getByRole('button', { name: 'Change what Lotte may do' }).click();
  await dialog.getByRole('checkbox', { name: /^Producer/ }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved for Lotte. It works at once.').waitFor();
  const members = await page.request.get(`${base}/api/orgs/${org}/members`);
  const roles = ((await members.json()) as { items: { userId: string; roles: string[] }[] }).items.find(
    (item) => item.userId === lotte,
  )?.roles;
  assert.deepEqual(roles, ['host', 'producer']);

  await page.getByRole('button', { name: 'Change what Lotte may do' }).click();
  await dialog.getByRole('button', { name: 'Remove from this shop' }).click();
  await dialog.getByRole('alert').getByRole('button', { name: 'Remove from this shop' }).click();
  await page.getByText('Lotte has no access any more.').waitFor();
  assert.equal(await page.getByRole('row').count(), 2);

  await page.getByRole('button', { name: 'Change what Ilse may do' }).click();
  await dialog.getByRole('button', { name: 'Remove from this shop' }).click();
  await dialog.getByRole('alert').getByRole('button', { name: 'Remove from this shop' }).click();
  await dialog.getByText('An organisation keeps at least one seller admin.').waitFor();
  assert.deepEqual(complaints, []);
});

test('settings are judged while typed, saved, and read again', async () => {
  const org = await app.organisation('settings-shop');
  await person('sam@shop.example', 'Sam', { [org]: ['seller_admin'] });
  const { page, complaints } = await signedIn('sam@shop.example');
  await page.goto(`${base}/office/settings-shop/settings`);
  await page.getByLabel('Delivery per order').fill('4,999');
  await page.getByText('An amount from 0 to €1,000.00.').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Save' }).isDisabled());
  await page.getByLabel('Delivery per order').fill('4,95');
  await page.getByLabel('City').fill('Gent');
  await page.getByRole('switch', { name: /Take orders/ }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. Buyers see it at once.').waitFor();
  const shop = await app.accounts.organisation(app.db, org);
  assert.deepEqual([shop?.shippingMinor, shop?.city, shop?.takesOrders], [495, 'Gent', false]);
  await page.reload();
  assert.equal(await page.getByLabel('Delivery per order').inputValue(), '4.95');
  assert.deepEqual(complaints, []);
});

test('a host reads the settings and cannot change them', async () => {
  const org = await app.organisation('read-only');
  await person('host@shop.example', 'Host', { [org]: ['host'] });
  const { page } = await signedIn('host@shop.example');
  await page.goto(`${base}/office/read-only/settings`);
  await page.getByText('A seller admin can change this.').waitFor();
  assert.ok(await page.getByLabel('Shop name').isDisabled());
  assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0);
});

test('a passkey made in the browser opens what a password does not', async () => {
  const org = await app.organisation('guarded', false);
  await person('guard@shop.example', 'Guard', { [org]: ['seller_admin'] });
  const { page } = await signedIn('guard@shop.example');
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
  await page.goto(`${base}/office/guarded/settings`);
  await page.getByText('People need a passkey').waitFor();
  const change = () =>
    page.evaluate(async (url) => {
      const answer = await fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"city":"Gent"}' });
      return [answer.status, ((await answer.json()) as { reason?: string }).reason];
    }, `/api/orgs/${org}`);
  assert.deepEqual(await change(), [403, 'second_factor_needed']);

  const made = await page.evaluate(async () => {
    const options = await (await fetch('/api/auth/passkey/generate-register-options')).json();
    const credential = (await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    })) as PublicKeyCredential;
    const answer = await fetch('/api/auth/passkey/verify-registration', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response: credential.toJSON(), name: 'Laptop' }),
    });
    return { status: answer.status, body: await answer.json() };
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.equal(made.body.name, 'Laptop');
  assert.deepEqual(await change(), [200, undefined]);

  const again = await page.evaluate(async () => {
    await fetch('/api/auth/sign-out', { method: 'POST' });
    const options = await (await fetch('/api/auth/passkey/generate-authenticate-options')).json();
    const credential = (await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    })) as PublicKeyCredential;
    const send = () =>
      fetch('/api/auth/passkey/verify-authentication', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response: credential.toJSON() }),
      });
    const first = await send();
    const replayed = await send();
    return { asked: options.userVerification, first: first.status, replayed: replayed.status };
  });
  assert.deepEqual(again, { asked: 'required', first: 200, replayed: 401 });
  assert.deepEqual(await change(), [200, undefined]);

  // The password still opens the account, but not what is guarded, nor the way to add another key.
  await page.evaluate(() => fetch('/api/auth/sign-out', { method: 'POST' }));
  const byPassword = await page.request.post(`${base}/api/auth/sign-in/email`, {
    data: { email: 'guard@shop.example', password: PASSWORD },
    headers: { origin: base },
  });
  assert.equal(byPassword.status(), 200);
  assert.deepEqual(await change(), [403, 'second_factor_needed']);
});

test('people and settings are readable for everybody: axe, light and dark, wide and narrow', async () => {
  const org = await app.organisation('axe-shop');
  await person('axe@shop.example', 'Axe', { [org]: ['seller_admin', 'host'] });
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    const { page, complaints } = await signedIn('axe@shop.example', {
      colorScheme,
      viewport: { width, height: 844 },
      locale: 'nl-BE',
      reducedMotion: 'reduce',
    });
    for (const [path, ready] of [
      ['people', 'table'],
      ['settings', 'form.settings'],
    ] as const) {
      await page.goto(`${base}/office/axe-shop/${path}`);
      await page.locator(ready).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${path} ${colorScheme}: ${id} ${nodes[0]?.html}`),
        [],
      );
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `${path} at ${width}`);
    }
    await page.goto(`${base}/office/axe-shop/people`);
    await page.getByRole('button', { name: /Axe/ }).first().waitFor();
    await page.locator('button.person').first().click();
    await page.getByRole('dialog').waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `sheet ${colorScheme}: ${id} ${nodes[0]?.html}`),
      [],
    );
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});
