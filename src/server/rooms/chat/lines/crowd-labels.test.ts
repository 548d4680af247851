import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';

after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { db, orgId } = room;
room.person('marit', ['host']);

/** Somebody with an account and no role, who may have bought as well. */
async function member(name: string, hasBought = false) {
  const userId = await room.accounts.createPerson({ email: `${name}@example.org`, password: 'paper lantern on the quay', name });
  const actor = room.person(name);
  Object.assign(actor, { user: { id: userId, email: `${name}@example.org`, name } });
  if (hasBought) room.buyers.add(actor.visitorId!);
  return userId;
}
const relate = (userId: string, kind: string, about: string, until: string | null = null) =>
  sql`insert into shop_relations (id, org_id, user_id, kind, about, note, since, until, added_by)
      values (${uuidv7()}, ${orgId}, ${userId}, ${kind}, ${about}, '', '2026-01-01', ${until}, 'somebody')`.execute(db);
let lines = 0;
const say = async (showId: string, person: string) => {
  const body = { clientId: `labelled-${(lines += 1)}`, text: `Line number ${lines} of somebody`, label: 'host', about: 'mine' };
  return (await room.call(person, 'POST', `/api/shows/${showId}/chat`, body)).body as { label: string | null; about?: string };
};

test('whoever is paid or got a sample is labelled so, also when they bought; the label says what it is about', async () => {
  const { showId } = await room.newShow({ live: true });
  await relate(await member('lars', true), 'sample', 'Blued-steel pan, 28 cm');
  await relate(await member('yara'), 'affiliate', '5% of what people buy');
  await member('kofi', true);
  await member('noor');
  const told = [];
  for (const person of ['lars', 'yara', 'kofi', 'noor']) told.push(await say(showId, person));
  assert.deepEqual(
    told.map(({ label, about }) => [label, about]),
    [
      ['sample', 'Blued-steel pan, 28 cm'],
      ['affiliate', '5% of what people buy'],
      ['bought', 'Blued-steel pan'],
      [null, undefined],
    ],
  );
});

test('an ended relation labels nobody, a role of the crew wins over one, and neither makes links welcome', async () => {
  const { showId } = await room.newShow({ live: true });
  await relate(await member('past'), 'affiliate', 'was paid', '2026-02-01');
  assert.equal((await say(showId, 'past')).label, null);
  const paid = await member('paid');
  await relate(paid, 'affiliate', 'is paid');
  const link = { clientId: 'with-a-link', text: 'Cheaper at https://example.com' };
  assert.equal((await room.call('paid', 'POST', `/api/shows/${showId}/chat`, link)).body['w'], 'held', 'a moderator looks first');
  assert.equal((await say(showId, 'marit')).label, 'host');
});

test('the label of then stays with the line, for those who come later and for the replay', async () => {
  const { showId } = await room.newShow({ live: true });
  const userId = await member('given');
  await relate(userId, 'sample', 'Salt mill');
  await say(showId, 'given');
  await sql`update shop_relations set until = now() where user_id = ${userId}`.execute(db);
  const page = (await room.call('marit', 'GET', `/api/shows/${showId}/log`)).body as {
    events: { k: string; d: { label?: string; about?: string } }[];
  };
  const line = page.events.find(({ k }) => k === 'chat')!;
  assert.deepEqual([line.d.label, line.d.about], ['sample', 'Salt mill']);
});

test('a replay reads the lines around a moment without reading the show from its beginning', async () => {
  const { showId } = await room.newShow({ live: true });
  room.person('ines');
  const said = [];
  for (const text of ['First of all', 'Second of all', 'Third of all']) {
    said.push(
      (await room.call('ines', 'POST', `/api/shows/${showId}/chat`, { clientId: `moment-${said.length}`, text })).body as { at: string },
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const from = async (at: number) => {
    const page = (await room.call('ines', 'GET', `/api/shows/${showId}/log?at=${at}`)).body as {
      events: { k: string; d: { text: string } }[];
    };
    return page.events.flatMap(({ k, d }) => (k === 'chat' ? [d.text] : []));
  };
  assert.deepEqual(await from(Date.parse(said[0]!.at)), ['Second of all', 'Third of all']);
  assert.deepEqual(await from(Date.parse(said[2]!.at)), []);
});
