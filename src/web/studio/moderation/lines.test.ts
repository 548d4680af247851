import assert from 'node:assert/strict';
import test from 'node:test';
import type { ChatLine } from '#contract/room.ts';
import { LINES_KEPT, withHidden, withoutAuthor, withRecord, withShown } from './lines.ts';

const line = (nr: number, more: Partial<ChatLine> = {}): ChatLine => ({
  id: `line-${nr}`,
  author: 'a',
  name: 'Noor',
  label: null,
  text: `${nr}`,
  language: null,
  at: new Date(1_764_000_000_000 + nr * 1000).toISOString(),
  ...more,
});
const marked = (lines: readonly { id: string; hidden: boolean }[]) => lines.map(({ id, hidden }) => (hidden ? `(${id})` : id));

test('a hidden line keeps its place among the lines that the room still shows', () => {
  const lines = withHidden(withShown([], [line(1), line(2), line(3)]), 'line-2', true);
  assert.deepEqual(marked(withShown(lines, [line(1), line(3)])), ['line-1', '(line-2)', 'line-3']);
});

test('lines of the record stand before those of the room, in the order in which they were said, each once', () => {
  const shown = withShown([], [line(3), line(4)]);
  const record = [1, 2, 3].map((nr) => ({ ...line(nr), hidden: nr === 2 }));
  assert.deepEqual(marked(withRecord(shown, record)), ['line-1', '(line-2)', 'line-3', 'line-4']);
});

test('a line that is shown again is not hidden any more', () => {
  const lines = withHidden(withShown([], [line(1)]), 'line-1', true);
  assert.deepEqual(marked(withHidden(lines, 'line-1', false)), ['line-1']);
  assert.deepEqual(marked(withShown(lines, [line(1)])), ['line-1']);
});

test('a ban with the earlier lines hides every line of that person and nobody else’s', () => {
  const lines = withShown([], [line(1), line(2, { author: 'b' }), line(3)]);
  assert.deepEqual(marked(withoutAuthor(lines, 'a')), ['(line-1)', 'line-2', '(line-3)']);
});

test('a desk keeps the newest lines and lets go of the oldest', () => {
  const many = withShown(
    [],
    Array.from({ length: LINES_KEPT + 5 }, (_, nr) => line(nr)),
  );
  assert.equal(many.length, LINES_KEPT);
  assert.equal(many[0]!.id, 'line-5');
});
