import type { Decision } from '#contract/moderation.ts';

export type DecisionState = Decision['state'];
export type DecisionMove = 'apply' | 'undo';

/** A decision waits, then it is in force; taking it back ends both. Nothing comes after that: deciding again is a new one. */
const MOVES: Readonly<Record<DecisionState, Partial<Record<DecisionMove, DecisionState>>>> = {
  waiting: { apply: 'applied', undo: 'undone' },
  applied: { undo: 'undone' },
  undone: {},
};

/** @returns null when this move changes nothing any more */
export const nextState = (state: DecisionState, move: DecisionMove): DecisionState | null => MOVES[state][move] ?? null;
