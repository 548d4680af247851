import type { RungName } from '#contract/media.ts';
import type { Rung } from './rungs.ts';

/** What goes between a media worker and its ladder process. Frames are counted from the worker's start, in the order they were sent. */
export type ToLadder =
  /** A new camera, or new parameters: everything begins again at the next key frame. */
  | { readonly do: 'source'; readonly sps: Uint8Array; readonly pps: Uint8Array }
  /** These and no others. One that is new begins with the next segment; one that is missing ends at once, also in what waits. */
  | { readonly do: 'rungs'; readonly rungs: readonly Rung[] }
  | {
      readonly do: 'part';
      readonly id: number;
      readonly first: number;
      readonly startsSegment: boolean;
      readonly samples: readonly SourceSample[];
    };

export interface SourceSample {
  readonly data: Uint8Array;
  readonly keyframe: boolean;
}

export type FromLadder =
  | { readonly is: 'ready' }
  /** The optional package is not installed, or does not load here. */
  | { readonly is: 'absent' }
  | { readonly is: 'opened'; readonly rung: RungName; readonly first: number; readonly sps: Uint8Array; readonly pps: Uint8Array }
  /** Part `id` is done (null: the rest of an old camera). Frames of a rung come one after the other, none is left out. */
  | { readonly is: 'made'; readonly id: number | null; readonly frames: readonly RungFrame[] }
  | { readonly is: 'failed'; readonly message: string };

export interface RungFrame {
  readonly rung: RungName;
  readonly data: Uint8Array;
  readonly keyframe: boolean;
}
