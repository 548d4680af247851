import assert from 'node:assert/strict';
import test from 'node:test';
import { replayMsOf, type ReplaySpan, wallMsOf } from './replay-times.ts';

const NOON = 1_700_000_000_000;
/** Four seconds, a hole of a minute, four seconds. */
const spans: ReplaySpan[] = [
  { startMs: 0, durationMs: 2000, wallClockMs: NOON },
  { startMs: 2000, durationMs: 2000, wallClockMs: NOON + 2030 },
  { startMs: 4000, durationMs: 2000, wallClockMs: NOON + 64_000 },
  { startMs: 6000, durationMs: 2000, wallClockMs: NOON + 66_000 },
];

test('a moment is found in the replay, with the hole closed up', () => {
  assert.deepEqual(replayMsOf(spans, NOON + 1500), { ms: 1500, inHole: false });
  assert.deepEqual(replayMsOf(spans, NOON + 2010), { ms: 2000, inHole: false }, 'jitter between two segments is no hole');
  assert.deepEqual(replayMsOf(spans, NOON + 65_000), { ms: 5000, inHole: false });
});

test('what happened while nothing was recorded stands where the picture goes on', () => {
  assert.deepEqual(replayMsOf(spans, NOON + 30_000), { ms: 4000, inHole: true });
  assert.deepEqual(replayMsOf(spans, NOON - 5000), { ms: 0, inHole: true });
  assert.equal(replayMsOf(spans, NOON + 90_000), null);
  assert.equal(replayMsOf([], NOON), null);
});

test('a clock that was set back: what was recorded later counts', () => {
  const back = [...spans, { startMs: 8000, durationMs: 2000, wallClockMs: NOON + 500 }];
  assert.deepEqual(replayMsOf(back, NOON + 1000), { ms: 8500, inHole: false });
});

test('every position has its moment, and leads back', () => {
  for (let ms = 0; ms < 8000; ms += 250) assert.deepEqual(replayMsOf(spans, wallMsOf(spans, ms)!), { ms, inHole: false });
  assert.equal(wallMsOf(spans, 8001), null);
});
