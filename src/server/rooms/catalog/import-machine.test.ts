import assert from 'node:assert/strict';
import test from 'node:test';
import { IMPORT_STATES } from '#contract/catalog.ts';
import { type ImportState, type ImportStep, nextState, statesBefore } from './import-machine.ts';

const STEPS: ImportStep[] = ['map', 'previewed', 'start', 'finish', 'fail', 'undo'];
const TABLE: Record<ImportState, (ImportState | null)[]> = {
  //            map           previewed    start      finish      fail      undo
  uploaded: ['previewing', null, null, null, null, null],
  previewing: [null, 'previewed', null, null, 'failed', null],
  previewed: ['previewing', null, 'running', null, null, null],
  running: [null, null, null, 'finished', 'failed', null],
  finished: [null, null, null, null, null, 'undone'],
  failed: ['previewing', null, null, null, null, null],
  undone: [null, null, null, null, null, null],
};

test('every step from every state leads where the table says, and nowhere else', () => {
  for (const state of IMPORT_STATES)
    STEPS.forEach((step, at) => assert.equal(nextState(state, step), TABLE[state][at], `${state} ${step}`));
});

test('the guard of a step names exactly the states that allow it', () => {
  for (const step of STEPS)
    assert.deepEqual(statesBefore(step).toSorted(), IMPORT_STATES.filter((state) => nextState(state, step) !== null).toSorted());
});

test('what runs cannot be started, mapped or taken back', () => {
  for (const step of ['start', 'map', 'undo'] as const) assert.equal(nextState('running', step), null);
});
