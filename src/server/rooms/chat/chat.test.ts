import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { transact } from '#platform/db.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../test/test-room.ts';

// Registered before the database, so that sockets and jobs have let go of it when it is closed.
after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { db, record, orgId, shows } = room;
for (const [name, roles] of [
  ['marit', ['host']],
  ['els', ['moderator']],
  ['joris', ['producer']],
] as const)
  room.person(name, roles);
const ann = room.person('ann');
room.person('bob');
room.person('nameless', [], null);
const url = (showId: string, rest: string) => `/api/orgs/${orgId}/shows/${showId}${rest}`;

test('a line travels from one person to everybody, with name and label from the server', async () => {
  const { showId } = await room.newShow({ live: true });
  const [sender, reader] = [room.enter(showId, 'ann'), room.enter(showId)];
  await Promise.all([sender.snapshot(), reader.snapshot()]);
  const ack = await sender.send('chat', { text: 'Does it rust?', label: 'host', name: 'Marit', author: 'x' });
  const event = await reader.event('chat');
  assert.equal(ack.s, event.s);
  assert.deepEqual([event.d.name, event.d.label, event.d.text], ['ann', null, 'Does it rust?']);
  assert.equal(event.d.author.includes(ann.visitorId!), false);
  sender.ws.close();
  reader.ws.close();
});

test('labels come from roles and paid orders', async () => {
  const { showId } = await room.newShow({ live: true });
  const buyer = room.person('kofi');
  room.buyers.add(buyer.visitorId!);
  const labels: (string | null)[] = [];
  for (const person of ['marit', 'els', 'joris', 'kofi', 'bob']) {
    const said = await room.call(person, 'POST', `/api/shows/${showId}/chat`, {
      clientId: `from-${person}-1`,
      text: `Hello from ${person}`,
    });
    labels.push(said.body.label);
  }
  assert.deepEqual(labels, ['host', 'moderator', 'staff', 'bought', null]);
});

test('the same person is another author in another show', async () => {
  const [one, other] = [await room.newShow({ live: true }), await room.newShow({ live: true })];
  const author = async (showId: string, clientId: string) =>
    (await room.call('ann', 'POST', `/api/shows/${showId}/chat`, { clientId, text: `Hello ${clientId}` })).body.author;
  const first = await author(one.showId, 'client-a1');
  assert.equal(await author(one.showId, 'client-a2'), first);
  assert.notEqual(await author(other.showId, 'client-a3'), first);
});

test('a retry is the same line: twenty copies, over two ways in, are said once and get one answer', async () => {
  const { showId } = await room.newShow({ live: true });
  const client = room.enter(showId, 'ann');
  await client.snapshot();
  const copies = await Promise.all(Array.from({ length: 10 }, () => client.say('Once only', 'the-same-id')));
  const byHttp = await Promise.all(
    Array.from({ length: 10 }, () => room.call('ann', 'POST', `/api/shows/${showId}/chat`, { clientId: 'the-same-id', text: 'Once only' })),
  );
  assert.equal(new Set(copies.map((ack) => ack.s)).size, 1);
  assert.equal(new Set(byHttp.map((answer) => answer.body.id)).size, 1);
  assert.equal((await room.kinds(showId)).filter((kind) => kind === 'chat').length, 1);
  client.ws.close();
});

test('a retry after a restart is still the same line', async () => {
  const { showId } = await room.newShow({ live: true });
  const wish = { clientId: 'before-restart', text: 'Before the restart', language: null };
  const first = await room.chat.say(showId, ann, wish);
  const restarted = await createTestRoom({ db, pool: room.pool });
  const again = await restarted.chat.say(showId, ann, wish);
  await restarted.closeAll();
  assert.ok(first.ok && again.ok);
  assert.deepEqual([again.value.seq, again.value.line.id], [first.value.seq, first.value.line.id]);
});

