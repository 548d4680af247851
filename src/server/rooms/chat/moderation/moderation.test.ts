import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import type { Decision, ModerationDesk } from '#contract/moderation.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';

after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { orgId } = room;
room.person('els', ['moderator']);
room.person('joris', ['moderator']);
room.person('marit', ['host']);
let people = 0;
/** Somebody who was never seen before. */
function newcomer(): { name: string; visitorId: string } {
  const name = `p${(people += 1)}`;
  return { name, visitorId: room.person(name).visitorId! };
}

const at = (showId: string, rest: string) => `/api/orgs/${orgId}/shows/${showId}${rest}`;
async function say(showId: string, person: string, text: string, more: object = {}) {
  const clientId = `line-${uuidv7()}`;
  return (await room.call(person, 'POST', `/api/shows/${showId}/chat`, { clientId, text, ...more })).body;
}
const desk = async (showId: string): Promise<ModerationDesk> => (await room.call('els', 'GET', at(showId, '/moderation'))).body;
async function decide(showId: string, wish: object, by = 'els'): Promise<Omit<Decision, 'reason'> & { reason: string }> {
  return (await room.call(by, 'POST', at(showId, '/moderation/decisions'), { id: uuidv7(), ...wish })).body;
}
const undo = async (showId: string, id: string) => (await room.call('joris', 'DELETE', at(showId, `/moderation/decisions/${id}`))).body;
/** Five seconds later, as the clock of the shop has it. */
async function later(ms = 5001): Promise<void> {
  room.wait(ms);
  await room.chat.moderateNow();
}
async function chatOf(showId: string): Promise<string[]> {
  const { events } = (await room.call('els', 'GET', `/api/shows/${showId}/log?limit=500`)).body;
  return events.filter((event: { k: string }) => event.k === 'chat').map((event: { d: { text: string } }) => event.d.text);
}
const live = async () => (await room.newShow({ live: true })).showId;

test('a doubtful line waits: its sender is told, the crew sees it, everybody else nothing', async () => {
  const showId = await live();
  const ann = newcomer();
  const page = room.enter(showId, ann.name);
  const crew = room.enter(showId, 'els');
  await Promise.all([page.snapshot(), crew.snapshot()]);
  const ack = await page.send('chat', { text: 'cheaper at my page, pay here: pay-fast.example' }, 'client-held-1');
  assert.deepEqual([ack.ok, ack.w, ack.s], [true, 'held', undefined]);
  assert.deepEqual(await page.until((frame) => frame.p), { k: 'line', clientId: 'client-held-1', state: 'held' });
  assert.deepEqual(await crew.until((frame) => frame.p), { k: 'desk', list: 'moderation' });
  const { held, tonight } = await desk(showId);
  assert.deepEqual(
    held.map(({ name, text, reasons }) => [name, text, reasons]),
    [[ann.name, 'cheaper at my page, pay here: pay-fast.example', ['outside_payment', 'link']]],
  );
  assert.equal(Date.parse(held[0]!.expiresAt) - Date.parse(held[0]!.at) > 299_000, true);
  assert.equal(tonight.held, 1);
  assert.deepEqual(await chatOf(showId), []);
  page.ws.close();
  crew.ws.close();
});

test('an allowed line gets a place of its own, five seconds after it was allowed', async () => {
  const showId = await live();
  const ann = newcomer();
  await say(showId, ann.name, 'see www.vuur.example');
  await say(showId, newcomer().name, 'something in between');
  const [held] = (await desk(showId)).held;
  const decision = await decide(showId, { kind: 'allow', lineId: held!.id });
  assert.equal(decision.state, 'waiting');
  assert.deepEqual((await desk(showId)).held, []);
  await later(3000);
  assert.deepEqual(await chatOf(showId), ['something in between']);
  await later(2001);
  assert.deepEqual(await chatOf(showId), ['something in between', 'see www.vuur.example']);
  assert.equal((await desk(showId)).decided[0]!.state, 'applied');
  assert.equal((await undo(showId, decision.id)).state, 'undone');
  assert.deepEqual(await chatOf(showId), ['something in between', '']);
});

test('nobody decides within five minutes: the line stays hidden', async () => {
  const showId = await live();
  await say(showId, newcomer().name, 'see www.vuur.example');
  const [held] = (await desk(showId)).held;
  await later(300_001);
  assert.deepEqual((await desk(showId)).held, []);
  assert.equal((await decide(showId, { kind: 'allow', lineId: held!.id })).reason, 'decision_final');
  assert.deepEqual(await chatOf(showId), []);
});

test('of ten moderators who decide about one line at once, one does', async () => {
  const showId = await live();
  await say(showId, newcomer().name, 'see www.vuur.example');
  const [held] = (await desk(showId)).held;
  const told = await Promise.all(
    Array.from({ length: 10 }, (_, n) => decide(showId, { kind: n % 2 ? 'hide' : 'allow', lineId: held!.id }, n % 3 ? 'els' : 'joris')),
  );
  assert.equal(told.filter((answer) => answer.state === 'waiting').length, 1);
  assert.equal(told.filter((answer) => answer.reason === 'conflict').length, 9);
});

