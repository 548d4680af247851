import type { LadderSettings } from '#contract/media.ts';
import type { FanoutStats } from './fanout.ts';
import type { GuardCounters } from './guard.ts';
import type { RecordingStop } from '#contract/room.ts';
import type { IceOptions } from './ingest-whip.ts';
import type { StageState } from './stage.ts';
import type { ResumePoint } from './package.ts';
import type { LadderStats } from './ladder/ladder.ts';

/** What goes between the web process and a media worker. Low rate only: media never travels here. */

/** `stalled`: no packet for a second; `gone`: none for two minutes. */
export type PublisherState = 'live' | 'stalled' | 'gone';

export interface StreamAssignment {
  readonly streamId: string;
  /** Where the worker listens for the front door: a path of a local socket. */
  readonly socketPath: string;
  /** Where segments are recorded; numbering goes on from what is there. */
  readonly folder: string;
  /** Null records everything. */
  readonly keepSeconds: number | null;
  /** Recording stops before the disk has less room than this. */
  readonly leastFreeBytes?: number;
  /** Where segments end that a worker before this one could not record. */
  readonly notBefore?: ResumePoint;
  readonly lastGeneration: number;
  readonly ice: IceOptions;
  readonly maxViewers: number;
  /** Processes that share the direct viewers with the worker; none when absent. */
  readonly relays?: RelayOptions;
  /** None but the source when absent. */
  readonly ladder?: LadderSettings;
}

export interface RelayOptions {
  readonly most: number;
  /** The worker serves so many viewers itself before it uses relays; its own choice when absent. */
  readonly viewersHere?: number;
}

export type ToWorker =
  | { readonly do: 'serve'; readonly stream: StreamAssignment }
  /** No encoder for the demo: loop the built-in clip until a publisher comes. LL-HLS only. */
  | { readonly do: 'clip' }
  /** How many watch, on all paths. */
  | { readonly do: 'audience'; readonly viewers: number }
  | { readonly do: 'finish' };

export type { RecordingStop } from '#contract/room.ts';

export interface SegmentFact {
  readonly n: number;
  readonly sha256: string;
  readonly startsAtMs: number;
  readonly durationMs: number;
}

export type FromWorker =
  | { readonly news: 'ready' }
  /** Every second, also while it serves nobody. */
  | { readonly news: 'alive' }
  | { readonly news: 'serving'; readonly native: boolean }
  | { readonly news: 'publisher'; readonly state: PublisherState; readonly generation: number }
  | { readonly news: 'segment'; readonly segment: SegmentFact }
  | { readonly news: 'stage'; readonly stage: StageState }
  /** The recording stopped while the show goes on; null when it goes on as well. */
  | { readonly news: 'recording'; readonly stop: RecordingStop | null }
  /** A segment was shown and not recorded. */
  | { readonly news: 'missed'; readonly point: ResumePoint }
  | { readonly news: 'viewers'; readonly receivedMs: Readonly<Record<string, number>> }
  | { readonly news: 'stats'; readonly stats: StreamStats }
  /** Direct viewers were sent away and should take LL-HLS: what is on air cannot go out as packets. */
  | { readonly news: 'indirect' }
  /** Something unforeseen was survived. */
  | { readonly news: 'trouble'; readonly message: string }
  | { readonly news: 'finished' };

/** What a stream's worker tells of it. */
export interface StreamStats extends BroadcastStats {
  readonly ladder: LadderStats;
}

export interface BroadcastStats extends FanoutStats {
  readonly publisher: PublisherState | null;
  readonly generation: number;
  readonly bitsPerSecond: number;
  readonly framesPerSecond: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly receivedPackets: number;
  readonly lostPackets: number;
  readonly droppedPictures: number;
  readonly guard: Readonly<GuardCounters> | null;
  readonly faults: number;
}
