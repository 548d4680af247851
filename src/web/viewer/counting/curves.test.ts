import assert from 'node:assert/strict';
import test from 'node:test';
import type { CountedMinute } from '#contract/counting.ts';
import { idleSpans, pathOf, peakOf, scaleOf, spanOf, timesOf } from './curves.ts';

const START = Date.parse('2026-11-19T19:00:00Z');
const minute = (at: number, watching: number, connected = watching): CountedMinute => ({
  at: new Date(START + at * 60_000).toISOString(),
  watching,
  connected,
  sold: 0,
  paid: 0,
  excluded: 0,
  cancelled: 0,
});
const BOX = { left: 0, right: 100, top: 0, bottom: 100 };

test('a scale has round lines, reaches the largest value and is never empty', () => {
  assert.deepEqual(scaleOf(0).lines, [0, 1]);
  assert.deepEqual(scaleOf(3).lines, [0, 1, 2, 3]);
  assert.deepEqual(scaleOf(1402).lines, [0, 500, 1000, 1500]);
  for (let largest = 0; largest < 3000; largest += 7) {
    const { lines, top } = scaleOf(largest);
    assert.ok(top >= largest && lines.length <= 6 && lines.every(Number.isInteger), String(largest));
  }
});

test('a line is broken where nobody counted', () => {
  const minutes = [minute(0, 1), minute(1, 2), minute(9, 2), minute(10, 1)];
  const on = { span: spanOf(minutes), scale: scaleOf(2), box: BOX };
  assert.equal(
    pathOf(minutes, (one) => one.watching, on),
    'M0.0 50.0L10.0 0.0M90.0 0.0L100.0 50.0',
  );
  assert.equal(
    pathOf(minutes.slice(0, 2), (one) => one.watching, { ...on, steps: true }),
    'M0.0 50.0H10.0V0.0',
  );
});

test('times stand on full marks of the reader’s clock, a handful of them for any length', () => {
  const span = { fromMs: START + 90_000, toMs: START + 114 * 60_000 };
  assert.deepEqual(
    timesOf(span, 3_600_000).map((at) => new Date(at).toISOString().slice(11, 16)),
    ['19:30', '20:00', '20:30'],
  );
  for (const hours of [0.1, 1, 8, 72, 400]) assert.ok(timesOf({ fromMs: START, toMs: START + hours * 3_600_000 }, 0).length <= 8);
});

test('a crowd of devices without a picture is named with its time; a few idle pages are not', () => {
  const usual = Array.from({ length: 40 }, (_, at) => minute(at, 1200, 1236));
  assert.deepEqual(idleSpans(usual), []);
  const flooded = usual.map((one, at) => (at >= 20 && at <= 25 ? { ...one, connected: 1412 + at } : one));
  assert.deepEqual(
    idleSpans(flooded).map(({ fromMs, toMs, most }) => [(fromMs - START) / 60_000, (toMs - START) / 60_000, most]),
    [[20, 25, 237]],
  );
  assert.deepEqual(idleSpans([]), []);
});

test('the peak is the first of the highest minutes', () => {
  assert.equal(peakOf([minute(0, 3), minute(1, 9), minute(2, 9)])?.at, minute(1, 9).at);
  assert.equal(peakOf([]), null);
});
