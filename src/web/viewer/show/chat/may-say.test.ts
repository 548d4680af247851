import assert from 'node:assert/strict';
import test from 'node:test';
import { afterAck, afterNotice, FREE, fromStanding, maySay } from './may-say.ts';

const OPEN = { slowSeconds: 0, paused: false, auto: false };
const SLOW = { slowSeconds: 30, paused: false, auto: false };
const NOW = Date.parse('2026-11-21T20:00:00Z');

test('slow mode is said before the first line, counts down after it, and is over by itself', () => {
  assert.deepEqual(maySay(FREE, SLOW, false, NOW), { kind: 'slow', seconds: 30 });
  const spoke = afterAck(FREE, { ok: true, s: 1 }, SLOW, false, NOW);
  assert.deepEqual(maySay(spoke, SLOW, false, NOW + 12_000), { kind: 'wait', seconds: 18 });
  assert.deepEqual(maySay(spoke, SLOW, false, NOW + 30_000), { kind: 'slow', seconds: 30 });
});

test('too fast waits for as long as the server said, in any mode', () => {
  const told = afterAck(FREE, { ok: false, reason: 'too_fast', retryMs: 4200 }, OPEN, false, NOW);
  assert.deepEqual(maySay(told, OPEN, false, NOW), { kind: 'wait', seconds: 5 });
  assert.deepEqual(maySay(told, OPEN, false, NOW + 4200), { kind: 'yes' });
});

test('a pause of the chat and slow mode are for everybody but the crew', () => {
  const paused = { slowSeconds: 10, paused: true, auto: false };
  assert.deepEqual(maySay(FREE, paused, false, NOW), { kind: 'paused' });
  assert.deepEqual(maySay(afterAck(FREE, { ok: true }, paused, true, NOW), paused, true, NOW), { kind: 'yes' });
});

test('a time-out says until when and why; whoever reloads hears it from the refusal of their next line', () => {
  const told = afterNotice(FREE, { k: 'timed_out', until: '2026-11-21T20:10:00Z', reason: 'insult' });
  assert.deepEqual(maySay(told, OPEN, false, NOW), { kind: 'timed_out', seconds: 600, reason: 'insult' });
  const refused = afterAck(FREE, { ok: false, reason: 'timed_out', retryMs: 60_000 }, OPEN, false, NOW);
  assert.deepEqual(maySay(refused, OPEN, false, NOW), { kind: 'timed_out', seconds: 60, reason: null });
  assert.deepEqual(maySay(told, OPEN, false, NOW + 600_000), { kind: 'yes' });
});

test('a ban outlasts everything else, and a later refusal does not take its reason away', () => {
  const banned = afterNotice(FREE, { k: 'banned', reason: 'spam', appeal: true });
  const again = afterAck(banned, { ok: false, reason: 'banned' }, OPEN, false, NOW);
  assert.deepEqual(maySay(again, OPEN, false, NOW + 1e9), { kind: 'banned', reason: 'spam', appeal: true });
});

test('a ban that holds already says so when the page is opened, and whether one may still ask', () => {
  const ban = { reason: 'spam', note: null, at: '2026-11-21T10:00:00Z', until: null, appeal: null } as const;
  assert.deepEqual(fromStanding({ timedOut: null, ban }).ban, { reason: 'spam', appeal: true });
  assert.equal(fromStanding({ timedOut: null, ban: { ...ban, appeal: { text: 'I was quoting', at: ban.at } } }).ban!.appeal, false);
  assert.equal(fromStanding({ timedOut: null, ban: null }).ban, null);
});
