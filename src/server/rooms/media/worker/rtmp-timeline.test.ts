import assert from 'node:assert/strict';
import test from 'node:test';
import { createRtmpTimeline } from './rtmp-timeline.ts';

const ARRIVED_MS = 1_000_000;

/** x264 with two B-frames: I P B B P …, each 33 ms after the last in decoding order. */
const reordered = [
  { dts: 0, cts: 67 },
  { dts: 33, cts: 134 },
  { dts: 67, cts: 33 },
  { dts: 100, cts: 33 },
];

test('a key frame is shown where it is decoded, and B-frames before their turn', () => {
  const timeline = createRtmpTimeline({ firstPtsUs: 5_000_000 });
  const places = reordered.map(({ dts, cts }, at) => timeline.video(dts, cts, at === 0, ARRIVED_MS + dts)!);
  assert.deepEqual(
    places.map(({ ptsUs }) => ptsUs),
    [5_000_000, 5_033_000, 5_067_000, 5_100_000],
  );
  assert.deepEqual(
    places.map(({ ptsUs, compositionUs }) => (ptsUs + compositionUs - 5_000_000) / 1000),
    [0, 100, 33, 66],
  );
});

test('sound lies beside the picture that is shown with it', () => {
  const timeline = createRtmpTimeline({ firstPtsUs: 0 });
  assert.equal(timeline.audio(90, ARRIVED_MS, false), null, 'nothing before the first picture');
  timeline.video(0, 67, true, ARRIVED_MS);
  assert.equal(timeline.audio(40, ARRIVED_MS, false), null, 'this was heard before the first picture was shown');
  assert.equal(timeline.audio(90, ARRIVED_MS, false)?.ptsUs, 23_000);
});

test('an encoder that skipped a second leaves no hole, and its sound moves along', () => {
  const timeline = createRtmpTimeline({ firstPtsUs: 0 });
  for (const ms of [0, 33, 66]) timeline.video(ms, 0, ms === 0, ARRIVED_MS + ms);
  assert.equal(timeline.video(1_066, 0, false, ARRIVED_MS + 1_066)?.ptsUs, 99_000);
  assert.equal(timeline.audio(1_080, ARRIVED_MS + 1_080, false)?.ptsUs, 113_000);
});

test('a clock that begins anew goes on behind the last picture, at a key frame', () => {
  const timeline = createRtmpTimeline({ firstPtsUs: 0 });
  for (const ms of [50_000, 50_033]) timeline.video(ms, 0, ms === 50_000, ARRIVED_MS + ms);
  assert.equal(timeline.video(0, 0, false, ARRIVED_MS + 51_000), null);
  const place = timeline.video(33, 0, true, ARRIVED_MS + 51_033);
  assert.deepEqual([place?.ptsUs, place?.isBreak], [66_000, false]);
  assert.equal(timeline.endPtsUs, 99_000);
});

test('timestamps that wrap around go on', () => {
  const timeline = createRtmpTimeline({ firstPtsUs: 0 });
  timeline.video(0xffff_fff0, 0, true, ARRIVED_MS);
  assert.equal(timeline.video(17, 0, false, ARRIVED_MS + 33)?.ptsUs, 33_000);
});

test('the time of capture is that of the quickest arrival, so a slow network moves nothing', () => {
  const timeline = createRtmpTimeline({ firstPtsUs: 0 });
  timeline.video(0, 0, true, ARRIVED_MS + 80);
  timeline.video(33, 0, false, ARRIVED_MS + 33);
  const late = timeline.video(66, 0, false, ARRIVED_MS + 366)!;
  assert.ok(Math.abs(late.wallClockMs - (ARRIVED_MS + 66)) < 1, `${late.wallClockMs - ARRIVED_MS}`);
});
