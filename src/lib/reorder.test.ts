import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createReorderBuffer } from './reorder.ts';

function buffer() {
  const out: [packet: number, lost: number][] = [];
  return {
    out,
    reorder: createReorderBuffer<number>({ windowMs: 120, maxHeld: 64, onPacket: (packet, lost) => out.push([packet, lost]) }),
  };
}

test('a packet that comes late, but within the window, is not a loss', () => {
  const { out, reorder } = buffer();
  reorder.push(1, 1, 0);
  reorder.push(3, 3, 5);
  reorder.tick(100);
  reorder.push(2, 2, 110);
  assert.deepEqual(out, [
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
});

test('a hole is given up after the window and reported with the packet behind it', () => {
  const { out, reorder } = buffer();
  reorder.push(1, 1, 0);
  reorder.push(4, 4, 10);
  reorder.tick(131);
  assert.deepEqual(out, [
    [1, 0],
    [4, 2],
  ]);
  assert.equal(reorder.lost, 2);
});

test('a missing packet is asked for at once, and again until it comes', () => {
  const { reorder } = buffer();
  reorder.push(1, 1, 0);
  reorder.push(4, 4, 10);
  assert.deepEqual(reorder.takeDue(10), [2, 3]);
  assert.deepEqual(reorder.takeDue(20), []);
  reorder.push(2, 2, 30);
  assert.deepEqual(reorder.takeDue(55), [3]);
});

test('a packet that comes twice is handed out once', () => {
  const { out, reorder } = buffer();
  for (const sequence of [1, 2, 2, 1, 3]) reorder.push(sequence, sequence, 0);
  assert.deepEqual(
    out.map(([packet]) => packet),
    [1, 2, 3],
  );
});

test('a new numbering goes on at once and counts as a loss', () => {
  const { out, reorder } = buffer();
  reorder.push(1, 1, 0);
  reorder.push(90_000, 90_000, 1);
  assert.deepEqual(out, [
    [1, 0],
    [90_000, 1],
  ]);
});

test('whatever the order, packets leave in order, once, and every hole is accounted for', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 30 })), { maxLength: 300 }), (steps) => {
      const { out, reorder } = buffer();
      let nowMs = 0;
      for (const [sequence, waitMs] of steps) {
        nowMs += waitMs;
        reorder.push(sequence, sequence, nowMs);
        reorder.tick(nowMs);
      }
      for (let i = 1; i < out.length; i++) assert.equal(out[i]![0], out[i - 1]![0] + out[i]![1] + 1);
    }),
  );
});
