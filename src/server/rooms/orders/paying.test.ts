import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { v7 as uuidv7 } from 'uuid';
import { transact } from '#platform/db.ts';
import { testbankSecrets } from '../payments/index.ts';
import { type Buyer, freshShops, type TestShop, until } from './testing.ts';

const openFresh = freshShops();
const shop = await openFresh({ bank: true, checkAfterSeconds: [60], connections: 12 });
const { db } = shop;

interface Page {
  status: number;
  text: string;
  location: string | null;
}
/** What a person does on the bank's page. */
async function press(url: string, form: Record<string, string>): Promise<Page> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
}
async function orderAtBank(at: TestShop = shop, more: { method?: string; variantId?: string; buyer?: Buyer } = {}) {
  const variantId = more.variantId ?? (await at.variantWith(5));
  const buyer = more.buyer ?? at.buyer();
  const { body: order } = await buyer.hold(variantId, { showId: at.showId });
  const paying = await buyer.pay(order.id, more.method);
  assert.equal(paying.status, 200, JSON.stringify(paying.body));
  assert.equal(paying.body.state, 'paying');
  return { variantId, buyer, id: order.id as string, payment: paying.body.payment as { id: string; url: string } };
}
const stateBecomes = (buyer: Buyer, id: string, state: string) =>
  until(
    async () => (await buyer.order(id)).body,
    (order) => order.state === state,
  );
const happened = (order: { history: { what: string }[] }) => order.history.map((step) => step.what);
const soldEvents = async (at: TestShop, variantId: string) =>
  (await at.record.read(at.db, at.showId, 0, 500)).filter((event) => event.k === 'sold' && event.d.variantId === variantId).length;
const chargedAt = async (at: TestShop, paymentId: string) => (await at.provider.fetch(paymentId))?.state;

test('paying at the bank sells the units, tells the show once, and leads back to the shop', async () => {
  const { variantId, buyer, id, payment } = await orderAtBank();
  const page = await fetch(payment.url);
  const html = await page.text();
  assert.match(html, /Test bank\. No real money\./);
  assert.match(html, /€83\.95/);
  const policy = page.headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'/);
  assert.ok(policy.includes(`frame-ancestors 'self' ${shop.publicUrl}`), policy);
  const back = await press(payment.url, { outcome: 'success' });
  assert.deepEqual([back.status, back.location], [303, `${shop.publicUrl}/pay/return?order=${id}`]);
  const order = await stateBecomes(buyer, id, 'paid');
  assert.deepEqual(happened(order), ['held', 'paying', 'paid']);
  assert.deepEqual([order.payment.state, order.payment.url, order.holdEndsAt], ['paid', null, null]);
  assert.deepEqual(await shop.levels(variantId), { available: 4, held: 0, sold: 1 });
  assert.equal(await soldEvents(shop, variantId), 1);
  const visitorId = (await sql<{ buyer_id: string }>`select buyer_id from holds where order_id = ${id}`.execute(db)).rows[0]!.buyer_id;
  assert.equal(await shop.orders.hasBought(db, shop.showId, visitorId), true);
  assert.equal(await shop.orders.hasBought(db, shop.showId, uuidv7()), false);
  assert.equal((await shop.orders.boughtTitles(db, shop.showId, visitorId, 3)).length, 1);
  assert.deepEqual(await shop.orders.boughtTitles(db, shop.showId, uuidv7(), 3), []);
});

test('a declined payment leaves the units held and says why; trying again pays', async () => {
  const { variantId, buyer, id, payment } = await orderAtBank();
  await press(payment.url, { outcome: 'decline' });
  const declined = await until(
    async () => (await buyer.order(id)).body,
    (order) => order.payment?.state === 'declined' && order.state === 'held',
  );
  assert.equal(declined.payment.reason, 'not enough balance');
  assert.deepEqual(await shop.levels(variantId), { available: 4, held: 1, sold: 0 });
  const again = await buyer.pay(id);
  assert.notEqual(again.body.payment.id, payment.id);
  await press(again.body.payment.url, { outcome: 'success' });
  assert.deepEqual(happened(await stateBecomes(buyer, id, 'paid')), ['held', 'paying', 'declined', 'paying', 'paid']);
});

