import assert from 'node:assert/strict';
import test from 'node:test';
import { SHOW_STATES } from '#contract/shows.ts';
import { type ShowState, type ShowVerb, step } from './show-machine.ts';

const TABLE: Record<ShowState, Record<ShowVerb, string>> = {
  draft: { date: 'scheduled', undate: 'draft', change: 'draft', goLive: 'live', end: 'refused show_not_live', cancel: 'cancelled' },
  scheduled: { date: 'scheduled', undate: 'draft', change: 'scheduled', goLive: 'live', end: 'refused show_not_live', cancel: 'cancelled' },
  live: {
    date: 'live',
    undate: 'live',
    change: 'live',
    goLive: 'refused show_already_live',
    end: 'ended',
    cancel: 'refused show_already_live',
  },
  ended: {
    date: 'refused show_ended',
    undate: 'refused show_ended',
    change: 'refused show_ended',
    goLive: 'refused show_ended',
    end: 'refused show_not_live',
    cancel: 'refused show_ended',
  },
  cancelled: {
    date: 'refused show_ended',
    undate: 'refused show_ended',
    change: 'refused show_ended',
    goLive: 'refused show_ended',
    end: 'refused show_not_live',
    cancel: 'refused show_ended',
  },
};

for (const state of SHOW_STATES)
  for (const [verb, expected] of Object.entries(TABLE[state]) as [ShowVerb, string][])
    test(`${verb} on a show that is ${state}: ${expected}`, () => {
      const outcome = step(state, verb);
      assert.equal(outcome.ok ? outcome.value : `refused ${outcome.reason}`, expected);
    });

test('no verb leads out of ended or cancelled', () => {
  for (const state of ['ended', 'cancelled'] as const)
    for (const verb of ['date', 'undate', 'change', 'goLive', 'end', 'cancel'] as const) assert.equal(step(state, verb).ok, false);
});
