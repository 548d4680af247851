import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { transact } from '#platform/db.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

/** Two strangers, a viewer who watches, a moderator at a desk and one on a phone: what is decided is what the viewer sees. */
const LONG = 20_000;
const { url, shop, person } = await openShop();
const browser = await launchBrowser();
after(() => browser.close());

const org = (await shop.accounts.organisationBySlug(shop.db, 'atelier-vuur'))!;
const showId = await transact(shop.db, (tx) =>
  shop.shows.createShow(tx, org.id, {
    title: 'A night of many lines',
    description: '',
    language: 'en',
    hostName: 'Marit de Wael',
    disclosure: { kind: 'own_goods', text: 'no fee' },
    isSynthetic: false,
    startsAt: null,
  }),
);
await shop.shows.setShelf(org.id, showId, await shop.catalog.productIdsOfOrg(shop.db, org.id));
const live = await shop.shows.goLive(org.id, showId);
assert.ok(live.ok);
const home = (await (await fetch(`${url}/api/home`)).json()) as { live: { id: string; slug: string }[] };
const slug = home.live.find(({ id }) => id === showId)!.slug;

async function newContext(size: { width: number; height: number }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(LONG);
  return context;
}

async function stranger(name: string) {
  const context = await newContext({ width: 390, height: 844 });
  const named = await context.request.put(`${url}/api/me/name`, { data: { name } });
  assert.ok(named.ok(), await named.text());
  const say = async (text: string) => {
    const answer = await context.request.post(`${url}/api/shows/${showId}/chat`, { data: { text, clientId: randomUUID() } });
    return (await answer.json()) as { w?: string; reason?: string };
  };
  return { context, say };
}

async function openDesk(role: string, size: { width: number; height: number }): Promise<Page> {
  const context = await newContext(size);
  const { email, password } = person(role);
  const signedIn = await context.request.post(`${url}/api/auth/sign-in/email`, { data: { email, password } });
  assert.ok(signedIn.ok(), await signedIn.text());
  const page = await context.newPage();
  await page.goto(`${url}/studio/shows/${showId}/chat`);
  await page.getByRole('heading', { name: /Held/ }).first().waitFor({ state: 'attached' });
  return page;
}

const there = (at: Locator) => at.first().waitFor();
const gone = (at: Locator) => at.first().waitFor({ state: 'detached' });
const picture = async (page: Page, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

test('a held line is allowed by key, another is hidden from a phone, a decision is undone, and a banned person is not heard again', async () => {
  const [viewer, dealer, talker, desk, phone] = await Promise.all([
    stranger('Noor'),
    stranger('dealz4u'),
    stranger('talker'),
    openDesk('Moderator', { width: 1440, height: 900 }),
    openDesk('Host, Atelier Vuur', { width: 390, height: 844 }),
  ]);
  const watching = await viewer.context.newPage();
  await watching.goto(`${url}/shows/${slug}`);
  const seen = (text: string) => watching.getByText(text);

  // A stranger's link waits: nobody but the crew sees it, until it is allowed with one key.
  assert.equal((await dealer.say('look at www.pan-museum.example')).w, 'held');
  await talker.say('good evening to all of you');
  await talker.say('this pan is a lie');
  await there(seen('good evening to all of you'));
  await there(desk.locator('.held.on').getByText('look at www.pan-museum.example'));
  assert.equal(await seen('look at www.pan-museum.example').count(), 0);
  await desk.keyboard.press('a');
  await there(desk.getByText('dealz4u is allowed'));
  await picture(desk, 'journey-desk');

  // On a phone beside the host's a line is hidden; the desk sees the same five seconds and undoes nothing of it.
  await phone.getByRole('button', { name: 'Chat', exact: true }).click();
  await phone.locator('.mline', { hasText: 'this pan is a lie' }).getByRole('button').click();
  await phone.getByRole('button', { name: 'Hide this line' }).click();
  await there(phone.getByText('Hidden: talker'));
  await picture(phone, 'journey-phone');
  await there(desk.locator('.decided li', { hasText: 'talker' }));

  // Z takes the moderator's own decision back, as if it never was.
  await desk.locator('.mline', { hasText: 'good evening to all of you' }).getByRole('button').click();
  await desk.getByRole('button', { name: 'Hide this line' }).click();
  await there(desk.getByText('Hidden: talker'));
  await desk.keyboard.press('z');
  await there(desk.locator('.decided .undone', { hasText: 'talker' }));

  await there(seen('look at www.pan-museum.example'));
  await gone(seen('this pan is a lie'));
  await there(desk.locator('.mline.hidden', { hasText: 'Kept as evidence' }));

  // A ban by search and reason: what the person says from then on reaches nobody.
  await desk.keyboard.press('/');
  await desk.getByPlaceholder('Find a person').fill('talk');
  await desk.getByRole('dialog').getByRole('button', { name: 'What to do about talker' }).click();
  await desk.getByRole('button', { name: 'Ban, with a reason' }).click();
  await desk.getByRole('radio', { name: 'Insult' }).click();
  await desk.getByRole('button', { name: 'Decide' }).click();
  await there(desk.getByText('talker is banned'));
  await gone(seen('good evening to all of you'));
  assert.equal((await talker.say('you cannot silence me')).reason, 'banned');
  await dealer.say('thanks for having me');
  await there(seen('thanks for having me'));
  assert.equal(await seen('you cannot silence me').count(), 0);
});