test('lines of many people at once are gathered, and come in one order to everybody', async () => {
  const { showId } = await room.newShow({ live: true });
  const readers = [room.enter(showId), room.enter(showId)];
  await Promise.all(readers.map((reader) => reader.snapshot()));
  const people = Array.from({ length: 40 }, (_, at) => room.person(`crowd-${at}`));
  const before = (await record.head(db, showId))!.last;
  const told = await Promise.all(
    people.map(async (person) => {
      const outcomes = [];
      for (const n of [1, 2, 3])
        outcomes.push(
          await room.chat.say(showId, person, { clientId: `${person.name}-${n}`, text: `${person.name} says ${n}`, language: null }),
        );
      return outcomes;
    }),
  ).then((each) => each.flat());
  const seqs = told.flatMap((outcome) => (outcome.ok ? [outcome.value.seq!] : []));
  assert.deepEqual(
    seqs.toSorted((a, b) => a - b),
    Array.from({ length: 120 }, (_, at) => before + 1 + at),
  );
  for (const reader of readers) {
    await reader.until((frame) => frame.z >= before + 120 && frame.v);
    const heard = reader
      .events()
      .filter((event) => event.k === 'chat')
      .map((event) => event.s);
    assert.deepEqual(
      heard,
      seqs.toSorted((a, b) => a - b),
    );
    // 120 lines in a few frames, not in 120.
    assert.ok(reader.frames.filter((frame) => frame.v).length < 40);
    reader.ws.close();
  }
});

test('what one page says without waiting for answers is said in that order', async () => {
  const { showId } = await room.newShow({ live: true });
  room.person('eager');
  const client = room.enter(showId, 'eager');
  await client.snapshot();
  const acks = await Promise.all(['first', 'second', 'third'].map((text) => client.say(text)));
  assert.deepEqual(
    acks.map((ack) => ack.s - acks[0].s),
    [0, 1, 2],
  );
  client.ws.close();
});

test('a guest without a name is asked for one; before and after the show nothing is said', async () => {
  const { showId } = await room.newShow();
  assert.equal((await room.call('ann', 'POST', `/api/shows/${showId}/chat`, { clientId: 'too-early', text: 'Hello' })).status, 404);
  await shows.goLive(orgId, showId);
  const nameless = room.enter(showId, 'nameless');
  await nameless.snapshot();
  assert.equal((await nameless.say('Hello')).reason, 'name_needed');
  room.person('nameless', [], 'Nora');
  assert.equal((await nameless.say('Hello')).ok, true);
  const stranger = room.enter(showId);
  await stranger.snapshot();
  assert.equal((await stranger.say('Hello')).reason, 'name_needed');
  await shows.endShow(orgId, showId);
  assert.equal((await nameless.say('Goodbye')).reason, 'show_not_live');
  nameless.ws.close();
  stranger.ws.close();
});

test('refusals come back as reasons with the time to wait', async () => {
  const { showId } = await room.newShow({ live: true });
  room.person('fast');
  const client = room.enter(showId, 'fast');
  await client.snapshot();
  for (const text of ['one', 'two', 'three']) assert.equal((await client.say(text)).ok, true);
  const fast = await client.say('four');
  assert.equal(fast.reason, 'too_fast');
  assert.ok(fast.retryMs > 0 && fast.retryMs <= 1000);
  room.wait(2000);
  assert.equal((await client.say('three')).reason, 'line_refused');
  assert.equal((await client.send('chat', { text: '' })).reason, 'invalid_input');
  assert.equal((await client.send('chat', { text: 'x'.repeat(301) })).reason, 'invalid_input');
  assert.equal((await client.send('win', {})).reason, 'invalid_input');
  client.ws.close();
});

