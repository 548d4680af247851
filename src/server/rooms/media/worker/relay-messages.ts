import type { Carried, Watched } from './direct-viewers.ts';
import type { IceOptions } from './ingest-whip.ts';

/** What a worker and its relays tell each other. Media goes beside it, as `relay-frames.ts` says. */
export type ToRelay =
  | { readonly do: 'begin'; readonly ice: IceOptions }
  | { readonly do: 'watch'; readonly ask: number; readonly offer: string; readonly carried: Carried }
  | { readonly do: 'unwatch'; readonly id: string };

export type FromRelay =
  | { readonly news: 'ready' }
  | { readonly news: 'answered'; readonly ask: number; readonly watched: Watched }
  | { readonly news: 'left'; readonly ids: readonly string[] }
  /** Every two seconds. */
  | { readonly news: 'report'; readonly received: readonly (readonly [id: string, receivedMs: number])[]; readonly sendErrors: number }
  | { readonly news: 'keyFrameWanted' }
  | { readonly news: 'trouble'; readonly message: string };

/** Where a relay finds its packets: the stream beside the channel of its messages. */
export const MEDIA_FD = 4;
