import assert from 'node:assert/strict';
import test from 'node:test';
import { readPrice, readStatus, readStock, textOfHtml } from './import-values.ts';

test('prices are read in the ways that people write them', () => {
  const prices: Record<string, bigint> = {
    '99': 9900n,
    '99.5': 9950n,
    '99,50': 9950n,
    '1234.56': 123_456n,
    '1.234,56': 123_456n,
    '1,234.56': 123_456n,
    '12.345.678': 1_234_567_800n,
    '€ 1.234,00': 123_400n,
    '9.999': 999_900n,
    '99.0000': 9900n,
    '0.00': 0n,
  };
  for (const [text, minor] of Object.entries(prices)) {
    const read = readPrice(text);
    assert.deepEqual(read, minor > 100_000_000n ? { ok: false, code: 'price_too_high' } : { ok: true, value: minor }, text);
  }
});

test('what is no price is refused, with what it probably was', () => {
  const refusals: Record<string, [string, string?]> = {
    '1.09,00': ['price_unreadable', '109,00'],
    '1,234,56': ['price_unreadable', '1234,56'],
    '1.234.56': ['price_unreadable', '1234.56'],
    abc: ['price_unreadable'],
    '': ['price_unreadable'],
    '-5': ['price_negative'],
    '1e5': ['price_unreadable'],
  };
  for (const [text, [code, proposal]] of Object.entries(refusals)) {
    const read = readPrice(text);
    assert.deepEqual(read.ok ? read.value : [read.code, read.proposal], [code, proposal], text);
  }
});

test('stock is a whole number that is not below zero', () => {
  assert.deepEqual(readStock('12'), { ok: true, value: 12 });
  assert.deepEqual(readStock('12.0'), { ok: true, value: 12 });
  assert.deepEqual(readStock('-3'), { ok: false, code: 'stock_negative', proposal: '0' });
  for (const text of ['1.5', 'ten', '1,000', '']) assert.equal(readStock(text).ok, false, text);
});

test('both generations say what is on sale', () => {
  assert.deepEqual(
    ['Active', 'TRUE', 'draft', 'false', 'archived', 'perhaps'].map((text) => {
      const read = readStatus(text);
      return read.ok ? read.value : null;
    }),
    ['active', 'active', 'draft', 'draft', 'archived', null],
  );
});

test('HTML becomes words, and nothing of it stays markup', () => {
  assert.equal(textOfHtml('<p>One &amp; two</p><p>three<br>four</p>'), 'One & two\nthree\nfour');
  assert.equal(textOfHtml('<ul><li>a</li><li>b</li></ul>'), '• a\n• b');
  assert.equal(textOfHtml('x<script>alert(1)</script>y<style>p{}</style><scr<script>ipt>'), 'xy');
  assert.equal(textOfHtml('5 < 6 & 7 > 3'), '5 < 6 & 7 > 3');
  assert.equal(textOfHtml('&lt;b&gt; &#233; &#xe9; &#0; &unknown;'), '<b> é é &unknown;');
});
