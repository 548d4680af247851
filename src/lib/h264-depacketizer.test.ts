import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createH264Depacketizer, startsKeyFrame, type AccessUnit } from './h264-depacketizer.ts';
import type { RtpPacket } from './rtp.ts';

const sps = Buffer.from('6742c01fd9008402080a5000000300100000030380f183', 'hex');
const pps = Buffer.from('68ce3c80', 'hex');
const FU_A = 28;
const idr = Uint8Array.of(0x65, ...Array.from({ length: 30 }, (_, i) => i));
const slice = Uint8Array.of(0x41, 9, 8, 7);
const sei = Uint8Array.of(0x06, 1, 2);

function collect() {
  const units: AccessUnit[] = [];
  let damages = 0;
  const depacketizer = createH264Depacketizer({ onUnit: (unit) => units.push(unit), onDamage: () => damages++ });
  const push = (payload: Uint8Array, { timestamp = 0, marker = false, lost = 0 } = {}) =>
    depacketizer.push({ payload, timestamp, marker, payloadType: 96, sequence: 0, ssrc: 1 } satisfies RtpPacket, lost, 0);
  return { units, push, damages: () => damages, depacketizer };
}

const aggregate = (...nals: Uint8Array[]) =>
  Buffer.concat([Uint8Array.of(0x78), ...nals.flatMap((nal) => [Uint8Array.of(nal.length >> 8, nal.length & 255), nal])]);

const fragment = (nal: Uint8Array, size: number) => {
  const pieces: Uint8Array[] = [];
  for (let at = 1; at < nal.length; at += size) {
    const flags = (at === 1 ? 0x80 : 0) | (at + size >= nal.length ? 0x40 : 0);
    pieces.push(Uint8Array.of((nal[0]! & 0xe0) | FU_A, flags | (nal[0]! & 0x1f), ...nal.subarray(at, at + size)));
  }
  return pieces;
};

test('parameter sets, SEI and fragments become one clean key frame', () => {
  const { units, push } = collect();
  push(aggregate(sps, pps, sei));
  const pieces = fragment(idr, 7);
  pieces.forEach((piece, i) => push(piece, { marker: i === pieces.length - 1 }));
  assert.equal(units.length, 1);
  assert.equal(units[0]!.keyframe, true);
  assert.deepEqual(
    units[0]!.nals.map((nal) => [...nal]),
    [[...idr]],
  );
  assert.deepEqual([...units[0]!.sps], [...sps]);
});

test('nothing is shown before the first key frame', () => {
  const { units, push } = collect();
  push(slice, { marker: true });
  assert.equal(units.length, 0);
});

test('after a loss pictures are dropped until the next key frame, which is asked for once', () => {
  const { units, push, damages } = collect();
  push(aggregate(sps, pps));
  push(idr, { marker: true });
  push(slice, { timestamp: 1, marker: true, lost: 1 });
  push(slice, { timestamp: 2, marker: true, lost: 3 });
  push(idr, { timestamp: 3, marker: true });
  push(slice, { timestamp: 4, marker: true });
  assert.deepEqual(
    units.map(({ timestamp }) => timestamp),
    [0, 3, 4],
  );
  assert.equal(damages(), 1);
});

test('a picture whose marker is missing ends where the next begins', () => {
  const { units, push } = collect();
  push(aggregate(sps, pps));
  push(idr);
  push(slice, { timestamp: 1, marker: true });
  assert.deepEqual(
    units.map(({ timestamp, keyframe }) => [timestamp, keyframe]),
    [
      [0, true],
      [1, false],
    ],
  );
});

test('a decoder can start at parameter sets and at the first piece of a key frame, nowhere else', () => {
  assert.equal(startsKeyFrame(sps), true);
  assert.equal(startsKeyFrame(aggregate(sps, pps)), true);
  const pieces = fragment(idr, 10);
  assert.deepEqual(
    pieces.map(startsKeyFrame),
    pieces.map((_, i) => i === 0),
  );
  assert.equal(startsKeyFrame(slice), false);
});

test('no payload makes it throw', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.boolean(), fc.integer({ min: 0, max: 2 }))), (packets) => {
      const { push } = collect();
      packets.forEach(([payload, marker, lost], timestamp) => {
        startsKeyFrame(payload);
        push(payload, { timestamp: timestamp >> 1, marker, lost });
      });
    }),
  );
});
