import assert from 'node:assert/strict';
import test from 'node:test';
import type { Question } from '#contract/questions.ts';
import { isShown, keepOrder, mostAskedFirst, sharesOf, votesOf } from './crowd-facts.ts';

test('percents are whole and add up to 100, whatever the votes', () => {
  for (const [votes, shares] of [
    [
      [77, 44, 21],
      [54, 31, 15],
    ],
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [3, 0, 0],
      [100, 0, 0],
    ],
    [
      [1, 1, 1, 1, 2],
      [17, 17, 17, 16, 33],
    ],
  ] as const)
    assert.deepEqual(sharesOf(votes), shares);
  for (let n = 0; n < 200; n++) {
    const votes = [n, (n * 7) % 13, (n * 31) % 97, 1];
    assert.equal(
      sharesOf(votes).reduce((sum, share) => sum + share, 0),
      100,
    );
  }
});

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  text: id,
  author: 'a',
  name: 'Aoife',
  at: `2026-01-01T20:00:0${id.length}.000Z`,
  productId: null,
  state: 'open',
  answer: null,
  ...more,
});
const answered = (at: string) => ({ text: null, name: 'Marit', at: `2026-01-01T20:${at}:00.000Z` });

test('the next one stands first, then the most asked, then what was answered last', () => {
  const asked: Record<string, number> = { a: 2, bb: 5, ccc: 5, next: 1 };
  const list = [
    question('a'),
    question('bb'),
    question('ccc'),
    question('next', { state: 'next' }),
    question('early', { state: 'answered', answer: answered('10') }),
    question('late', { state: 'answered', answer: answered('20') }),
  ];
  assert.deepEqual(
    mostAskedFirst(list, ({ id }) => asked[id] ?? 0).map(({ id }) => id),
    ['next', 'bb', 'ccc', 'a', 'late', 'early'],
  );
});

test('a list that is being touched keeps its places: what is new comes last, what is gone leaves', () => {
  assert.deepEqual(keepOrder(['a', 'b', 'c'], ['c', 'd', 'a']), ['a', 'c', 'd']);
});

test('votes are the registers while a poll is open, and its own counts when it is closed; a result goes after a while', () => {
  const open = { id: 'p', question: '?', options: ['x', 'y'], closesAt: '2026-01-01T20:00:00.000Z', counts: null };
  assert.deepEqual(votesOf(open, { 'votes:p:1': 4 }), [0, 4]);
  const closed = { ...open, counts: [1, 2] };
  assert.deepEqual(votesOf(closed, { 'votes:p:1': 4 }), [1, 2]);
  const end = Date.parse(open.closesAt);
  assert.deepEqual([isShown(open, end + 600_000), isShown(closed, end + 60_000), isShown(closed, end + 91_000)], [true, true, false]);
});
