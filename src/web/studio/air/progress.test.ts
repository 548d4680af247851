import assert from 'node:assert/strict';
import test from 'node:test';
import type { Segment } from '#contract/shows.ts';
import { minutesBehind, progressOf } from './progress.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 26, 20, minute)).toISOString();
const ms = (minute: number) => Date.parse(at(minute));
const part = (more: Partial<Segment>): Segment => ({
  id: 'a',
  position: 0,
  title: 'Pan',
  minutes: 10,
  productId: null,
  notes: '',
  state: 'now',
  plannedAt: at(0),
  startedAt: at(0),
  ...more,
});

test('a part on air fills from its start to its planned end and stays full', () => {
  assert.deepEqual(progressOf(part({}), ms(0)), { part: 0, minutesLeft: 10 });
  assert.deepEqual(progressOf(part({}), ms(4)), { part: 0.4, minutesLeft: 6 });
  assert.deepEqual(progressOf(part({}), ms(13)), { part: 1, minutesLeft: -3 });
  assert.equal(progressOf(part({ startedAt: null }), ms(3)), null);
});

test('a show is behind by a late start, or by running over, never by both together', () => {
  assert.equal(minutesBehind([part({})], ms(5)), 0);
  assert.equal(minutesBehind([part({ startedAt: at(3) })], ms(5)), 3);
  assert.equal(minutesBehind([part({ startedAt: at(3) })], ms(14)), 4);
  assert.equal(minutesBehind([part({ plannedAt: at(5), startedAt: at(3) })], ms(4)), -2);
});

test('without a plan nobody is late', () => {
  assert.equal(minutesBehind([part({ plannedAt: null })], ms(30)), null);
  assert.equal(minutesBehind([part({ state: 'later' })], ms(30)), null);
});
