import assert from 'node:assert/strict';
import test from 'node:test';
import { levelOf } from './level.ts';

test('silence is zero, full scale is one, and louder is never less', () => {
  assert.equal(levelOf(new Float32Array(64)), 0);
  assert.equal(levelOf(new Float32Array()), 0);
  assert.equal(levelOf(new Float32Array(64).fill(1)), 1);
  const levels = [0.0001, 0.001, 0.01, 0.1, 0.5].map((loud) => levelOf(new Float32Array(64).fill(loud)));
  assert.deepEqual(
    levels,
    [...levels].sort((a, b) => a - b),
  );
});

test('speech at -30 dB stands in the middle of the meter', () => {
  const level = levelOf(new Float32Array(64).fill(10 ** (-30 / 20)));
  assert.ok(Math.abs(level - 0.5) < 0.01, `${level}`);
});
