import assert from 'node:assert/strict';
import test from 'node:test';
import { bodyOf, type DraftPart, isReady, partsFromShelf, totalMinutes } from './draft-run.ts';

const part = (more: Partial<DraftPart> = {}): DraftPart => ({
  key: 'k',
  title: 'Welcome',
  minutes: 3,
  productId: null,
  notes: '',
  ...more,
});
const shelf = ['a', 'b', 'c'].map((id) => ({ product: { id, title: `Product ${id}` } })) as Parameters<typeof partsFromShelf>[0]['shelf'];

test('only products that no part shows yet become parts, in the order of the shelf', () => {
  let next = 0;
  const made = partsFromShelf({ shelf }, [part({ productId: 'b' })], () => `new${next++}`);
  assert.deepEqual(
    made.map(({ key, productId }) => [key, productId]),
    [
      ['new0', 'a'],
      ['new1', 'c'],
    ],
  );
});

test('what is sent carries the ids of known parts and no keys of the screen', () => {
  assert.deepEqual(bodyOf([part({ id: 'x', title: ' Hello ' })]), {
    segments: [{ id: 'x', title: 'Hello', minutes: 3, productId: null, notes: '' }],
  });
});

test('a run with an empty title or no whole minutes cannot be saved', () => {
  assert.ok(isReady([part(), part({ minutes: 600 })]));
  for (const wrong of [{ title: ' ' }, { minutes: 0 }, { minutes: 601 }, { minutes: 2.5 }, { minutes: Number.NaN }])
    assert.ok(!isReady([part(), part(wrong)]));
});

test('the length of a show is the sum of its parts', () => assert.equal(totalMinutes([part(), part({ minutes: 12 })]), 15));
