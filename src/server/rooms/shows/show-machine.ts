import type { SHOW_STATES } from '#contract/shows.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';

export type ShowState = (typeof SHOW_STATES)[number];
/** `date` and `undate` come from changing the planned time; `change` is any other edit. */
export type ShowVerb = 'date' | 'undate' | 'change' | 'goLive' | 'end' | 'cancel';
export type ShowRefusal = 'show_not_live' | 'show_already_live' | 'show_ended';

type Step = ShowState | ShowRefusal;
const MACHINE: Readonly<Record<ShowState, Readonly<Record<ShowVerb, Step>>>> = {
  draft: { date: 'scheduled', undate: 'draft', change: 'draft', goLive: 'live', end: 'show_not_live', cancel: 'cancelled' },
  scheduled: { date: 'scheduled', undate: 'draft', change: 'scheduled', goLive: 'live', end: 'show_not_live', cancel: 'cancelled' },
  // A show that runs keeps running whatever its plan says.
  live: { date: 'live', undate: 'live', change: 'live', goLive: 'show_already_live', end: 'ended', cancel: 'show_already_live' },
  ended: { date: 'show_ended', undate: 'show_ended', change: 'show_ended', goLive: 'show_ended', end: 'show_not_live', cancel: 'show_ended' },
  cancelled: { date: 'show_ended', undate: 'show_ended', change: 'show_ended', goLive: 'show_ended', end: 'show_not_live', cancel: 'show_ended' },
};

/** What a verb makes of a show; pure. */
export function step(state: ShowState, verb: ShowVerb): Outcome<ShowState, ShowRefusal> {
  const next = MACHINE[state][verb];
  return isRefusal(next) ? refuse(next) : done(next);
}

const isRefusal = (next: Step): next is ShowRefusal => next.startsWith('show_');

/** Whether people may see it at all. */
export const isPublic = (state: ShowState): boolean => state !== 'draft';
/** Nothing changes any more. */
export const isOver = (state: ShowState): boolean => state === 'ended' || state === 'cancelled';
