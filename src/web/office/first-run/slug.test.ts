import assert from 'node:assert/strict';
import test from 'node:test';
import { SLUG, slugOf } from './slug.ts';

test('an address is made of the name as people would type it', () => {
  assert.equal(slugOf('Café de l’Été'), 'cafe-de-l-ete');
  assert.equal(slugOf('  Hoeve -- Zonneberg! '), 'hoeve-zonneberg');
  assert.equal(slugOf('№ 7'), 'no-7');
});

test('what is made is always accepted, or empty', () => {
  for (const name of ['A', 'ab c', '日本', '--', 'Ångström & Zoon']) {
    const slug = slugOf(name);
    assert.ok(slug === '' || SLUG.test(slug), `${name} gave ${slug}`);
  }
});