test('a challenge asks for a code: what is no code is said, then it approves or declines', async () => {
  const first = await orderAtBank();
  assert.match((await press(first.payment.url, { outcome: 'challenge' })).text, /Approve €83\.95\?/);
  const wrong = await press(`${first.payment.url}/code`, { verdict: 'success', code: '12a456' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /role="alert"/);
  assert.equal(await chargedAt(shop, first.payment.id), 'open');
  assert.equal((await press(`${first.payment.url}/code`, { verdict: 'success', code: '482 190' })).status, 303);
  await stateBecomes(first.buyer, first.id, 'paid');
  const second = await orderAtBank();
  await press(second.payment.url, { outcome: 'challenge' });
  await press(`${second.payment.url}/code`, { verdict: 'decline' });
  await until(
    async () => (await second.buyer.order(second.id)).body,
    (order) => order.payment?.state === 'declined',
  );
});

test('the bank speaks the buyer’s language', async () => {
  const buyer = shop.buyer();
  buyer.jar.set('lang', 'nl');
  const { payment } = await orderAtBank(shop, { buyer });
  assert.match(await (await fetch(payment.url)).text(), /Testbank\. Geen echt geld\.[^]*83,95 betalen\?/);
});

test('a bank that charges and never answers is noticed by the late webhook, and charged once', async () => {
  const { variantId, buyer, id, payment } = await orderAtBank();
  const hanging = new AbortController();
  const silence = fetch(payment.url, { method: 'POST', body: new URLSearchParams({ outcome: 'timeout' }), signal: hanging.signal });
  await until(
    () => chargedAt(shop, payment.id),
    (state) => state === 'paid',
  );
  assert.equal((await buyer.order(id)).body.state, 'paying', 'nothing is known here yet');
  hanging.abort();
  await assert.rejects(silence);
  await stateBecomes(buyer, id, 'paid');
  assert.equal((await buyer.pay(id)).body.reason, 'already_paid');
  assert.deepEqual(await shop.levels(variantId), { available: 4, held: 0, sold: 1 });
});

test('a webhook delivered twice or late sells once', async () => {
  for (const travels of ['twice', 'late']) {
    const { variantId, buyer, id, payment } = await orderAtBank();
    await press(payment.url, { outcome: 'success', travels });
    await stateBecomes(buyer, id, 'paid');
    await until(
      async () =>
        (await sql<{ count: number }>`select count(*)::integer as count from payment_webhooks where applied_at is null`.execute(db))
          .rows[0]!.count,
      (count) => count === 0,
    );
    assert.deepEqual(await shop.levels(variantId), { available: 4, held: 0, sold: 1 }, travels);
    assert.equal(await soldEvents(shop, variantId), 1, travels);
  }
});

const webhookUrl = `${shop.publicUrl}/api/payments/testbank/webhook`;
const signer = new Webhook(testbankSecrets(shop.config.secret).webhookSecret);
async function deliver(paymentId: string, state: string, more: { id?: string; at?: Date; signature?: string; minor?: number } = {}) {
  const id = more.id ?? `msg_${uuidv7()}`;
  const at = more.at ?? new Date();
  const data = { id: paymentId, state, amount: { minor: more.minor ?? 8395, currency: 'EUR' }, reason: null };
  const body = JSON.stringify({ type: `payment.${state}`, timestamp: at.toISOString(), data });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': more.signature ?? signer.sign(id, at, body),
  };
  const answer = await fetch(webhookUrl, { method: 'POST', headers, body });
  return { status: answer.status, reason: answer.status === 204 ? null : ((await answer.json()) as { reason: string }).reason };
}

