import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { systemClock } from '#lib/clock.ts';
import { transact } from '#platform/db.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createRecord, type Entry } from './index.ts';

const { db } = await freshDatabase({ max: 24 });
const signals = createSignals();
const record = createRecord({ signals, clock: systemClock });
const hearing = (text: string): Entry => ({
  k: 'chat',
  d: { id: uuid(), author: 'a', name: 'Ann', label: null, text, language: null, at: new Date().toISOString() },
});

async function newLog(): Promise<string> {
  const showId = uuid();
  await transact(db, (tx) => record.open(tx, showId));
  return showId;
}

test('twenty appenders at once leave no hole, and the order of seq is the order of commit', async () => {
  const showId = await newLog();
  await sql`create table commit_order (n serial, first integer)`.execute(db);
  const append = (who: number) =>
    transact(db, async (tx) => {
      const count = 1 + (who % 3);
      const range = await record.append(
        tx,
        showId,
        Array.from({ length: count }, (_, at) => hearing(`${who}.${at}`)),
      );
      // Taken while the head row is locked, so its order is the order of the locks and thus of the commits.
      await sql`insert into commit_order (first) values (${range.first})`.execute(tx);
      return range;
    });
  // A reader that polls during the race must never see a number appear below one it has already seen.
  const race = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    while (!race.signal.aborted) for (const event of await record.read(db, showId, seen.at(-1) ?? 0, 500)) seen.push(event.s);
  })();
  await Promise.all(Array.from({ length: 20 }, (_, who) => append(who).then(() => append(who + 20))));
  race.abort();
  await reading;
  for (const event of await record.read(db, showId, seen.at(-1) ?? 0, 500)) seen.push(event.s);
  const head = await record.head(db, showId);
  assert.equal(head?.last, seen.length);
  assert.deepEqual(
    seen,
    Array.from(seen, (_, at) => at + 1),
  );
  const { rows } = await sql<{ first: number }>`select first from commit_order order by n`.execute(db);
  assert.deepEqual(
    rows.map((row) => row.first),
    rows.map((row) => row.first).toSorted((a, b) => a - b),
  );
});

test('a rolled back change leaves no event and no hole', async () => {
  const showId = await newLog();
  await transact(db, (tx) => record.append(tx, showId, [hearing('kept')]));
  await assert.rejects(
    transact(db, async (tx) => {
      await record.append(tx, showId, [hearing('lost')]);
      throw new Error('changed my mind');
    }),
  );
  await transact(db, (tx) => record.append(tx, showId, [hearing('kept too')]));
  const events = await record.read(db, showId, 0, 10);
  assert.deepEqual(
    events.map((event) => [event.s, (event.d as { text: string }).text]),
    [
      [1, 'kept'],
      [2, 'kept too'],
    ],
  );
});

test('whatever is appended in whatever batches is read back the same, page by page', async () => {
  const batch = fc.array(fc.record({ text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), now: fc.boolean() }), {
    minLength: 1,
    maxLength: 7,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 9 }), async (batches, pageSize) => {
      const showId = await newLog();
      const said: [number, string, boolean][] = [];
      for (const lines of batches) {
        const entries = lines.map(({ text, now }) => ({ ...hearing(text.replaceAll('\0', '')), now }) as Entry);
        const { first, last } = await transact(db, (tx) => record.append(tx, showId, entries));
        assert.equal(last - first + 1, lines.length);
        entries.forEach((entry, at) => said.push([first + at, (entry.d as { text: string }).text, entry.now ?? false]));
      }
      const heard: [number, string, boolean][] = [];
      for (
        let page = await record.read(db, showId, 0, pageSize);
        page.length > 0;
        page = await record.read(db, showId, heard.at(-1)![0], pageSize)
      )
        for (const event of page) heard.push([event.s, (event.d as { text: string }).text, event.now ?? false]);
      assert.deepEqual(heard, said);
    }),
    { numRuns: 25 },
  );
});

test('nothing said can be unsaid: update, delete, truncate and a head that moves back are refused', async () => {
  const showId = await newLog();
  await transact(db, (tx) => record.append(tx, showId, [hearing('evidence')]));
  for (const attempt of [
    sql`update show_events set data = '{}' where show_id = ${showId}`,
    sql`delete from show_events where show_id = ${showId}`,
    sql`truncate show_events`,
    sql`update show_logs set last_seq = 0 where show_id = ${showId}`,
    sql`delete from show_logs where show_id = ${showId}`,
  ])
    await assert.rejects(attempt.execute(db), /only ever appended to/);
});

test('listeners are woken once per committed append and never for one that rolled back', async () => {
  const showId = await newLog();
  const woken: string[] = [];
  const stop = signals.on('recordGrew', (id) => woken.push(id));
  await transact(db, (tx) => record.append(tx, showId, [hearing('one'), hearing('two')]));
  await assert.rejects(
    transact(db, async (tx) => {
      await record.append(tx, showId, [hearing('three')]);
      throw new Error('no');
    }),
  );
  stop();
  assert.deepEqual(woken, [showId]);
});

test('listeners hear the very events that a reader of the log gets', async () => {
  const showId = await newLog();
  const heard: unknown[] = [];
  const stop = signals.on('recordGrew', (id, grown) => id === showId && heard.push(grown));
  const late = { ...hearing('said a while ago'), t: 1_700_000_000_123.9 } as Entry;
  const quirk: Entry = { k: 'pin', d: { productIds: [], note: undefined } as { productIds: string[] }, now: true };
  await transact(db, (tx) => record.append(tx, showId, [hearing('“één” 😀'), late, quirk]));
  stop();
  const { epoch } = (await record.head(db, showId))!;
  assert.deepEqual(heard, [{ epoch, first: 1, last: 3, events: await record.read(db, showId, 0, 10) }]);
});

test('the newest events of one kind come newest first and page back', async () => {
  const showId = await newLog();
  await transact(db, (tx) => record.append(tx, showId, [hearing('1'), { k: 'pin', d: { productIds: [] } }, hearing('3'), hearing('4')]));
  const newest = await record.latest(db, showId, 'chat', { limit: 2 });
  assert.deepEqual(
    newest.map((event) => event.s),
    [4, 3],
  );
  assert.deepEqual(
    (await record.latest(db, showId, 'chat', { before: 3, limit: 2 })).map((event) => event.s),
    [1],
  );
});

test('opening a log again keeps its epoch and its events', async () => {
  const showId = await newLog();
  await transact(db, (tx) => record.append(tx, showId, [hearing('first')]));
  const before = await record.head(db, showId);
  await transact(db, (tx) => record.open(tx, showId));
  assert.deepEqual(await record.head(db, showId), before);
  assert.equal(await record.head(db, uuid()), null);
});
