import type { SHOW_STATES } from '#contract/shows.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';

export type ShowState = (typeof SHOW_STATES)[number];
/** What each verb may be refused with. `date` and `undate` come from changing the planned time; `change` is any other edit. */
interface Refusals {
  date: 'show_ended';
  undate: 'show_ended';
  change: 'show_ended';
  goLive: 'show_already_live' | 'show_ended';
  end: 'show_not_live';
  cancel: 'show_already_live' | 'show_ended';
}
export type ShowVerb = keyof Refusals;
export type ShowRefusal<V extends ShowVerb> = Refusals[V];

type Steps = { readonly [V in ShowVerb]: ShowState | Refusals[V] };
const MACHINE: Readonly<Record<ShowState, Steps>> = {
  draft: { date: 'scheduled', undate: 'draft', change: 'draft', goLive: 'live', end: 'show_not_live', cancel: 'cancelled' },
  scheduled: { date: 'scheduled', undate: 'draft', change: 'scheduled', goLive: 'live', end: 'show_not_live', cancel: 'cancelled' },
  // A show that runs keeps running whatever its plan says.
  live: { date: 'live', undate: 'live', change: 'live', goLive: 'show_already_live', end: 'ended', cancel: 'show_already_live' },
  ended: {
    date: 'show_ended',
    undate: 'show_ended',
    change: 'show_ended',
    goLive: 'show_ended',
    end: 'show_not_live',
    cancel: 'show_ended',
  },
  cancelled: {
    date: 'show_ended',
    undate: 'show_ended',
    change: 'show_ended',
    goLive: 'show_ended',
    end: 'show_not_live',
    cancel: 'show_ended',
  },
};

/** What a verb makes of a show; pure. */
export function step<V extends ShowVerb>(state: ShowState, verb: V): Outcome<ShowState, Refusals[V]> {
  const next: ShowState | Refusals[V] = MACHINE[state][verb];
  return isState(next) ? done(next) : refuse(next);
}

const isState = (next: string): next is ShowState => Object.hasOwn(MACHINE, next);

/** Whether people may see it at all. */
export const isPublic = (state: ShowState): boolean => state !== 'draft';
/** Nothing changes any more. */
export const isOver = (state: ShowState): boolean => state === 'ended' || state === 'cancelled';
