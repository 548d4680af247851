/**
 * Reads the fragmented MP4 that `fmp4` writes, and what other writers of our segments may do
 * (ISO/IEC 14496-12): tracks of an init segment, samples of fragments. Nothing is decoded.
 *
 * A box that claims more than there is throws RangeError.
 */
export interface Mp4Track {
  readonly id: number;
  readonly kind: 'video' | 'audio';
  /** Ticks per second of the track's times. */
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** The whole sample description box: codec and its parameters, to be copied as it is. */
  readonly stsd: Buffer;
}

export interface Mp4Sample {
  /** Decode time and duration, in the track's timescale. */
  readonly dts: number;
  readonly duration: number;
  /** Shown this much after it is decoded; 0 without B-frames. */
  readonly offset: number;
  readonly keyframe: boolean;
  readonly data: Buffer;
}

interface Box {
  readonly type: string;
  /** With its header. */
  readonly whole: Buffer;
  readonly body: Buffer;
  /** Of the header, in the file. */
  readonly at: number;
}

/** More than a segment of any show holds; a file that claims more is not one of ours. */
const MOST_SAMPLES = 100_000;

export function readTracks(init: Buffer): Mp4Track[] {
  const moov = find(boxes(init), 'moov');
  if (!moov) throw new RangeError('no moov box');
  return boxes(moov.body)
    .filter(({ type }) => type === 'trak')
    .flatMap((trak) => readTrack(boxes(trak.body)));
}

function readTrack(trak: readonly Box[]): Mp4Track[] {
  const tkhd = find(trak, 'tkhd');
  const mdia = boxes(find(trak, 'mdia')?.body ?? EMPTY);
  const mdhd = find(mdia, 'mdhd');
  const handler = find(mdia, 'hdlr')?.body.toString('latin1', 8, 12);
  const stbl = boxes(find(boxes(find(mdia, 'minf')?.body ?? EMPTY), 'stbl')?.body ?? EMPTY);
  const stsd = find(stbl, 'stsd');
  if (!tkhd || !mdhd || !stsd || (handler !== 'vide' && handler !== 'soun')) return [];
  return [
    {
      id: tkhd.body.readUInt32BE(tkhd.body[0] === 1 ? 20 : 12),
      kind: handler === 'vide' ? 'video' : 'audio',
      timescale: mdhd.body.readUInt32BE(mdhd.body[0] === 1 ? 20 : 12),
      width: tkhd.body.readUInt32BE(tkhd.body.length - 8) >>> 16,
      height: tkhd.body.readUInt32BE(tkhd.body.length - 4) >>> 16,
      stsd: stsd.whole,
    },
  ];
}

/** The parameter sets of an H.264 track (ISO/IEC 14496-15, 5.3.3.1): what a decoder needs before its first picture. */
export function avcParameterSets({ stsd }: Mp4Track): Buffer[] {
  // Header 8, version and count 8, then the entry: header 8 and 78 bytes of sizes before its boxes.
  const entry = stsd.subarray(16);
  if (entry.toString('latin1', 4, 8) !== 'avc1') return [];
  const config = find(boxes(entry.subarray(86, entry.readUInt32BE(0))), 'avcC')?.body;
  if (!config) return [];
  const sets: Buffer[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = config[at++]! & mask;
    for (let index = 0; index < count; index++) {
      const length = config.readUInt16BE(at);
      sets.push(config.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return sets;
}

/** The samples of every track, in the order of the file. */
export function readSamples(file: Buffer): Map<number, Mp4Sample[]> {
  const samples = new Map<number, Mp4Sample[]>();
  for (const moof of boxes(file)) {
    if (moof.type !== 'moof') continue;
    for (const traf of boxes(moof.body)) if (traf.type === 'traf') readTraf(file, moof.at, boxes(traf.body), samples);
  }
  return samples;
}

function readTraf(file: Buffer, moofAt: number, traf: readonly Box[], samples: Map<number, Mp4Sample[]>): void {
  const tfhd = find(traf, 'tfhd');
  const tfdt = find(traf, 'tfdt');
  if (!tfhd || !tfdt) throw new RangeError('a fragment without its header');
  const defaults = readDefaults(tfhd.body);
  const into = samples.get(defaults.track) ?? [];
  samples.set(defaults.track, into);
  let dts = tfdt.body[0] === 1 ? Number(tfdt.body.readBigUInt64BE(4)) : tfdt.body.readUInt32BE(4);
  for (const run of traf) {
    if (run.type !== 'trun') continue;
    for (const sample of readRun(file, moofAt, run.body, defaults, dts)) {
      if (into.length >= MOST_SAMPLES) throw new RangeError('too many samples');
      into.push(sample);
      dts += sample.duration;
    }
  }
}

interface Defaults {
  readonly track: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

function readDefaults(tfhd: Buffer): Defaults {
  const flags = tfhd.readUInt32BE(0) & 0xff_ffff;
  // Offsets of our fragments are relative to their moof; a base elsewhere is another writer's way.
  if (flags & 0x1) throw new RangeError('a fragment with a base of its own');
  let at = 8 + (flags & 0x2 ? 4 : 0);
  const next = (present: number) => (flags & present ? tfhd.readUInt32BE((at += 4) - 4) : 0);
  return { track: tfhd.readUInt32BE(4), duration: next(0x8), size: next(0x10), flags: next(0x20) };
}

const NOT_SYNC = 0x1_0000;

function* readRun(file: Buffer, moofAt: number, trun: Buffer, defaults: Defaults, startDts: number): Generator<Mp4Sample> {
  const flags = trun.readUInt32BE(0) & 0xff_ffff;
  const count = trun.readUInt32BE(4);
  let at = 8;
  const next = () => trun.readUInt32BE((at += 4) - 4);
  let dataAt = moofAt + (flags & 0x1 ? next() : 0);
  const firstFlags = flags & 0x4 ? next() : null;
  let dts = startDts;
  for (let index = 0; index < count; index++) {
    const duration = flags & 0x100 ? next() : defaults.duration;
    const size = flags & 0x200 ? next() : defaults.size;
    const own = flags & 0x400 ? next() : defaults.flags;
    const offset = flags & 0x800 ? trun.readInt32BE((at += 4) - 4) : 0;
    if (dataAt + size > file.length) throw new RangeError('a sample ends behind the file');
    const sampleFlags = index === 0 && firstFlags !== null ? firstFlags : own;
    yield { dts, duration, offset, keyframe: (sampleFlags & NOT_SYNC) === 0, data: file.subarray(dataAt, dataAt + size) };
    dataAt += size;
    dts += duration;
  }
}

const EMPTY = Buffer.alloc(0);
const find = (list: readonly Box[], type: string): Box | undefined => list.find((box) => box.type === type);

function boxes(file: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at < file.length;) {
    const small = file.readUInt32BE(at);
    const header = small === 1 ? 16 : 8;
    const size = small === 1 ? Number(file.readBigUInt64BE(at + 8)) : small === 0 ? file.length - at : small;
    if (size < header || at + size > file.length) throw new RangeError('a box ends behind the file');
    const whole = file.subarray(at, at + size);
    found.push({ type: file.toString('latin1', at + 4, at + 8), whole, body: whole.subarray(header), at });
    at += size;
  }
  return found;
}
