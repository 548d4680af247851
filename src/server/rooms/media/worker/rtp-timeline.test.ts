import assert from 'node:assert/strict';
import test from 'node:test';
import { parseRtp, type RtpPacket } from '#lib/rtp.ts';
import { createRtpTimeline } from './rtp-timeline.ts';

const packet = (sequence: number, timestamp: number): RtpPacket => ({
  payloadType: 96,
  marker: true,
  sequence,
  timestamp,
  ssrc: 1,
  payload: Uint8Array.of(0x41, 1, 2),
});

test('a new publisher goes on where the last one stopped', () => {
  const timeline = createRtpTimeline();
  const rewritten = (sequence: number, timestamp: number, nowMs: number) =>
    parseRtp(timeline.rewrite('video', packet(sequence, timestamp), nowMs)!)!;
  const first = rewritten(65_535, 0xffff_fff0, 1_000);
  const second = rewritten(0, 0xffff_fff0 + 3_000 - 2 ** 32, 1_033);
  timeline.newSession();
  const third = rewritten(20, 500, 3_033);
  assert.deepEqual([first.sequence, second.sequence, third.sequence], [1, 2, 3]);
  assert.equal((third.timestamp - second.timestamp) >>> 0, 2 * 90_000);
});

test('a packet from before a session’s first is dropped: SRTP would refuse all that follow', () => {
  const timeline = createRtpTimeline();
  assert.ok(timeline.rewrite('video', packet(10, 0), 0));
  assert.equal(timeline.rewrite('video', packet(9, 0), 1), null);
});

test('picture and sound have timelines of their own', () => {
  const timeline = createRtpTimeline();
  timeline.rewrite('video', packet(500, 0), 0);
  timeline.rewrite('video', packet(501, 0), 0);
  assert.equal(parseRtp(timeline.rewrite('audio', packet(7, 0), 0)!)!.sequence, 1);
});
