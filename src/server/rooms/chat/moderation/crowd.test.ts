import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import type { ChatLine } from '#contract/room.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import { csvField } from './csv.ts';

// With the limits of a real shop: eight lines a second, forty at once.
after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase(), { rateLimitFactor: 1 });
const { orgId } = room;
room.person('els', ['moderator']);
room.person('marit', ['host']);
const at = (showId: string, rest: string) => `/api/orgs/${orgId}/shows/${showId}${rest}`;
const live = async () => (await room.newShow({ live: true })).showId;
let people = 0;
const newcomer = (name = `p${(people += 1)}`) => room.person(`${name}-${people}`, [], name);
const say = async (showId: string, who: ReturnType<typeof newcomer>, text: string, more: { replyTo?: string; clientId?: string } = {}) => {
  const told = await room.chat.say(showId, who, { clientId: uuidv7(), text, ...more });
  assert.ok(told.ok, told.ok ? '' : told.reason);
  return told.value;
};
const events = (showId: string) => room.record.read(room.db, showId, 0, 500);
const lines = async (showId: string): Promise<ChatLine[]> =>
  (await events(showId)).flatMap((event) => (event.k === 'chat' ? [event.d] : []));

test('six copies of praise by new accounts are one bubble, told at most once a second', async () => {
  const showId = await live();
  const told = [];
  for (const text of ['Best pan ever!', 'best pan EVER', 'Best  pan ever!!!', 'bést pan ever', 'B3st pan ever', 'best pan ever 🎉'])
    told.push(await say(showId, newcomer(), text));
  assert.deepEqual(
    told.map(({ seq, w }) => [seq !== null, w]),
    [[true, null], ...Array.from({ length: 5 }, () => [false, 'sampled'])],
  );
  await room.chat.moderateNow();
  const repeats = async () => (await events(showId)).flatMap((event) => (event.k === 'chat.repeat' ? [event] : []));
  await say(showId, newcomer(), 'best pan ever');
  room.wait(1001);
  await room.chat.moderateNow();
  const said = await repeats();
  assert.deepEqual(said.at(-1)!.d, { id: told[0]!.line.id, repeats: 6 });
  said.reduce((before, event) => (assert.ok(event.t - before.t >= 1000), event));
  const page = room.enter(showId);
  const { chat } = (await page.snapshot()).state;
  assert.deepEqual(
    chat.map((line: ChatLine) => [line.text, line.repeats]),
    [['Best pan ever!', 6]],
  );
  page.ws.close();
  room.wait(61_000);
  assert.equal((await say(showId, newcomer(), 'best pan ever')).w, 'held', 'many strangers with the same words are looked at');
});

test('an answer in the same words, and the words of the crew, stand for themselves', async () => {
  const showId = await live();
  const first = await say(showId, newcomer(), 'yes');
  assert.notEqual((await say(showId, newcomer(), 'yes', { replyTo: first.line.id })).seq, null);
  assert.notEqual((await say(showId, room.person('marit', ['host']), 'yes')).seq, null);
  assert.equal((await say(showId, newcomer(), 'yes')).seq, null);
});

test('above reading speed a fair sample is shown, never without the host, and every line is kept', async () => {
  const showId = await live();
  const crowd = Array.from({ length: 150 }, () => newcomer());
  const told = await Promise.all([
    ...crowd.map((who, n) => say(showId, who, `line ${n} of the crowd`)),
    say(showId, room.person('marit', ['host']), 'Good evening'),
  ]);
  const shown = await lines(showId);
  assert.ok(shown.length >= 41 && shown.length < 60, `${shown.length} shown`);
  assert.ok(shown.some((line) => line.label === 'host'));
  assert.equal(told.filter(({ w }) => w === 'sampled').length, 151 - shown.length);
  const csv = await room.http.app.inject({ url: at(showId, '/chat.csv'), headers: { 'x-test-person': 'els' } });
  assert.equal(csv.body.trim().split('\r\n').length, 152);
  const asked = await say(showId, newcomer(), '@marit does it rust?');
  assert.notEqual(asked.seq, null, 'whoever speaks to the crew is heard');
  room.wait(5000);
  assert.notEqual((await say(showId, newcomer(), 'and now it is calm')).seq, null);
});

