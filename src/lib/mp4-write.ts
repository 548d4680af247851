/**
 * One progressive MP4 (ISO/IEC 14496-12) of samples that exist already: nothing is encoded again.
 * The index stands before the media, so that playing begins with the first bytes. An edit list per
 * track hides what must be decoded but not shown: the pictures between the key frame and the cut.
 */
import { ascii, box, full, MATRIX, u16, u32, zeros } from './fmp4.ts';
import type { Mp4Sample, Mp4Track } from './mp4-read.ts';

export interface CutTrack {
  readonly track: Mp4Track;
  /** In order of decoding; the first of a video track is a key frame. */
  readonly samples: readonly Mp4Sample[];
  /** What is shown, on the track's own times: everything else is hidden. */
  readonly showFrom: number;
  readonly showTo: number;
}

/** Of the edit lists: fine enough for every frame and every audio sample that matters. */
const MOVIE_TIMESCALE = 90_000;
/** Sound and picture of the same half second lie together, so that a player never reads far apart. */
const CHUNK_S = 0.5;

interface Chunk {
  readonly track: number;
  readonly startS: number;
  readonly samples: readonly Mp4Sample[];
  readonly bytes: number;
}

/** @returns the file in pieces, to be written one after the other; the media is not copied */
export function progressiveMp4(tracks: readonly CutTrack[]): Buffer[] {
  const chunks = tracks.flatMap((cut, at) => chunksOf(cut, at)).sort((one, other) => one.startS - other.startS);
  const ftyp = box('ftyp', ascii('isom'), u32(0x200), ascii('isomiso2avc1mp41'));
  const mediaBytes = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  if (mediaBytes > 0xffff_0000) throw new RangeError('longer than a file with 32-bit offsets can be');
  // The offsets have a fixed size, so the index can be measured before it is right.
  const mediaAt = ftyp.length + moov(tracks, chunks, 0).length + 8;
  return [
    ftyp,
    moov(tracks, chunks, mediaAt),
    u32(8 + mediaBytes),
    ascii('mdat'),
    ...chunks.flatMap(({ samples }) => samples.map(({ data }) => data)),
  ];
}

function chunksOf({ track, samples }: CutTrack, at: number): Chunk[] {
  const chunks: Chunk[] = [];
  const most = CHUNK_S * track.timescale;
  for (let first = 0; first < samples.length;) {
    const start = samples[first]!.dts;
    let next = first + 1;
    while (next < samples.length && samples[next]!.dts - start < most) next++;
    const own = samples.slice(first, next);
    chunks.push({ track: at, startS: start / track.timescale, samples: own, bytes: own.reduce((sum, { data }) => sum + data.length, 0) });
    first = next;
  }
  return chunks;
}

function moov(tracks: readonly CutTrack[], chunks: readonly Chunk[], mediaAt: number): Buffer {
  const offsets: number[][] = tracks.map(() => []);
  let at = mediaAt;
  for (const { track, bytes } of chunks) {
    offsets[track]!.push(at);
    at += bytes;
  }
  const durations = tracks.map(shownTicks);
  const traks = tracks.map((cut, index) =>
    trak(
      index + 1,
      cut,
      durations[index]!,
      chunks.filter(({ track }) => track === index),
      offsets[index]!,
    ),
  );
  const mvhd = full(
    'mvhd',
    0,
    0,
    u32(0),
    u32(0),
    u32(MOVIE_TIMESCALE),
    u32(Math.max(...durations)),
    u32(0x0001_0000),
    u16(0x0100),
    zeros(10),
    MATRIX,
    zeros(24),
    u32(tracks.length + 1),
  );
  return box('moov', mvhd, ...traks);
}

const shownTicks = ({ track, showFrom, showTo }: CutTrack): number => Math.round(((showTo - showFrom) * MOVIE_TIMESCALE) / track.timescale);

function trak(id: number, cut: CutTrack, shown: number, chunks: readonly Chunk[], offsets: readonly number[]): Buffer {
  const { track, samples, showFrom } = cut;
  const first = samples[0]!.dts;
  const isVideo = track.kind === 'video';
  const length = samples.reduce((sum, { duration }) => sum + duration, 0);
  const tkhd = full(
    'tkhd',
    0,
    3,
    u32(0),
    u32(0),
    u32(id),
    u32(0),
    u32(shown),
    zeros(8),
    u16(0),
    u16(0),
    u16(isVideo ? 0 : 0x0100),
    u16(0),
    MATRIX,
    u32(track.width * 65_536),
    u32(track.height * 65_536),
  );
  const edit = box('edts', full('elst', 0, 0, u32(1), u32(shown), u32(showFrom - first), u16(1), u16(0)));
  const mdhd = full('mdhd', 0, 0, u32(0), u32(0), u32(track.timescale), u32(length), u16(0x55c4), u16(0));
  const name = isVideo ? 'video' : 'sound';
  const hdlr = full('hdlr', 0, 0, u32(0), ascii(isVideo ? 'vide' : 'soun'), zeros(12), ascii(`${name}\0`));
  const header = isVideo ? full('vmhd', 0, 1, zeros(8)) : full('smhd', 0, 0, zeros(4));
  const dinf = box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1)));
  return box('trak', tkhd, edit, box('mdia', mdhd, hdlr, box('minf', header, dinf, sampleTable(cut, chunks, offsets))));
}

function sampleTable({ track, samples }: CutTrack, chunks: readonly Chunk[], offsets: readonly number[]): Buffer {
  const runs = runLengths(samples.map(({ duration }) => duration));
  const shifts = runLengths(samples.map(({ offset }) => offset));
  const keys = samples.flatMap(({ keyframe }, at) => (keyframe ? [at + 1] : []));
  const perChunk = chunks.flatMap(({ samples: own }, at) =>
    own.length === chunks[at - 1]?.samples.length ? [] : [[at + 1, own.length, 1]],
  );
  return box(
    'stbl',
    track.stsd,
    full('stts', 0, 0, u32(runs.length), table(runs.flat())),
    ...(samples.some(({ offset }) => offset !== 0) ? [full('ctts', 1, 0, u32(shifts.length), table(shifts.flat()))] : []),
    ...(track.kind === 'video' ? [full('stss', 0, 0, u32(keys.length), table(keys))] : []),
    full('stsc', 0, 0, u32(perChunk.length), table(perChunk.flat())),
    full('stsz', 0, 0, u32(0), u32(samples.length), table(samples.map(({ data }) => data.length))),
    full('stco', 0, 0, u32(offsets.length), table(offsets)),
  );
}

/** [how many, value] for each stretch of equal values. */
function runLengths(values: readonly number[]): [count: number, value: number][] {
  const runs: [number, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.[1] === value) last[0]++;
    else runs.push([1, value]);
  }
  return runs;
}

function table(values: readonly number[]): Buffer {
  const out = Buffer.allocUnsafe(4 * values.length);
  values.forEach((value, at) => out.writeUInt32BE(value >>> 0, 4 * at));
  return out;
}
