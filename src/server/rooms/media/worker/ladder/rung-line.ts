import { avcCodec } from '#lib/h264.ts';
import { fragment, initSegment, type TrackRun } from '#lib/fmp4.ts';
import type { HlsOrigin } from '../hls-origin.ts';
import type { InitPackage, PartPackage, PartRuns, SegmentPackage } from '../package.ts';
import type { RungFrame } from './protocol.ts';
import type { Rung } from './rungs.ts';

/**
 * One rung: the same segments and parts as the source, with the same numbers, times and sound, and
 * its own smaller pictures as they come back from the ladder process.
 *
 * Nothing is cut here. The source's cuts wait in line until the pictures for them are there, so the
 * rung cannot drift from the source, whatever order or delay its decoder has.
 */
export interface RungLine {
  readonly rung: Rung;
  readonly origin: HlsOrigin;
  /** False when too much waits: the line is broken and another must begin. */
  init(made: InitPackage): boolean;
  part(cut: SourcePart): boolean;
  segment(made: SegmentPackage): boolean;
  /** The encoder begins with this frame, which begins a segment. */
  opened(first: number, sps: Uint8Array, pps: Uint8Array): void;
  frames(frames: readonly RungFrame[]): void;
  readonly isRunning: () => boolean;
}

export interface SourcePart {
  readonly made: PartPackage;
  readonly runs: PartRuns;
  /** The index of its first frame. */
  readonly first: number;
  /** How much later than decoded the source's key frames are shown: all pictures of a rung, which has no others to wait for. */
  readonly composition: number;
  /** Discontinuities before this part's segment. */
  readonly discontinuities: number;
}

interface WaitingPart extends Omit<SourcePart, 'runs'> {
  readonly start: number;
  readonly durations: readonly number[];
  readonly audio: TrackRun | null;
}

type Item = { readonly init: InitPackage } | { readonly part: WaitingPart } | { readonly segment: SegmentPackage };

/** About six seconds of parts and what lies between them. */
const MOST_WAITING = 40;

export function createRungLine({ rung, origin, init }: { rung: Rung; origin: HlsOrigin; init: InitPackage | null }): RungLine {
  let items: Item[] = [];
  const ready: RungFrame[] = [];
  let parameters: { sps: Uint8Array; pps: Uint8Array } | null = null;
  let unsaidInit = init;
  let begun = false;
  let parts: PartPackage[] = [];
  let fragments = 0;

  function wait(item: Item): boolean {
    items.push(item);
    if (begun) settle();
    else if (items.length > MOST_WAITING) forget(1);
    return items.length <= MOST_WAITING;
  }

  /** What lies before the first frame of the encoder is not wanted, but for the last word about the source. */
  function forget(count: number): void {
    const lastInit = items.slice(0, count).findLast((item) => 'init' in item);
    if (lastInit) unsaidInit = lastInit.init;
    items = items.slice(count);
  }

  function opened(first: number, sps: Uint8Array, pps: Uint8Array): void {
    parameters = { sps, pps };
    if (begun) return;
    const at = items.findIndex((item) => 'part' in item && item.part.first === first);
    const item = items[at];
    // An encoder that was opened for the line before this one; its end is on the way.
    if (!item || !('part' in item)) return;
    begun = true;
    forget(at);
    const { made, discontinuities } = item.part;
    origin.startAt({ nextSegment: made.segment.n, nextInit: made.segment.init, timelineMs: made.segment.startMs, discontinuities });
  }

  function settle(): void {
    for (let item = items[0]; item; item = items[0]) {
      if ('init' in item) unsaidInit = item.init;
      else if ('segment' in item) finishSegment(item.segment);
      else if (ready.length < item.part.durations.length) return;
      else finishPart(item.part);
      items.shift();
    }
  }

  function finishPart({ made, start, durations, audio, composition }: WaitingPart): void {
    sayInit();
    const pictures = ready.splice(0, durations.length);
    const samples = pictures.map(({ data, keyframe }, at) => ({ duration: durations[at] ?? 0, composition, keyframe, data }));
    const independent = pictures[0]?.keyframe ?? false;
    const part = { ...made, independent, body: fragment(++fragments, { start, samples }, audio) };
    parts.push(part);
    origin.part(part);
  }

  function finishSegment(made: SegmentPackage): void {
    if (parts.length > 0) origin.segment({ ...made, parts });
    parts = [];
  }

  /** Written when its first pictures are there: only then is it certain that the encoder's parameters belong to it. */
  function sayInit(): void {
    if (!unsaidInit || !parameters) return;
    const { audio } = unsaidInit.tracks;
    const { width, height } = rung;
    const codec = avcCodec(parameters.sps);
    const video = { ...parameters, width, height };
    origin.init({ ...unsaidInit, body: initSegment(video, audio), video: { codec, width, height }, tracks: { video, audio } });
    unsaidInit = null;
  }

  return {
    rung,
    origin,
    init: (made) => wait({ init: made }),
    part({ runs, ...rest }) {
      const { start, samples } = runs.video ?? { start: 0, samples: [] };
      return wait({ part: { ...rest, start, durations: samples.map(({ duration }) => duration), audio: runs.audio } });
    },
    segment: (made) => wait({ segment: made }),
    opened,
    frames(more) {
      if (!begun) return;
      ready.push(...more);
      settle();
    },
    isRunning: () => begun,
  };
}
