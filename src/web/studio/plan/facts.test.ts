import assert from 'node:assert/strict';
import test from 'node:test';
import { fromLocalInput, toLocalInput } from './facts.ts';

test('a planned moment survives the form, to the minute', () => {
  for (const at of ['2026-11-26T19:00:00.000Z', '2026-03-29T01:30:00.000Z', '2026-12-31T23:59:00.000Z'])
    assert.equal(fromLocalInput(toLocalInput(at)), at);
});

test('no date stays no date', () => {
  assert.equal(toLocalInput(null), '');
  assert.equal(fromLocalInput(''), null);
  assert.equal(fromLocalInput('not a date'), null);
});