test('the same decision again is the same decision; the same id for another one is refused', async () => {
  const showId = await live();
  const { id: lineId } = await say(showId, newcomer().name, 'a plain line');
  const id = uuidv7();
  const twice = await Promise.all([decide(showId, { id, kind: 'hide', lineId }), decide(showId, { id, kind: 'hide', lineId })]);
  assert.deepEqual(twice[0], twice[1]);
  assert.equal((await decide(showId, { id, kind: 'time_out', lineId })).reason, 'conflict');
});

test('a decision taken back within five seconds never was; taken back later it is undone with an event', async () => {
  const showId = await live();
  const { id: lineId } = await say(showId, newcomer().name, 'a plain line');
  const first = await decide(showId, { kind: 'hide', lineId });
  assert.equal((await undo(showId, first.id)).state, 'undone');
  await later();
  assert.deepEqual(await chatOf(showId), ['a plain line']);
  const second = await decide(showId, { kind: 'hide', lineId });
  await later();
  assert.deepEqual(await chatOf(showId), ['']);
  await undo(showId, second.id);
  await undo(showId, second.id);
  assert.deepEqual(await chatOf(showId), ['a plain line']);
  assert.deepEqual((await room.kinds(showId)).slice(-3), ['chat', 'chat.hidden', 'chat.shown']);
});

test('a pause holds for its time and ends when it is taken back; more than ten minutes need a reason', async () => {
  const showId = await live();
  const ann = newcomer();
  const { author } = await say(showId, ann.name, 'first');
  assert.equal((await decide(showId, { kind: 'time_out', author, seconds: 601 })).reason, 'reason_needed');
  const pause = await decide(showId, { kind: 'time_out', author, seconds: 600 });
  await later();
  assert.equal((await say(showId, ann.name, 'second')).reason, 'timed_out');
  const { standing } = (await room.call(ann.name, 'GET', `/api/shows/${showId}/chat/mine`)).body;
  assert.equal(standing.timedOut.until, pause.until);
  await undo(showId, pause.id);
  assert.equal((await say(showId, ann.name, 'third')).text, 'third');
});

test('nobody moderates the crew', async () => {
  const showId = await live();
  const { author } = await say(showId, 'marit', 'Good evening');
  for (const kind of ['time_out', 'ban', 'shadow_ban'])
    assert.equal((await decide(showId, { kind, author, reason: 'spam' })).reason, 'not_allowed');
});

test('a ban needs a reason, hides what was said, and holds in every show of the shop', async () => {
  const [showId, other] = [await live(), await live()];
  const ann = newcomer();
  const reader = room.enter(other);
  await reader.snapshot();
  const { author } = await say(showId, ann.name, 'said before');
  await say(other, ann.name, 'said elsewhere');
  assert.equal((await decide(showId, { kind: 'ban', author })).reason, 'reason_needed');
  const ban = await decide(showId, { kind: 'ban', author, reason: 'fraud', note: 'payment links outside the shop' });
  await later();
  assert.equal((await reader.event('chat.ban')).d.lifted, false);
  assert.deepEqual([await chatOf(showId), await chatOf(other)], [[''], ['']]);
  assert.equal((await say(other, ann.name, 'and again')).reason, 'banned');
  await undo(showId, ban.id);
  assert.deepEqual([await chatOf(showId), await chatOf(other)], [['said before'], ['said elsewhere']]);
  assert.equal((await say(other, ann.name, 'and again')).text, 'and again');
  reader.ws.close();
});

test('a ban survives a new name, a new device of the account, and a new device that pays with the same card', async () => {
  const showId = await live();
  const ann = room.person('ann-account');
  const account = { id: 'user-ann', email: 'ann@example.org', name: 'Ann' };
  const signedIn = { ...ann, user: account };
  room.payers.set(ann.visitorId!, ['card-mark']);
  const tell = (actor: typeof ann, text: string) => room.chat.say(showId, actor, { clientId: uuidv7(), text });
  const said = await tell(signedIn, 'first');
  assert.ok(said.ok);
  await decide(showId, { kind: 'ban', author: said.value.line.author, reason: 'spam' });
  await later();
  const refusal = async (actor: typeof ann, text: string) => {
    const told = await tell(actor, text);
    return told.ok ? told.value.line.text : told.reason;
  };
  assert.equal(await refusal({ ...ann, name: 'Somebody else' }, 'with a new name'), 'banned');
  const phone = { ...room.person('ann-phone'), user: account };
  assert.equal(await refusal(phone, 'on the phone'), 'banned');
  assert.equal(await refusal({ ...phone, user: null }, 'signed out on the phone'), 'banned');
  const stranger = room.person('ann-stranger');
  assert.equal(await refusal(stranger, 'nobody knows me'), 'nobody knows me');
  room.wait(20_000);
  room.payers.set(stranger.visitorId!, ['card-mark']);
  assert.equal(await refusal(stranger, 'until I pay'), 'banned');
  const { items } = (await room.call('els', 'GET', `/api/orgs/${orgId}/bans`)).body;
  assert.deepEqual(items.find((ban: { reason: string }) => ban.reason === 'spam').known, { account: true, device: true, payment: true });
});

