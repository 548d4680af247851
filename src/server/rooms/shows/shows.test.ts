import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { transact } from '#platform/db.ts';
import { freshDatabase } from '#platform/testing.ts';
import { priceChanged } from '#rooms/catalog/catalog.events.ts';
import { createTestShop } from '../../../../test/test-shop.ts';

// Registered before the database, so that jobs and sockets have let go of it when it is closed.
after(async () => {
  await shop.jobs.stop();
  await shows.close();
  await shop.http.close();
});
const shop = await createTestShop(await freshDatabase());
const { db, shows, record, media, orgId } = shop;
await shop.http.app.ready();
await shop.jobs.start();
shop.person('marit', ['host']);
shop.person('els', ['moderator']);
shop.person('stranger');
const url = (showId: string, rest = '') => `/api/orgs/${orgId}/shows/${showId}${rest}`;
const input = { title: 'Tea at four', hostName: 'Marit', disclosure: { kind: 'ad', text: 'The mill pays Marit' } };

/** What happens in a job or after news is waited for, not slept for. */
async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not happen within 10 seconds.');
}

test('a show is drafted, planned, made ready, goes live and ends, and its record tells the same story', async () => {
  const drafted = await shop.call('marit', 'POST', `/api/orgs/${orgId}/shows`, input);
  assert.equal(drafted.status, 200, JSON.stringify(drafted.body));
  const { id } = drafted.body;
  assert.equal(drafted.body.state, 'draft');
  assert.equal((await shop.call('stranger', 'GET', `/api/shows/${id}`)).status, 404);

  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  assert.equal((await shop.call('marit', 'PUT', url(id), { ...input, startsAt })).body.state, 'scheduled');
  assert.equal((await shop.call('stranger', 'GET', '/api/shows/tea-at-four')).body.id, id);

  const notReady = await shop.call('marit', 'POST', url(id, '/live'));
  assert.deepEqual([notReady.status, notReady.body.reason, notReady.body.facts], [409, 'show_not_ready', { missing: ['shelf'] }]);
  const product = await shop.newProduct('Teapot');
  assert.equal((await shop.call('marit', 'PUT', url(id, '/shelf'), { productIds: [product.id] })).status, 200);
  assert.equal((await shop.call('marit', 'POST', url(id, '/live'))).body.state, 'live');
  assert.equal((await shop.call('marit', 'POST', url(id, '/live'))).body.reason, 'show_already_live');
  assert.equal((await shop.call('marit', 'POST', url(id, '/end'))).body.state, 'ended');
  assert.equal((await shop.call('marit', 'POST', url(id, '/end'))).body.reason, 'show_not_live');
  assert.equal((await shop.call('marit', 'PUT', url(id), input)).body.reason, 'show_ended');

  const told = (await record.read(db, id, 0, 50)).filter((event) => event.k === 'show.state').map((event) => event.d.state);
  assert.deepEqual(told, ['draft', 'scheduled', 'live', 'ended']);
});

test('two people press go live at once: one starts it, the other is told that it is on', async () => {
  const { showId } = await shop.newShow();
  const outcomes = await Promise.all([shows.goLive(orgId, showId), shows.goLive(orgId, showId), shows.goLive(orgId, showId)]);
  assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1);
  assert.deepEqual(
    outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.reason),
    ['show_already_live', 'show_already_live'],
  );
  assert.equal((await shop.kinds(showId)).filter((kind) => kind === 'show.state').length, 2);
});

test('a cancelled show says why, and cannot be cancelled once it is live', async () => {
  const { showId } = await shop.newShow();
  const cancelled = await shop.call('marit', 'POST', url(showId, '/cancel'), { notice: 'The host is ill.' });
  assert.deepEqual([cancelled.body.state, cancelled.body.notice], ['cancelled', 'The host is ill.']);
  assert.equal((await shop.call('stranger', 'GET', `/api/shows/${showId}`)).body.notice, 'The host is ill.');
  const { showId: onAir } = await shop.newShow({ live: true });
  assert.equal((await shop.call('marit', 'POST', url(onAir, '/cancel'), { notice: 'x' })).body.reason, 'show_already_live');
});

