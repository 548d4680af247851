import assert from 'node:assert/strict';
import test from 'node:test';
import type { RoomEvent } from '#contract/room.ts';
import { Ready } from '#platform/ready.ts';
import { createSharedShow } from './shared-show.ts';

function setUp() {
  let now = 1_000_000;
  let reads = 0;
  let seq = 10;
  const shared = createSharedShow({
    clock: { now: () => now },
    async read(key) {
      reads += 1;
      const told = seq;
      await new Promise((resolve) => setImmediate(resolve));
      return key === 'nowhere' ? null : { showId: 'show', seq: told, ready: new Ready(Buffer.from(String(told))) };
    },
  });
  const seqOf = async (after = 0) => (await shared.get('show', after))!.seq;
  return { shared, seqOf, reads: () => reads, pass: (ms: number) => (now += ms), grow: () => (seq += 1) };
}

test('ten thousand who ask at once are one reading, and a second later it is one more', async () => {
  const { seqOf, reads, pass } = setUp();
  await Promise.all(Array.from({ length: 10_000 }, () => seqOf()));
  assert.equal(reads(), 1);
  pass(1000);
  await Promise.all(Array.from({ length: 10_000 }, () => seqOf()));
  assert.equal(reads(), 2);
});

test('who knows of an event gets a show that has it, and all who do wait for the same reading', async () => {
  const { seqOf, reads, grow } = setUp();
  assert.equal(await seqOf(), 10);
  const after = grow();
  const [knows, others, stranger] = [seqOf(after), Array.from({ length: 100 }, () => seqOf(after)), seqOf()];
  assert.equal(await stranger, 10);
  assert.deepEqual([...new Set(await Promise.all([knows, ...others]))], [11]);
  assert.equal(reads(), 2);
});

test('an event that this process heard of counts for everybody, a chat line for nobody', async () => {
  const { shared, seqOf, reads, grow } = setUp();
  await seqOf();
  shared.heard('show', [{ s: grow(), t: 0, k: 'chat.void', d: {} }] as RoomEvent[]);
  assert.equal(await seqOf(), 10);
  shared.heard('show', [{ s: grow(), t: 0, k: 'shelf', d: { productIds: [] } }] as RoomEvent[]);
  assert.equal(await seqOf(), 12);
  assert.equal(reads(), 2);
});

test('a number that does not exist yet is answered after one reading, not never', async () => {
  const { seqOf, reads } = setUp();
  await seqOf();
  assert.equal(await seqOf(999_999), 10);
  assert.equal(reads(), 2);
});

test('what is not there is asked for again', async () => {
  const { shared, reads } = setUp();
  assert.equal(await shared.get('nowhere', 0), null);
  assert.equal(await shared.get('nowhere', 0), null);
  assert.equal(reads(), 2);
});
