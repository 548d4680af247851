import assert from 'node:assert/strict';
import test from 'node:test';
import { runOfShow } from './run-of-show.ts';

const row = (id: string, minutes: number, started = false) => ({
  id,
  show_id: 's',
  position: 0,
  title: id,
  minutes,
  product_id: null,
  notes: '',
  started_at: started ? new Date(0) : null,
});

test('planned times add up from the start', () => {
  const run = runOfShow([row('a', 5), row('b', 20), row('c', 10)], null, new Date('2026-11-21T19:00:00Z'));
  assert.deepEqual(
    run.map((segment) => segment.plannedAt),
    ['2026-11-21T19:00:00.000Z', '2026-11-21T19:05:00.000Z', '2026-11-21T19:25:00.000Z'],
  );
});

test('before the start the first segment is next and nothing is now', () => {
  assert.deepEqual(
    runOfShow([row('a', 5), row('b', 5)], null, null).map((segment) => segment.state),
    ['next', 'later'],
  );
});

test('what was skipped stays for later, and what comes after now is next', () => {
  const run = runOfShow([row('a', 5, true), row('b', 5), row('c', 5, true), row('d', 5)], 'c', null);
  assert.deepEqual(
    run.map((segment) => segment.state),
    ['done', 'later', 'now', 'next'],
  );
});