test('a banned person is told why, asks to be looked at again, and is let back in', async () => {
  const showId = await live();
  const ann = newcomer();
  const { author } = await say(showId, ann.name, 'first');
  await decide(showId, { kind: 'ban', author, reason: 'insult' });
  await later();
  const mine = async () => (await room.call(ann.name, 'GET', `/api/shows/${showId}/chat/mine`)).body.standing.ban;
  assert.deepEqual([(await mine()).reason, (await mine()).appeal], ['insult', null]);
  assert.equal((await room.call(ann.name, 'POST', `/api/shows/${showId}/ban-appeal`, { text: 'It was a joke' })).status, 204);
  const { items } = (await room.call('els', 'GET', `/api/orgs/${orgId}/bans`)).body;
  assert.equal(items[0].appeal.text, 'It was a joke');
  for (const _ of [1, 2]) assert.equal((await room.call('els', 'DELETE', `/api/orgs/${orgId}/bans/${items[0].id}`)).status, 204);
  assert.equal(await mine(), null);
  assert.equal((await say(showId, ann.name, 'thank you')).text, 'thank you');
  assert.equal((await room.kinds(showId)).filter((kind) => kind === 'chat.ban').length, 2);
  assert.equal((await room.call(newcomer().name, 'POST', `/api/shows/${showId}/ban-appeal`, { text: 'me too' })).status, 404);
});

test('a shadow ban: its person sees their line at a place, everybody else sees only that the place is taken', async () => {
  const showId = await live();
  const ann = newcomer();
  const { author } = await say(showId, ann.name, 'before');
  const ban = await decide(showId, { kind: 'shadow_ban', author, reason: 'spam' });
  await later();
  const [page, reader] = [room.enter(showId, ann.name), room.enter(showId)];
  await Promise.all([page.snapshot(), reader.snapshot()]);
  const ack = await page.say('who can read this');
  const empty = await reader.event('chat.void');
  assert.equal(ack.s, empty.s);
  assert.deepEqual(empty.d, {});
  const own = (await room.call(ann.name, 'GET', `/api/shows/${showId}/chat/mine`)).body;
  assert.deepEqual(
    own.items.map((line: { text: string; s: number; w: null }) => [line.text, line.w]),
    [
      ['before', null],
      ['who can read this', null],
    ],
  );
  assert.equal(own.standing.ban, null);
  assert.deepEqual(await chatOf(showId), ['before']);
  await undo(showId, ban.id);
  assert.equal((await say(showId, ann.name, 'and now')).text, 'and now');
  assert.deepEqual(await chatOf(showId), ['before', 'and now']);
  page.ws.close();
  reader.ws.close();
});

test('slow mode and a pause hold for everybody but the crew, and stand in the snapshot', async () => {
  const showId = await live();
  const ann = newcomer();
  const mode = (slowSeconds: number, paused: boolean) => room.call('els', 'PUT', at(showId, '/moderation/mode'), { slowSeconds, paused });
  await mode(10, false);
  await say(showId, ann.name, 'one');
  const fast = await say(showId, ann.name, 'two');
  assert.equal(fast.reason, 'too_fast');
  assert.ok(fast.facts.retryMs > 9000);
  room.wait(10_001);
  assert.equal((await say(showId, ann.name, 'three')).text, 'three');
  await mode(0, true);
  await mode(0, true);
  assert.equal((await say(showId, ann.name, 'four')).reason, 'chat_paused');
  assert.equal((await say(showId, 'marit', 'a word from the host')).text, 'a word from the host');
  const page = room.enter(showId);
  assert.deepEqual((await page.snapshot()).state.mode, { slowSeconds: 0, paused: true, auto: false });
  assert.equal((await room.kinds(showId)).filter((kind) => kind === 'chat.mode').length, 2);
  page.ws.close();
});

test('words of the shop hold or refuse a line from the next one on, however they are dressed up', async () => {
  const showId = await live();
  const saved = await room.call('els', 'PUT', `/api/orgs/${orgId}/words`, { hold: ['fake*'], refuse: ['kassa dief'], version: 0 });
  assert.deepEqual([saved.status, saved.body.version], [200, 1]);
  const told = async (text: string) => {
    const answer = await say(showId, newcomer().name, text);
    return answer.reason ?? answer.w ?? 'shown';
  };
  assert.deepEqual(
    [await told('these are f4kes!'), await told('k a s s a  d i e f'), await told('K\u0430ss\u0430 diiief'), await told('a fine pan')],
    ['held', 'line_refused', 'line_refused', 'shown'],
  );
  const stale = await room.call('els', 'PUT', `/api/orgs/${orgId}/words`, { hold: [], refuse: [], version: 0 });
  assert.equal(stale.body.reason, 'conflict');
  const wrong = await room.call('els', 'PUT', `/api/orgs/${orgId}/words`, { hold: ['**', '!!'], refuse: [], version: 1 });
  assert.deepEqual([wrong.body.reason, wrong.body.facts.words], ['word_list_wrong', ['**', '!!']]);
});
