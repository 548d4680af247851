/**
 * Reads back what `fmp4.ts` writes, so that a recording can be played out again without decoding it.
 * It reads no other files: what it does not know it leaves alone, and what does not add up is an error.
 */
import { AUDIO_TIMESCALE, VIDEO_TIMESCALE, VIDEO_TRACK } from './fmp4.ts';

export interface InitFacts {
  readonly video: { readonly sps: Uint8Array; readonly pps: Uint8Array; readonly width: number; readonly height: number } | null;
  readonly audio: { readonly codec: 'opus' | 'aac'; readonly channels: 1 | 2 } | null;
}

export interface ReadSample {
  readonly kind: 'video' | 'audio';
  /** Decode time on the recording's timeline, in microseconds. */
  readonly atUs: number;
  readonly durationUs: number;
  readonly keyframe: boolean;
  /** A view into the segment that was read. */
  readonly data: Uint8Array;
}

const NOT_SYNC = 0x0001_0000;
/** A recording with more tracks, or a moof with more runs, is none of ours. */
const MOST_BOXES = 100_000;

interface Box {
  readonly type: string;
  /** Where the box begins, its size word included. */
  readonly at: number;
  readonly body: Buffer;
}

export function readInit(file: Uint8Array): InitFacts {
  let video: InitFacts['video'] = null;
  let audio: InitFacts['audio'] = null;
  for (const trak of inside(bufferOf(file), 'moov', 'trak')) {
    const [stsd] = inside(trak.body, 'mdia', 'minf', 'stbl', 'stsd');
    const [entry] = stsd ? boxes(stsd.body.subarray(8)) : [];
    if (entry?.type === 'avc1') video = readVideo(entry.body);
    if (entry?.type === 'Opus' || entry?.type === 'mp4a') {
      audio = { codec: entry.type === 'Opus' ? 'opus' : 'aac', channels: entry.body.readUInt16BE(16) === 1 ? 1 : 2 };
    }
  }
  if (!video && !audio) throw new RangeError('This init segment has no track that we know.');
  return { video, audio };
}

/** A visual sample entry: 78 bytes of fields, then `avcC` with one set of each kind. */
function readVideo(entry: Buffer): InitFacts['video'] {
  const avcC = boxes(entry.subarray(78)).find(({ type }) => type === 'avcC')?.body;
  if (!avcC) throw new RangeError('A picture without its parameters.');
  const spsLength = avcC.readUInt16BE(6);
  const sps = avcC.subarray(8, 8 + spsLength);
  const ppsAt = 8 + spsLength + 3;
  const pps = avcC.subarray(ppsAt, ppsAt + avcC.readUInt16BE(ppsAt - 2));
  return { sps, pps, width: entry.readUInt16BE(24), height: entry.readUInt16BE(26) };
}

/** All samples of a segment (any number of fragments), picture and sound in the order of their times. */
export function readSamples(segment: Uint8Array): ReadSample[] {
  const file = bufferOf(segment);
  const samples: ReadSample[] = [];
  for (const moof of boxes(file)) {
    if (moof.type !== 'moof') continue;
    for (const { type, body } of boxes(moof.body)) if (type === 'traf') readRun(file, moof.at, body, samples);
  }
  return samples.sort((one, other) => one.atUs - other.atUs);
}

function readRun(file: Buffer, moofAt: number, traf: Buffer, samples: ReadSample[]): void {
  const parts = new Map(boxes(traf).map(({ type, body }) => [type, body]));
  const [tfhd, tfdt, trun] = [parts.get('tfhd'), parts.get('tfdt'), parts.get('trun')];
  if (!tfhd || !tfdt || !trun) return;
  const kind = tfhd.readUInt32BE(4) === VIDEO_TRACK ? 'video' : 'audio';
  const perUs = (kind === 'video' ? VIDEO_TIMESCALE : AUDIO_TIMESCALE) / 1e6;
  const has = trun.readUInt32BE(0);
  if ((has & 0x701) !== 0x701) throw new RangeError('A run without offset, durations, sizes and flags.');
  const perSample = has & 0x800 ? 16 : 12;
  const count = trun.readUInt32BE(4);
  let ticks = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  let dataAt = moofAt + trun.readInt32BE(8);
  for (let n = 0, at = 12; n < count; n++, at += perSample) {
    const [duration, size, flags] = [trun.readUInt32BE(at), trun.readUInt32BE(at + 4), trun.readUInt32BE(at + 8)];
    if (dataAt + size > file.length) throw new RangeError('A sample outside its segment.');
    samples.push({
      kind,
      atUs: Math.round(ticks / perUs),
      durationUs: Math.round(duration / perUs),
      keyframe: (flags & NOT_SYNC) === 0,
      data: file.subarray(dataAt, dataAt + size),
    });
    ticks += duration;
    dataAt += size;
  }
}

function inside(data: Buffer, ...path: string[]): Box[] {
  return path.reduce<Box[]>(
    (found, type) => found.flatMap(({ body }) => boxes(body)).filter((box) => box.type === type),
    [{ type: '', at: 0, body: data }],
  );
}

function boxes(data: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= data.length && found.length < MOST_BOXES;) {
    const size = data.readUInt32BE(at);
    if (size < 8 || at + size > data.length) throw new RangeError('A box larger than what holds it.');
    found.push({ type: data.toString('latin1', at + 4, at + 8), at, body: data.subarray(at + 8, at + size) });
    at += size;
  }
  return found;
}

const bufferOf = (data: Uint8Array): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
