import { availableParallelism } from 'node:os';
import type { Config } from '#platform/config.ts';
import type { StreamAssignment } from './worker/messages.ts';
import { VIEWERS_PER_RELAY } from './worker/relays.ts';

/** Viewers that a worker takes when there is no relay, or none with room: they share its core with the packager. */
const VIEWERS_PER_WORKER = 200;
/** More than this is an operator's decision: each relay is a core and 0.75 Gb/s at 2.5 Mb/s per viewer. */
const MOST_RELAYS_UNASKED = 4;

/** How many direct viewers a broadcast takes, in how many processes, and where they reach it. */
export function planDirect(
  settings: Config['direct'] = { addresses: [] },
  cores = availableParallelism(),
): Pick<StreamAssignment, 'ice' | 'maxViewers' | 'relays'> {
  const { addresses, ports } = settings;
  // The first core is for the worker, the web process and the database.
  const most = settings.relays ?? Math.min(cores - 1, MOST_RELAYS_UNASKED);
  return {
    ice: { addresses, ...(ports && { portRange: ports }) },
    maxViewers: settings.maxViewers ?? VIEWERS_PER_WORKER + most * VIEWERS_PER_RELAY,
    relays: { most },
  };
}
