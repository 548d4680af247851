import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { attempt, transact } from '#platform/db.ts';
import { createBuyer, freshShops } from './testing.ts';

const openFresh = freshShops();
const shop = await openFresh({ connections: 12 });
const { db } = shop;

const reasonOf = (answer: { status: number; body: { reason?: string } }) => (answer.status === 200 ? 'held' : answer.body.reason);
const eventsOf = async (kind: string) => (await shop.record.read(db, shop.showId, 0, 500)).filter((event) => event.k === kind);

test('200 buyers race for 50 units over HTTP: 50 hold, 150 are told sold out, nobody meets an error', async () => {
  const variantId = await shop.variantWith(50);
  const answers = await Promise.all(Array.from({ length: 200 }, () => shop.buyer().hold(variantId, { showId: shop.showId })));
  const counts = Object.groupBy(answers, (answer) => `${answer.status} ${reasonOf(answer)}`);
  assert.deepEqual(Object.fromEntries(Object.entries(counts).map(([key, list]) => [key, list?.length])), {
    '200 held': 50,
    '409 sold_out': 150,
  });
  assert.deepEqual(await shop.levels(variantId), { available: 0, held: 50, sold: 0 });
  assert.equal(new Set(answers.filter((answer) => answer.status === 200).map((answer) => answer.body.number)).size, 50);
  await shop.orders.upkeepNow();
  assert.equal((await eventsOf('stock')).filter((event) => event.k === 'stock' && event.d.variantId === variantId).length, 1);
});

test('50 copies of one request are one order and 50 equal answers, and so is one that comes later', async () => {
  const variantId = await shop.variantWith(10);
  const buyer = shop.buyer();
  await buyer.arrive();
  const wish = buyer.wishFor(variantId, { quantity: 2 });
  const answers = await Promise.all(Array.from({ length: 50 }, () => buyer.send('POST', '/api/orders', wish)));
  answers.push(await buyer.send('POST', '/api/orders', wish));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]!.status, 200);
  assert.deepEqual(await shop.levels(variantId), { available: 8, held: 2, sold: 0 });
});

test('the same order id with another wish, or from somebody else, is refused', async () => {
  const variantId = await shop.variantWith(10);
  const buyer = shop.buyer();
  await buyer.arrive();
  const wish = buyer.wishFor(variantId);
  await buyer.send('POST', '/api/orders', wish);
  const other = await buyer.send('POST', '/api/orders', { ...wish, quantity: 2 });
  const stranger = await shop.buyer().send('POST', '/api/orders', wish);
  for (const answer of [other, stranger]) assert.deepEqual([answer.status, answer.body.reason], [422, 'order_id_reused']);
});

test('the all-in price is the server’s: goods, delivery, and the VAT inside', async () => {
  const { body: order } = await shop.buyer().hold(await shop.variantWith(5), { showId: shop.showId });
  assert.deepEqual(
    [order.goods, order.shipping, order.total, order.vat].map((money: { minor: number }) => money.minor),
    [7900, 495, 8395, 1457],
  );
  assert.equal(order.vatPercent, 21);
  assert.equal(order.state, 'held');
  assert.equal(Date.parse(order.holdEndsAt) - Date.parse(order.placedAt), 300_000);
  assert.deepEqual([order.shop.legalName, order.showTitle], ['Atelier Vuur BV', 'Pans that last']);
  assert.match(order.number, /^E-\d+$/);
});

test('refusals say why and carry what the buyer needs next', async () => {
  const buyer = shop.buyer();
  const variantId = await shop.variantWith(3, { perBuyer: 2 });
  const price = await buyer.hold(variantId, { expectedMinor: 6500 });
  assert.deepEqual(
    [price.status, price.body.reason, price.body.facts],
    [409, 'price_changed', { price: { minor: 7900, currency: 'EUR' } }],
  );
  const limit = await buyer.hold(variantId, { quantity: 3 });
  assert.deepEqual([limit.status, limit.body.reason, limit.body.facts], [409, 'limit_reached', { limit: 2 }]);
  const foreign = await buyer.hold(variantId, { showId: uuidv7() });
  assert.deepEqual([foreign.status, foreign.body.reason], [404, 'not_found']);
  for (const quantity of [0, -1, 21, 1.5]) assert.equal((await buyer.hold(variantId, { quantity })).status, 400, String(quantity));
  assert.deepEqual(await shop.levels(variantId), { available: 3, held: 0, sold: 0 });
});

