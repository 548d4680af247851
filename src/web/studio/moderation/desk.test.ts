import assert from 'node:assert/strict';
import test from 'node:test';
import type { Decision, HeldLine, ModerationDesk } from '#contract/moderation.ts';
import { chosenOf, hidingOf, lastOfMine, stillHeld, undoneByOther, waitingNow, waitsFor, withDecision } from './desk.ts';
import type { Outgoing } from './outgoing.ts';
import { wishAboutHeld } from './wish.ts';

const NOW = Date.parse('2026-11-21T20:38:40.000Z');
const at = (ms: number) => new Date(NOW + ms).toISOString();
const held = (id: string): HeldLine => ({
  id,
  author: `author-${id}`,
  name: `Name ${id}`,
  label: null,
  text: 'pay-fast.example',
  at: at(-5000),
  expiresAt: at(295_000),
  reasons: ['link'],
  context: { firstLineAt: null, heldTonight: 1, hiddenTonight: 0, boughtAt: null },
});
const decision = (id: string, more: Partial<Decision> = {}): Decision => ({
  id,
  kind: 'hide',
  author: 'a',
  name: 'dealz4u',
  line: null,
  reason: 'link',
  note: null,
  until: null,
  by: { userId: 'els', name: 'Els' },
  at: at(-1000),
  appliesAt: at(4000),
  state: 'waiting',
  ...more,
});
const desk = (more: Partial<ModerationDesk>): ModerationDesk => ({
  mode: { slowSeconds: 0, paused: false, auto: false },
  held: [],
  decided: [],
  linesPerMinute: 42,
  tonight: { held: 0, allowed: 0, hidden: 0, timedOut: 0, banned: 0 },
  now: at(0),
  ...more,
});
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

test('a line leaves the queue when anybody decides about it, and comes back when that is undone', () => {
  const line = { id: 'l1', text: 'x' };
  const all = desk({ held: [held('l1'), held('l2')], decided: [decision('d1', { line })] });
  assert.deepEqual(ids(stillHeld(all, [])), ['l2']);
  assert.deepEqual(ids(stillHeld(withDecision(all, decision('d1', { line, state: 'undone' })), [])), ['l1', 'l2']);
});

test('a line whose decision is on its way waits no more; one whose decision did not go does', () => {
  const all = desk({ held: [held('l1')] });
  const entry: Outgoing = { id: 'd', wish: wishAboutHeld('hide', held('l1')), refused: null };
  const refused = { reason: 'unreachable' as const, status: 0, facts: {}, errors: [], requestId: null };
  assert.deepEqual(stillHeld(all, [entry]), []);
  assert.deepEqual(ids(stillHeld(all, [{ ...entry, refused }])), ['l1']);
});

test('a decision takes its own place again when it changes, and a new one stands first', () => {
  const all = desk({ decided: [decision('d2'), decision('d1')] });
  assert.deepEqual(ids(withDecision(all, decision('d3')).decided), ['d3', 'd2', 'd1']);
  const after = withDecision(all, decision('d1', { state: 'undone' }));
  assert.deepEqual(ids(after.decided), ['d2', 'd1']);
  assert.equal(after.decided[1]!.state, 'undone');
});

test('what can be taken back without a trace has not applied and is not undone', () => {
  const decided = [decision('d1'), decision('d2', { appliesAt: at(-1) }), decision('d3', { state: 'undone' })];
  assert.deepEqual(ids(waitingNow(decided, NOW)), ['d1']);
});

test('one key takes back my own newest decision, never that of a colleague, an undone one or an old one', () => {
  const theirs = decision('d1', { by: { userId: 'joris', name: 'Joris' } });
  const mine = decision('d3', { state: 'applied' });
  assert.equal(lastOfMine([theirs, decision('d2', { state: 'undone' }), mine], 'els', NOW)?.id, 'd3');
  assert.equal(lastOfMine([decision('d4', { at: at(-200_000) })], 'els', NOW), null);
});

test('I am told when a colleague takes my decision back, not when I do it myself', () => {
  const before = [decision('d1')];
  const after = [decision('d1', { state: 'undone' })];
  assert.equal(undoneByOther(before, after, 'els', new Set())?.id, 'd1');
  assert.equal(undoneByOther(before, after, 'els', new Set(['d1'])), null);
  assert.equal(undoneByOther(after, after, 'els', new Set()), null);
});

test('the choice stays with its row, and falls to what stands in its place when that is gone', () => {
  const rows = [held('a'), held('b'), held('c')];
  assert.equal(chosenOf(rows, 'b', 0)?.id, 'b');
  assert.equal(chosenOf(rows, 'gone', 1)?.id, 'b');
  assert.equal(chosenOf(rows.slice(0, 1), 'gone', 2)?.id, 'a');
  assert.equal(chosenOf([], 'a', 0), null);
});

test('a hidden line names the decision that hides it, and not one that was taken back or allowed it', () => {
  const line = { id: 'l1', text: 'x' };
  const undone = decision('d1', { line, state: 'undone' });
  assert.equal(hidingOf([undone, decision('d2', { line, kind: 'allow' })], 'l1'), null);
  assert.equal(hidingOf([undone, decision('d3', { line, kind: 'ban' })], 'l1')?.id, 'd3');
});

test('a line is on its way out when it, or its author, is decided about; hiding one line leaves the others', () => {
  const line = { id: 'l1', text: 'x' };
  const other = { id: 'l2', author: 'a' };
  assert.equal(waitsFor([decision('d1', { line })], { id: 'l1', author: 'a' }), true);
  assert.equal(waitsFor([decision('d1', { line })], other), false);
  assert.equal(waitsFor([decision('d1', { line, kind: 'ban' })], other), true);
  assert.equal(waitsFor([decision('d1', { kind: 'ban', state: 'applied' })], other), false);
});
