import assert from 'node:assert/strict';
import test from 'node:test';
import { moved, startsOf } from './reorder.ts';

test('moving keeps every item and changes one place', () => {
  assert.deepEqual(moved(['a', 'b', 'c', 'd'], 0, 2), ['b', 'c', 'a', 'd']);
  assert.deepEqual(moved(['a', 'b', 'c', 'd'], 3, 0), ['d', 'a', 'b', 'c']);
  assert.deepEqual(moved(['a', 'b'], 1, 1), ['a', 'b']);
});

test('moving past an end stops at the end', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 9), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, -1), ['c', 'a', 'b']);
  assert.deepEqual(moved(['a'], 5, 0), ['a']);
});

test('a part starts when the parts before it are over', () => {
  assert.deepEqual(startsOf([3, 12, 10], '2026-11-26T19:00:00.000Z'), [
    '2026-11-26T19:00:00.000Z',
    '2026-11-26T19:03:00.000Z',
    '2026-11-26T19:15:00.000Z',
  ]);
  assert.deepEqual(startsOf([3, 12], null), [null, null]);
});
