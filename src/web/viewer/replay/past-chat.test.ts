import assert from 'node:assert/strict';
import test from 'node:test';
import type { RoomEvent } from '#contract/room.ts';
import { joined, linesAt, type Stretch, wanted } from './past-chat.ts';

const MINUTE = 60_000;
const chat = (s: number, t: number, text = `line ${s}`): RoomEvent => ({
  s,
  t,
  k: 'chat',
  d: { id: `id${s}`, author: `a${s % 3}`, name: 'Ann', label: null, text, language: 'en', at: '2026-11-21T20:00:00Z' },
});
const texts = (stretch: Stretch | null, at: number, most = 60) => linesAt(stretch, at, most).map(({ text }) => text);

test('a line stands there at its moment, not before, and at most so many at once', () => {
  const stretch = joined(null, { at: 0 }, { last: 4, events: [chat(1, 1000), chat(2, 2000), chat(3, 3000), chat(4, 9000)] });
  assert.deepEqual(texts(stretch, 500), []);
  assert.deepEqual(texts(stretch, 2500), ['line 1', 'line 2']);
  assert.deepEqual(texts(stretch, 10_000, 2), ['line 3', 'line 4']);
});

test('pages are read as the replay comes near them, and a jump reads anew around its moment', () => {
  assert.deepEqual(wanted(null, 10 * MINUTE), { at: 8 * MINUTE });
  const first = joined(null, { at: 8 * MINUTE }, { last: 900, events: [chat(100, 9 * MINUTE), chat(300, 12 * MINUTE)] });
  assert.equal(wanted(first, 10 * MINUTE), null);
  assert.deepEqual(wanted(first, 12 * MINUTE - 5000), { after: 300 });
  const second = joined(first, { after: 300 }, { last: 900, events: [chat(301, 13 * MINUTE)] });
  assert.deepEqual(texts(second, 13 * MINUTE), ['line 100', 'line 300', 'line 301']);
  assert.deepEqual(wanted(second, 40 * MINUTE), { at: 38 * MINUTE });
  assert.deepEqual(wanted(second, 2 * MINUTE), { at: 0 });
});

test('a chat so full that a page does not reach its moment is read page by page, and not anew for ever', () => {
  let stretch: Stretch | null = null;
  const at = 10 * MINUTE;
  const asked: string[] = [];
  for (let need = wanted(stretch, at); need && asked.length < 50; need = wanted(stretch, at)) {
    asked.push(Object.keys(need)[0]!);
    const from: number = stretch?.lastSeq ?? 0;
    const events = Array.from({ length: 500 }, (_, nr) => chat(from + nr + 1, at - 2 * MINUTE + (from + nr + 1) * 50));
    stretch = joined(stretch, need, { last: 100_000, events });
  }
  assert.deepEqual(asked, ['at', 'after', 'after', 'after', 'after', 'after']);
});

test('behind the last line nothing is asked for again', () => {
  const end = joined(null, { at: 0 }, { last: 2, events: [chat(1, 1000), chat(2, 2000)] });
  assert.equal(wanted(end, 90 * MINUTE), null);
  const empty = joined(null, { at: 5 * MINUTE }, { last: 2, events: [] });
  assert.equal(wanted(empty, 90 * MINUTE), null);
});

test('what a moderator took away is not there, before and after it was', () => {
  const events: RoomEvent[] = [
    chat(1, 1000, ''),
    chat(2, 2000),
    chat(3, 3000),
    { s: 4, t: 4000, k: 'chat.hidden', d: { id: 'id3', by: 'moderator' } },
    { s: 5, t: 5000, k: 'chat.ban', d: { author: 'a2', until: null, earlier: true, lifted: false } },
    chat(6, 6000),
    { s: 7, t: 7000, k: 'chat.repeat', d: { id: 'id6', repeats: 3 } },
  ];
  const stretch = joined(null, { at: 0 }, { last: 7, events });
  assert.deepEqual(texts(stretch, 9000), ['line 6']);
  assert.equal(linesAt(stretch, 9000, 60)[0]!.repeats, 3);
});

test('a chat of any length keeps two thousand lines', () => {
  const events = Array.from({ length: 2500 }, (_, nr) => chat(nr + 1, nr));
  assert.equal(joined(null, { at: 0 }, { last: 2500, events }).lines.length, 2000);
});
