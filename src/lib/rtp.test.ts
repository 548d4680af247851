import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createUnwrapper, parseRtp, readdressRtp, writeRtp } from './rtp.ts';
import { parseRtcp, readReceptionBlocks, readSenderReport, roundTripMs, writeNack, writePictureLoss, asksForKeyFrame } from './rtcp.ts';

const packet = fc.record({
  payloadType: fc.integer({ min: 0, max: 127 }),
  marker: fc.boolean(),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
  ssrc: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 50 }),
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(packet, (one) => {
      const read = parseRtp(writeRtp(one))!;
      assert.deepEqual({ ...read, payload: [...read.payload] }, { ...one, payload: [...one.payload] });
    }),
  );
});

test('another receiver gets the same packet under its own payload type and SSRC', () => {
  const bytes = writeRtp({ payloadType: 96, marker: true, sequence: 5, timestamp: 6, ssrc: 7, payload: Uint8Array.of(1) });
  readdressRtp(bytes, 102, 0xffff_fffe);
  assert.deepEqual(
    { ...parseRtp(bytes)!, payload: null },
    { payloadType: 102, marker: true, sequence: 5, timestamp: 6, ssrc: 0xffff_fffe, payload: null },
  );
});

test('header extensions, contributing sources and padding are skipped', () => {
  const bytes = Buffer.from([0xb1, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 9, 0xbe, 0xde, 0, 1, 1, 2, 3, 4, 0xaa, 0xbb, 0, 2]);
  assert.deepEqual([...parseRtp(bytes)!.payload], [0xaa, 0xbb]);
});

test('no bytes make a parser throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      parseRtp(bytes);
      for (const one of parseRtcp(bytes)) for (const read of [readSenderReport, readReceptionBlocks, asksForKeyFrame]) read(one);
    }),
  );
});

test('a counter that wraps is followed both ways', () => {
  const unwrap = createUnwrapper(16);
  assert.deepEqual([65_534, 65_535, 0, 65_535, 2].map(unwrap), [65_534, 65_535, 65_536, 65_535, 65_538]);
});

test('a NACK packs neighbours into one word', () => {
  const [nack] = parseRtcp(writeNack(1, 2, [100, 101, 116, 117]));
  assert.deepEqual([nack!.type, nack!.count, nack!.body.byteLength], [205, 1, 16]);
  assert.deepEqual([nack!.body.getUint16(8), nack!.body.getUint16(10), nack!.body.getUint16(12)], [100, 0x8001, 117]);
});

test('a picture loss indication is recognised as a wish for a key frame', () => {
  assert.equal(asksForKeyFrame(parseRtcp(writePictureLoss(1, 2))[0]!), true);
});

test('the round trip follows RFC 3550 6.4.1', () => {
  const nowMs = 1_760_000_000_000;
  const sentNtp = Math.floor((((nowMs - 80 + 2_208_988_800_000) / 1000) % 65_536) * 65_536);
  const block = { ssrc: 1, fractionLost: 0, highestSequence: 1, lastSenderReport: sentNtp, delaySinceLastSenderReport: 0.05 * 65_536 };
  assert.ok(Math.abs(roundTripMs(block, nowMs)! - 30) < 1);
});