test('a hidden line leaves screens, snapshots and the log page, and stays as evidence for the staff', async () => {
  const { showId } = await room.newShow({ live: true });
  const reader = room.enter(showId);
  await reader.snapshot();
  const said = await room.call('bob', 'POST', `/api/shows/${showId}/chat`, { clientId: 'bad-line-1', text: 'Something nasty' });
  await room.call('ann', 'POST', `/api/shows/${showId}/chat`, { clientId: 'good-line-1', text: 'Something nice' });
  const hiding = () => room.call('els', 'DELETE', url(showId, `/chat/${said.body.id}`));
  assert.deepEqual(
    (await Promise.all([hiding(), hiding()])).map((answer) => answer.status),
    [204, 204],
  );
  assert.deepEqual((await reader.event('chat.hidden')).d, { id: said.body.id, by: 'moderator' });
  assert.equal((await room.kinds(showId)).filter((kind) => kind === 'chat.hidden').length, 1);
  assert.equal((await room.call('ann', 'DELETE', url(showId, `/chat/${said.body.id}`))).status, 401);
  assert.equal((await room.call('els', 'DELETE', url(showId, `/chat/${crypto.randomUUID()}`))).status, 404);

  const { body: log } = await room.call('ann', 'GET', `/api/shows/${showId}/log`);
  assert.equal(JSON.stringify(log).includes('nasty'), false);
  assert.equal(log.events.length, log.last);
  // A snapshot serves everybody who comes within a second; who comes later gets a new one.
  await new Promise((resolve) => setTimeout(resolve, 1050));
  const late = room.enter(showId);
  assert.deepEqual(
    (await late.snapshot()).state.chat.map((line: { text: string }) => line.text),
    ['Something nice'],
  );
  const { body: staff } = await room.call('els', 'GET', url(showId, '/chat'));
  assert.deepEqual(
    staff.items.map((line: { text: string; hidden: boolean }) => [line.text, line.hidden]),
    [
      ['Something nasty', true],
      ['Something nice', false],
    ],
  );
  reader.ws.close();
  late.ws.close();
});

test('a pause silences one person for its time, and a second press does not shorten it', async () => {
  const { showId } = await room.newShow({ live: true });
  const say = (person: string, text: string) =>
    room.call(person, 'POST', `/api/shows/${showId}/chat`, { clientId: `${person}-${text}`, text });
  const { author } = (await say('bob', 'first line')).body;
  const pause = (seconds: number) => room.call('els', 'POST', url(showId, '/timeouts'), { author, seconds });
  await pause(600);
  await pause(10);
  room.wait(60_000);
  assert.equal((await say('bob', 'second line')).body.reason, 'timed_out');
  assert.equal((await say('ann', 'another person')).status, 200);
  room.wait(600_000);
  assert.equal((await say('bob', 'third line')).status, 200);
});

test('a batch of hearts that is sent again is counted once, and another one is another', async () => {
  const { showId } = await room.newShow({ live: true });
  const client = room.enter(showId, 'ann');
  await client.snapshot();
  for (const batch of ['batch-one', 'batch-one', 'batch-two', 'batch-one']) await client.send('hearts', { n: 2 }, batch);
  await client.until((frame) => frame.r?.hearts === 4);
  await client.send('hearts', { n: 1 });
  await client.until((frame) => frame.r?.hearts === 5);
  client.ws.close();
});

test('hearts are added up for everybody, capped per person, and survive a restart', async () => {
  const { showId } = await room.newShow({ live: true });
  const client = room.enter(showId, 'ann');
  await client.snapshot();
  for (let at = 0; at < 4; at++) await client.send('hearts', { n: 20 });
  const hearts = await client.until((frame) => frame.r?.hearts >= 30 && frame.r.hearts);
  assert.ok(hearts < 40, `${hearts} of 80 counted`);
  assert.equal((await client.send('hearts', { n: 1_000_000 })).reason, 'invalid_input');
  client.ws.close();
  const restarted = await createTestRoom({ db, pool: room.pool });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const reader = restarted.enter(showId);
  assert.ok((await reader.until((frame) => frame.r?.hearts || undefined)) >= 30);
  reader.ws.close();
  await restarted.closeAll();
});

