import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from 'kysely';
import type { Caption } from '#contract/captions.ts';
import { readVtt } from '#lib/webvtt.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../test/test-room.ts';

// Registered before the database, so that sockets and jobs have let go of it when it is closed.
after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { db, record, orgId, media, shows } = room;
for (const [name, roles] of [
  ['marit', ['host']],
  ['els', ['moderator']],
  ['joris', ['producer']],
] as const)
  room.person(name, roles);
room.person('ann');

let sent = 0;
async function caption(showId: string, text: string, more: object = {}, person = 'els', language = 'en') {
  const body = { clientId: `client-${(sent += 1)}`, text, source: 'typed', ...more };
  return room.call(person, 'POST', `/api/orgs/${orgId}/shows/${showId}/captions/${language}`, body);
}
const desk = async (showId: string, language = 'en') =>
  (await room.call('els', 'GET', `/api/orgs/${orgId}/shows/${showId}/captions/${language}`)).body as {
    track: object | null;
    cues: Caption[];
    script: string[];
  };
const events = async (showId: string) => (await record.read(db, showId, 0, 500)).filter((event) => event.k.startsWith('caption'));
const importFile = (showId: string, vtt: string, into: 'script' | 'replay', dryRun = false, language = 'en') =>
  room.call('joris', 'POST', `/api/orgs/${orgId}/shows/${showId}/captions/${language}/import`, { vtt, into, dryRun });

/** A show that was on for 8 s of picture with a hole of a minute in the middle, and is over. */
async function recordedShow(say: (startMs: number, showId: string) => Promise<void>) {
  const { showId, streamId } = await room.newShow({ live: true });
  const startMs = Math.round(room.clock.now());
  for (const [n, atMs] of [0, 2000, 64_000, 66_000].entries()) media.record(streamId, n, startMs + atMs, 2000);
  room.wait(70_000);
  await say(startMs, showId);
  await shows.endShow(orgId, showId);
  return { showId, startMs };
}
async function file(showId: string, language = 'en') {
  const answer = await room.http.app.inject({ method: 'GET', url: `/api/shows/${showId}/captions/${language}.vtt` });
  return { answer, cues: answer.statusCode === 200 ? readVtt(answer.body, { maxCues: 999, maxChars: 999 })!.cues : [] };
}

test('a cue reaches everybody within a second, with the moment at which it was heard', async () => {
  const { showId } = await room.newShow({ live: true });
  const viewer = room.enter(showId, 'ann');
  await viewer.snapshot();
  const before = performance.now();
  const heardAtMs = Math.round(room.clock.now()) - 2500;
  const { status, body } = await caption(showId, '  No butter.  One teaspoon\n\nof oil. ', { heardAtMs });
  const event = await viewer.event('caption');
  assert.ok(performance.now() - before < 1000);
  assert.equal(status, 200);
  assert.deepEqual(event.d, body);
  assert.equal(event.now, true, 'the player itself waits for the picture');
  assert.equal(body.text, 'No butter.  One teaspoon\nof oil.');
  assert.equal(body.startsAtMs, heardAtMs);
  assert.ok(body.saidAtMs >= heardAtMs + 2500 && body.endsAtMs - body.startsAtMs >= 2000);
  assert.deepEqual((await viewer.event('caption.track')).d.label, 'English');
});

test('only the crew captions, only while the show is on, and never with nothing', async () => {
  const planned = await room.newShow();
  assert.equal((await caption(planned.showId, 'Too early')).body.reason, 'show_not_live');
  const { showId } = await room.newShow({ live: true });
  assert.equal((await caption(showId, 'Hello', {}, 'ann')).status, 401);
  assert.equal((await caption(showId, ' \n ')).body.reason, 'invalid_input');
  assert.equal((await caption(showId, 'x'.repeat(401))).status, 400);
  assert.equal((await caption(showId, 'x', {}, 'els', 'not a language')).status, 400);
  for (const person of ['marit', 'els', 'joris']) assert.equal((await caption(showId, `From ${person}`, {}, person)).status, 200);
  assert.equal((await events(showId)).filter((event) => event.k === 'caption').length, 3);
  const { state } = await room.enter(showId, 'ann').snapshot();
  assert.deepEqual(
    state.captions.cues.map(({ text }: Caption) => text),
    ['From marit', 'From els', 'From joris'],
    'who comes later reads along at once',
  );
  assert.deepEqual(
    state.captions.tracks.map(({ language, label }: Caption & { label: string }) => [language, label]),
    [['en', 'English']],
  );
});

