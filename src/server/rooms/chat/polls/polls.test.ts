import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import { createPollClock } from './closing.ts';
import { createPolls } from './polls.ts';

after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { db, record, orgId, shows } = room;
room.person('marit', ['host']);
room.person('els', ['moderator']);
let people = 0;
const somebody = () => {
  const name = `viewer${(people += 1)}`;
  // A vote needs no name.
  room.person(name, [], null);
  return name;
};
const OPTIONS = ['Halloumi, no oil', 'Salmon, skin down', 'Another egg'];
const url = (showId: string, pollId: string, rest = '') => `/api/orgs/${orgId}/shows/${showId}/polls/${pollId}${rest}`;
const open = (showId: string, more: { pollId?: string; seconds?: number; options?: string[]; by?: string } = {}) =>
  room.call(more.by ?? 'marit', 'PUT', url(showId, more.pollId ?? uuidv7()), {
    question: 'What should Marit fry next?',
    options: more.options ?? OPTIONS,
    seconds: more.seconds ?? 120,
  });
const vote = async (showId: string, person: string, pollId: string, option: number) =>
  (await room.call(person, 'POST', `/api/shows/${showId}/commands`, { i: uuidv7(), c: 'vote', d: { pollId, option } })).body;
const seenBy = async (showId: string, person: string) => (await room.call(person, 'GET', `/api/shows/${showId}/poll`)).body;
const pollEvents = async (showId: string) => (await record.latest(db, showId, 'poll', { limit: 50 })).toReversed().map((event) => event.d);

async function anOpenPoll(seconds = 120) {
  const { showId } = await room.newShow({ live: true });
  const { body } = await open(showId, { seconds });
  return { showId, pollId: body.id as string };
}
async function closedPoll(showId: string) {
  for (let tries = 0; tries < 400; tries++) {
    const poll = (await pollEvents(showId)).at(-1);
    if (poll?.counts) return poll;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Not closed within 10 seconds.');
}

test('a poll opens for everybody, votes move its numbers, and the last vote of a person is the one that counts', async () => {
  const { showId } = await room.newShow({ live: true });
  const voter = somebody();
  const [here, there] = [room.enter(showId, voter), room.enter(showId)];
  await Promise.all([here.snapshot(), there.snapshot()]);
  const { body: poll } = await open(showId);
  assert.deepEqual((await there.event('poll')).d, poll);
  assert.deepEqual([poll.options, poll.counts], [OPTIONS, null]);
  assert.equal((await here.send('vote', { pollId: poll.id, option: 0 })).ok, true);
  await there.until((frame) => frame.r?.[`votes:${poll.id}:0`] === 1);
  assert.equal((await here.send('vote', { pollId: poll.id, option: 2 })).ok, true);
  await there.until((frame) => frame.r?.[`votes:${poll.id}:2`] === 1 && frame.r?.[`votes:${poll.id}:0`] === 0);
  assert.deepEqual(await seenBy(showId, voter), { poll, votes: [0, 0, 1], mine: 2 });
  assert.equal((await seenBy(showId, somebody())).mine, null);
});

test('a poll is one poll per id: the same again is the same, other words are a conflict, a second one waits its turn', async () => {
  const { showId } = await room.newShow({ live: true });
  const pollId = uuidv7();
  const told = await Promise.all(Array.from({ length: 5 }, () => open(showId, { pollId })));
  assert.deepEqual(new Set(told.map(({ status }) => status)), new Set([200]));
  assert.equal((await pollEvents(showId)).length, 1);
  assert.equal((await open(showId, { pollId, seconds: 60 })).body.reason, 'conflict');
  assert.equal((await open(showId)).body.reason, 'poll_open');
  await room.call('els', 'POST', url(showId, pollId, '/close'));
  assert.equal((await open(showId, { pollId })).body.id, pollId);
  assert.equal((await open(showId)).status, 200);
});

test('twenty open a poll at once and one of them does', async () => {
  const { showId } = await room.newShow({ live: true });
  const told = await Promise.all(Array.from({ length: 20 }, () => open(showId)));
  assert.deepEqual(told.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 19 }, () => 409)]);
  assert.equal((await pollEvents(showId)).length, 1);
});

test('a poll needs a show that is on, options that differ, and the crew', async () => {
  const { showId } = await room.newShow();
  assert.equal((await open(showId)).body.reason, 'show_not_live');
  const live = (await room.newShow({ live: true })).showId;
  assert.equal((await open(live, { options: ['Egg', 'Egg'] })).body.reason, 'invalid_input');
  assert.equal((await open(live, { by: somebody() })).status, 401);
});

