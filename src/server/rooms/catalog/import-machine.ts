import type { Import } from '#contract/catalog.ts';

export type ImportState = Import['state'];
export type ImportStep = 'map' | 'previewed' | 'start' | 'finish' | 'fail' | 'undo';

/**
 * uploaded -> previewing -> previewed -> running -> finished -> undone, and back to the columns while nothing has
 * changed. `failed` means that nothing has changed either: looking again at the columns is the way on.
 */
const NEXT: Readonly<Record<ImportState, Partial<Record<ImportStep, ImportState>>>> = {
  uploaded: { map: 'previewing' },
  previewing: { previewed: 'previewed', fail: 'failed' },
  previewed: { map: 'previewing', start: 'running' },
  running: { finish: 'finished', fail: 'failed' },
  finished: { undo: 'undone' },
  failed: { map: 'previewing' },
  undone: {},
};

/** @returns the next state, or null when the step does not fit */
export const nextState = (state: ImportState, step: ImportStep): ImportState | null => NEXT[state][step] ?? null;

/** The states from which a step is possible: for the WHERE that guards it. */
export const statesBefore = (step: ImportStep): ImportState[] =>
  (Object.keys(NEXT) as ImportState[]).filter((state) => NEXT[state][step] !== undefined);
