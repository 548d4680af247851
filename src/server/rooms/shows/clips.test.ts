import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { freshDatabase } from '#platform/testing.ts';
import { createTestShop } from '../../../../test/test-shop.ts';

// Registered before the database, so that jobs and sockets have let go of it when it is closed.
after(async () => {
  await shop.jobs.stop();
  await shop.shows.close();
  await shop.http.close();
});
const shop = await createTestShop(await freshDatabase());
const { shows, media, orgId } = shop;
await shop.http.app.ready();
await shop.jobs.start();
const MINUTE = 60_000;

/** Somebody with an account, and their roles in the shop. */
async function person(name: string, roles: Parameters<typeof shop.person>[1] = []): Promise<void> {
  const id = await shop.accounts.createPerson({ email: `${name}@example.org`, password: 'paper lantern on the quay', name });
  const actor = shop.person(name, roles);
  Object.assign(actor, { user: { id, email: `${name}@example.org`, name } });
}
await person('marit', ['host']);
await person('ilse');
shop.person('guest');

/** An ended show of ten minutes: a talk, and from the second minute a pan. */
async function ended() {
  const { showId, streamId, products } = await shop.newShow({ live: true });
  const began = shop.clock.now();
  for (let n = 0; n < 10; n++) media.record(streamId, n, began + n * MINUTE, MINUTE);
  shop.wait(2 * MINUTE);
  await shows.setPins(orgId, showId, [products[0]!.id]);
  shop.wait(8 * MINUTE);
  await shows.endShow(orgId, showId);
  for (let tries = 0; tries < 400; tries++) {
    if ((await shop.call('guest', 'GET', `/api/shows/${showId}/replay`)).body?.state === 'ready') break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { showId, streamId, pan: products[0]! };
}
const clip = (who: string, showId: string, fromS: number, toS: number, title?: string) =>
  shop.call(who, 'POST', `/api/shows/${showId}/clips`, { fromMs: fromS * 1000, toMs: toS * 1000, ...(title ? { title } : {}) });

test('a clip is named after what it shows longest, has a link, and the same piece again is the same clip', async () => {
  const { showId, pan } = await ended();
  const made = await clip('ilse', showId, 110, 160);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.deepEqual([made.body.title, made.body.productId, made.body.fromMs, made.body.durationMs], [pan.title, pan.id, 110_000, 50_000]);
  const again = await clip('marit', showId, 110, 160, 'Another name');
  assert.equal(again.body.id, made.body.id);
  assert.deepEqual((await shop.call('guest', 'GET', `/api/clips/${made.body.id}`)).body, made.body);
  const talk = await clip('ilse', showId, 60, 119);
  assert.deepEqual([talk.body.title, talk.body.productId], ['Pans that last', null]);
  const { items } = (await shop.call('guest', 'GET', `/api/shows/${showId}/clips`)).body;
  assert.deepEqual(
    items.map((item: { id: string }) => item.id),
    [talk.body.id, made.body.id],
  );
});

test('people with an account make a minute, the crew three; guests none', async () => {
  const { showId } = await ended();
  assert.equal((await clip('guest', showId, 0, 10)).status, 401);
  const long = await clip('ilse', showId, 0, 61);
  assert.deepEqual([long.status, long.body.reason, long.body.facts.mostMs], [422, 'span_wrong', 60_000]);
  assert.equal((await clip('marit', showId, 0, 180)).status, 200);
  assert.equal((await clip('marit', showId, 0, 181)).body.reason, 'span_wrong');
  assert.equal((await clip('ilse', showId, 590, 640)).body.reason, 'span_wrong');
});

test('the crew switches clips off for others, not for itself, and withdraws one for good', async () => {
  const { showId } = await ended();
  const made = await clip('ilse', showId, 0, 30);
  const url = `/api/orgs/${orgId}/shows/${showId}`;
  assert.equal((await shop.call('ilse', 'PUT', `${url}/clips-allowed`, { allowed: false })).status, 403);
  assert.equal((await shop.call('marit', 'PUT', `${url}/clips-allowed`, { allowed: false })).status, 204);
  assert.equal((await shop.call('guest', 'GET', `/api/shows/${showId}`)).body.clipsAllowed, false);
  assert.equal((await clip('ilse', showId, 5, 30)).body.reason, 'clips_off');
  assert.equal((await clip('marit', showId, 5, 30)).status, 200);
  assert.equal((await shop.call('marit', 'DELETE', `${url}/clips/${made.body.id}`)).status, 204);
  const gone = await shop.call('guest', 'GET', `/api/clips/${made.body.id}`);
  assert.deepEqual([gone.status, gone.body.reason], [410, 'clip_withdrawn']);
  assert.equal((await clip('marit', showId, 0, 30)).body.reason, 'clip_withdrawn');
  assert.equal((await shop.call('guest', 'GET', `/api/shows/${showId}/clips`)).body.items.length, 1);
});

test('a clip of another show cannot be withdrawn, and a show on air has none', async () => {
  const one = await ended();
  const other = await ended();
  const made = await clip('ilse', one.showId, 0, 30);
  const elsewhere = await shop.call('marit', 'DELETE', `/api/orgs/${orgId}/shows/${other.showId}/clips/${made.body.id}`);
  assert.equal(elsewhere.status, 404);
  assert.equal((await shop.call('guest', 'GET', `/api/clips/${made.body.id}`)).status, 200);
  const { showId } = await shop.newShow({ live: true });
  assert.equal((await clip('marit', showId, 0, 10)).status, 404);
});

test('of two who ask for the same piece at once, both get the one clip', async () => {
  const { showId } = await ended();
  const [one, two] = await Promise.all([clip('ilse', showId, 0, 20), clip('marit', showId, 0, 20)]);
  assert.equal(one.body.id, two.body.id);
});