test('the server closes a poll at its time, with the votes that were cast', async () => {
  const { showId, pollId } = await anOpenPoll(15);
  const watcher = room.enter(showId);
  await watcher.snapshot();
  for (const option of [0, 0, 1]) await vote(showId, somebody(), pollId, option);
  room.wait(15_000);
  const poll = await closedPoll(showId);
  assert.deepEqual(poll.counts, [2, 1, 0]);
  assert.equal((await vote(showId, somebody(), pollId, 0)).reason, 'poll_closed');
  await watcher.until((frame) =>
    frame.v?.some((event: { k: string; d: { counts: number[] | null } }) => event.k === 'poll' && event.d.counts),
  );
  assert.deepEqual((await seenBy(showId, somebody())).votes, [2, 1, 0]);
  room.wait(601_000);
  assert.equal((await seenBy(showId, somebody())).poll, null);
});

test('votes that race the close are in the result when they were accepted, and not otherwise', async () => {
  for (let round = 0; round < 3; round++) {
    const { showId, pollId } = await anOpenPoll();
    const voters = Array.from({ length: 150 }, somebody);
    const casting = voters.map(async (person, at) => {
      // Spread over the time in which it is closed.
      await new Promise((resolve) => setTimeout(resolve, (at % 10) * 8));
      return vote(showId, person, pollId, at % 3);
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const closing = room.call('els', 'POST', url(showId, pollId, '/close'));
    const acks = await Promise.all(casting);
    const { body: poll } = await closing;
    const accepted = [0, 1, 2].map((option) => acks.filter((ack, at) => ack.ok && at % 3 === option).length);
    assert.deepEqual(poll.counts, accepted);
    assert.ok(acks.every((ack) => ack.ok || ack.reason === 'poll_closed'));
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from poll_votes where poll_id = ${pollId}`.execute(db);
    assert.equal(rows[0]!.n, accepted[0]! + accepted[1]! + accepted[2]!);
  }
});

test('two processes whose clocks ring at once close a poll once', async () => {
  const { showId, pollId } = await anOpenPoll();
  // Each process has its own verbs; the row decides.
  await Promise.all(Array.from({ length: 8 }, () => createPolls(room).end(pollId, null)));
  assert.equal((await pollEvents(showId)).filter((poll) => poll.counts).length, 1);
});

test('a poll whose process was killed is closed by the next one, and one whose show ended is closed with it', async () => {
  const [overdue, ended] = [await anOpenPoll(15), await anOpenPoll(3600)];
  // As after a kill: its time went by and nobody was there.
  await sql`update polls set opened_at = opened_at - interval '1 hour', closes_at = closes_at - interval '1 hour' where id = ${overdue.pollId}`.execute(
    db,
  );
  await shows.endShow(orgId, ended.showId);
  const next = createPollClock(room, createPolls(room));
  await Promise.all([closedPoll(overdue.showId), closedPoll(ended.showId)]);
  await next.close();
  for (const { showId } of [overdue, ended]) assert.equal((await pollEvents(showId)).filter((poll) => poll.counts).length, 1);
});

test('an account has one vote on all its devices', async () => {
  const { showId, pollId } = await anOpenPoll();
  const phone = room.person('kofi-phone', ['producer']);
  Object.assign(room.person('kofi-laptop', ['producer']), { user: phone.user });
  await vote(showId, 'kofi-phone', pollId, 0);
  await vote(showId, 'kofi-laptop', pollId, 1);
  assert.deepEqual((await seenBy(showId, 'kofi-phone')).votes, [0, 1, 0]);
  assert.equal((await seenBy(showId, 'kofi-phone')).mine, 1);
});

test('votes are refused for another show’s poll and for an option that is not there; a stranger is asked to become somebody', async () => {
  const { showId, pollId } = await anOpenPoll();
  const other = (await room.newShow({ live: true })).showId;
  assert.equal((await vote(other, somebody(), pollId, 0)).reason, 'not_found');
  assert.equal((await vote(showId, somebody(), pollId, 4)).reason, 'invalid_input');
  const stranger = room.enter(showId);
  await stranger.snapshot();
  assert.equal((await stranger.send('vote', { pollId, option: 0 })).reason, 'name_needed');
});

test('the database itself keeps the votes of a closed poll as they were counted', async () => {
  const { showId, pollId } = await anOpenPoll();
  await vote(showId, somebody(), pollId, 0);
  await room.call('els', 'POST', url(showId, pollId, '/close'));
  for (const change of [
    sql`insert into poll_votes (poll_id, visitor_id, option, at) values (${pollId}, ${uuidv7()}, 1, now())`,
    sql`update poll_votes set option = 1 where poll_id = ${pollId}`,
    sql`delete from poll_votes where poll_id = ${pollId}`,
  ])
    await assert.rejects(change.execute(db), /stay as they were counted/);
});
