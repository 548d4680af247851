import { readSamples, readTracks, type Mp4Sample, type Mp4Track } from '#lib/mp4-read.ts';
import { progressiveMp4, type CutTrack } from '#lib/mp4-write.ts';

/**
 * Cuts a span out of recorded segments, without encoding anything again.
 *
 * Decoding starts at the key frame before the cut and the edit list hides what lies between, so the
 * first picture shown is the one at `fromMs`. Times are those inside the segments.
 */
export interface ClipPlan {
  readonly init: Buffer;
  /** Whole segments under that init, in order, which cover the span. */
  readonly segments: readonly Buffer[];
  readonly fromMs: number;
  readonly toMs: number;
}

export interface CutClip {
  readonly pieces: readonly Buffer[];
  /** The first moment shown, and how long it lasts; never outside what was asked. */
  readonly fromMs: number;
  readonly durationMs: number;
}

/** Opus needs this much before a cut to sound right (RFC 7845, 4.6); it is decoded and not heard. */
const PRE_ROLL_MS = 80;

/** Null when the segments hold nothing that could be shown of the span. */
export function cutClip({ init, segments, fromMs, toMs }: ClipPlan): CutClip | null {
  const read = segments.map(readSamples);
  const all = readTracks(init).map((track) => ({ track, samples: read.flatMap((samples) => samples.get(track.id) ?? []) }));
  const video = all.find(({ track, samples }) => track.kind === 'video' && samples.length > 0);
  const picture = video && cutVideo(video.track, video.samples, fromMs, toMs);
  if (video && !picture) return null;
  // The sound starts where the picture does, also when no key frame came before the cut.
  const startMs = picture ? Math.max(fromMs, toMsOf(picture, picture.showFrom)) : fromMs;
  const sound = all.find(({ track, samples }) => track.kind === 'audio' && samples.length > 0);
  const heard = sound && cutAudio(sound.track, sound.samples, startMs, toMs);
  const tracks = [picture, heard].filter((track) => track !== undefined && track !== null);
  const longest = picture ?? heard;
  if (!longest) return null;
  const shownFromMs = toMsOf(longest, longest.showFrom);
  return { pieces: progressiveMp4(tracks), fromMs: shownFromMs, durationMs: toMsOf(longest, longest.showTo) - shownFromMs };
}

/** Is there a key frame in this segment to begin the span with? */
export function hasKeyFrameBefore(init: Buffer, segment: Buffer, fromMs: number): boolean {
  const video = readTracks(init).find(({ kind }) => kind === 'video');
  if (!video) return true;
  const from = ticks(video, fromMs);
  return (readSamples(segment).get(video.id) ?? []).some((sample) => sample.keyframe && sample.dts + sample.offset <= from);
}

const ticks = (track: Mp4Track, ms: number): number => Math.round((ms * track.timescale) / 1000);
const toMsOf = ({ track }: CutTrack, time: number): number => (time * 1000) / track.timescale;

function cutVideo(track: Mp4Track, samples: readonly Mp4Sample[], fromMs: number, toMs: number): CutTrack | null {
  const [from, to] = [ticks(track, fromMs), ticks(track, toMs)];
  const shownAt = (sample: Mp4Sample) => sample.dts + sample.offset;
  const before = samples.findLastIndex((sample) => sample.keyframe && shownAt(sample) <= from);
  const first = before >= 0 ? before : samples.findIndex(({ keyframe }) => keyframe);
  const last = samples.findLastIndex((sample) => shownAt(sample) < to);
  if (first < 0 || last < first) return null;
  const own = samples.slice(first, last + 1);
  const end = own.reduce((latest, sample) => Math.max(latest, shownAt(sample) + sample.duration), 0);
  const showFrom = Math.max(from, shownAt(own[0]!));
  return showFrom < Math.min(to, end) ? { track, samples: own, showFrom, showTo: Math.min(to, end) } : null;
}

function cutAudio(track: Mp4Track, samples: readonly Mp4Sample[], fromMs: number, toMs: number): CutTrack | null {
  const [from, to] = [ticks(track, fromMs), ticks(track, toMs)];
  const lead = from - ticks(track, PRE_ROLL_MS);
  const own = samples.filter(({ dts, duration }) => dts + duration > lead && dts < to);
  const last = own.at(-1);
  if (!last || last.dts + last.duration <= from) return null;
  return { track, samples: own, showFrom: Math.max(from, own[0]!.dts), showTo: Math.min(to, last.dts + last.duration) };
}