test('the numbers follow what is sold, what is left and who receives the picture; an open page is not a watcher', async () => {
  const { showId, products, streamId } = await room.newShow({ live: true });
  const variantId = products[0]!.variants[0]!.id;
  const pages = [room.enter(showId), room.enter(showId), room.enter(showId)];
  for (const [name, value] of Object.entries({ watching: 0, sold: 0, hearts: 0, [`left:${variantId}`]: 60 }))
    await pages[0]!.until((frame) => frame.r?.[name] === value);

  await transact(db, (tx) => room.stock.setUnits(tx, [{ variantId, available: 41 }]));
  room.sold.set(showId, { paid: 6, cancelled: 1, excluded: 1, heldNow: 2, orders: 4, netMinor: 31_600n });
  await transact(db, (tx) =>
    record.append(tx, showId, [{ k: 'sold', d: { productId: products[0]!.id, variantId, quantity: 5 }, now: true }]),
  );
  room.media.counts.set(streamId, { watching: 7, direct: 4, hls: 3, notYet: 2, crew: 1, secondDevices: 1 });
  for (const page of pages) {
    await page.until((frame) => frame.r?.[`left:${variantId}`] === 41);
    await page.until((frame) => frame.r?.sold === 4);
    await page.until((frame) => frame.r?.watching === 7);
  }
  const { body } = await room.call('ann', 'GET', `/api/shows/${showId}/counters`);
  assert.deepEqual(
    [body.watching, body.sold],
    [
      { value: 7, direct: 4, hls: 3, notYet: 2, crew: 1, secondDevices: 1 },
      { value: 4, paid: 6, cancelled: 1, excluded: 1, heldNow: 2 },
    ],
  );
  const { body: show } = await room.call('marit', 'GET', url(showId, ''));
  assert.deepEqual(show.totals, { soldUnits: 4, takenNet: { minor: 31_600, currency: 'EUR' }, orders: 4, holds: 2 });
  assert.deepEqual([show.counters.watching, show.counters.sold], [7, 4]);
  for (const page of pages) page.ws.close();
});

test('pins, prices, offers and the picture reach a connected page', async () => {
  const { showId, products, streamId } = await room.newShow({ live: true });
  const page = room.enter(showId);
  await page.snapshot();
  const [pan] = products;
  await room.call('els', 'PUT', url(showId, '/pins'), { productIds: [pan!.id] });
  assert.deepEqual((await page.event('pin')).d.productIds, [pan!.id]);
  await room.call('els', 'POST', url(showId, '/offers'), {
    variantId: pan!.variants[0]!.id,
    priceMinor: 6900,
    lastsSeconds: 300,
    limitPerBuyer: null,
  });
  assert.equal((await page.event('offer')).d.offer.price.minor, 6900);
  const change = { productId: pan!.id, variantId: pan!.variants[0]!.id, minor: 7500, currency: 'EUR' };
  await transact(db, (tx) => record.append(tx, showId, [{ k: 'price', d: change, now: true }]));
  assert.deepEqual((await page.event('price')).d, change);
  room.media.say(streamId, 'reconnecting', 1);
  assert.equal((await page.event('media')).d.state, 'reconnecting');
  await room.call('marit', 'POST', url(showId, '/end'));
  await page.until((frame) =>
    frame.v?.some((event: { k: string; d: { state?: string } }) => event.k === 'show.state' && event.d.state === 'ended'),
  );
  page.ws.close();
});

test('a page that comes back, also to a restarted server, gets exactly what it missed', async () => {
  const { showId } = await room.newShow({ live: true });
  const page = room.enter(showId);
  const { e: epoch, s: seq } = await page.snapshot();
  page.ws.terminate();
  for (const n of [1, 2, 3]) await room.chat.say(showId, ann, { clientId: `missed-${n}`, text: `missed ${n}`, language: null });
  const restarted = await createTestRoom({ db, pool: room.pool });
  const again = restarted.enter(showId, '', `?e=${epoch}&s=${seq}`);
  await again.until((frame) => frame.z >= seq + 3);
  assert.equal(
    again.frames.some((frame) => frame.state),
    false,
  );
  const missed = again.events().filter((event) => event.s > seq);
  assert.deepEqual(
    missed.map((event) => event.s),
    [seq + 1, seq + 2, seq + 3],
  );
  again.ws.close();
  await restarted.closeAll();
});

test('a draft has a room for its crew alone, which stays open when the show goes live; what does not exist has none', async () => {
  const { showId } = await room.newShow();
  const crew = room.enter(showId, 'marit');
  assert.equal((await crew.snapshot()).state.show.state, 'draft');
  assert.equal(await room.enter(showId, 'ann').closed, 4004);
  await shows.goLive(orgId, showId);
  assert.equal((await crew.event('show.state')).d.state, 'live');
  crew.ws.close();
  assert.equal(await room.enter(crypto.randomUUID()).closed, 4004);
  assert.equal(await room.enter('not-an-id').closed, 4004);
});
