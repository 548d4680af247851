import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { CLOSE } from '#contract/wire.ts';
import { transact } from '#platform/db.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import { createInbox, type KeptNotice, MAX_KEPT } from './inbox.ts';

// Registered before the database, so that sockets and jobs have let go of it when it is closed.
after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase({ max: 24 }));
const { db } = room;
const inbox = createInbox(room);
const notice = (clientId: string): KeptNotice => ({ k: 'line', clientId, state: 'shown' });
const { showId } = await room.newShow({ live: true });
const numbers = (client: ReturnType<typeof room.enter>) => client.frames.flatMap((frame) => frame.pn ?? []);

test('twenty writers at once number the notices of one person without a hole, and a rollback leaves none', async () => {
  const ann = room.person('ann-20');
  await Promise.all(Array.from({ length: 20 }, (_, at) => inbox.tell(showId, ann.visitorId!, notice(`n-${at}`))));
  await assert.rejects(
    transact(db, async (tx) => {
      await inbox.put(tx, showId, ann.visitorId!, notice('lost'));
      throw new Error('changed my mind');
    }),
  );
  await inbox.tell(showId, ann.visitorId!, notice('last'));
  const { last, notices } = await inbox.read({ showId, visitorId: ann.visitorId!, after: 0 });
  assert.equal(last, 21);
  assert.deepEqual(
    notices.map(({ n }) => n),
    Array.from({ length: 21 }, (_, at) => at + 1),
  );
  assert.equal(
    notices.some(({ data }) => data.k === 'line' && data.clientId === 'lost'),
    false,
  );
});

test('a notice reaches every screen of one person, in every process, and nobody else', async () => {
  const ann = room.person('ann');
  room.person('bob');
  const elsewhere = await createTestRoom({ db, pool: room.pool });
  elsewhere.people.set('ann', ann);
  const [phone, desk, bob, far] = [
    room.enter(showId, 'ann', '?i=0'),
    room.enter(showId, 'ann', '?i=0'),
    room.enter(showId, 'bob', '?i=0'),
    elsewhere.enter(showId, 'ann', '?i=0'),
  ];
  await Promise.all([phone, desk, bob, far].map((client) => client.snapshot()));
  await inbox.tell(showId, ann.visitorId!, notice('one'));
  for (const client of [phone, desk, far])
    assert.deepEqual(await client.until((frame) => frame.pn === 1 && frame), { p: notice('one'), pn: 1, pa: 0 });
  // What came to Bob before his own notice would have come by now.
  await inbox.tell(showId, room.people.get('bob')!.visitorId!, notice('bobs'));
  assert.deepEqual((await bob.until((frame) => frame.p && frame)).p, notice('bobs'));
  for (const client of [phone, desk, bob, far]) client.ws.close();
  await elsewhere.closeAll();
});

test('who was away is told on coming back exactly what they have not seen', async () => {
  const cas = room.person('cas');
  for (const name of ['a', 'b', 'c']) await inbox.tell(showId, cas.visitorId!, notice(name));
  const back = room.enter(showId, 'cas', '?i=1');
  await back.until((frame) => frame.pn === 3);
  assert.deepEqual(numbers(back), [2, 3]);
  const fresh = room.enter(showId, 'cas');
  await fresh.snapshot();
  await inbox.tell(showId, cas.visitorId!, notice('d'));
  await Promise.all([back, fresh].map((client) => client.until((frame) => frame.pn === 4)));
  assert.deepEqual([numbers(back), numbers(fresh)], [[2, 3, 4], [4]]);
  const page = await room.call('cas', 'GET', `/api/shows/${showId}/inbox?after=2`);
  assert.deepEqual(
    [page.body.last, page.body.items.map((item: { n: number; notice: KeptNotice }) => [item.n, item.notice])],
    [
      4,
      [
        [3, notice('c')],
        [4, notice('d')],
      ],
    ],
  );
  const astray = room.enter(showId, 'cas', '?i=900');
  assert.deepEqual(await astray.until((frame) => frame.pn && frame), { pn: 4 });
  for (const client of [back, fresh, astray]) client.ws.close();
});

test('of one person a hundred are kept, and the numbers go on', async () => {
  const dee = room.person('dee');
  for (let at = 1; at <= MAX_KEPT + 5; at++) await inbox.tell(showId, dee.visitorId!, notice(`n-${at}`));
  const { last, notices } = await inbox.read({ showId, visitorId: dee.visitorId!, after: 0 });
  assert.deepEqual([last, notices.length, notices[0]!.n], [MAX_KEPT + 5, MAX_KEPT, 6]);
});

test('news for the crew reaches the crew of this shop and is not kept', async () => {
  room.person('els', ['moderator']);
  room.person('viewer');
  const [els, viewer] = [room.enter(showId, 'els', '?i=0'), room.enter(showId, 'viewer', '?i=0')];
  await Promise.all([els.snapshot(), viewer.snapshot()]);
  room.signals.emit('crewCalled', showId, 'moderation');
  assert.deepEqual(await els.until((frame) => frame.p && frame), { p: { k: 'desk', list: 'moderation' } });
  await inbox.tell(showId, room.people.get('viewer')!.visitorId!, notice('only mine'));
  assert.deepEqual((await viewer.until((frame) => frame.p && frame)).p, notice('only mine'));
  els.ws.close();
  viewer.ws.close();
});

test('a socket whose session ended is closed, at once by a signal and otherwise within seconds', async () => {
  for (const how of ['signal', 'time'] as const) {
    const name = `member-${how}`;
    const person = room.person(name, ['moderator']);
    const client = room.enter(showId, name, '?i=0');
    await client.snapshot();
    await client.until((frame) => frame.z !== undefined);
    room.people.set(name, { ...person, user: null, roles: new Map() });
    if (how === 'signal') room.signals.emit('rightsMoved', person.user!.id);
    else room.wait(6000);
    assert.equal(await client.closed, CLOSE.changed, how);
  }
});

test('a role that is taken away takes the crew’s news with it, and the draft it opened', async () => {
  const person = room.person('joris', ['producer']);
  const draft = await room.newShow();
  const [live, hidden] = [room.enter(showId, 'joris', '?i=0'), room.enter(draft.showId, 'joris')];
  await Promise.all([live.snapshot(), hidden.snapshot()]);
  room.people.set('joris', { ...person, roles: new Map() });
  room.signals.emit('rightsMoved', person.user!.id);
  assert.equal(await hidden.closed, CLOSE.gone);
  room.signals.emit('crewCalled', showId, 'team');
  await inbox.tell(showId, person.visitorId!, notice('after'));
  assert.deepEqual((await live.until((frame) => frame.p && frame)).p, notice('after'));
  live.ws.close();
  hidden.ws.close();
});