test('what was heard lies between a quarter of an hour ago and now', async () => {
  const { showId } = await room.newShow({ live: true });
  const now = Math.round(room.clock.now());
  const [future, ancient] = [
    (await caption(showId, 'future', { heardAtMs: now + 60_000 })).body,
    (await caption(showId, 'ancient', { heardAtMs: 1 })).body,
  ];
  assert.ok(future.startsAtMs <= future.saidAtMs);
  assert.equal(ancient.startsAtMs, ancient.saidAtMs - 15 * 60_000);
});

test('twenty copies of one cue, at once, are one cue with one answer; two captioners open one language once', async () => {
  const { showId } = await room.newShow({ live: true });
  const copies = await Promise.all(Array.from({ length: 20 }, () => caption(showId, 'Once.', { clientId: 'the-same-client-id' })));
  assert.equal(new Set(copies.map(({ body }) => body.id)).size, 1);
  const found = await events(showId);
  assert.deepEqual(
    found.map((event) => event.k),
    ['caption.track', 'caption'],
  );
  await shows.endShow(orgId, showId);
  const late = await caption(showId, 'Once.', { clientId: 'the-same-client-id' });
  assert.equal(late.body.id, copies[0]!.body.id, 'also when the show ended meanwhile');
});

test('a correction is a new cue at the old moment, can be made once, and an empty one takes back; nothing is edited', async () => {
  const { showId } = await room.newShow({ live: true });
  const first = (await caption(showId, 'Eighty-nine euro')).body as Caption;
  room.wait(3000);
  const [one, other] = await Promise.all([
    caption(showId, 'Ninety-nine euro', { replaces: first.id }),
    caption(showId, 'Seventy-nine euro', { replaces: first.id }),
  ]);
  assert.deepEqual([one.status, other.status].sort(), [200, 409]);
  const correction = (one.status === 200 ? one : other).body as Caption;
  assert.equal(correction.startsAtMs, first.startsAtMs);
  assert.ok(correction.saidAtMs > first.saidAtMs);
  assert.deepEqual((await desk(showId)).cues, [correction]);
  const again = await caption(showId, 'Ninety-nine euros', { replaces: correction.id });
  await caption(showId, '', { replaces: again.body.id });
  assert.deepEqual((await desk(showId)).cues, []);
  assert.equal((await events(showId)).length, 5, 'the record keeps what was said first');
  const { rows } = await sql<{ text: string }>`select text from caption_cues where id = ${first.id}`.execute(db);
  assert.equal(rows[0]?.text, 'Eighty-nine euro');
  assert.equal((await caption(showId, 'x', { replaces: first.trackId })).status, 404);
  const snapshot = await room.enter(showId).snapshot();
  assert.deepEqual(snapshot.state.captions.cues, []);
});

test('the replay’s file has each cue where its moment stands, with the hole closed up', async () => {
  const { showId } = await recordedShow(async (startMs, show) => {
    await caption(show, 'Before the hole', { heardAtMs: startMs + 1000 });
    await caption(show, 'In the hole', { heardAtMs: startMs + 30_000 });
    await caption(show, 'Out of the hole', { heardAtMs: startMs + 63_500 });
    await caption(show, 'After <b>it</b> & more', { heardAtMs: startMs + 65_000 });
    await caption(show, 'Geen boter', { heardAtMs: startMs + 65_000 }, 'els', 'nl');
  });
  const { answer, cues } = await file(showId);
  assert.equal(answer.headers['content-type'], 'text/vtt; charset=utf-8');
  assert.match(String(answer.headers['cache-control']), /public, max-age=30/);
  assert.deepEqual(
    cues.map(({ startMs, text }) => [startMs, text]),
    [
      [1000, 'Before the hole'],
      [4000, 'Out of the hole'],
      [5000, 'After <b>it</b> & more'],
    ],
  );
  assert.ok(cues.every(({ startMs, endMs }) => endMs > startMs));
  assert.match(answer.body, /After &lt;b&gt;it&lt;\/b&gt; &amp; more/);
  const again = await room.http.app.inject({
    method: 'GET',
    url: `/api/shows/${showId}/captions/en.vtt`,
    headers: { 'if-none-match': String(answer.headers.etag) },
  });
  assert.equal(again.statusCode, 304);
  const tracks = (await room.call('ann', 'GET', `/api/shows/${showId}/captions`)).body.tracks;
  assert.deepEqual(
    tracks.map(({ language, label, cues: count }: { language: string; label: string; cues: number }) => [language, label, count]),
    [
      ['en', 'English', 4],
      ['nl', 'Nederlands', 1],
    ],
  );
  assert.equal((await file(showId, 'fr')).answer.statusCode, 404);
  assert.equal((await file((await room.newShow({ live: true })).showId)).answer.statusCode, 404);
});

