import assert from 'node:assert/strict';
import test from 'node:test';
import { readWords, sameWords, WORDS_MAX, wrongWith } from './word-draft.ts';

test('a field is read one word on each line, without empty lines, spaces around or doubles', () => {
  assert.deepEqual(readWords(' pay fast \n\nbitcoin\npay fast\n'), ['pay fast', 'bitcoin']);
});

test('what the server would refuse is named before it is sent', () => {
  assert.deepEqual(wrongWith(['ok', '*']), { code: 'short', word: '*' });
  assert.deepEqual(wrongWith(['a*']), { code: 'short', word: 'a*' });
  assert.equal(wrongWith(['x'.repeat(61)])?.code, 'long');
  assert.deepEqual(wrongWith(Array.from({ length: WORDS_MAX + 1 }, (_, nr) => `word ${nr}`)), { code: 'many' });
  assert.equal(wrongWith(['bit*', 'pay fast']), null);
});

test('a word that moves from holding to refusing is a change', () => {
  assert.equal(sameWords({ hold: ['a'], refuse: [] }, { hold: [], refuse: ['a'] }), false);
  assert.equal(sameWords({ hold: ['a'], refuse: [] }, { hold: ['a'], refuse: [] }), true);
});
