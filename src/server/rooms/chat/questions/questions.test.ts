import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import type { QueuedQuestion } from '#contract/questions.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';

after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { db, record, orgId, shows } = room;
for (const [name, roles] of [
  ['marit', ['host']],
  ['els', ['moderator']],
  ['joris', ['producer']],
  ['admin', ['seller_admin']],
] as const)
  room.person(name, roles);
room.person('nameless', [], null);
let people = 0;
const somebody = () => {
  const name = `viewer${(people += 1)}`;
  room.person(name);
  return name;
};
const command = async (showId: string, person: string, c: string, d: object, i = uuidv7()) =>
  (await room.call(person, 'POST', `/api/shows/${showId}/commands`, { i, c, d })).body;
const ask = (showId: string, person: string, text: string, more: { productId?: string; id?: string } = {}) =>
  command(showId, person, 'ask', { text, productId: more.productId ?? null }, more.id);
const list = async (showId: string, person = '') => (await room.call(person, 'GET', `/api/shows/${showId}/questions`)).body.items;
const url = (showId: string, rest = '') => `/api/orgs/${orgId}/shows/${showId}/questions${rest}`;
const desk = async (showId: string, person = 'els') => (await room.call(person, 'GET', url(showId))).body;
const questionEvents = (showId: string) => record.latest(db, showId, 'question', { limit: 100 }).then((events) => events.toReversed());

