import assert from 'node:assert/strict';
import test from 'node:test';
import type { ChatLine } from '#contract/room.ts';
import { answered, arrived, noticed, type OwnLine, restored, rowsOf, said } from './own-lines.ts';

const line = (id: string): ChatLine => ({
  id,
  author: 'a',
  name: 'Ann',
  label: null,
  text: id,
  language: 'en',
  at: '2026-11-21T10:00:00Z',
});
const typed = (...ids: string[]) =>
  ids.reduce<readonly OwnLine[]>((lines, clientId) => said(lines, { clientId, text: clientId, replyTo: null }), []);
const NONE = new Map();
const keys = (rows: ReturnType<typeof rowsOf>) => rows.map(({ key }) => key);

test('my line leaves when the room brings it, whether the answer or the line comes first', () => {
  const answerFirst = answered(typed('x'), 'x', { ok: true, s: 7 }, NONE, 'l1');
  assert.equal(answerFirst[0]!.state, 'said');
  assert.deepEqual(arrived(answerFirst, { s: 7, k: 'chat' }, 'l2'), []);
  assert.deepEqual(answered(typed('x'), 'x', { ok: true, s: 7 }, new Map([[7, 'chat']]), 'l1'), []);
});

test('a line that nobody else is shown looks said to me, and stays where it was said', () => {
  for (const kept of [
    arrived(answered(typed('x'), 'x', { ok: true, s: 7 }, NONE, 'l1'), { s: 7, k: 'chat.void' }, 'l1'),
    answered(typed('x'), 'x', { ok: true, s: 7 }, new Map([[7, 'chat.void']]), 'l1'),
    answered(typed('x'), 'x', { ok: true, w: 'sampled' }, NONE, 'l1'),
  ]) {
    assert.equal(kept[0]!.state, 'said');
    assert.deepEqual(keys(rowsOf([line('l1'), line('l2')], kept, 60)), ['l1', 'x', 'l2']);
    assert.deepEqual(keys(rowsOf([line('l2'), line('l3')], kept, 60)), ['l2', 'l3']);
  }
});

test('what is not answered yet stands at the end in the order it was typed, whatever the room says meanwhile', () => {
  const waiting = typed('x', 'y', 'z');
  assert.deepEqual(keys(rowsOf([line('l1'), line('l2')], waiting, 60)), ['l1', 'l2', 'x', 'y', 'z']);
  const first = answered(waiting, 'y', { ok: true, s: 4 }, new Map([[4, 'chat']]), 'l2');
  assert.deepEqual(keys(rowsOf([line('l1'), line('l2'), line('l3')], first, 60)), ['l1', 'l2', 'l3', 'x', 'z']);
});

test('a held line waits, is gone when it is shown, and says so when it is not', () => {
  const held = answered(typed('x'), 'x', { ok: true, w: 'held' }, NONE, null);
  assert.equal(held[0]!.state, 'held');
  assert.deepEqual(noticed(held, { k: 'line', clientId: 'x', state: 'shown' }), []);
  assert.equal(noticed(held, { k: 'line', clientId: 'x', state: 'hidden' })[0]!.state, 'hidden');
});

test('a refusal keeps the words and the reason', () => {
  const [refused] = answered(typed('x'), 'x', { ok: false, reason: 'line_refused' }, NONE, null);
  assert.deepEqual([refused!.state, refused!.reason, refused!.text], ['refused', 'line_refused', 'x']);
});

test('never more than twenty of mine and never more rows than asked for; what waits is kept longest', () => {
  const old = answered(typed('first'), 'first', { ok: false, reason: 'line_refused' }, NONE, null);
  let lines = old;
  for (let nr = 0; nr < 30; nr += 1) lines = said(lines, { clientId: `n${nr}`, text: 'x', replyTo: null });
  assert.equal(lines.length, 20);
  assert.ok(!lines.some(({ clientId }) => clientId === 'first'));
  const rows = rowsOf(
    Array.from({ length: 60 }, (_, nr) => line(`l${nr}`)),
    lines,
    60,
  );
  assert.equal(rows.length, 60);
  assert.equal(rows.at(-1)!.key, 'n29');
});

test('whoever comes back finds what nobody else is shown, where they said it, and nothing twice', () => {
  const room = ['10:00', '10:02', '10:04'].map((at, nr) => ({ ...line(`l${nr}`), at: `2026-11-21T${at}:00Z` }));
  const mine = (id: string, at: string, w: 'held' | null = null) => ({
    ...line(id),
    at: `2026-11-21T${at}:00Z`,
    s: 40 + Number(id.slice(1)),
    w,
  });
  const found = restored(
    [],
    [mine('m1', '09:00'), mine('m2', '10:03'), { ...room[1]!, s: 41, w: null }, mine('m3', '10:05', 'held')],
    room,
  );
  assert.deepEqual(
    found.map(({ clientId, state, after }) => [clientId, state, after]),
    [
      ['m2', 'said', 'l1'],
      ['m3', 'held', null],
    ],
  );
  assert.deepEqual(keys(rowsOf(room, found, 60)), ['l0', 'l1', 'm2', 'l2', 'm3']);
  const still = answered(typed('x'), 'x', { ok: true, s: 42 }, NONE, 'l2');
  assert.deepEqual(restored(still, [mine('m2', '10:03')], room), still, 'what this page said itself is not there again');
});