test('pins are one to three products of the shelf; pinning the same again says nothing new', async () => {
  const { showId, products } = await shop.newShow({ live: true });
  const [pan, mill] = products;
  const foreign = await shop.newProduct('Kettle', crypto.randomUUID());
  assert.equal((await shop.call('els', 'PUT', url(showId, '/pins'), { productIds: [foreign.id] })).body.reason, 'not_on_shelf');
  assert.deepEqual((await shop.call('els', 'PUT', url(showId, '/pins'), { productIds: [mill!.id, pan!.id] })).body.pins, [
    mill!.id,
    pan!.id,
  ]);
  await shop.call('els', 'PUT', url(showId, '/pins'), { productIds: [mill!.id, pan!.id] });
  assert.equal((await shop.kinds(showId)).filter((kind) => kind === 'pin').length, 1);
  const seen = await shop.call('stranger', 'GET', `/api/shows/${showId}`);
  assert.ok(seen.body.shelf.every((item: { shownAt: string | null }) => item.shownAt !== null));
});

test('a product that leaves the shelf leaves the pins and the plan too', async () => {
  const { showId, products } = await shop.newShow({ live: true });
  const [pan, mill] = products;
  await shows.setPins(orgId, showId, [pan!.id]);
  await shows.setRunOfShow(orgId, showId, [{ title: 'Pan', minutes: 5, productId: pan!.id, notes: '' }]);
  const changed = await shop.call('marit', 'PUT', url(showId, '/shelf'), { productIds: [mill!.id] });
  assert.deepEqual([changed.body.pins, changed.body.runOfShow[0].productId, changed.body.shelf.length], [[], null, 1]);
  const foreign = await shop.newProduct('Kettle', crypto.randomUUID());
  assert.equal((await shop.call('marit', 'PUT', url(showId, '/shelf'), { productIds: [foreign.id] })).status, 404);
});

test('moving to a segment pins its product, marks the next one, and is one move however often it is pressed', async () => {
  const { showId, products } = await shop.newShow({ live: true });
  const [pan] = products;
  const planned = await shop.call('marit', 'PUT', url(showId, '/run'), {
    segments: [
      { title: 'Welcome', minutes: 2, productId: null, notes: 'Say the label' },
      { title: 'Pan', minutes: 20, productId: pan!.id, notes: '' },
      { title: 'Goodbye', minutes: 2, productId: null, notes: '' },
    ],
  });
  const [, second] = planned.body.runOfShow;
  await Promise.all([1, 2].map(() => shop.call('els', 'PUT', url(showId, '/now'), { segmentId: second.id })));
  const now = await shop.call('marit', 'GET', url(showId));
  assert.deepEqual(
    now.body.runOfShow.map((segment: { state: string }) => segment.state),
    ['later', 'now', 'next'],
  );
  assert.deepEqual(now.body.pins, [pan!.id]);
  assert.deepEqual((await shop.kinds(showId)).slice(-2), ['segment', 'pin']);
  const people = await shop.call('stranger', 'GET', `/api/shows/${showId}`);
  assert.deepEqual(
    people.body.runOfShow.map((segment: { notes: string }) => segment.notes),
    ['', '', ''],
  );
});

test('a segment keeps its start when the plan is changed, and an id of another show is not taken over', async () => {
  const first = await shop.newShow({ live: true });
  const other = await shop.newShow({ live: true });
  await shows.setRunOfShow(orgId, first.showId, [{ title: 'Welcome', minutes: 2, productId: null, notes: '' }]);
  const { id } = (await shop.call('marit', 'GET', url(first.showId))).body.runOfShow[0];
  await shows.setNow(orgId, first.showId, id);
  await shows.setRunOfShow(orgId, first.showId, [{ id, title: 'Hello', minutes: 3, productId: null, notes: '' }]);
  await shows.setRunOfShow(orgId, other.showId, [{ id, title: 'Stolen', minutes: 3, productId: null, notes: '' }]);
  const [kept] = (await shop.call('marit', 'GET', url(first.showId))).body.runOfShow;
  assert.deepEqual([kept.id, kept.title, kept.state, kept.startedAt !== null], [id, 'Hello', 'now', true]);
  assert.notEqual((await shop.call('marit', 'GET', url(other.showId))).body.runOfShow[0].id, id);
});