/** Closing a recording is a job: asks until it is done. */
// oxlint-disable-next-line typescript/no-explicit-any -- bodies of answers
async function seen(look: () => Promise<any>, isThere: (found: any) => boolean): Promise<any> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look();
    if (isThere(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Not seen within 10 seconds.');
}

/** A live show with one question, as the crew sees it. */
async function oneQuestion(text = 'Does it rust on a boat?'): Promise<{ showId: string; question: QueuedQuestion }> {
  const { showId } = await room.newShow({ live: true });
  await ask(showId, somebody(), text);
  const { questions } = await desk(showId);
  return { showId, question: questions[0] };
}

test('a question reaches everybody at the place that its acknowledgement names, and a retry is the same question', async () => {
  const { showId, products } = await room.newShow({ live: true });
  const asker = somebody();
  const [here, there] = [room.enter(showId, asker), room.enter(showId)];
  await Promise.all([here.snapshot(), there.snapshot()]);
  const wish = { text: 'Does it rust on a boat?', productId: products[0]!.id };
  const acks = [];
  for (let copy = 0; copy < 3; copy++) acks.push(await here.send('ask', wish, 'the-same-id'));
  const event = await there.event('question');
  assert.deepEqual(new Set(acks.map((ack) => ack.s)), new Set([event.s]));
  assert.deepEqual([event.d.text, event.d.name, event.d.state, event.d.productId], [wish.text, asker, 'open', wish.productId]);
  assert.equal((await questionEvents(showId)).length, 1);
  await there.until((frame) => frame.r?.[`asked:${event.d.id}`] === 1);
  // Somebody who comes later is told by the snapshot, which is kept for a moment.
  const later = await seen(
    async () => (await room.enter(showId).snapshot()).state.questions,
    (questions) => questions.length > 0,
  );
  assert.deepEqual(later, [event.d]);
});

test('the same words from somebody else want the same question, also with other signs and capitals, and twice is once', async () => {
  const { showId } = await room.newShow({ live: true });
  const [first, second] = [somebody(), somebody()];
  const asked = await ask(showId, first, 'Does it rust?');
  const again = await ask(showId, second, '  does it RUST ?? ', { id: 'second-asks-this' });
  await ask(showId, second, 'does it RUST', { id: 'second-asks-this' });
  assert.equal(again.s, asked.s);
  const [question, ...more] = await list(showId, second);
  assert.deepEqual([question.asked, question.mine, question.wanted, more], [2, false, true, []]);
});

test('the same words about another product are another question, and a product that the show does not sell is none', async () => {
  const { showId, products } = await room.newShow({ live: true });
  for (const product of products) await ask(showId, somebody(), 'Does it rust?', { productId: product.id });
  await ask(showId, somebody(), 'Does it rust?', { productId: uuidv7() });
  assert.deepEqual(
    (await list(showId)).map((question: { productId: string | null }) => question.productId),
    [products[0]!.id, products[1]!.id, null],
  );
});

test('a question obeys the rules of a line: a name, no links, no pause, a show that is on', async () => {
  const { showId } = await room.newShow({ live: true });
  assert.equal((await ask(showId, 'nameless', 'Does it rust?')).reason, 'name_needed');
  assert.equal((await ask(showId, somebody(), 'See www.example.com for more')).reason, 'line_refused');
  const paused = somebody();
  const said = await room.call(paused, 'POST', `/api/shows/${showId}/chat`, { clientId: 'paused-says-1', text: 'Hello' });
  await room.call('els', 'POST', `/api/orgs/${orgId}/shows/${showId}/timeouts`, { author: said.body.author, seconds: 60 });
  const refused = await ask(showId, paused, 'Does it rust?');
  assert.equal(refused.reason, 'timed_out');
  assert.ok(refused.retryMs > 0);
  await shows.endShow(orgId, showId);
  assert.equal((await ask(showId, somebody(), 'Does it rust?')).reason, 'show_not_live');
});

test('three of one person wait at most, however many are asked at once, and an answered one makes room', async () => {
  const { showId } = await room.newShow({ live: true });
  const asker = somebody();
  const texts = ['Does it rust?', 'Handle gets hot?', 'Can you engrave it?'];
  await Promise.all(texts.map((text) => ask(showId, asker, text)));
  room.wait(5000);
  const told = await Promise.all(['One more?', 'And this?'].map((text) => ask(showId, asker, text)));
  assert.deepEqual(new Set(told.map((ack) => ack.reason)), new Set(['too_many_questions']));
  const [first] = (await desk(showId)).questions;
  await room.call('els', 'POST', url(showId, `/${first.id}/answer`), { text: 'Not when it is oiled.' });
  room.wait(5000);
  assert.equal((await ask(showId, asker, 'Is it free of PFAS?')).ok, true);
});

test('of more than fifty that wait the one that fewest want is dropped, and everybody is told', async () => {
  const { showId } = await room.newShow({ live: true });
  await ask(showId, somebody(), 'The wanted one?');
  await ask(showId, somebody(), 'The wanted one?');
  for (let n = 0; n < 50; n++) await ask(showId, somebody(), `Question number ${n}?`);
  const { questions } = await desk(showId);
  assert.equal(questions.length, 50);
  assert.equal(questions[0].text, 'The wanted one?');
  const dropped = (await questionEvents(showId)).filter((event) => event.d.state === 'dropped');
  assert.deepEqual(
    dropped.map((event) => event.d.text),
    ['Question number 0?'],
  );
});

test('two hundred people want and unwant at once, and the number is exactly those who do', async () => {
  const { showId, question } = await oneQuestion();
  const watcher = room.enter(showId);
  await watcher.snapshot();
  const crowd = Array.from({ length: 200 }, somebody);
  // Everybody taps three times; every fourth ends with no.
  const told = await Promise.all(
    crowd.map(async (person, at) => {
      const last = at % 4 !== 0;
      const acks = [];
      for (const on of [true, false, last]) acks.push(await command(showId, person, 'want', { questionId: question.id, on }));
      return acks.every((ack) => ack.ok);
    }),
  );
  assert.ok(told.every(Boolean));
  const [shown] = await list(showId);
  assert.equal(shown.asked, 151);
  await watcher.until((frame) => frame.r?.[`asked:${question.id}`] === 151);
});

test('an account counts once on all its devices, and whoever asked keeps wanting it', async () => {
  const { showId } = await room.newShow({ live: true });
  const asker = somebody();
  await ask(showId, asker, 'Does it rust?');
  const [{ id: questionId }] = await list(showId);
  // One account with two devices.
  const phone = room.person('kofi-phone', ['producer']);
  room.person('kofi-laptop', ['producer']);
  const laptop = room.person('kofi-laptop', ['producer']);
  Object.assign(laptop, { user: phone.user });
  for (const person of ['kofi-phone', 'kofi-laptop']) await command(showId, person, 'want', { questionId, on: true });
  assert.equal((await list(showId))[0].asked, 2);
  await command(showId, 'kofi-laptop', 'want', { questionId, on: false });
  await command(showId, asker, 'want', { questionId, on: false });
  assert.equal((await list(showId))[0].asked, 1);
});

test('one question is next: the one before it goes back to the others', async () => {
  const { showId } = await room.newShow({ live: true });
  for (const text of ['Does it rust?', 'Handle gets hot?']) await ask(showId, somebody(), text);
  const { questions } = await desk(showId);
  for (const { id } of questions) await room.call('els', 'PUT', url(showId, `/${id}`), { state: 'next' });
  assert.deepEqual(
    (await list(showId)).map((question: { state: string }) => question.state),
    ['open', 'next'],
  );
  const told = (await questionEvents(showId)).map((event) => [event.d.text, event.d.state]);
  assert.deepEqual(told.slice(-3), [
    ['Does it rust?', 'next'],
    ['Does it rust?', 'open'],
    ['Handle gets hot?', 'next'],
  ]);
});

test('two of the crew who mark the next at once leave one next', async () => {
  const { showId } = await room.newShow({ live: true });
  for (const text of ['Does it rust?', 'Handle gets hot?', 'Can you engrave it?']) await ask(showId, somebody(), text);
  const { questions } = await desk(showId);
  const crew = ['els', 'marit', 'joris'];
  const told = await Promise.all(
    questions.map(({ id }: QueuedQuestion, at: number) => room.call(crew[at]!, 'PUT', url(showId, `/${id}`), { state: 'next' })),
  );
  assert.ok(told.every(({ status }) => status === 200));
  assert.equal((await list(showId)).filter((question: { state: string }) => question.state === 'next').length, 1);
});

test('an answer in words stands with the question, can be pinned, and the same again changes nothing', async () => {
  const { showId, question } = await oneQuestion('Does it work on induction?');
  const answer = { text: 'Yes, all hobs. Spec sheet, line 4.', pin: true };
  const first = await room.call('joris', 'POST', url(showId, `/${question.id}/answer`), answer);
  const last = (await record.head(db, showId))!.last;
  const again = await room.call('joris', 'POST', url(showId, `/${question.id}/answer`), answer);
  assert.deepEqual(again.body, first.body);
  assert.equal((await record.head(db, showId))!.last, last);
  assert.deepEqual([first.body.state, first.body.answer.text, first.body.answer.name], ['answered', answer.text, 'joris']);
  const [pinned] = await record.latest(db, showId, 'chat.pinned', { limit: 1 });
  assert.deepEqual(pinned!.d.pinned, {
    name: 'joris',
    label: 'staff',
    text: answer.text,
    question: { id: question.id, text: 'Does it work on induction?' },
  });
  const newcomer = await seen(
    async () => (await room.enter(showId).snapshot()).state.pinned,
    (found) => found !== null,
  );
  assert.deepEqual(newcomer, pinned!.d.pinned);
  const other = await room.call('els', 'POST', url(showId, `/${question.id}/answer`), { text: 'No.' });
  assert.equal(other.body.reason, 'question_closed');
  assert.equal((await ask(showId, somebody(), 'Does it work on induction?')).reason, 'question_closed');
  await room.call('els', 'PUT', url(showId, `/${question.id}`), { state: 'dropped' });
  const [taken] = await record.latest(db, showId, 'chat.pinned', { limit: 1 });
  assert.equal(taken!.d.pinned, null);
});

test('whoever is banned asks nothing any more, and what they asked is taken down', async () => {
  const { showId } = await room.newShow({ live: true });
  const asker = somebody();
  const said = await room.call(asker, 'POST', `/api/shows/${showId}/chat`, { clientId: 'banned-says-1', text: 'Hello there' });
  await ask(showId, asker, 'Is this a scam?');
  await room.call('els', 'POST', `/api/orgs/${orgId}/shows/${showId}/moderation/decisions`, {
    id: uuidv7(),
    kind: 'ban',
    author: said.body.author,
    reason: 'spam',
  });
  room.wait(6000);
  await seen(
    () => list(showId),
    (items) => items.length === 0,
  );
  assert.equal((await questionEvents(showId)).at(-1)!.d.state, 'dropped');
  assert.equal((await ask(showId, asker, 'Is it really one?')).reason, 'banned');
});

test('answered on camera has the moment and no words; it may be asked again, and needs a picture', async () => {
  const { showId, question } = await oneQuestion();
  const told = await room.call('marit', 'POST', url(showId, `/${question.id}/answer`), { text: null });
  assert.equal(told.body.answer.text, null);
  assert.equal((await ask(showId, somebody(), 'Does it rust on a boat?')).ok, true);
  const again = (await desk(showId)).questions.find(({ state }: QueuedQuestion) => state === 'open');
  await shows.endShow(orgId, showId);
  const late = await room.call('marit', 'POST', url(showId, `/${again.id}/answer`), { text: null });
  assert.equal(late.body.reason, 'show_not_live');
  assert.equal((await room.call('marit', 'POST', url(showId, `/${again.id}/answer`), { text: 'No.' })).status, 200);
});

test('questions are given to whoever has the desk open; closing it takes you off the list after half a minute', async () => {
  const { showId, question } = await oneQuestion();
  await desk(showId, 'joris');
  const given = await room.call('els', 'PUT', url(showId, `/${question.id}`), { assigneeId: 'joris' });
  assert.deepEqual(given.body.assignee, { userId: 'joris', name: 'joris' });
  assert.equal((await room.call('els', 'PUT', url(showId, `/${question.id}`), { assigneeId: 'stranger' })).status, 404);
  room.wait(20_000);
  await room.call('joris', 'POST', url(showId, `/${question.id}/answer`), { text: 'Only when it is left wet.' });
  const busy = await desk(showId);
  assert.deepEqual(
    busy.team.map(({ name, role, answered }: { name: string; role: string; answered: number }) => [name, role, answered]),
    [
      ['els', 'moderator', 0],
      ['joris', 'producer', 1],
    ],
  );
  assert.ok(Math.abs(busy.team[1].averageSeconds - 20) <= 2);
  assert.deepEqual(busy.inTime, { answered: 1, of: 1 });
  room.wait(31_000);
  assert.deepEqual(
    (await desk(showId)).team.map(({ name }: { name: string }) => name),
    ['els'],
  );
});

test('in time is what was answered within three minutes, of what was answered or is older than that', async () => {
  const { showId, question } = await oneQuestion();
  assert.deepEqual((await desk(showId)).inTime, { answered: 0, of: 0 });
  room.wait(181_000);
  assert.deepEqual((await desk(showId)).inTime, { answered: 0, of: 1 });
  await room.call('joris', 'POST', url(showId, `/${question.id}/answer`), { text: 'Only when it is left wet.' });
  assert.deepEqual((await desk(showId)).inTime, { answered: 0, of: 1 });
});

test('only a seller admin approves an answer written ahead, and other words are not approved any more', async () => {
  const id = uuidv7();
  const at = `/api/orgs/${orgId}/ready-answers/${id}`;
  const words = { text: 'Warm after 10 minutes, so use a cloth.', productId: null };
  assert.equal((await room.call('els', 'PUT', at, { ...words, approved: true })).body.reason, 'not_allowed');
  assert.equal((await room.call('els', 'PUT', at, { ...words, approved: false })).body.approved, false);
  assert.equal((await room.call('admin', 'PUT', at, { ...words, approved: true })).body.approved, true);
  // Saved again as it is, the approval stays.
  assert.equal((await room.call('els', 'PUT', at, { ...words, approved: true })).body.approved, true);
  assert.equal((await room.call('els', 'PUT', at, { ...words, text: 'Never warm.', approved: true })).body.reason, 'not_allowed');
  assert.equal((await room.call('els', 'PUT', at, { ...words, text: 'Never warm.', approved: false })).status, 200);
  const { items } = (await room.call('joris', 'GET', `/api/orgs/${orgId}/ready-answers`)).body;
  assert.deepEqual(items, [{ id, text: 'Never warm.', productId: null, approved: false }]);
  assert.equal((await room.call('els', 'DELETE', at)).status, 204);
  assert.equal((await room.call('els', 'DELETE', at)).status, 404);
});

test('an answer outlives the show on its product, with the moment of the replay; taken down it is gone everywhere', async () => {
  const { showId, products, streamId } = await room.newShow({ live: true });
  const productId = products[0]!.id;
  const startedMs = room.clock.now();
  await ask(showId, somebody(), 'Does it rust on a boat?', { productId });
  const [question] = (await desk(showId)).questions;
  room.wait(60_000);
  await room.call('marit', 'POST', url(showId, `/${question.id}/answer`), { text: null });
  const onProduct = async () => (await room.call('', 'GET', `/api/products/${productId}/answers`)).body.items;
  const [live] = await onProduct();
  assert.deepEqual(
    [live.question, live.answer, live.answeredBy, live.asked, live.replayAtMs],
    ['Does it rust on a boat?', null, 'marit', 1, null],
  );
  room.media.record(streamId, 1, startedMs, 120_000);
  room.wait(60_000);
  await shows.endShow(orgId, showId);
  await room.jobs.start();
  const kept = await seen(
    async () => (await onProduct())[0],
    ({ replayAtMs }) => replayAtMs !== null,
  );
  assert.ok(Math.abs(kept.replayAtMs - 60_000) < 5000, String(kept.replayAtMs));
  const replay = (await room.call('', 'GET', `/api/shows/${showId}/replay`)).body;
  assert.deepEqual(
    replay.questions.map(({ text, atMs }: { text: string; atMs: number }) => [text, atMs]),
    [['Does it rust on a boat?', kept.replayAtMs]],
  );
  await room.call('els', 'PUT', url(showId, `/${question.id}`), { state: 'dropped' });
  assert.deepEqual(await onProduct(), []);
});

test('the crew of another shop, and viewers, do nothing at the desk', async () => {
  const { showId, question } = await oneQuestion();
  assert.equal((await room.call(somebody(), 'GET', url(showId))).status, 401);
  const elsewhere = `/api/orgs/${uuidv7()}/shows/${showId}/questions/${question.id}`;
  assert.equal((await room.call('els', 'PUT', elsewhere, { state: 'next' })).status, 403);
});