test('a file becomes prepared lines before and during a show', async () => {
  const { showId } = await room.newShow();
  const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000\nSteel,\nnot coating.\n\n00:03.000 -> 00:04.000\nTypo\n';
  const looked = await importFile(showId, vtt, 'script', true);
  assert.deepEqual(looked.body, {
    cues: 1,
    replaced: 0,
    problems: [{ line: 7, code: 'timing', text: '00:03.000 -> 00:04.000\nTypo' }],
    problemCount: 1,
  });
  assert.deepEqual((await desk(showId)).script, [], 'looking changes nothing');
  await importFile(showId, vtt, 'script');
  assert.deepEqual((await desk(showId)).script, ['Steel, not coating.']);
  const put = await room.call('marit', 'PUT', `/api/orgs/${orgId}/shows/${showId}/captions/en/script`, { lines: ['One', 'Two'] });
  assert.equal(put.status, 200);
  assert.deepEqual((await desk(showId)).script, ['One', 'Two']);
  assert.equal((await importFile(showId, vtt, 'replay')).body.reason, 'no_replay');
  assert.equal((await importFile(showId, 'SubRip', 'script')).body.reason, 'captions_unreadable');
  assert.equal((await importFile(showId, `WEBVTT\n\n${'x'.repeat(1024 * 1024)}`, 'script')).status, 413);
});

test('a file becomes the captions of the replay, in the place of what was there, which stays in the record', async () => {
  const { showId, startMs } = await recordedShow(async (start, show) => {
    await caption(show, 'Typed in a hurry', { heardAtMs: start + 1000 });
  });
  const vtt =
    'WEBVTT\n\n00:01.000 --> 00:02.500\nTyped at ease\n\n00:05.000 --> 00:06.000\nAfter the hole\n\n00:30.000 --> 00:31.000\nBeyond the end\n';
  const done = await importFile(showId, vtt, 'replay');
  assert.equal(done.body.cues, 2);
  assert.equal(done.body.replaced, 1);
  assert.deepEqual(done.body.problems, [{ line: 9, code: 'after_end', text: 'Beyond the end' }]);
  const { cues } = await file(showId);
  assert.deepEqual(
    cues.map(({ startMs: at, endMs, text }) => [at, endMs, text]),
    [
      [1000, 2500, 'Typed at ease'],
      [5000, 6000, 'After the hole'],
    ],
  );
  const found = await events(showId);
  assert.deepEqual(
    found.map((event) => [event.k, 'text' in event.d ? event.d.text : null]),
    [
      ['caption.track', null],
      ['caption', 'Typed in a hurry'],
      ['caption.track', null],
      ['caption', 'Typed at ease'],
      ['caption', 'After the hole'],
    ],
  );
  const moved = found.at(-1)!;
  assert.ok(moved.k === 'caption' && moved.d.startsAtMs === startMs + 65_000, 'the record tells when it was said, not where it stands');
});

test('two imports at once leave one track', async () => {
  const { showId } = await recordedShow(async () => {});
  const vtt = (word: string) => `WEBVTT\n\n00:01.000 --> 00:02.000\n${word}\n`;
  const both = await Promise.all([importFile(showId, vtt('one'), 'replay'), importFile(showId, vtt('other'), 'replay')]);
  assert.ok(both.some(({ status }) => status === 200));
  assert.equal((await file(showId)).cues.length, 1);
});
