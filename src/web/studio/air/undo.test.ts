import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { createUndo, UNDO_MS, WAITING_MAX } from './undo.ts';

function arrange() {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const sent: string[] = [];
  const undo = createUndo();
  const decide = (key: string) => undo.schedule(key, `do ${key}`, () => sent.push(key));
  const waits = () => undo.waiting.get().map((one) => one.key);
  return { sent, undo, decide, waits, pass: (ms: number) => mock.timers.tick(ms) };
}

test('a decision is sent after five seconds and not a moment earlier', () => {
  const { sent, decide, waits, pass } = arrange();
  decide('flash');
  pass(UNDO_MS - 1);
  assert.deepEqual(sent, []);
  assert.deepEqual(waits(), ['flash']);
  pass(1);
  assert.deepEqual(sent, ['flash']);
  assert.deepEqual(waits(), []);
});

test('what is undone is never sent, and may be decided anew', () => {
  const { sent, undo, decide, pass } = arrange();
  decide('flash');
  undo.undo('flash');
  pass(UNDO_MS * 2);
  assert.deepEqual(sent, []);
  decide('flash');
  pass(UNDO_MS);
  assert.deepEqual(sent, ['flash']);
});

test('the same decision twice is sent once', () => {
  const { sent, decide, pass } = arrange();
  decide('line:1');
  pass(2_000);
  decide('line:1');
  pass(UNDO_MS * 2);
  assert.deepEqual(sent, ['line:1']);
});

test('when too many wait the oldest goes through at once, and none is lost', () => {
  const { sent, decide, waits, pass } = arrange();
  const keys = Array.from({ length: WAITING_MAX + 2 }, (_, at) => `line:${at}`);
  for (const key of keys) decide(key);
  assert.deepEqual(sent, keys.slice(0, 2));
  assert.equal(waits().length, WAITING_MAX);
  pass(UNDO_MS);
  assert.deepEqual(sent, keys);
});

test('leaving the page sends nothing more', () => {
  const { sent, undo, decide, waits, pass } = arrange();
  decide('a');
  decide('b');
  undo.close();
  pass(UNDO_MS * 2);
  assert.deepEqual(sent, []);
  assert.deepEqual(waits(), []);
});
