import assert from 'node:assert/strict';
import test from 'node:test';
import { storable } from './storable.ts';

test('zeros leave a text and halves of a sign are replaced, wherever they stand', () => {
  assert.deepEqual(storable({ title: 'a\0b', tags: ['\ud800x', { 'k\0': '😀\udc00' }] }), {
    title: 'ab',
    tags: ['\ufffdx', { k: '😀\ufffd' }],
  });
});

test('what is right stays the very same value', () => {
  const right = { title: 'Pan 😀', n: 3, none: null, list: [1, 'two'] };
  assert.equal(storable(right), right);
  const bytes = new Uint8Array([0, 1]);
  assert.equal(storable(bytes), bytes);
});

test('keys that play with objects stay keys, and endless depth ends', () => {
  const parsed = JSON.parse('{"__proto__":{"polluted":"a\\u0000"}}') as object;
  assert.equal(Object.hasOwn(storable(parsed), '__proto__'), true);
  assert.equal('polluted' in {}, false);
  let deep: unknown = 'x\0';
  for (let nr = 0; nr < 10_000; nr += 1) deep = [deep];
  storable(deep);
});
