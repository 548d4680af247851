import { audioTimescale, VIDEO_TIMESCALE, type AudioTrack, type TrackRun } from '#lib/fmp4.ts';
import type { PartRuns, SegmentPackage } from './package.ts';

/** What the source really uses, over its last segments: playlists and menus say it, rungs are measured by it. */
export interface SourceFacts {
  readonly meanBitsPerSecond: number;
  /** Of the heaviest segment. */
  readonly peakBitsPerSecond: number;
  readonly framesPerSecond: number;
  readonly audioBitsPerSecond: number;
}

/** Until a segment is there: what a good camera sends. */
const UNKNOWN: SourceFacts = {
  meanBitsPerSecond: 2_500_000,
  peakBitsPerSecond: 3_000_000,
  framesPerSecond: 30,
  audioBitsPerSecond: 96_000,
};
const MOST_KEPT = 8;

interface Measured {
  readonly bytes: number;
  readonly ms: number;
  readonly frames: number;
  readonly videoTicks: number;
  readonly audioBytes: number;
  readonly audioSeconds: number;
}

const NOTHING = { frames: 0, videoTicks: 0, audioBytes: 0, audioSeconds: 0 };

export function createSourceMeter() {
  let kept: Measured[] = [];
  let now = { ...NOTHING };
  let isNew = false;
  let audioRate = 48_000;

  function part({ video, audio }: PartRuns): void {
    now.frames += video?.samples.length ?? 0;
    now.videoTicks += ticksOf(video);
    now.audioSeconds += ticksOf(audio) / audioRate;
    now.audioBytes += audio?.samples.reduce((sum, { data }) => sum + data.length, 0) ?? 0;
  }

  function segment({ parts, durationMs }: SegmentPackage): void {
    kept = [...(isNew ? [] : kept), { ...now, ms: durationMs, bytes: parts.reduce((sum, { body }) => sum + body.length, 0) }].slice(
      -MOST_KEPT,
    );
    now = { ...NOTHING };
    isNew = false;
  }

  function read(): SourceFacts {
    if (kept.length === 0) return UNKNOWN;
    const total = (of: (one: Measured) => number) => kept.reduce((sum, one) => sum + of(one), 0);
    const rate = (bytes: number, seconds: number) => (seconds > 0 ? Math.round((bytes * 8) / seconds) : 0);
    const videoSeconds = total(({ videoTicks }) => videoTicks) / VIDEO_TIMESCALE;
    return {
      meanBitsPerSecond: rate(
        total(({ bytes }) => bytes),
        total(({ ms }) => ms) / 1000,
      ),
      peakBitsPerSecond: Math.max(...kept.map(({ bytes, ms }) => rate(bytes, ms / 1000))),
      framesPerSecond: videoSeconds > 0 ? total(({ frames }) => frames) / videoSeconds : 0,
      audioBitsPerSecond: rate(
        total(({ audioBytes }) => audioBytes),
        total(({ audioSeconds }) => audioSeconds),
      ),
    };
  }

  /** Another camera: its first segment replaces what is known, and until then the old one is the best guess. */
  const anew = (audio: AudioTrack | null): void => {
    if (audio) audioRate = audioTimescale(audio);
    isNew = true;
    now = { ...NOTHING };
  };

  return { part, segment, read, anew };
}

const ticksOf = (run: TrackRun | null): number => run?.samples.reduce((sum, { duration }) => sum + duration, 0) ?? 0;
