import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

const { url, person } = await openShop();
const seller = person('Host, Atelier Vuur');
const browser = await launchBrowser();
test.after(() => browser.close());

const OFFICE = `${url}/office/atelier-vuur`;
const APPAREL = readFileSync(join(import.meta.dirname, '../fixtures/shopify-apparel.csv'));
/** Set to a folder to keep pictures of every screen. */
const SHOTS = process.env['ETALAGE_SHOTS'];

// Without motion: a colour on its way from light to dark is neither.
async function office(options: Parameters<typeof browser.newContext>[0] = {}) {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/.test(message.text())) complaints.push(message.text());
  });
  const answer = await page.request.post(`${url}/api/auth/sign-in/email`, { data: { email: seller.email, password: seller.password } });
  assert.equal(answer.status(), 200);
  return { page, complaints };
}

/** Looks at a screen wide and light, then narrow and dark: nothing may be unreadable, and nothing wider than the window. */
async function look(page: Page, name: string) {
  for (const [width, height, theme] of [
    [1440, 900, 'light'],
    [390, 844, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.evaluate((value) => (document.documentElement.dataset['theme'] = value), theme);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-${width}-${theme}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary]).slice(0, 3)]);
    assert.deepEqual(found, [], `${name} ${width} ${theme}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${name} is wider than ${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'));
}

test('a seller finds a product, changes price and stock, and buyers have it at once', async () => {
  const { page, complaints } = await office();
  await page.goto(`${OFFICE}/products`);
  await page.getByRole('button', { name: /Blued-steel pan/ }).waitFor();
  await look(page, 'products');
  await page.getByRole('searchbox').fill('VV-28');
  await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /Blued-steel pan/ }).click();

  await page.getByLabel('Price, EUR, row 2').fill('1.000');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('A price like 94.00.').waitFor();
  await page.getByLabel('Price, EUR, row 2').fill('89,50');
  await page.getByLabel('Free to sell, row 2').fill('7');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved. Shows and shop pages have it at once.').waitFor();
  const shown = await (await page.request.get(`${url}/api/shops/atelier-vuur/products/blued-steel-pan`)).json();
  const pan = shown.variants.find((variant: { sku: string }) => variant.sku === 'VV-28');
  assert.deepEqual([pan.facts.price.minor, pan.left], [8950, 7]);
  await look(page, 'product');
  assert.deepEqual(complaints, []);
});

test('a new product gets variants, a picture and a passport', async () => {
  const { page, complaints } = await office();
  await page.goto(`${OFFICE}/products/new`);
  await page.getByLabel('Name', { exact: true }).fill('Copper ladle');
  await page.getByRole('button', { name: 'Add an option' }).click();
  await page.getByLabel('Option 1', { exact: true }).fill('Length');
  await page.getByLabel('Length, row 1').fill('30 cm');
  await page.getByLabel('SKU, row 1').fill('CL-30');
  await page.getByLabel('Price, EUR, row 1').fill('32');
  await page.getByRole('button', { name: 'Add a variant' }).click();
  await page.getByLabel('Length, row 2').fill('30 cm');
  await page.getByLabel('SKU, row 2').fill('CL-36');
  await page.getByLabel('Price, EUR, row 2').fill('38.50');
  await page.getByLabel('Free to sell, row 2').fill('5');
  await page.getByRole('button', { name: 'Add to the shop' }).click();
  await page.getByText('Two variants have the same options.').waitFor();
  await page.getByLabel('Length, row 2').fill('36 cm');
  await page.getByRole('button', { name: 'Add to the shop' }).click();
  await page.getByRole('heading', { name: 'Copper ladle', level: 1 }).waitFor();

  const photo = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#b5651d' } })
    .png()
    .toBuffer();
  await page.getByLabel(/Drop pictures here/).setInputFiles({ name: 'ladle.png', mimeType: 'image/png', buffer: photo });
  await page.getByRole('button', { name: 'Remove picture 1' }).waitFor();
  await page.getByLabel(/Drop pictures here/).setInputFiles({ name: 'not.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
  await page.getByText('We cannot read this picture. Use JPEG, PNG, WebP or AVIF.').waitFor();

  await page.getByLabel('Country of origin').fill('BE');
  await page.getByLabel('GTIN').fill('4006381333930');
  await page.getByRole('button', { name: 'Save passport' }).click();
  await page.getByText('The check digit is not right. It would be 4006381333931.').waitFor();
  await page.getByLabel('GTIN').fill('4006381333931');
  await page.getByRole('button', { name: 'Save passport' }).click();
  await page.getByText('Saved as version 1.').waitFor();
  assert.deepEqual(complaints, []);
});

test('a file is looked at, imported and taken back, and nothing changes before it is said', async () => {
  const { page, complaints } = await office();
  const products = async () =>
    (await (await page.request.get(`${url}/api/orgs/${await orgId(page)}/products?limit=100`)).json()).items.length;
  const before = await products();
  await page.goto(`${OFFICE}/imports`);
  await page.getByText('Nothing was imported yet').waitFor();
  await look(page, 'import-file');
  await page
    .getByLabel(/Drop a product file here/)
    .setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('Handle,Title\na,"open\n') });
  await page.getByText('A quotation mark opens and does not close').waitFor();
  const wrong = 'bad-one,Bad one,,v,,,true,Title,Default Title,,,,,B-1,0,,-3,deny,manual,1.09,,true,true,,,,,false\n';
  const file = Buffer.concat([APPAREL, Buffer.from(`\n${wrong}`)]);
  await page.getByLabel(/Drop a product file here/).setInputFiles({ name: 'apparel.csv', mimeType: 'text/csv', buffer: file });

  await page.getByText('A price before is never imported.').waitFor();
  await look(page, 'import-columns');
  await page.getByRole('button', { name: 'Preview 23 lines' }).click();
  await page.getByText('20 products come in or change.').waitFor();
  await page.getByText('Ocean Blue Shirt').waitFor();
  await look(page, 'import-preview');
  assert.equal(await products(), before, 'a preview changes nothing');
  await page.getByRole('button', { name: 'Look at 1 error' }).click();
  await page.getByText('Stock cannot be below zero. Use 0 when it is sold out.').waitFor();
  await look(page, 'import-errors');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Only the bad lines, CSV' }).click(),
  ]);
  assert.match(readFileSync(await download.path(), 'utf8'), /24,bad-one,B-1,Stock,Stock cannot be below zero/);

  await page.getByRole('button', { name: 'Import 22 lines' }).click();
  await page.getByText('22 lines are in').waitFor();
  assert.equal(await products(), before + 20);
  await look(page, 'import-result');
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('Products, prices and stock are what they were.').waitFor();
  assert.equal(await products(), before);
  assert.deepEqual(complaints, []);
});

test('the same in Dutch, by keyboard', async () => {
  const { page } = await office({ locale: 'nl-BE' });
  await page.goto(`${OFFICE}/products`);
  await page.getByRole('button', { name: 'Bestand importeren' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Sleep hier een productbestand heen').waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    (async () => {
      await page.getByLabel(/Sleep hier een productbestand heen/).focus();
      await page.keyboard.press('Enter');
    })(),
  ]);
  await chooser.setFiles({ name: 'apparel.csv', mimeType: 'text/csv', buffer: APPAREL });
  await page.getByRole('button', { name: 'Voorbeeld van 22 regels' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Importeer 22 regels' }).waitFor();
  await look(page, 'import-preview-nl');
});

async function orgId(page: Page): Promise<string> {
  const me = (await (await page.request.get(`${url}/api/me`)).json()) as { memberships: { orgId: string; orgSlug: string }[] };
  return me.memberships.find((membership) => membership.orgSlug === 'atelier-vuur')!.orgId;
}