test('an offer starts once on a product of the shelf, only while live, and is told in the record', async () => {
  const { showId, products } = await shop.newShow();
  const offer = { variantId: products[0]!.variants[0]!.id, priceMinor: 6900, lastsSeconds: 300, limitPerBuyer: 2 };
  assert.equal((await shop.call('els', 'POST', url(showId, '/offers'), offer)).body.reason, 'show_not_live');
  await shows.goLive(orgId, showId);
  const started = await shop.call('els', 'POST', url(showId, '/offers'), offer);
  assert.equal(started.body.price.minor, 6900);
  assert.equal((await shop.call('els', 'POST', url(showId, '/offers'), offer)).body.reason, 'conflict');
  assert.equal((await shop.kinds(showId)).at(-1), 'offer');
  const seen = await shop.call('stranger', 'GET', `/api/shows/${showId}`);
  assert.equal(seen.body.shelf[0].offers[0].id, started.body.id);
});

test('what the picture does is told in order: reconnecting at once, gone after two minutes, live again', async () => {
  const { showId, streamId } = await shop.newShow({ live: true });
  const told = async () => (await record.read(db, showId, 0, 50)).filter((event) => event.k === 'media').map((event) => event.d.state);
  media.say(streamId, 'live', 1);
  media.say(streamId, 'reconnecting', 1);
  media.say(streamId, 'live', 2);
  media.say(streamId, 'live', 2);
  await eventually(async () => (await told()).length === 3);
  assert.deepEqual(await told(), ['live', 'reconnecting', 'live']);
  assert.equal((await shows.facts(db, showId))?.state, 'live');
});

test('a host who never returns is said to be gone by the clock of the database, and the show stays live', async () => {
  const { showId, streamId } = await shop.newShow({ live: true });
  // The clock of the shop is 119.8 s behind: the two minutes end 0.2 s from now.
  shop.wait(-119_800);
  media.say(streamId, 'live', 1);
  media.say(streamId, 'reconnecting', 1);
  const state = async () => (await shows.roomState(db, showId))?.media.state;
  await eventually(async () => (await state()) === 'reconnecting');
  shop.wait(119_800);
  await eventually(async () => (await state()) === 'gone');
  assert.equal((await shows.facts(db, showId))?.state, 'live');
  media.say(streamId, 'live', 2);
  await eventually(async () => (await state()) === 'live');
});

test('a recording that stops is told in the record and to who comes in, and so is its going on', async () => {
  const { showId, streamId } = await shop.newShow({ live: true });
  const told = async () => (await record.read(db, showId, 0, 50)).filter((event) => event.k === 'recording').map((event) => event.d);
  media.stopRecording(streamId, 'disk_full');
  await eventually(async () => (await told()).length === 1);
  assert.equal((await shows.roomState(db, showId))?.recordingStop, 'disk_full');
  media.stopRecording(streamId, null);
  await eventually(async () => (await told()).length === 2);
  assert.deepEqual(await told(), [
    { state: 'stopped', reason: 'disk_full' },
    { state: 'recording', reason: null },
  ]);
  assert.equal((await shows.roomState(db, showId))?.recordingStop, null);
});

test('a replay that is not kept any more is listed nowhere, and its page says that it is over', async () => {
  const { showId, streamId } = await shop.newShow({ live: true });
  media.record(streamId, 1, 1_000_000, 2000);
  await shop.call('marit', 'POST', url(showId, '/end'));
  const has = async () => (await shop.call('stranger', 'GET', `/api/shows/${showId}`)).body.hasReplay;
  await eventually(has);
  media.expire(streamId);
  await eventually(async () => !(await has()));
  assert.equal((await shop.call('stranger', 'GET', `/api/shows/${showId}/replay`)).body.state, 'over');
});

