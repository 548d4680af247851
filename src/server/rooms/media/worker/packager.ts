import { avcCodec } from '#lib/h264.ts';
import { fragment, initSegment, VIDEO_TIMESCALE, type Sample } from '#lib/fmp4.ts';
import type { MediaConfig, MediaUnit, UnitReader } from '#lib/media-unit.ts';
import { audioKindOf, isSameSound } from './audio-kind.ts';
import { createAudioQueue } from './audio-queue.ts';
import { isFull, overruns, PART_TARGET_MS } from './cut.ts';
import { FROM_THE_START, type PackageSink, type PartPackage, type ResumePoint, type SegmentStart } from './package.ts';

/** A segment ends at a key frame when it is at least this old (half of the 2 s we ask key frames at). */
const SEGMENT_LEAST_MS = 1000;
/**
 * hls.js plays nothing before one whole segment, also behind a discontinuity, so these are short when a key frame can
 * be had. Measured at a hand-over: it stood still for 1.3 s with 2 s segments.
 */
const FIRST_SEGMENT_MS = 500;
/** TARGETDURATION may never change, so a segment without a key frame is cut here all the same. */
export const SEGMENT_MOST_MS = 4000;
/** Longer than this between two frames and the decoder has probably lost something: wait for a key frame. */
const HOLE_MS = Math.max(2 * PART_TARGET_MS, 400);
/** A clock this far behind is a new clock, not a late frame. */
const BACKWARDS_MS = 1000;
/** Two frames nearer than this have the same time, rounded differently. */
const LEAST_FRAME_MS = 0.5;
const NOMINAL_FRAME_MS = 33.333;
/** An audio-only show has no key frames to cut at, and needs none. */
const AUDIO_SEGMENT_MS = 2000;
const AUDIO_JITTER_MS = 20;

export interface PackagerNeeds {
  readonly sinks: readonly PackageSink[];
  readonly resume?: ResumePoint;
  /** Asked when nothing can be shown before a key frame; the ingest throttles. */
  readonly wantKeyFrame?: () => void;
}

export interface PackagerCounts {
  /** Frames dropped because they cannot be decoded or came too late. */
  dropped: number;
  /** Audio packets that fell into a closed hole. */
  droppedAudio: number;
  /** Milliseconds cut out of the timeline. */
  closedMs: number;
  parts: number;
  segments: number;
}

export interface Packager extends UnitReader {
  readonly counts: Readonly<PackagerCounts>;
}

interface Frame {
  readonly ms: number;
  readonly wallClockMs: number;
  readonly compositionMs: number;
  readonly keyframe: boolean;
  readonly data: Uint8Array;
}

interface OpenSegment {
  readonly start: SegmentStart;
  durationMs: number;
  readonly parts: PartPackage[];
}

interface OpenPart {
  readonly startMs: number;
  readonly independent: boolean;
  durationMs: number;
  readonly video: { start: number; samples: Sample[] };
}

/**
 * Units in, 200 ms parts and about 2 s segments out.
 *
 * One frame is kept back, because only the next one tells how long it lasts. A hole is closed up:
 * the timeline of the output has no gaps, since players stall in them (a stretched sample or a
 * discontinuity with an unchanged init segment both hung hls.js). `write` does no I/O and keeps
 * at most one part of video and two seconds of audio.
 */
