import type { GuardCounters } from './guard.ts';
import type { RecordingStop } from '#contract/room.ts';
import type { IceOptions } from './ingest-whip.ts';
import type { ResumePoint } from './package.ts';

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
}

export type ToWorker =
  | { readonly do: 'serve'; readonly stream: StreamAssignment }
  /** No encoder for the demo: loop the built-in clip until a publisher comes. LL-HLS only. */
  | { readonly do: 'clip' }
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
  | { readonly news: 'serving'; readonly native: boolean }
  | { readonly news: 'publisher'; readonly state: PublisherState; readonly generation: number }
  | { readonly news: 'segment'; readonly segment: SegmentFact }
  /** The recording stopped while the show goes on; null when it goes on as well. */
  | { readonly news: 'recording'; readonly stop: RecordingStop | null }
  /** A segment was shown and not recorded. */
  | { readonly news: 'missed'; readonly point: ResumePoint }
  | { readonly news: 'viewers'; readonly receivedMs: Readonly<Record<string, number>> }
  | { readonly news: 'stats'; readonly stats: BroadcastStats }
  /** Something unforeseen was survived. */
  | { readonly news: 'trouble'; readonly message: string }
  | { readonly news: 'finished' };

export interface BroadcastStats {
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
  readonly directViewers: number;
  readonly sendErrors: number;
  readonly faults: number;
  readonly native: boolean;
}
