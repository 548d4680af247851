import assert from 'node:assert/strict';
import test from 'node:test';
import { holesOf, momentOf, positionOf, spansOf } from './replay-timeline.ts';

const run = (wallClockMs: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ wallClockMs: wallClockMs + n * 2000, durationMs: 2000 }));

test('a recording without holes is one span, however its clock wanders by a frame', () => {
  const segments = run(100_000, 50).map((segment, n) => ({ ...segment, wallClockMs: segment.wallClockMs + (n % 3) * 33 }));
  assert.deepEqual(spansOf(segments), [{ atMs: 0, wallClockMs: 100_000, durationMs: 100_000 }]);
});

test('after a hole a moment lies earlier in the replay than the clock says', () => {
  const spans = spansOf([...run(100_000, 5), ...run(140_000, 5)]);
  assert.equal(positionOf(spans, 104_000), 4_000);
  assert.equal(positionOf(spans, 142_000), 12_000);
  assert.deepEqual(holesOf(spans), [{ atMs: 10_000, wallClockMs: 110_000, lostMs: 30_000 }]);
});

test('a moment in a hole is where the picture comes back; before and after the recording are its ends', () => {
  const spans = spansOf([...run(100_000, 5), ...run(140_000, 5)]);
  assert.equal(positionOf(spans, 125_000), 10_000);
  assert.equal(positionOf(spans, 1_000), 0);
  assert.equal(positionOf(spans, 999_000), 20_000);
  assert.equal(positionOf([], 5), 0);
  assert.equal(momentOf([], 5), null);
});

test('every position that was recorded comes back to itself through its moment', () => {
  const spans = spansOf([...run(100_000, 5), ...run(140_000, 5), ...run(400_000, 1)]);
  for (let at = 0; at < 22_000; at += 250) assert.equal(positionOf(spans, momentOf(spans, at)!), at);
});

test('a clock that was set back loses nothing: the replay goes on and says no hole', () => {
  const spans = spansOf([...run(100_000, 5), ...run(50_000, 5)]);
  assert.equal(spans.length, 2);
  assert.deepEqual(holesOf(spans), []);
  assert.equal(momentOf(spans, 12_000), 52_000);
});

test('a clock that jumps with every segment makes a short list all the same', () => {
  const spans = spansOf(Array.from({ length: 10_000 }, (_, n) => ({ wallClockMs: n * 60_000, durationMs: 2000 })));
  assert.equal(spans.length, 2_000);
  assert.equal(spans.at(-1)!.atMs + spans.at(-1)!.durationMs, 20_000_000);
});