test('a forged, altered or replayed old webhook is refused and changes nothing', async () => {
  const { variantId, id, buyer, payment } = await orderAtBank();
  const stranger = new Webhook(Buffer.from('somebody else, 24 bytes.').toString('base64'));
  const at = new Date();
  const forged = [
    await deliver(payment.id, 'paid', { signature: 'v1,AAAA' }),
    await deliver(payment.id, 'paid', { id: 'msg_x', at, signature: stranger.sign('msg_x', at, '{}') }),
    await deliver(payment.id, 'paid', { at: new Date(Date.now() - 3600_000) }),
  ];
  for (const answer of forged) assert.deepEqual(answer, { status: 401, reason: 'signature_wrong' });
  const bare = await fetch(webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
  assert.equal(bare.status, 401);
  assert.equal(
    (
      await fetch(`${shop.publicUrl}/api/payments/other/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
    ).status,
    404,
  );
  assert.equal((await fetch(webhookUrl, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status, 415);
  assert.equal((await buyer.order(id)).body.state, 'paying');
  assert.deepEqual(await shop.levels(variantId), { available: 4, held: 1, sold: 0 });
});

test('news in any order ends the same: paid stays paid, and another amount is never believed', async () => {
  const { buyer, id, payment } = await orderAtBank();
  assert.equal((await deliver(payment.id, 'paid', { minor: 1 })).status, 204);
  await deliver(payment.id, 'declined');
  await until(
    async () => (await buyer.order(id)).body,
    (order) => order.payment?.state === 'declined',
  );
  await deliver(payment.id, 'paid');
  await stateBecomes(buyer, id, 'paid');
  const message = `msg_${uuidv7()}`;
  for (let copy = 0; copy < 3; copy += 1) await deliver(payment.id, 'declined', { id: message });
  await deliver(payment.id, 'cancelled');
  await deliver(payment.id, 'open');
  await until(
    async () =>
      (
        await sql<{ count: number }>`
        select count(*)::integer as count from payment_webhooks where applied_at is null and body not like '%"minor":1,%'`.execute(db)
      ).rows[0]!.count,
    (count) => count === 0,
  );
  assert.equal((await buyer.order(id)).body.state, 'paid');
});

test('a second payment for the same order goes back, and the order stays paid', async () => {
  // The bank cannot be told to close a page, so that both pages of the buyer can be paid.
  const deaf = await openFresh({
    bank: true,
    through: (bank) => ({ ...bank, cancel: () => Promise.reject(new Error('the bank does not hear us')) }),
  });
  const { variantId, buyer, id, payment } = await orderAtBank(deaf);
  const other = (await buyer.pay(id, 'test_bank')).body.payment;
  assert.notEqual(other.id, payment.id);
  await press(payment.url, { outcome: 'success' });
  await stateBecomes(buyer, id, 'paid');
  await press(other.url, { outcome: 'success' });
  await until(
    () => chargedAt(deaf, other.id),
    (state) => state === 'refunded',
  );
  assert.equal(await chargedAt(deaf, payment.id), 'paid');
  const order = (await buyer.order(id)).body;
  assert.deepEqual([order.state, order.payment.id], ['paid', payment.id]);
  assert.deepEqual(await deaf.levels(variantId), { available: 4, held: 0, sold: 1 });
});

test('a page that stays open when the order is paid by another is closed at the bank', async () => {
  const { buyer, id, payment } = await orderAtBank();
  const other = (await buyer.pay(id, 'test_bank')).body.payment;
  await until(
    () => chargedAt(shop, payment.id),
    (state) => state === 'cancelled',
  );
  await press(other.url, { outcome: 'success' });
  assert.equal((await stateBecomes(buyer, id, 'paid')).payment.id, other.id);
  assert.match(await (await fetch(payment.url)).text(), /Nothing was taken/);
});

test('money for units that were given back returns', async () => {
  const { variantId, buyer, id, payment } = await orderAtBank();
  await press(payment.url, { outcome: 'success', travels: 'late' });
  assert.equal((await buyer.send('POST', `/api/orders/${id}/release`)).body.state, 'released');
  const order = await stateBecomes(buyer, id, 'refunded');
  assert.deepEqual(happened(order), ['held', 'paying', 'released', 'refunded']);
  assert.equal(await chargedAt(shop, payment.id), 'refunded');
  assert.deepEqual(await shop.levels(variantId), { available: 5, held: 0, sold: 0 });
});

test('two taps on pay are one payment', async () => {
  const buyer = shop.buyer();
  const { body: order } = await buyer.hold(await shop.variantWith(1));
  const answers = await Promise.all([buyer.pay(order.id), buyer.pay(order.id), buyer.pay(order.id)]);
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [200, 200, 200],
  );
  assert.equal(new Set(answers.map((answer) => answer.body.payment.url)).size, 1);
});

test('a payment whose news never comes is found by asking', async () => {
  const asking = await openFresh({ bank: true, checkAfterSeconds: [0.2], lateMs: 600_000 });
  const { buyer, id, payment } = await orderAtBank(asking);
  await press(payment.url, { outcome: 'success', travels: 'late' });
  assert.equal((await stateBecomes(buyer, id, 'paid')).payment.state, 'paid');
});

test('a charge whose answer was lost is asked for again and charged once', async () => {
  let lost = 0;
  const losing = await openFresh({
    bank: true,
    through: (bank) => ({
      ...bank,
      async create(charge) {
        const made = await bank.create(charge);
        if (lost++ === 0) throw new Error('the connection was lost after the bank had answered');
        return made;
      },
    }),
  });
  const buyer = losing.buyer();
  const { body: order } = await buyer.hold(await losing.variantWith(1));
  assert.equal((await buyer.pay(order.id)).body.reason, 'payment_unreachable');
  const { payment } = (await buyer.pay(order.id)).body;
  await press(payment.url, { outcome: 'success' });
  await stateBecomes(buyer, order.id, 'paid');
  const { rows } = await sql<{ id: string }>`select id from payments where order_id = ${order.id}`.execute(losing.db);
  assert.deepEqual(rows, [{ id: payment.id }]);
});

test('a bank that is away is said so, the units stay, and trying again is the same payment', async () => {
  const lonely = await openFresh({ bank: true });
  const buyer = lonely.buyer();
  const variantId = await lonely.variantWith(1);
  const { body: order } = await buyer.hold(variantId);
  await lonely.bank.close();
  const refused = await buyer.pay(order.id);
  assert.deepEqual([refused.status, refused.body.reason], [503, 'payment_unreachable']);
  const waiting = (await buyer.order(order.id)).body;
  assert.deepEqual([waiting.state, waiting.payment], ['held', null]);
  assert.deepEqual(await lonely.levels(variantId), { available: 0, held: 1, sold: 0 });
  await lonely.bank.open();
  const paying = await buyer.pay(order.id);
  assert.equal(paying.status, 200);
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from payments where order_id = ${order.id}`.execute(
    lonely.db,
  );
  assert.equal(rows[0]!.count, 1);
  await press(paying.body.payment.url, { outcome: 'success' });
  await stateBecomes(buyer, order.id, 'paid');
});

test('money that comes after the reservation buys when units are free, and returns when they are gone', async () => {
  const hasty = await openFresh({ bank: true, holdSeconds: 1, graceSeconds: 0 });
  const [free, gone] = [await hasty.variantWith(1), await hasty.variantWith(1)];
  const bought = await orderAtBank(hasty, { variantId: free });
  const returned = await orderAtBank(hasty, { variantId: gone });
  await until(
    async () => (await hasty.stock.sweepExpired(), [await hasty.levels(free), await hasty.levels(gone)]),
    (levels) => levels.every((level) => level?.available === 1),
  );
  assert.equal((await bought.buyer.order(bought.id)).body.state, 'expired');
  assert.equal((await hasty.buyer().hold(gone)).status, 200);
  for (const { payment } of [bought, returned]) await press(payment.url, { outcome: 'success' });
  await stateBecomes(bought.buyer, bought.id, 'paid');
  await stateBecomes(returned.buyer, returned.id, 'refunded');
  assert.equal(await chargedAt(hasty, returned.payment.id), 'refunded');
  assert.deepEqual(await hasty.levels(free), { available: 0, held: 0, sold: 1 });
  assert.deepEqual(await hasty.levels(gone), { available: 0, held: 1, sold: 0 });
});

test('a reservation that ends closes its payment at the bank, and the clock does it by itself', async () => {
  const hasty = await openFresh({ bank: true, holdSeconds: 0.2, graceSeconds: 0 });
  const { variantId, buyer, id, payment } = await orderAtBank(hasty);
  hasty.orders.start();
  await stateBecomes(buyer, id, 'expired');
  await until(
    () => chargedAt(hasty, payment.id),
    (state) => state === 'cancelled',
  );
  assert.match(await (await fetch(payment.url)).text(), /Nothing was taken/);
  assert.deepEqual(await hasty.levels(variantId), { available: 5, held: 0, sold: 0 });
});

test('an account takes its guest orders along, and a stranger cannot take them', async () => {
  const { buyer, id } = await orderAtBank();
  const email = `ilse-${uuidv7()}@example.org`;
  assert.equal(
    (await buyer.send('POST', '/api/auth/sign-up/email', { email, name: 'Ilse', password: 'paper lantern on the quay' })).status,
    200,
  );
  assert.deepEqual((await buyer.send('POST', '/api/me/orders/claim')).body, { claimed: 1 });
  const elsewhere = shop.buyer();
  await elsewhere.send('POST', '/api/auth/sign-in/email', { email, password: 'paper lantern on the quay' });
  assert.equal((await elsewhere.order(id)).status, 200);
  assert.ok((await elsewhere.send('GET', '/api/me/orders')).body.items.some((order: { id: string }) => order.id === id));
  assert.equal((await shop.buyer().send('POST', '/api/me/orders/claim')).status, 401);
});

test('a page of staff orders in each state agrees with the machine', async () => {
  const { rows } = await sql<{ order_id: string }>`select order_id from holds where org_id = ${shop.orgId}`.execute(db);
  const all = new Map<string, string>();
  for (const { order_id } of rows) {
    const view = await shop.orders.view(order_id);
    if (view.ok) all.set(order_id, view.value.state);
  }
  const userId = await shop.accounts.createPerson({ email: `kim@${uuidv7()}.example`, password: 'paper lantern on the quay', name: 'Kim' });
  await transact(db, (tx) => shop.accounts.grant(tx, shop.orgId, userId, ['seller_admin']));
  const { rows: people } = await sql<{ email: string }>`select email from people where id = ${userId}`.execute(db);
  const staff = shop.buyer();
  await staff.send('POST', '/api/auth/sign-in/email', { email: people[0]!.email, password: 'paper lantern on the quay' });
  for (const state of ['held', 'paying', 'paid', 'expired', 'released', 'refunded']) {
    const page = (await staff.send('GET', `/api/orgs/${shop.orgId}/orders?limit=100&state=${state}`)).body;
    const expected = [...all].filter(([, each]) => each === state).map(([id]) => id);
    assert.deepEqual(page.items.map((order: { id: string }) => order.id).toSorted(), expected.toSorted(), state);
    assert.ok(page.items.every((order: { state: string }) => order.state === state));
  }
});
