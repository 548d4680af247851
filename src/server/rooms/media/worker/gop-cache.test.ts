import assert from 'node:assert/strict';
import test from 'node:test';
import { writeRtp } from '#lib/rtp.ts';
import { createGopCache } from './gop-cache.ts';

const FRAME = 3000;
const packet = (sequence: number, frame: number, length = 10) =>
  writeRtp({ payloadType: 96, marker: false, ssrc: 1, sequence, timestamp: frame * FRAME, payload: Buffer.alloc(length) });
const sequences = (packets: readonly Buffer[]) => packets.map((one) => one.readUInt16BE(2));
const times = (packets: readonly Buffer[]) => packets.map((one) => one.readUInt32BE(4));

test('who joins in the middle is handed everything since the key frame, shown at once instead of late', () => {
  const cache = createGopCache();
  cache.push(packet(1, 0), true);
  cache.push(packet(2, 0), true);
  for (const frame of [1, 2, 3]) cache.push(packet(2 + frame, frame), false);
  const behind = cache.begin()!;
  const first = behind.next(3);
  cache.push(packet(6, 4), false);
  const rest = behind.next(10);
  assert.deepEqual(sequences([...first, ...rest]), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(times([...first, ...rest]), [3 * FRAME - 270, 3 * FRAME - 270, 3 * FRAME - 180, 3 * FRAME - 90, 3 * FRAME, 4 * FRAME]);
  assert.equal(behind.isDone, true);
});

test('viewers may write into what they are given', () => {
  const cache = createGopCache();
  cache.push(packet(1, 0), true);
  cache.begin()!.next(1)[0]!.fill(0);
  assert.deepEqual(sequences(cache.begin()!.next(1)), [1]);
});

test('a new key frame begins anew, and nothing is kept before the first or beyond the bound', () => {
  const cache = createGopCache();
  cache.push(packet(1, 0), false);
  assert.equal(cache.begin(), null);
  cache.push(packet(2, 1), true);
  cache.push(packet(3, 2), true);
  assert.deepEqual(sequences(cache.begin()!.next(9)), [3]);
  for (let n = 0; n < 100; n++) cache.push(packet(4 + n, 3 + n, 60_000), false);
  assert.equal(cache.begin(), null);
});
