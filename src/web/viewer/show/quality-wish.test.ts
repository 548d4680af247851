import assert from 'node:assert/strict';
import test from 'node:test';
import { parseWish, wantedOf } from './quality-wish.ts';

test('the data saver takes the smallest picture by itself, and leaves a chosen quality alone', () => {
  assert.equal(wantedOf({ choice: 'auto', saver: false }), 'auto');
  assert.equal(wantedOf({ choice: 'auto', saver: true }), 'smallest');
  assert.equal(wantedOf({ choice: '480p', saver: true }), '480p');
  assert.equal(wantedOf({ choice: 'audio', saver: true }), 'audio');
});

test('a device that saves data begins with the saver on, until the person said otherwise', () => {
  assert.deepEqual(parseWish(null, true), { choice: 'auto', saver: true });
  assert.deepEqual(parseWish('{"choice":"240p","saver":false}', true), { choice: '240p', saver: false });
});

test('what cannot be read in the storage is as if nothing had been chosen', () => {
  for (const stored of ['', '{', '7', 'null', '{"choice":"8k","saver":"yes"}']) {
    assert.deepEqual(parseWish(stored, false), { choice: 'auto', saver: false }, stored);
  }
});
