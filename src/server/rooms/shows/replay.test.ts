import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Chapter, Replay } from '#contract/replay.ts';
import { ProductInput } from '#contract/catalog.ts';
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
shop.catalog.routes(shop.http);
await shop.http.app.ready();
await shop.jobs.start();
shop.person('marit', ['host', 'producer', 'seller_admin']);
shop.person('stranger');

async function replayOf(showId: string, wanted: Replay['state'] = 'ready'): Promise<Replay> {
  for (let tries = 0; tries < 400; tries++) {
    const { status, body } = await shop.call('stranger', 'GET', `/api/shows/${showId}/replay`);
    if (status === 200 && body.state === wanted) return body as Replay;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`No ${wanted} replay within 10 seconds.`);
}
const named = (chapters: readonly Chapter[]) =>
  chapters.map((chapter) => `${Math.round(chapter.atMs / 60_000)} ${chapter.product?.title ?? chapter.title ?? 'talk'}`);
const MINUTE = 60_000;

/** A show of an hour in which the host was away for ten minutes; its clock is the shop's. */
async function anHour() {
  const made = await shop.newShow({ live: true });
  const { showId, streamId, products } = made;
  const began = shop.clock.now();
  for (let n = 0; n < 60; n++) if (n < 20 || n >= 30) media.record(streamId, n, began + n * MINUTE, MINUTE);
  return { ...made, pan: products[0]!, mill: products[1]!, began, end: () => shows.endShow(orgId, showId) };
}

// First, because the database decides when an offer runs: its clock is not the one that the tests move.
test('what was asked then is the offer of that moment, and stays so when the price changes later', async () => {
  const { showId, pan, mill, end } = await anHour();
  const variantId = pan.variants[0]!.id;
  await shows.setPins(orgId, showId, [pan.id]);
  const offered = await shows.startOffer(orgId, showId, { variantId, priceMinor: 6900, lastsSeconds: 600, limitPerBuyer: null });
  assert.ok(offered.ok);
  shop.wait(30 * MINUTE);
  await shows.setPins(orgId, showId, [mill.id]);
  shop.wait(30 * MINUTE);
  await end();
  const before = await replayOf(showId);
  const listed = (await shop.call('marit', 'GET', `/api/orgs/${orgId}/products/${mill.id}`)).body;
  const input = ProductInput.parse({
    ...listed,
    optionNames: [],
    variants: [{ id: mill.variants[0]!.id, sku: mill.variants[0]!.sku, options: [], priceMinor: 9900, left: 60 }],
  });
  assert.equal((await shop.call('marit', 'PUT', `/api/orgs/${orgId}/products/${mill.id}`, input)).status, 200);
  const [first, second] = (await replayOf(showId)).chapters;
  assert.deepEqual(first!.asked, {
    variantId,
    variantTitle: 'Default',
    price: { minor: 6900, currency: 'EUR' },
    offerEndsAt: offered.value.endsAt,
  });
  assert.deepEqual([second!.asked!.price.minor, second!.asked!.offerEndsAt], [7900, null]);
  assert.deepEqual(before.chapters, (await replayOf(showId)).chapters);
});

test('pins become chapters where the picture shows them, though ten minutes of it are missing', async () => {
  const { showId, pan, mill, end } = await anHour();
  shop.wait(5 * MINUTE);
  await shows.setPins(orgId, showId, [pan.id]);
  shop.wait(35 * MINUTE);
  await shows.setPins(orgId, showId, [mill.id, pan.id]);
  shop.wait(20 * MINUTE);
  await end();
  const replay = await replayOf(showId);
  assert.deepEqual(named(replay.chapters), ['0 talk', '5 Blued-steel pan', '30 Salt mill']);
  assert.equal(replay.durationMs, 50 * MINUTE);
  assert.equal(replay.spans.length, 2);
  assert.deepEqual(
    replay.parts.map((part) => part.url),
    [`/replay/${(await shows.facts(shop.db, showId))!.streamId}/index.m3u8`],
  );
  assert.equal(replay.stoppedAt, null);
});

test('a product that was taken away is still named in its chapter, and said to be off sale', async () => {
  const { showId, pan, end } = await anHour();
  await shows.setPins(orgId, showId, [pan.id]);
  shop.wait(60 * MINUTE);
  await end();
  assert.equal((await replayOf(showId)).chapters[0]!.product!.isOnSale, true);
  assert.equal((await shop.call('marit', 'DELETE', `/api/orgs/${orgId}/products/${pan.id}`)).status, 204);
  const { product } = (await replayOf(showId)).chapters[0]!;
  assert.deepEqual([product!.title, product!.isOnSale], ['Blued-steel pan', false]);
});

test('a show of which nothing was recorded says so, one past the time it is kept too, and a live one has no replay', async () => {
  const { showId } = await shop.newShow({ live: true });
  assert.equal((await shop.call('stranger', 'GET', `/api/shows/${showId}/replay`)).status, 404);
  await shows.endShow(orgId, showId);
  await replayOf(showId, 'missing');
  const kept = await anHour();
  await kept.end();
  await replayOf(kept.showId);
  media.forgetRecording(kept.streamId);
  shop.wait(2 * MINUTE);
  await replayOf(kept.showId, 'over');
});

test('a recording that stopped while the show went on says when', async () => {
  const { showId, streamId } = await shop.newShow({ live: true });
  const began = shop.clock.now();
  media.record(streamId, 1, began, MINUTE);
  shop.wait(10 * MINUTE);
  await shows.endShow(orgId, showId);
  assert.equal((await replayOf(showId)).stoppedAt, new Date(began + MINUTE).toISOString());
});
