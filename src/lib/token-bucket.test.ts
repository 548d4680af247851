import assert from 'node:assert/strict';
import test from 'node:test';
import { TokenBucket } from './token-bucket.ts';

test('a burst passes at once, then one per second', () => {
  const bucket = new TokenBucket(1, 3, 0);
  assert.deepEqual([bucket.take(0), bucket.take(0), bucket.take(0)], [0, 0, 0]);
  assert.equal(bucket.take(0), 1000);
  assert.equal(bucket.take(400), 600);
  assert.equal(bucket.take(1000), 0);
  assert.equal(bucket.take(1000), 1000);
});

test('taking up to a number gives what is left and no more', () => {
  const bucket = new TokenBucket(15, 30, 0);
  assert.equal(bucket.takeUpTo(0, 20), 20);
  assert.equal(bucket.takeUpTo(0, 20), 10);
  assert.equal(bucket.takeUpTo(0, 20), 0);
  assert.equal(bucket.takeUpTo(1000, 20), 15);
});

test('a clock that is set back gives nothing away', () => {
  const bucket = new TokenBucket(1, 1, 10_000);
  assert.equal(bucket.take(10_000), 0);
  assert.equal(bucket.take(0), 1000);
  assert.equal(bucket.isFull(1000), true);
});
