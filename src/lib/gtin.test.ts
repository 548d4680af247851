import assert from 'node:assert/strict';
import test from 'node:test';
import { checkGtin } from './gtin.ts';

test('a right check digit is fine in every length', () => {
  for (const number of ['96385074', '036000291452', '4006381333931', '10614141000415']) assert.deepEqual(checkGtin(number), { fine: true });
});

test('a wrong check digit comes back with the right one', () => {
  assert.deepEqual(checkGtin('4006381333930'), { fine: false, proposal: '4006381333931' });
});

test('what is no trade number is not judged', () => {
  for (const text of ['', 'ABC-1', '123', '123456789', '40063813339312345']) assert.equal(checkGtin(text), null);
});
