import assert from 'node:assert/strict';
import test from 'node:test';
import { createRing, type LogFrame } from './ring.ts';
import { Shared } from './shared.ts';

const frame = (first: number, last: number, at = 0, size = 10): LogFrame => ({
  first,
  last,
  at,
  // Two bytes are the frame's header.
  shared: new Shared('x'.repeat(size - 2)),
});
const spans = (frames: readonly LogFrame[] | null) => frames?.map(({ first, last }) => [first, last]) ?? null;

test('a reader gets every frame that holds something it lacks', () => {
  const ring = createRing({ maxBytes: 1000, maxAgeMs: 1000 }, 4);
  ring.push(frame(5, 7));
  ring.push(frame(8, 8));
  assert.deepEqual(spans(ring.after(4)), [
    [5, 7],
    [8, 8],
  ]);
  assert.deepEqual(spans(ring.after(6)), [
    [5, 7],
    [8, 8],
  ]);
  assert.deepEqual(spans(ring.after(7)), [[8, 8]]);
  assert.deepEqual(spans(ring.after(8)), []);
  assert.equal(spans(ring.after(3)), null);
});

test('old frames go when the bytes are used up, and who needs them is told so', () => {
  const ring = createRing({ maxBytes: 25, maxAgeMs: 1000 }, 0);
  for (let seq = 1; seq <= 4; seq++) ring.push(frame(seq, seq));
  assert.equal(ring.floor, 2);
  assert.equal(ring.after(1), null);
  assert.deepEqual(spans(ring.after(2)), [
    [3, 3],
    [4, 4],
  ]);
});

test('old frames go when their time is over, and an empty ring still knows where it stands', () => {
  const ring = createRing({ maxBytes: 1000, maxAgeMs: 100 }, 0);
  ring.push(frame(1, 2, 0));
  ring.push(frame(3, 3, 90));
  ring.trim(150);
  assert.deepEqual([ring.floor, ring.last], [2, 3]);
  ring.trim(500);
  assert.deepEqual([ring.floor, ring.last], [3, 3]);
  assert.deepEqual(spans(ring.after(3)), []);
});

test('a hole is a bug and is not taken in', () => {
  const ring = createRing({ maxBytes: 1000, maxAgeMs: 1000 }, 0);
  ring.push(frame(1, 1));
  assert.throws(() => ring.push(frame(3, 3)), /does not follow/);
});
