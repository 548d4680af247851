import type { AudioTrack, VideoTrack } from './fmp4.ts';

/**
 * The one shape that travels from a camera to every screen.
 *
 * An ingest (WHIP, RTMP) turns what it receives into units; one writer hands them to
 * many bounded readers (WHEP, LL-HLS, recorder). Times are on the stream's own timeline, which
 * starts at 0 and never jumps back, also not when a publisher leaves and returns.
 */
export interface MediaUnit {
  readonly kind: 'video' | 'audio';
  /**
   * Place on the stream's timeline, in microseconds. Video comes in decoding order and its places only
   * rise; `compositionUs` says when a picture is shown.
   */
  readonly ptsUs: number;
  /** Shown so much later than `ptsUs`, or earlier when negative. Only B-frames need it; absent is 0. */
  readonly compositionUs?: number;
  /** The server's clock when the frame was captured (RTCP SR mapping; arrival until then), in ms since 1970. */
  readonly wallClockMs: number;
  /** True when decoding can start here. Audio units are always true. */
  readonly keyframe: boolean;
  /**
   * Video: NAL units with 4-byte lengths (AVCC), without SPS, PPS, AUD and SEI. Audio: one Opus packet or AAC frame.
   */
  readonly payload: Uint8Array;
}

/** What a decoder must know before the next unit. A new one starts a new init segment. */
export interface MediaConfig {
  /** Counts publisher sessions and parameter changes of one stream: 1, 2, 3 … */
  readonly generation: number;
  /** Null when the publisher sends no video (an audio-only show). NAL bytes without start code. */
  readonly video: VideoTrack | null;
  /** Null when the publisher sends no audio. WHIP brings Opus, RTMP brings AAC. */
  readonly audio: AudioTrack | null;
}

/** A reader of units. `write` must return at once; a full reader drops to the next key frame and counts. */
export interface UnitReader {
  configure(config: MediaConfig): void;
  write(unit: MediaUnit): void;
  /** The source went silent; what comes next continues the timeline with the hole closed up. */
  gap(): void;
  close(): Promise<void>;
}
