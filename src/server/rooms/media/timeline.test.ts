import assert from 'node:assert/strict';
import test from 'node:test';
import { timelineOf } from './timeline.ts';

const segments = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ n: n * 2, wallClockMs: 1_000_000 + n * 2000, durationMs: 2000 }));

test('an ordinary show is one part: the whole playlist', () => {
  assert.deepEqual(timelineOf(segments(100), '/replay/x/index.m3u8').parts, [
    { url: '/replay/x/index.m3u8', atMs: 0, durationMs: 200_000 },
  ]);
});

test('72 hours are parts of two hours, without a segment between two parts or in both', () => {
  const { parts, durationMs } = timelineOf(segments(129_600), '/r');
  assert.equal(durationMs, 72 * 3_600_000);
  assert.equal(parts.length, 36);
  for (const [at, part] of parts.entries()) {
    const { from, to } = Object.fromEntries(new URL(part.url, 'http://x').searchParams);
    assert.equal((Number(to) - Number(from)) / 2 + 1, part.durationMs / 2000);
    const next = parts[at + 1];
    if (next)
      assert.deepEqual(
        [part.atMs + part.durationMs, Number(to) + 2],
        [next.atMs, Number(new URL(next.url, 'http://x').searchParams.get('from'))],
      );
  }
});
