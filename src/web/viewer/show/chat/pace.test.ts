import assert from 'node:assert/strict';
import test from 'node:test';
import { AT_EASE, came, digested } from './pace.ts';

test('a line every three seconds is read out, each of them', () => {
  let pace = AT_EASE;
  for (let at = 0; at < 60_000; at += 3_000) {
    pace = came(pace, 1, at);
    assert.equal(pace.isFast, false);
    assert.equal(digested(pace, at).count, 0);
  }
});

test('above one line in two seconds a count is said, of exactly the lines that were not read out', () => {
  let pace = AT_EASE;
  let read = 0;
  let counted = 0;
  for (let at = 0; at < 30_000; at += 500) {
    pace = came(pace, 1, at);
    if (!pace.isFast) read += 1;
    if (at % 10_000 !== 9_500) continue;
    const told = digested(pace, at);
    counted += told.count;
    pace = told.pace;
  }
  assert.equal(read, 5);
  assert.equal(counted, 55);
});

test('when the rush is over lines are read out again', () => {
  const rush = came(AT_EASE, 40, 0);
  const { pace, count } = digested(rush, 10_000);
  assert.equal(count, 40);
  assert.equal(came(pace, 1, 12_000).isFast, false);
});
