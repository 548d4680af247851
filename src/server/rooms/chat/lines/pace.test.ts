import assert from 'node:assert/strict';
import test from 'node:test';
import { paceNow, sample } from './pace.ts';

test('eight lines a second are shown, and five seconds of them at once', () => {
  let pace = paceNow({ left: null, atMs: null }, 0, 8);
  assert.equal(pace.left, 40);
  pace = paceNow({ left: 0, atMs: 0 }, 500, 8);
  assert.equal(pace.left, 4);
  assert.equal(paceNow({ left: 0, atMs: 0 }, 60_000, 8).left, 40);
});

test('a clock that is behind refills nothing and takes nothing away', () => {
  assert.deepEqual(paceNow({ left: 3, atMs: 10_000 }, 9000, 8), { left: 3, atMs: 10_000 });
});

test('of a hundred lines each has the same chance to be among the eight', () => {
  let seed = 20_261_121;
  // Numerical Recipes' generator: the test must not be lucky.
  const random = () => (seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
  const lines = Array.from({ length: 100 }, (_, at) => at);
  const chosen = lines.map(() => 0);
  const rounds = 5000;
  for (let n = 0; n < rounds; n++) {
    const kept = sample(lines, 8, random);
    assert.equal(kept.size, 8);
    for (const at of kept) chosen[at]! += 1;
  }
  // Expected 400 each; six standard deviations are 115.
  for (const count of chosen) assert.ok(Math.abs(count - rounds * 0.08) < 115, `${count} of ${rounds}`);
  assert.equal(sample(lines, 0, random).size, 0);
  assert.equal(sample(lines, 200, random).size, 100);
});
