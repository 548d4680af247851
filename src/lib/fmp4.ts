/**
 * Fragmented MP4 (ISO/IEC 14496-12), written by hand because the cut of a part must be ours:
 * muxers close a fragment where they like, low-latency HLS needs it every 200 ms.
 * Video is H.264 (avc1), audio Opus (dOps) or AAC (esds), both in one file. B-frames have composition
 * offsets. Times are 64-bit: a channel may run for months.
 */
import { avcDecoderConfig } from './h264.ts';

export const VIDEO_TIMESCALE = 90_000;
const OPUS_RATE = 48_000;
export const VIDEO_TRACK = 1;
export const AUDIO_TRACK = 2;

export interface VideoTrack {
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type AudioTrack =
  | { readonly codec: 'opus'; readonly channels: 1 | 2 }
  /** `config` is the AudioSpecificConfig the encoder gave; a frame has 1,024 samples of `sampleRate`. */
  | { readonly codec: 'aac'; readonly channels: 1 | 2; readonly sampleRate: number; readonly config: Uint8Array };

/** The timescale of a track is its sample rate, so that durations are whole numbers. */
export const audioTimescale = (audio: AudioTrack): number => (audio.codec === 'opus' ? OPUS_RATE : audio.sampleRate);

export interface Sample {
  /** In the track's timescale. */
  readonly duration: number;
  /** Shown so much later than decoded; negative for a B-frame. 0 when absent. */
  readonly composition?: number;
  readonly keyframe: boolean;
  readonly data: Uint8Array;
}

export interface TrackRun {
  /** Decode time of the first sample, in the track's timescale. */
  readonly start: number;
  readonly samples: readonly Sample[];
}

/** The init segment: what a decoder must know before the first fragment. */
export function initSegment(video: VideoTrack | null, audio: AudioTrack | null): Buffer {
  const tracks = [video && videoTrak(video), audio && audioTrak(audio)].filter((trak) => trak !== null);
  const extensions = [video && trex(VIDEO_TRACK), audio && trex(AUDIO_TRACK)].filter((box) => box !== null);
  return Buffer.concat([
    box('ftyp', ascii('iso6'), u32(0), ascii('iso6cmfcmp41')),
    box('moov', movieHeader(), ...tracks, box('mvex', ...extensions)),
  ]);
}

/**
 * One moof + mdat with a run per track that has samples. Offsets are relative to the moof, so
 * fragments can be joined or cut from a file without being rewritten.
 */
export function fragment(sequence: number, video: TrackRun | null, audio: TrackRun | null): Buffer {
  const runs: [id: number, run: TrackRun][] = [];
  if (video && video.samples.length > 0) runs.push([VIDEO_TRACK, video]);
  if (audio && audio.samples.length > 0) runs.push([AUDIO_TRACK, audio]);

  // Sizes are known before content.
  const moofSize = 8 + 16 + runs.reduce((sum, [, run]) => sum + trafSize(run), 0);
  const dataSize = runs.reduce((sum, [, run]) => sum + bytesOf(run), 0);
  const out = Buffer.allocUnsafe(moofSize + 8 + dataSize);
  const write = createWriter(out);

  write.head(moofSize, 'moof').head(16, 'mfhd').u32(0).u32(sequence);
  let dataOffset = moofSize + 8;
  for (const [id, run] of runs) {
    writeTraf(write, id, run, dataOffset);
    dataOffset += bytesOf(run);
  }
  write.head(8 + dataSize, 'mdat');
  for (const [, run] of runs) for (const sample of run.samples) write.bytes(sample.data);
  return out;
}

const bytesOf = (run: TrackRun): number => run.samples.reduce((sum, sample) => sum + sample.data.length, 0);

const SYNC_SAMPLE = 0x0200_0000; // depends on nothing
const DELTA_SAMPLE = 0x0101_0000; // depends on others, is not a sync sample

/** tfhd 16, tfdt 20, trun 20 and its samples. */
const trafSize = (run: TrackRun): number => 8 + 16 + 20 + 20 + sampleBytes(run) * run.samples.length;
const sampleBytes = (run: TrackRun): number => (isReordered(run) ? 16 : 12);
const isReordered = (run: TrackRun): boolean => run.samples.some(({ composition }) => composition);

function writeTraf(write: Writer, id: number, run: TrackRun, dataOffset: number): void {
  const count = run.samples.length;
  const reordered = isReordered(run);
  write.head(trafSize(run), 'traf');
  write.head(16, 'tfhd').u32(0x0002_0000).u32(id); // default-base-is-moof
  write.head(20, 'tfdt').u32(0x0100_0000).u64(run.start); // version 1: 64 bits
  write
    .head(20 + sampleBytes(run) * count, 'trun')
    // Offset, duration, size, flags; version 1, where composition offsets may be negative.
    .u32(reordered ? 0x0100_0f01 : 0x0000_0701)
    .u32(count)
    .u32(dataOffset);
  for (const sample of run.samples) {
    write
      .u32(sample.duration)
      .u32(sample.data.length)
      .u32(sample.keyframe ? SYNC_SAMPLE : DELTA_SAMPLE);
    if (reordered) write.u32(sample.composition ?? 0);
  }
}

interface Writer {
  head(size: number, type: string): Writer;
  u32(value: number): Writer;
  u64(value: number): Writer;
  bytes(data: Uint8Array): Writer;
}

function createWriter(out: Buffer): Writer {
  let at = 0;
  const writer: Writer = {
    head(size, type) {
      writer.u32(size);
      at += out.write(type, at, 'latin1');
      return writer;
    },
    u32(value) {
      at = out.writeUInt32BE(value >>> 0, at);
      return writer;
    },
    u64(value) {
      at = out.writeBigUInt64BE(BigInt(value), at);
      return writer;
    },
    bytes(data) {
      out.set(data, at);
      at += data.length;
      return writer;
    },
  };
  return writer;
}

function videoTrak(video: VideoTrack): Buffer {
  const entry = box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(video.width),
    u16(video.height),
    u32(0x0048_0000),
    u32(0x0048_0000),
    u32(0),
    u16(1),
    zeros(32),
    u16(0x18),
    u16(0xffff),
    box('avcC', avcDecoderConfig(video.sps, video.pps)),
  );
  const media = { handler: 'vide', name: 'video', timescale: VIDEO_TIMESCALE, header: full('vmhd', 0, 1, zeros(8)), entry };
  return trak(VIDEO_TRACK, media, video.width, video.height);
}

