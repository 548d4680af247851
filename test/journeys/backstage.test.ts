import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Page } from 'playwright-core';
import { transact } from '#platform/db.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

/** A host on air, and the next one in her own studio: waits backstage, is brought on, and hands back. */
const LONG = 30_000;
const { url, shop, person } = await openShop();
const browser = await launchBrowser();
after(() => browser.close());

const org = (await shop.accounts.organisationBySlug(shop.db, 'atelier-vuur'))!;
const showId = await transact(shop.db, (tx) =>
  shop.shows.createShow(tx, org.id, {
    title: 'Three days of pans',
    description: '',
    language: 'en',
    hostName: 'Marit de Wael',
    disclosure: { kind: 'own_goods', text: 'no fee' },
    isSynthetic: false,
    startsAt: null,
  }),
);
await shop.shows.setShelf(org.id, showId, await shop.catalog.productIdsOfOrg(shop.db, org.id));

async function openStudio(role: string, size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  const page = await context.newPage();
  const { email, password } = person(role);
  await page.goto(`${url}/studio/shows/${showId}`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Next' }).click();
  await page
    .getByLabel('Your password')
    .or(page.getByLabel('Password', { exact: true }))
    .first()
    .fill(password);
  await page.keyboard.press('Enter');
  return page;
}

const picture = async (page: Page, name: string) => {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};
const facts = async () => (await shop.shows.facts(shop.db, showId))!;
const told = async () => (await shop.record.read(shop.db, showId, 0, 500)).flatMap((event) => (event.k === 'stage' ? [event.d.name] : []));

test('the next host waits backstage on a phone, is brought on, and the first one waits in turn', async () => {
  const marit = await openStudio('Host, Atelier Vuur', { width: 1440, height: 900 });
  await marit
    .getByRole('button', { name: /Get ready/ })
    .or(marit.getByRole('link', { name: /Get ready/ }))
    .first()
    .click();
  await marit.getByRole('button', { name: 'Go live' }).click();
  await marit.getByText('LIVE', { exact: true }).waitFor();

  const joris = await openStudio('Moderator', { width: 390, height: 844 });
  await joris.getByRole('button', { name: 'Wait backstage' }).click();
  await joris.getByText('You are next, not on air').first().waitFor();
  await marit.getByText('Joris Maes waits backstage').waitFor();
  await marit.getByText('Picture and sound arrive; goes on at once.').waitFor();
  await picture(joris, 'backstage-phone');
  await picture(marit, 'backstage-desk');
  assert.equal(shop.media.stage((await facts()).streamId).onAir?.name, person('Host, Atelier Vuur').name);

  await marit.getByRole('button', { name: 'Bring on' }).click();
  await marit.getByText('You are next, not on air').first().waitFor();
  await joris.getByText('You are live').first().waitFor();
  await picture(marit, 'handed-desk');
  assert.equal(shop.media.stage((await facts()).streamId).onAir?.name, 'Joris Maes');

  await joris.getByRole('button', { name: 'Bring on' }).click();
  await marit.getByText('On air').first().waitFor();
  await joris.getByText('You are next, not on air').first().waitFor();
  assert.deepEqual(await told(), [person('Host, Atelier Vuur').name, 'Joris Maes', person('Host, Atelier Vuur').name]);

  // A reload comes back to where they stood, and takes nobody's place.
  await joris.reload();
  await joris.getByText('You are next, not on air').first().waitFor();
  assert.notEqual(shop.media.stage((await facts()).streamId).onAir?.name, 'Joris Maes');
});