export function createPackager(needs: PackagerNeeds): Packager {
  const resume = needs.resume ?? FROM_THE_START;
  const counts: PackagerCounts = { dropped: 0, droppedAudio: 0, closedMs: 0, parts: 0, segments: 0 };
  const audio = createAudioQueue(() => counts.droppedAudio++);

  let config: MediaConfig | null = null;
  let pendingConfig: MediaConfig | null = null;
  let nextInit = resume.nextInit;
  let nextSegment = resume.nextSegment;
  let fragments = 0;

  // Output time = input time + shift. Null: unknown until the next start, which continues at `endMs`.
  let shiftMs: number | null = null;
  let endMs = resume.timelineMs;
  let waiting = true;
  let held: Frame | null = null;
  let frameMs = NOMINAL_FRAME_MS;
  let segment: OpenSegment | null = null;
  let part: OpenPart | null = null;
  let discontinuity = false;

  function configure(next: MediaConfig): void {
    const before = pendingConfig ?? config;
    if (before && before.generation === next.generation) return;
    pendingConfig = next;
    // Audio-only has no frame that could end what went before.
    if (!before?.video || !next.video) interrupt();
    if (next.video) needs.wantKeyFrame?.();
  }

  function gap(): void {
    interrupt();
    if ((pendingConfig ?? config)?.video) needs.wantKeyFrame?.();
  }

  /** Everything held goes out with a nominal length; the next start continues right behind it. */
  function interrupt(): void {
    if (held) appendLast(held, Math.min(frameMs, PART_TARGET_MS));
    held = null;
    endSegment();
    audio.clear();
    shiftMs = null;
    waiting = true;
  }

  function write(unit: MediaUnit): void {
    const current = pendingConfig ?? config;
    if (!current) return void counts.dropped++;
    if (unit.kind === 'video') return current.video ? writeVideo(unit) : void counts.dropped++;
    if (!current.audio) return void counts.droppedAudio++;
    if (current.video) return writeAudioBesideVideo(unit);
    writeAudioOnly(unit);
  }

  function writeVideo(unit: MediaUnit): void {
    const inputMs = unit.ptsUs / 1000;
    if (waiting || pendingConfig) {
      if (!unit.keyframe) return void counts.dropped++;
      return startAt(unit, inputMs);
    }
    const lastMs = held?.ms ?? endMs;
    const distanceMs = inputMs + (shiftMs ?? 0) - lastMs;
    if (distanceMs < LEAST_FRAME_MS && distanceMs > -BACKWARDS_MS) return void counts.dropped++;
    if (distanceMs > HOLE_MS || distanceMs < LEAST_FRAME_MS) {
      gap();
      return unit.keyframe ? startAt(unit, inputMs) : void counts.dropped++;
    }
    hold(unit, distanceMs);
  }

  /** A key frame after silence, or with new parameters: the output continues at its own end. */
  function startAt(unit: MediaUnit, inputMs: number): void {
    const expectedMs = shiftMs === null ? null : inputMs + shiftMs;
    const lastMs = held?.ms ?? endMs;
    const joins = expectedMs !== null && expectedMs - lastMs >= LEAST_FRAME_MS && expectedMs - lastMs <= PART_TARGET_MS;
    const lengthMs = joins ? (expectedMs ?? 0) - lastMs : Math.min(frameMs, PART_TARGET_MS);
    if (held && pendingConfig) appendLast(held, lengthMs);
    else if (held) append(held, lengthMs);
    held = null;
    endSegment();
    if (expectedMs !== null && !joins) closeHole(expectedMs);
    shiftMs = endMs - inputMs;
    adoptConfig();
    waiting = false;
    held = frameOf(unit, endMs);
  }

  function closeHole(untilMs: number): void {
    counts.closedMs += Math.max(0, untilMs - endMs);
    audio.closeHole(endMs, untilMs);
  }

  function hold(unit: MediaUnit, distanceMs: number): void {
    // One frame may not be longer than a part. The decoder lost nothing, so no key frame is needed.
    const lengthMs = distanceMs > PART_TARGET_MS ? Math.min(frameMs, PART_TARGET_MS) : distanceMs;
    if (held) append(held, lengthMs);
    if (distanceMs > lengthMs) {
      closeHole(endMs + distanceMs - lengthMs);
      shiftMs = (shiftMs ?? 0) - (distanceMs - lengthMs);
    }
    frameMs = lengthMs;
    held = frameOf(unit, endMs);
    const isFirst = counts.segments === 0 || segment?.start.discontinuity === true;
    if (unit.keyframe && segmentAgeMs() >= (isFirst ? FIRST_SEGMENT_MS : SEGMENT_LEAST_MS)) endSegment();
    else if (isFirst && segmentAgeMs() >= FIRST_SEGMENT_MS) needs.wantKeyFrame?.();
  }

  const segmentAgeMs = (): number => (segment?.durationMs ?? 0) + (part?.durationMs ?? 0);

  const frameOf = (unit: MediaUnit, ms: number): Frame => ({
    ms,
    wallClockMs: unit.wallClockMs,
    compositionMs: (unit.compositionUs ?? 0) / 1000,
    keyframe: unit.keyframe,
    data: unit.payload,
  });

  /**
   * The last frame before an init segment or a hole. Its sound is still on the way and belongs to nobody then; without
   * silence in its place the two tracks end apart, and players stall in the difference.
   */
  function appendLast(frame: Frame, lengthMs: number): void {
    if (config?.audio) audio.endAt(frame.ms + lengthMs);
    append(frame, lengthMs);
  }

  function append(frame: Frame, lengthMs: number): void {
    const ticks = videoTicks(frame.ms + lengthMs) - videoTicks(frame.ms);
    const exactMs = ticks / (VIDEO_TIMESCALE / 1000);
    if (part && overruns(part.durationMs, exactMs)) endPart();
    if (segmentAgeMs() + exactMs > SEGMENT_MOST_MS) endSegment();
    part ??= beginPart(frame);
    part.video.samples.push({ duration: ticks, composition: videoTicks(frame.compositionMs), keyframe: frame.keyframe, data: frame.data });
    part.durationMs += exactMs;
    endMs = frame.ms + lengthMs;
    if (isFull(part.durationMs, exactMs)) endPart();
  }

  function beginPart(first: { ms: number; wallClockMs: number; keyframe: boolean }): OpenPart {
    segment ??= {
      start: { n: nextSegment++, init: nextInit - 1, discontinuity, startMs: first.ms, wallClockMs: first.wallClockMs },
      durationMs: 0,
      parts: [],
    };
    discontinuity = false;
    return { startMs: first.ms, independent: first.keyframe, durationMs: 0, video: { start: videoTicks(first.ms), samples: [] } };
  }

  function endPart(): void {
    if (!part || !segment) return;
    const runs = {
      video: config?.video ? part.video : null,
      audio: config?.audio ? audio.takeUntil(part.startMs + part.durationMs) : null,
    };
    const made: PartPackage = {
      segment: segment.start,
      index: segment.parts.length,
      durationMs: part.durationMs,
      independent: part.independent,
      body: fragment(++fragments, runs.video, runs.audio),
    };
    segment.durationMs += part.durationMs;
    segment.parts.push(made);
    part = null;
    counts.parts++;
    for (const sink of needs.sinks) sink.part(made, runs);
  }

  function endSegment(): void {
    endPart();
    if (!segment) return;
    const made = { ...segment.start, durationMs: segment.durationMs, parts: segment.parts };
    segment = null;
    counts.segments++;
    for (const sink of needs.sinks) sink.segment(made);
  }

  /** New parameters, even equal ones of a new session, need a new init segment: decoders hung without. */
  function adoptConfig(): void {
    if (!pendingConfig) return;
    discontinuity = config !== null || nextInit > 0;
    config = pendingConfig;
    pendingConfig = null;
    const { video, audio: track } = config;
    audio.begin(endMs, track && audioKindOf(track));
    const init = {
      n: nextInit++,
      body: initSegment(video, track),
      video: video && { codec: avcCodec(video.sps), width: video.width, height: video.height },
      audio: track?.codec ?? null,
      tracks: { video, audio: track },
    };
    for (const sink of needs.sinks) sink.init(init);
  }

  function writeAudioBesideVideo(unit: MediaUnit): void {
    // Before the first picture nobody can place the sound; sound of another kind needs the next init segment.
    const otherKind = pendingConfig !== null && !isSameSound(pendingConfig.audio, config?.audio ?? null);
    if (waiting || shiftMs === null || otherKind) return void counts.droppedAudio++;
    audio.push(unit.ptsUs / 1000 + shiftMs, unit.payload, endMs);
  }

  function writeAudioOnly(unit: MediaUnit): void {
    const inputMs = unit.ptsUs / 1000;
    const distanceMs = shiftMs === null ? 0 : inputMs + shiftMs - endMs;
    if (distanceMs > HOLE_MS || distanceMs < -BACKWARDS_MS) interrupt();
    if (waiting) adoptConfig();
    // Nothing has to stay beside a picture, so lost packets need no filling.
    if (waiting || distanceMs > AUDIO_JITTER_MS) shiftMs = endMs - inputMs;
    waiting = false;
    const lengthMs = audio.push(inputMs + (shiftMs ?? 0), unit.payload, endMs);
    if (lengthMs === null) return;
    if (part && overruns(part.durationMs, lengthMs)) endPart();
    if (segmentAgeMs() >= AUDIO_SEGMENT_MS) endSegment();
    part ??= beginPart({ ms: endMs, wallClockMs: unit.wallClockMs, keyframe: true });
    part.durationMs += lengthMs;
    endMs += lengthMs;
    if (isFull(part.durationMs, lengthMs)) endPart();
  }

  async function close(): Promise<void> {
    interrupt();
  }

  return { configure, write, gap, close, counts };
}

const videoTicks = (ms: number): number => Math.round((ms * VIDEO_TIMESCALE) / 1000);