test('far more than anybody reads slows the chat down by itself, and calm lets it go', async () => {
  const showId = await live();
  const page = room.enter(showId);
  await page.snapshot();
  await Promise.all(Array.from({ length: 600 }, (_, n) => say(showId, newcomer(), `quick line ${n}`)));
  await room.chat.moderateNow();
  assert.deepEqual((await page.event('chat.mode')).d, { slowSeconds: 5, paused: false, auto: true });
  room.wait(16_000);
  await room.chat.moderateNow();
  await page.until((frame) =>
    frame.v?.some((event: { k: string; d: { slowSeconds: number } }) => event.k === 'chat.mode' && event.d.slowSeconds === 0),
  );
  page.ws.close();
});

test('an answer quotes what it answers, as long as that can be seen', async () => {
  const showId = await live();
  const asked = await say(showId, newcomer('Noor'), `Does it work on induction? ${'And on gas? '.repeat(9)}`);
  const { line } = await say(showId, newcomer(), 'It does', { replyTo: asked.line.id });
  assert.deepEqual(line.replyTo, { id: asked.line.id, name: 'Noor', text: asked.line.text.slice(0, 80) });
  await room.call('els', 'DELETE', at(showId, `/chat/${asked.line.id}`));
  const { events: log } = (await room.call('els', 'GET', `/api/shows/${showId}/log`)).body;
  assert.equal(JSON.stringify(log).includes('induction'), false, 'nor is it quoted any more');
  const late = await say(showId, newcomer(), 'It really does', { replyTo: asked.line.id });
  assert.equal(late.line.replyTo, undefined);
  const elsewhere = await say(await live(), newcomer(), 'another show', { replyTo: line.id });
  assert.equal(elsewhere.line.replyTo, undefined);
});

test('names after an @ are people who spoke: the longest name is meant, and at most five', async () => {
  const showId = await live();
  const authors = new Map<string, string>();
  for (const name of ['Ann', 'Ann Marie', 'Zoë', 'Kofi A.', 'Tom', 'Lars', 'Mia'])
    authors.set(name, (await say(showId, newcomer(name), `Hello from ${name}`)).line.author);
  const mentions = async (text: string) => (await say(showId, newcomer(), text)).line.mentions ?? [];
  const of = (...names: string[]) => names.map((name) => authors.get(name));
  assert.deepEqual(await mentions('@Ann Marie and @ann: look'), of('Ann Marie', 'Ann'));
  assert.deepEqual(await mentions('thanks @zoë, @Kofi A.!'), of('Zoë', 'Kofi A.'));
  assert.deepEqual(await mentions('@Annabel @Nobody x@Tom'), []);
  assert.equal((await mentions('@Ann @Zoë @Tom @Lars @Mia @Ann Marie')).length, 5);
});