function audioTrak(audio: AudioTrack): Buffer {
  const type = audio.codec === 'opus' ? 'Opus' : 'mp4a';
  const detail = audio.codec === 'opus' ? opusBox(audio.channels) : aacBox(audio.config);
  // 16.16 fixed point; a rate that does not fit says nothing here, and the codec's own description counts.
  const rateField = audioTimescale(audio) < 65_536 ? audioTimescale(audio) * 65_536 : 0;
  const entry = box(type, zeros(6), u16(1), zeros(8), u16(audio.channels), u16(16), u32(0), u32(rateField), detail);
  const media = { handler: 'soun', name: 'sound', timescale: audioTimescale(audio), header: full('smhd', 0, 0, zeros(4)), entry };
  return trak(AUDIO_TRACK, media, 0, 0);
}

/** Encapsulation of Opus in ISOBMFF 4.3.2. A live stream is joined anywhere, so nothing is skipped at its start. */
const opusBox = (channels: number): Buffer => box('dOps', Buffer.from([0, channels]), u16(0), u32(OPUS_RATE), u16(0), zeros(1));

/** ISO/IEC 14496-1 7.2.6: elementary stream, decoder config (AAC, audio), AudioSpecificConfig. */
function aacBox(config: Uint8Array): Buffer {
  const specific = descriptor(5, Buffer.from(config));
  const decoder = descriptor(4, Buffer.from([0x40, 0x15, 0, 0, 0]), u32(128_000), u32(128_000), specific);
  return full('esds', 0, 0, descriptor(3, u16(AUDIO_TRACK), zeros(1), decoder, descriptor(6, Buffer.from([2]))));
}

function descriptor(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length > 127) throw new RangeError('descriptor too long for one length byte');
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
}

interface Media {
  readonly handler: string;
  readonly name: string;
  readonly timescale: number;
  readonly header: Buffer;
  readonly entry: Buffer;
}

function trak(id: number, media: Media, width: number, height: number): Buffer {
  const volume = media.handler === 'soun' ? 0x0100 : 0;
  const samples = box(
    'stbl',
    full('stsd', 0, 0, u32(1), media.entry),
    full('stts', 0, 0, u32(0)),
    full('stsc', 0, 0, u32(0)),
    full('stsz', 0, 0, u32(0), u32(0)),
    full('stco', 0, 0, u32(0)),
  );
  return box(
    'trak',
    full(
      'tkhd',
      0,
      7,
      u32(0),
      u32(0),
      u32(id),
      u32(0),
      u32(0),
      zeros(8),
      u16(0),
      u16(0),
      u16(volume),
      u16(0),
      MATRIX,
      u32(width * 65_536),
      u32(height * 65_536),
    ),
    box(
      'mdia',
      full('mdhd', 0, 0, u32(0), u32(0), u32(media.timescale), u32(0), u16(0x55c4), u16(0)), // language: undetermined
      full('hdlr', 0, 0, u32(0), ascii(media.handler), zeros(12), ascii(`${media.name}\0`)),
      box('minf', media.header, box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1))), samples),
    ),
  );
}

const movieHeader = (): Buffer =>
  full('mvhd', 0, 0, u32(0), u32(0), u32(1000), u32(0), u32(0x0001_0000), u16(0x0100), zeros(10), MATRIX, zeros(24), u32(3));

const trex = (id: number): Buffer => full('trex', 0, 0, u32(id), u32(1), u32(0), u32(0), u32(0));

export function box(type: string, ...content: Uint8Array[]): Buffer {
  const size = content.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([u32(size), ascii(type), ...content], size);
}

export const full = (type: string, version: number, flags: number, ...content: Uint8Array[]): Buffer =>
  box(type, u32(version * 0x0100_0000 + flags), ...content);

export function u16(value: number): Buffer {
  const out = Buffer.alloc(2);
  out.writeUInt16BE(value & 0xffff);
  return out;
}

export function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
}

export const zeros = (count: number): Buffer => Buffer.alloc(count);
export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
// The identity: no rotation, no scaling. Typed by hand because it is a constant of the format.
export const MATRIX = Buffer.concat([u32(0x1_0000), zeros(12), u32(0x1_0000), zeros(12), u32(0x4000_0000)]);
