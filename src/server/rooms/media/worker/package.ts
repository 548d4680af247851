import type { AudioTrack, TrackRun, VideoTrack } from '#lib/fmp4.ts';

/**
 * What the packager makes and the HLS origin and the recorder take: init segments, parts, segments.
 * Times are on the stream's timeline in milliseconds, holes closed up; `wallClockMs` is the capture time.
 */
export interface InitPackage {
  readonly n: number;
  readonly body: Buffer;
  /** Null without video; the RFC 6381 codec and the visible size otherwise. */
  readonly video: { readonly codec: string; readonly width: number; readonly height: number } | null;
  readonly audio: 'opus' | 'aac' | null;
  /** What the body was written from, for renditions that have a track of their own beside one of these. */
  readonly tracks: { readonly video: VideoTrack | null; readonly audio: AudioTrack | null };
}

export interface SegmentStart {
  /** Media sequence number. Grows by one; after a crash it may leave numbers out, never reuse one. */
  readonly n: number;
  readonly init: number;
  readonly discontinuity: boolean;
  readonly startMs: number;
  readonly wallClockMs: number;
}

export interface PartPackage {
  readonly segment: SegmentStart;
  readonly index: number;
  readonly durationMs: number;
  readonly independent: boolean;
  readonly body: Buffer;
}

export interface SegmentPackage extends SegmentStart {
  readonly durationMs: number;
  readonly parts: readonly PartPackage[];
}

/** The samples a part was written from, for renditions made of it. Not to be kept: the body has the same bytes. */
export interface PartRuns {
  readonly video: TrackRun | null;
  readonly audio: TrackRun | null;
}

/** Takes what the packager makes, in order, at once: never blocks, never throws. */
export interface PackageSink {
  init(init: InitPackage): void;
  part(part: PartPackage, runs: PartRuns): void;
  segment(segment: SegmentPackage): void;
}

/** Where an earlier process stopped, so that viewers and recordings go on instead of starting again. */
export interface ResumePoint {
  readonly nextSegment: number;
  readonly nextInit: number;
  readonly timelineMs: number;
  /** How many discontinuities lie before the next segment. */
  readonly discontinuities: number;
}

export const FROM_THE_START: ResumePoint = { nextSegment: 0, nextInit: 0, timelineMs: 0, discontinuities: 0 };
