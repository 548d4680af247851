import assert from 'node:assert/strict';
import test from 'node:test';
import { minorOf, wrongWith } from './flash-wish.ts';

test('prices are read as people type them, without floating point', () => {
  const typed: [string, number | null][] = [
    ['69', 6900],
    ['69,90', 6990],
    ['69.9', 6990],
    ['€ 0,29', 29],
    ['19.99', 1999],
    ['1234567', 123456700],
    ['4.35', 435],
  ];
  for (const [text, minor] of typed) assert.equal(minorOf(text), minor, text);
});

test('what is no price is refused, not guessed', () => {
  for (const text of ['', 'free', '1.234', '1,2,3', '69,999', '12345678']) assert.equal(minorOf(text), null, text);
});

test('a timed price must be lower than the price now', () => {
  assert.equal(wrongWith(6900, 7900), null);
  assert.equal(wrongWith(7900, 7900), 'not_lower');
  assert.equal(wrongWith(0, 7900), 'not_a_price');
  assert.equal(wrongWith(null, 7900), 'not_a_price');
});
