import assert from 'node:assert/strict';
import test from 'node:test';
import { type DecisionMove, type DecisionState, nextState } from './decision-machine.ts';
import { nextMode } from './slow-machine.ts';

const DECISIONS: [DecisionState, DecisionMove, DecisionState | null][] = [
  ['waiting', 'apply', 'applied'],
  ['waiting', 'undo', 'undone'],
  ['applied', 'apply', null],
  ['applied', 'undo', 'undone'],
  ['undone', 'apply', null],
  ['undone', 'undo', null],
];
for (const [state, move, next] of DECISIONS)
  test(`a decision that is ${state}: ${move} makes it ${next ?? 'what it was'}`, () => assert.equal(nextState(state, move), next));

const off = { slowSeconds: 0, paused: false, auto: false };
const auto = (slowSeconds: number) => ({ slowSeconds, paused: false, auto: true });
const long = Number.POSITIVE_INFINITY;
const SLOW: [string, Parameters<typeof nextMode>[0], number, number, ReturnType<typeof nextMode>][] = [
  ['a chat that can be read stays free', off, 60, long, null],
  ['more than ten times what can be read slows it down', off, 81, long, auto(5)],
  ['still more slows it further', auto(5), 81, 20_000, auto(10)],
  ['and further', auto(10), 81, 20_000, auto(30)],
  ['never further than thirty seconds by itself', auto(30), 500, 20_000, null],
  ['a step gets its time', auto(5), 81, 14_000, null],
  ['between the two bounds it stays', auto(10), 40, 60_000, null],
  ['calm lets go by a step', auto(30), 20, 20_000, auto(10)],
  ['calm lets go at last', auto(5), 20, 20_000, off],
  ['what a person set is not touched by much', { slowSeconds: 5, paused: false, auto: false }, 500, long, null],
  ['what a person set is not touched by calm', { slowSeconds: 30, paused: false, auto: false }, 0, long, null],
  ['a paused chat stays as it is', { slowSeconds: 0, paused: true, auto: false }, 500, long, null],
];
for (const [what, mode, perSecond, sinceMs, next] of SLOW)
  test(`slow mode: ${what}`, () => assert.deepEqual(nextMode(mode, { perSecond, readable: 8, sinceMs }), next));