test('a seller who takes no orders, and a cancelled show, are said in words', async () => {
  const closed = await openFresh();
  const variantId = await closed.variantWith(3);
  await sql`update organisations set takes_orders = false where id = ${closed.orgId}`.execute(closed.db);
  assert.equal(reasonOf(await closed.buyer().hold(variantId)), 'host_unavailable');
  await sql`update organisations set takes_orders = true where id = ${closed.orgId}`.execute(closed.db);
  closed.show.state = 'cancelled';
  assert.equal(reasonOf(await closed.buyer().hold(variantId, { showId: closed.showId })), 'host_unavailable');
});

test('the price of an offer that has ended is refused with the price of now, and its end enters the record', async () => {
  const variantId = await shop.variantWith(5);
  const started = await attempt(db, (tx) =>
    shop.offers.start(tx, { showId: shop.showId, orgId: shop.orgId, variantId, priceMinor: 5900, lastsSeconds: 0.3, limitPerBuyer: null }),
  );
  assert.ok(started.ok);
  assert.equal(reasonOf(await shop.buyer().hold(variantId, { expectedMinor: 5900 })), 'held');
  await sql`select pg_sleep(0.35)`.execute(db);
  const late = await shop.buyer().hold(variantId, { expectedMinor: 5900 });
  assert.deepEqual([late.status, late.body.reason, late.body.facts], [410, 'offer_ended', { price: { minor: 7900, currency: 'EUR' } }]);
  await shop.orders.upkeepNow();
  const told = (await eventsOf('offer')).map((event) => (event.k === 'offer' ? [event.d.offer.id, event.d.offer.state] : []));
  assert.deepEqual(told, [[started.value.id, 'ended']]);
});

test('giving back is possible once or twice, and the units are free again', async () => {
  const variantId = await shop.variantWith(1);
  const buyer = shop.buyer();
  const { body: order } = await buyer.hold(variantId);
  for (let turn = 0; turn < 2; turn += 1) {
    const given = await buyer.send('POST', `/api/orders/${order.id}/release`);
    assert.deepEqual([given.status, given.body.state, given.body.holdEndsAt], [200, 'released', null]);
  }
  assert.deepEqual(await shop.levels(variantId), { available: 1, held: 0, sold: 0 });
  assert.equal((await buyer.pay(order.id)).body.reason, 'hold_expired');
  await shop.orders.upkeepNow();
  const turns = (await eventsOf('stock')).filter((event) => event.k === 'stock' && event.d.variantId === variantId);
  assert.deepEqual(
    turns.map((event) => event.k === 'stock' && event.d.threshold),
    ['sold_out', 'back'],
  );
});

test('an order exists for its buyer and for whoever has its link, and for nobody else', async () => {
  const buyer = shop.buyer();
  const { body: order } = await buyer.hold(await shop.variantWith(1));
  assert.equal((await buyer.order(order.id)).status, 200);
  const stranger = shop.buyer();
  for (const path of [`/api/orders/${order.id}`, `/api/orders/${order.id}?k=AAAAAAAAAAAAAAAAAAAAAAAA`, `/api/orders/${uuidv7()}`])
    assert.equal((await stranger.send('GET', path)).status, 404, path);
  assert.equal((await stranger.pay(order.id)).status, 404);
  assert.equal((await stranger.send('POST', `/api/orders/${order.id}/release`)).status, 404);
  const key = new URL(order.link).searchParams.get('k');
  const opened = await stranger.send('GET', `/api/orders/${order.id}?k=${key}`);
  assert.deepEqual([opened.status, opened.body.number], [200, order.number]);
  const { body: another } = await buyer.hold(await shop.variantWith(1));
  assert.equal((await stranger.send('GET', `/api/orders/${another.id}?k=${key}`)).status, 404, 'a link opens only its order');
});

