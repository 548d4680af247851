import assert from 'node:assert/strict';
import test from 'node:test';
import type { LineFacts } from './append.sql.ts';
import { placeLine } from './place-line.ts';

const NOW = 1_800_000_000_000;
const PLAIN = { isCrew: false, bought: false, isReply: false, wordsKey: 'this pan never sticks', doubts: [] } as const;
const FACTS: LineFacts = { known: null, ban: null, paused_until: null, last_at: null, same: null, same_people: 0, held: 0 };
const ROOM = { slowSeconds: 0, paused: false, nowMs: NOW };
const ban = { id: 'b', kind: 'ban', knows_device: true } as const;
const shadow = { id: 'b', kind: 'shadow_ban', knows_device: true } as const;
const soon = new Date(NOW + 60_000);
const justNow = new Date(NOW - 2000);

const TABLE: [string, object, object, object, string][] = [
  ['an ordinary line', {}, {}, {}, 'shown'],
  ['a banned person', {}, { ban }, {}, 'banned'],
  ['a banned person whose line is doubtful', { doubts: ['link'] }, { ban }, {}, 'banned'],
  ['a banned person in a pause', {}, { ban, paused_until: soon }, {}, 'banned'],
  ['a shadow-banned person', {}, { ban: shadow }, {}, 'shadow'],
  ['a shadow-banned person whose line is doubtful', { doubts: ['link'] }, { ban: shadow }, {}, 'dropped'],
  ['a shadow-banned person who repeats others', {}, { ban: shadow, same: 'x' }, {}, 'shadow'],
  ['somebody in a pause', {}, { paused_until: soon }, {}, 'timed_out'],
  ['anybody in a paused chat', {}, {}, { paused: true }, 'chat_paused'],
  ['a second line in slow mode', {}, { last_at: justNow }, { slowSeconds: 5 }, 'too_fast'],
  ['a line after the time of slow mode', {}, { last_at: justNow }, { slowSeconds: 2 }, 'shown'],
  ['a first line in slow mode', {}, {}, { slowSeconds: 120 }, 'shown'],
  ['a doubtful line', { doubts: ['link'] }, {}, {}, 'held'],
  ['a doubtful line of somebody with three held ones', { doubts: ['link'] }, { held: 3 }, {}, 'line_refused'],
  ['a doubtful line that repeats others', { doubts: ['capitals'] }, { same: 'x' }, {}, 'held'],
  ['the words of somebody else', {}, { same: 'x' }, {}, 'repeat'],
  ['an answer in the words of somebody else', { isReply: true }, { same: 'x' }, {}, 'shown'],
  ['the words of five strangers', {}, { same_people: 5 }, {}, 'held'],
  ['the words of five strangers, by a buyer', { bought: true }, { same_people: 5 }, {}, 'shown'],
  ['short words of five strangers', { wordsKey: 'so nice' }, { same_people: 5 }, {}, 'shown'],
  ['the crew in a paused, slow chat', { isCrew: true }, { last_at: justNow, same: 'x', ban }, { paused: true, slowSeconds: 120 }, 'shown'],
];
for (const [what, line, facts, room, expected] of TABLE)
  test(`${what}: ${expected}`, () => {
    const told = placeLine({ ...PLAIN, ...line }, { ...FACTS, ...facts }, { ...ROOM, ...room });
    assert.equal('ok' in told ? told.reason : told.state, expected);
  });

test('a refusal says how long to wait', () => {
  const waits = [
    placeLine(PLAIN, { ...FACTS, paused_until: soon }, ROOM),
    placeLine(PLAIN, { ...FACTS, last_at: justNow }, { ...ROOM, slowSeconds: 5 }),
  ].map((told) => 'ok' in told && told.facts?.['retryMs']);
  assert.deepEqual(waits, [60_000, 3000]);
});
