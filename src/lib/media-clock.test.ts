import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaClock } from './media-clock.ts';

const rates = { video: 90_000, audio: 48_000 };

test('before any report video and audio are aligned by arrival', () => {
  const clock = createMediaClock({ firstPtsUs: 1_000_000, rates });
  assert.equal(clock.stamp('video', 4_000_000_000, 500).ptsUs, 1_000_000);
  assert.equal(clock.stamp('audio', 77, 520).ptsUs, 1_020_000);
  assert.equal(clock.stamp('video', 4_000_000_000 + 9_000, 640).ptsUs, 1_100_000);
});

test('sender reports pull audio to where it was recorded, without a jump', () => {
  const clock = createMediaClock({ firstPtsUs: 0, rates });
  // Audio took 60 ms longer to arrive than video; both were captured at the same moment.
  clock.stamp('video', 0, 1_000);
  clock.stamp('audio', 0, 1_060);
  clock.senderReport('video', 50_000, 0);
  clock.senderReport('audio', 50_000, 0);
  let last = 60_000;
  for (let i = 1; i <= 400; i++) {
    const { ptsUs } = clock.stamp('audio', i * 960, 1_060 + i * 20);
    assert.ok(Math.abs(ptsUs - last - 20_000) <= 200, `step ${ptsUs - last}`);
    last = ptsUs;
  }
  assert.ok(Math.abs(last - 400 * 20_000) < 1_000, `${last}`);
});

test('the wall clock is the publisher’s, moved to ours by the fastest packet', () => {
  const clock = createMediaClock({ firstPtsUs: 0, rates });
  clock.stamp('video', 0, 1_000);
  clock.senderReport('video', 7_000_000, 0);
  clock.stamp('video', 3_000, 1_040);
  assert.equal(Math.round(clock.stamp('video', 6_000, 1_200).wallClockMs), 1_073);
});

test('a gap is closed up for both kinds, and time never goes back', () => {
  const clock = createMediaClock({ firstPtsUs: 0, rates });
  clock.stamp('video', 0, 0);
  clock.stamp('audio', 0, 0);
  clock.stamp('video', 90_000, 1_000);
  clock.closeGap(33_000);
  assert.equal(clock.stamp('video', 90_000 * 6, 6_000).ptsUs, 1_033_000);
  assert.equal(clock.stamp('audio', 48_000 * 6, 6_000).ptsUs, 1_033_000);
});

test('both clocks go on across the 32-bit wrap', () => {
  const clock = createMediaClock({ firstPtsUs: 0, rates });
  clock.stamp('video', 2 ** 32 - 9_000, 0);
  assert.equal(clock.stamp('video', 9_000, 200).ptsUs, 200_000);
});
