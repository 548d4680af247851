import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { sql } from 'kysely';
import { transact } from '#platform/db.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

/**
 * A room that has no sockets left for those who only watch: a viewer follows it by pages, says a line, and has a socket
 * from then on. What the screen shows is the log, all the while.
 */
const LONG = 20_000;
const { url, shop } = await openShop({ ETALAGE_ROOM_SOCKETS: '0' });
const browser = await launchBrowser();
after(() => browser.close());

async function liveShow(): Promise<{ orgId: string; showId: string; productId: string; title: string }> {
  const { rows } = await sql<{ id: string; org_id: string; title: string }>`select id, org_id, title from products limit 1`.execute(
    shop.db,
  );
  const { id: productId, org_id: orgId, title } = rows[0]!;
  const showId = await transact(shop.db, (tx) =>
    shop.shows.createShow(tx, orgId, {
      title: 'Followed by many',
      description: '',
      language: 'en',
      hostName: 'Marit',
      disclosure: { kind: 'own_goods', text: '' },
      isSynthetic: false,
      startsAt: null,
    }),
  );
  await shop.shows.setShelf(orgId, showId, [productId]);
  await shop.shows.goLive(orgId, showId);
  return { orgId, showId, productId, title };
}

/** Somebody elsewhere, with a name, who follows nothing and only speaks. */
async function speaker(name: string) {
  const named = await fetch(`${url}/api/me/name`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const cookie = named.headers.getSetCookie().map((line) => line.split(';')[0]);
  return async (showId: string, c: string, d: object) => {
    const answer = await fetch(`${url}/api/shows/${showId}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie.join('; ') },
      body: JSON.stringify({ i: randomUUID(), c, d }),
    });
    const ack = (await answer.json()) as { ok: boolean };
    assert.ok(ack.ok, JSON.stringify(ack));
  };
}

test('a room is followed by pages, spoken in by POST, and then by a socket, without a gap or a double', async () => {
  const { orgId, showId, productId, title } = await liveShow();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  const page = await context.newPage();
  let turned = 0;
  let bySocket = 0;
  page.on('response', (answer) => (turned += /\/live\/rooms\/[^/]+\/[0-9a-f]+\/\d+$/.test(answer.url()) ? 1 : 0));
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (bySocket += String(payload).startsWith('{"bye"') ? 0 : 1)));
  const crowd = await Promise.all(['Ana', 'Bram', 'Chidi', 'Dorra'].map(speaker));
  const said: string[] = [];
  const all = async (words: string) => {
    for (const [n, say] of crowd.entries()) {
      const text = `${words}, thought number ${n + 1} of ${said.length}`;
      said.push(text);
      await say(showId, 'chat', { text });
    }
  };

  await page.goto(`${url}/shows/${showId}`);
  await page.waitForResponse((answer) => answer.url().endsWith(`/live/rooms/${showId}/now`));
  await all('Seen on a page');
  await page.getByText(said.at(-1)!).first().waitFor();
  assert.equal(bySocket, 0);
  assert.ok(turned > 0);

  await shop.shows.setPins(orgId, showId, [productId]);
  await page.getByRole('button', { name: 'Buy', exact: true }).first().waitFor();
  await page.getByText(title).first().waitFor();
  await crowd[0]!(showId, 'hearts', { n: 7 });
  await page.locator('small', { hasText: /^7$/ }).first().waitFor();

  const field = page
    .getByPlaceholder(/Say something to/)
    .or(page.getByLabel(/Say something to/))
    .first();
  await field.fill('Mine goes by POST');
  await field.press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Noor');
  const posted = page.waitForResponse((answer) => answer.url().endsWith(`/api/shows/${showId}/commands`));
  await page.getByRole('button', { name: 'Send with this name' }).click();
  assert.equal(((await (await posted).json()) as { ok: boolean }).ok, true);
  await page.getByText('Mine goes by POST').first().waitFor();
  said.push('Mine goes by POST');
  const hasSocket = () => bySocket > 0;
  for (const end = Date.now() + LONG; !hasSocket(); await page.waitForTimeout(50)) assert.ok(Date.now() < end, 'a socket takes over');

  const before = turned;
  await all('Seen on a socket');
  await page.getByText(said.at(-1)!).first().waitFor();
  assert.ok(bySocket > 0);
  assert.ok(turned - before <= 1, 'the pages were left');
  const shown = await page.locator('.chat li, .chat-tall li').allInnerTexts();
  const places = said.map((text) => shown.flatMap((line, at) => (line.includes(text) ? [at] : [])));
  assert.ok(
    places.every((found) => found.length === 1),
    `every line once: ${JSON.stringify(places)}`,
  );
  assert.deepEqual(
    places.flat(),
    places.flat().toSorted((a, b) => a - b),
    'in the order of the log',
  );
});