test('something for nothing is sold without a bank, and counts in its show', async () => {
  const free = await openFresh();
  await sql`update organisations set shipping_minor = 0 where id = ${free.orgId}`.execute(free.db);
  const variantId = await free.variantWith(2, { priceMinor: 0 });
  const buyer = free.buyer();
  const { body: order } = await buyer.hold(variantId, { expectedMinor: 0, showId: free.showId });
  const paid = await buyer.pay(order.id);
  assert.deepEqual([paid.status, paid.body.state, paid.body.payment], [200, 'paid', null]);
  assert.deepEqual(await free.levels(variantId), { available: 1, held: 0, sold: 1 });
  assert.deepEqual(await free.orders.soldIn(free.db, free.showId), {
    paid: 1,
    cancelled: 0,
    excluded: 0,
    heldNow: 0,
    orders: 1,
    netMinor: 0n,
  });
  assert.equal((await buyer.pay(order.id)).body.reason, 'already_paid');
  assert.equal((await buyer.send('POST', `/api/orders/${order.id}/release`)).body.reason, 'already_paid');
});

test('what the shop’s own people buy is delivered like any other and left out of what counts as sold', async () => {
  const own = await openFresh();
  await sql`update organisations set shipping_minor = 0 where id = ${own.orgId}`.execute(own.db);
  const variantId = await own.variantWith(5, { priceMinor: 0 });
  const [clerk, guest] = [own.buyer(), own.buyer()];
  for (const buyer of [clerk, guest]) {
    const { body: order } = await buyer.hold(variantId, { expectedMinor: 0, showId: own.showId });
    assert.equal((await buyer.pay(order.id)).body.state, 'paid');
  }
  const sold = () => own.orders.soldIn(own.db, own.showId).then(({ paid, excluded }) => ({ paid, excluded }));
  assert.deepEqual(await sold(), { paid: 2, excluded: 0 });
  const userId = await own.accounts.createPerson({ email: 'clerk@example.com', password: 'paper lantern on the quay', name: 'Clerk' });
  await transact(own.db, (tx) => own.accounts.grant(tx, own.orgId, userId, ['host']));
  await sql`update visitors set user_id = ${userId} where id in (select buyer_id from holds order by seq limit 1)`.execute(own.db);
  assert.deepEqual(await sold(), { paid: 2, excluded: 1 });
});

test('staff find orders by state, show and words, page by page; another organisation finds nothing', async () => {
  const busy = await openFresh();
  const userId = await busy.accounts.createPerson({
    email: `joris@${uuidv7()}.example`,
    password: 'paper lantern on the quay',
    name: 'Joris',
  });
  await transact(busy.db, (tx) => busy.accounts.grant(tx, busy.orgId, userId, ['seller_admin']));
  const { rows } = await sql<{ email: string }>`select email from people where id = ${userId}`.execute(busy.db);
  const staff = createBuyer(busy.publicUrl);
  const signedIn = await staff.send('POST', '/api/auth/sign-in/email', { email: rows[0]!.email, password: 'paper lantern on the quay' });
  assert.equal(signedIn.status, 200);

  const variantId = await busy.variantWith(100);
  const buyer = busy.buyer();
  const placed: string[] = [];
  for (let at = 0; at < 7; at += 1) placed.push((await buyer.hold(variantId, at < 3 ? { showId: busy.showId } : {})).body.id);
  await buyer.send('POST', `/api/orders/${placed[0]}/release`);

  const list = async (query: string) => (await staff.send('GET', `/api/orgs/${busy.orgId}/orders?${query}`)).body;
  const idsOf = (page: { items: { id: string }[] }) => page.items.map((order) => order.id);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await list(`limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...idsOf(page));
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, placed.toReversed());
  assert.deepEqual(idsOf(await list('state=released')), [placed[0]]);
  assert.deepEqual(idsOf(await list(`showId=${busy.showId}&state=held`)), [placed[2], placed[1]]);
  const one = (await staff.send('GET', `/api/orgs/${busy.orgId}/orders/${placed[4]}`)).body;
  assert.equal(one.link, null, 'the buyer’s link is the buyer’s');
  assert.deepEqual(idsOf(await list(`q=${one.number.toLowerCase()}`)), [placed[4]]);
  assert.deepEqual(idsOf(await list(`q=${encodeURIComponent("%_'x")}`)), []);
  assert.equal((await staff.send('GET', `/api/orgs/${shop.orgId}/orders`)).status, 403);
  assert.equal((await staff.send('GET', `/api/orgs/${busy.orgId}/orders/${uuidv7()}`)).status, 404);
  assert.equal((await buyer.send('GET', `/api/orgs/${busy.orgId}/orders`)).status, 401);
});
