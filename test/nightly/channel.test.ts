import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { transact } from '#platform/db.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

/** A recording on the channel: chosen in the office, seen as what it is, and away for a live show. */
const LONG = 30_000;
const { url, shop, person } = await openShop();
const browser = await launchBrowser(['--mute-audio']);
after(() => browser.close());

const org = (await shop.accounts.organisationBySlug(shop.db, 'atelier-vuur'))!;
const pictures = fileURLToPath(new URL('../../src/server/demo/pictures', import.meta.url));
const picture = join(
  pictures,
  readdirSync(pictures).find((name) => name === 'pan.webp')!,
);

async function newShow(title: string): Promise<{ showId: string; streamId: string }> {
  const showId = await transact(shop.db, (tx) =>
    shop.shows.createShow(tx, org.id, {
      title,
      description: '',
      language: 'en',
      hostName: 'Marit de Wael',
      disclosure: { kind: 'own_goods', text: 'no fee' },
      isSynthetic: true,
      startsAt: null,
    }),
  );
  await shop.shows.setShelf(org.id, showId, await shop.catalog.productIdsOfOrg(shop.db, org.id));
  const live = await shop.shows.goLive(org.id, showId);
  assert.ok(live.ok);
  await shop.media.openStream(live.value.streamId);
  await shop.media.startDemo(live.value.streamId, { origin: url, picture });
  return { showId, streamId: live.value.streamId };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function newPage(size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  return context.newPage();
}

const keep = async (page: Page, name: string) => {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

test('a recording is put on the channel, plays as a replay with today’s prices, and gives way to a live show', async () => {
  const recorded = await newShow('Steel, seen before');
  await until('some of it is recorded', async () => ((await shop.media.timeline(recorded.streamId))?.durationMs ?? 0) > 12_000);
  await shop.shows.endShow(org.id, recorded.showId);
  await until('there is a replay', async () => (await shop.shows.broadcastsOf(shop.db, org.id)).replays.length > 0);

  const office = await newPage({ width: 1440, height: 900 });
  await office.goto(`${url}/office/atelier-vuur/channel`);
  const { email, password } = person('Host, Atelier Vuur');
  await office.getByLabel('Email').fill(email);
  await office.getByRole('button', { name: 'Next' }).click();
  await office
    .getByLabel('Your password')
    .or(office.getByLabel('Password', { exact: true }))
    .first()
    .fill(password);
  await office.keyboard.press('Enter');
  await office.getByRole('button', { name: 'Add', exact: true }).click();
  await office.getByText('Steel, seen before').first().waitFor();
  await office.getByRole('switch').click();
  await office.getByText('Plays now').waitFor();
  await keep(office, 'channel-office');

  const phone = await newPage({ width: 390, height: 844 });
  await phone.goto(`${url}/shops/atelier-vuur/channel`);
  await phone.getByText(/Not live/).waitFor();
  const timeOf = () => phone.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
  await until('the recording moves', async () => (await timeOf()) > 1);
  assert.equal(await phone.getByText('LIVE', { exact: true }).count(), 0);
  await keep(phone, 'channel-phone');
  const desk = await newPage({ width: 1440, height: 900 });
  await desk.goto(`${url}/shops/atelier-vuur/channel`);
  await desk.getByText(/Not live/).waitFor();
  await until('it moves on the desk', async () => (await desk.evaluate(() => document.querySelector('video')?.currentTime ?? 0)) > 1);
  await keep(desk, 'channel-desk');
  await desk.context().close();
  await phone.locator('.channel-goods button').first().click();
  await phone.getByRole('dialog').waitFor();
  await phone.keyboard.press('Escape');

  const live = await newShow('Steel, now');
  await until('the live show has a picture', async () => (await shop.shows.broadcastsOf(shop.db, org.id)).live?.id === live.showId);
  await phone.getByText('Steel, now').first().waitFor();
  await phone.getByText(/Not live/).waitFor({ state: 'detached' });
  await shop.shows.endShow(org.id, live.showId);
  await phone.getByText(/Not live/).waitFor();
});