test('emoji and scripts go through whole, the declared language is kept, and piles are refused', async () => {
  const showId = await live();
  for (const text of ['👩‍🍳👨‍👩‍👧‍👦 yes', '🇧🇪🇳🇱', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 vs 🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👍🏽', '1️⃣ first', 'می‌خواهم', 'क्‍ष', '❤️‍🔥'])
    assert.equal((await say(showId, newcomer(), text)).line.text, text);
  const declared = await room.chat.say(showId, newcomer(), { clientId: uuidv7(), text: 'これはいいです', language: 'nl' });
  assert.equal(declared.ok && declared.value.line.language, 'nl');
  assert.equal((await say(showId, newcomer(), 'これはフライパンです')).line.language, 'ja');
  assert.equal((await say(showId, newcomer(), 'Does it rust at all?')).line.language, null);
  for (const text of ['🔥'.repeat(41), 'z\u0300\u0301\u0302\u0303\u0304', '👨‍👩‍👧‍👦‍👨‍👩‍👧‍👦‍👨‍👩‍👧‍👦', '🇧🇪'.repeat(40), '\u0301'])
    assert.equal((await room.chat.say(showId, newcomer(), { clientId: uuidv7(), text })).ok, false, text);
});

test('an answer of the crew stays above the chat until it is taken down or hidden', async () => {
  const showId = await live();
  const asked = await say(showId, newcomer(), 'Handle gets hot?');
  const answer = await say(showId, room.person('marit', ['host']), 'Warm after ten minutes', { replyTo: asked.line.id });
  const pin = async (lineId: string | null) => (await room.call('els', 'PUT', at(showId, '/moderation/pinned'), { lineId })).status;
  assert.equal(await pin(asked.line.id), 404, 'only the crew is pinned');
  assert.deepEqual([await pin(answer.line.id), await pin(answer.line.id)], [204, 204]);
  const page = room.enter(showId);
  assert.deepEqual((await page.snapshot()).state.pinned, {
    name: 'marit',
    label: 'host',
    text: 'Warm after ten minutes',
    question: { id: asked.line.id, text: 'Handle gets hot?' },
  });
  await room.call('els', 'DELETE', at(showId, `/chat/${answer.line.id}`));
  assert.deepEqual((await page.event('chat.pinned')).d, { pinned: null });
  assert.equal((await room.kinds(showId)).filter((kind) => kind === 'chat.pinned').length, 2);
  page.ws.close();
});

test('moderators find people by any name they used, with what was decided about them', async () => {
  const showId = await live();
  const one = newcomer('Sara');
  await say(showId, one, 'first line');
  await say(showId, { ...one, name: 'sara_v' }, 'second line');
  await say(showId, newcomer('100%_real'), 'me too');
  const find = async (search: string) =>
    (await room.call('els', 'GET', at(showId, `/moderation/people?search=${encodeURIComponent(search)}`))).body.items;
  const [sara] = await find('sara');
  assert.deepEqual([sara.name, sara.lines, sara.hidden, sara.banned], ['sara_v', 2, 0, null]);
  assert.equal((await find('%')).length, 1);
  await room.call('els', 'POST', at(showId, '/moderation/decisions'), { id: uuidv7(), kind: 'ban', author: sara.author, reason: 'spam' });
  room.wait(5001);
  await room.chat.moderateNow();
  const [banned] = await find('Sara');
  assert.deepEqual([banned.hidden, banned.banned], [2, 'ban']);
});

test('the export has every line with its decisions, and no cell that a sheet would run', async () => {
  const showId = await live();
  const formula = await say(showId, newcomer('=HYPERLINK("x")'), '=1+1, "quoted"');
  await say(showId, newcomer(), 'see www.vuur.example');
  await room.call('els', 'DELETE', at(showId, `/chat/${formula.line.id}`));
  const asked = (who: string) => room.http.app.inject({ url: at(showId, '/chat.csv'), headers: { 'x-test-person': who } });
  assert.equal((await asked('p1-1')).statusCode, 401);
  const { headers, body } = await asked('els');
  assert.match(String(headers['content-disposition']), /attachment/);
  const rows = body.trim().split('\r\n');
  assert.equal(rows.length, 3);
  assert.match(rows[1]!, /,"'=HYPERLINK\(""x""\)",,,"'=1\+1, ""quoted""",hidden,,0,.*,moderator,hide applied by els/);
  assert.match(rows[2]!, /,held,link,0,/);
  for (const text of ['=1', '+1', '-1', '@x', '\t=1', '\r=1', '＝1']) assert.match(csvField(text), /^"?'/);
  assert.deepEqual([csvField('a,b'), csvField('plain'), csvField(3)], ['"a,b"', 'plain', '3']);
});
