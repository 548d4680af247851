import assert from 'node:assert/strict';
import test from 'node:test';
import { VIEWER_PAGES } from '#contract/pages.ts';
import { matchRoute } from './router.ts';

test('every page is found by its own address', () => {
  for (const [page, pattern] of Object.entries(VIEWER_PAGES)) {
    const path = pattern.replace(/:[a-z]+/g, 'x-1');
    assert.equal(matchRoute(path).page, page, path);
  }
});

test('parts of the address arrive decoded, and a broken one does not throw', () => {
  assert.deepEqual(matchRoute('/shops/vuur/products/pan%20a').params, { shop: 'vuur', handle: 'pan a' });
  assert.equal(matchRoute('/shows/%E0%A4%A').params['show'], '%E0%A4%A');
});

test('the query is part of the route', () => {
  assert.equal(matchRoute('/pay/return', '?order=7').query.get('order'), '7');
});

test('an unknown address is missing, also when it only begins like one of ours', () => {
  assert.equal(matchRoute('/shows').page, 'missing');
  assert.equal(matchRoute('/shows/a/b').page, 'missing');
  assert.equal(matchRoute('/office').page, 'missing');
});