test('ending closes the recording and leaves a replay with its start and length', async () => {
  const { showId, streamId } = await shop.newShow({ live: true });
  media.say(streamId, 'live', 1);
  media.record(streamId, 1, 1_000_000, 2000);
  media.record(streamId, 2, 1_002_000, 2000);
  await eventually(async () => (await shop.kinds(showId)).filter((kind) => kind === 'media.segment').length === 2);
  await shop.call('marit', 'POST', url(showId, '/end'));
  const seen = await eventually(async () => {
    const { body } = await shop.call('stranger', 'GET', `/api/shows/${showId}`);
    return body.media.state === 'replay' && body;
  });
  assert.deepEqual([seen.media.replayStartsAtMs, seen.media.replayDurationMs, seen.hasReplay], [1_000_000, 4000, true]);
  assert.ok(media.closed.has(streamId));
  // News that came too late changes nothing.
  media.say(streamId, 'live', 9);
  await shows.close();
  assert.equal((await shows.roomState(db, showId))?.media.state, 'replay');
});

test('after a restart a live show continues: viewers are told to connect again', async () => {
  const again = await createTestShop({ db, pool: shop.pool });
  const { showId, streamId } = await again.newShow({ live: true });
  again.media.say(streamId, 'live', 1);
  await eventually(async () => (await again.shows.roomState(db, showId))?.media.state === 'live');
  again.media.forget(streamId);
  await again.shows.start();
  assert.deepEqual((await again.shows.roomState(db, showId))?.media, { state: 'reconnecting', generation: 2 });
  await again.shows.close();
  await again.http.close();
});

test('a price that changes in the catalogue is told in every show that sells the product', async () => {
  const { showId, products } = await shop.newShow({ live: true });
  const { id: productId, variants } = products[0]!;
  const change = { productId, variantId: variants[0]!.id, priceMinor: 6500, currency: 'EUR' };
  await transact(db, (tx) => shop.events.announce(tx, priceChanged, { orgId, changes: [change] }));
  await eventually(async () => (await record.read(db, showId, 0, 50)).some((event) => event.k === 'price' && event.d.minor === 6500));
});

test('the roles decide: a moderator pins but does not go live, strangers do neither, other shops see nothing', async () => {
  const { showId } = await shop.newShow();
  assert.equal((await shop.call('els', 'POST', url(showId, '/live'))).status, 403);
  assert.equal((await shop.call('stranger', 'PUT', url(showId, '/pins'), { productIds: [] })).status, 401);
  assert.equal((await shop.call('marit', 'GET', `/api/orgs/${crypto.randomUUID()}/shows/${showId}`)).status, 403);
});

test('home and shop list what is on, what comes and what was; drafts are not listed', async () => {
  const { showId: live } = await shop.newShow({ live: true });
  const { showId: draft } = await shop.newShow();
  const { body } = await shop.call('stranger', 'GET', '/api/home');
  const ids = body.live.map((card: { id: string }) => card.id);
  assert.ok(ids.includes(live));
  assert.equal(JSON.stringify(body).includes(draft), false);
  const card = body.live.find((candidate: { id: string }) => candidate.id === live);
  assert.deepEqual([card.products.length, card.productCount, card.shop.name], [2, 2, 'Atelier Vuur']);
  const page = await shop.call('stranger', 'GET', `/api/shops/shop-${orgId.slice(-8)}`);
  assert.equal(page.status, 200, JSON.stringify(page.body));
});

test('the list of an organisation pages without losing or repeating a show', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await shop.call('marit', 'GET', `/api/orgs/${orgId}/shows?limit=4${cursor}`);
    seen.push(...body.items.map((card: { id: string }) => card.id));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (cursor);
  assert.ok(seen.length > 8);
  assert.equal(new Set(seen).size, seen.length);
});

test('a link to a show says what it is; a link to a draft says nothing', async () => {
  const { showId } = await shop.newShow({ live: true });
  const { showId: draft } = await shop.newShow();
  assert.match((await shows.head(new URL(`http://x/shows/${showId}`)))!.title, /Pans that last · Atelier Vuur/);
  assert.equal(await shows.head(new URL(`http://x/shows/${draft}`)), null);
});
