import { readFileSync } from 'node:fs';
import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';

/**
 * The demo's picture and sound, encoded beforehand, for machines without an encoder.
 *
 * File: `ECL1`, u32 length of a JSON header, the header, then units until the end. A unit is
 * u8 flags (1 audio, 2 key frame), u32 pts in microseconds, u32 length, payload. Big endian.
 * `scripts/make-demo-clip.ts` makes it.
 */
export interface Clip {
  readonly config: Omit<MediaConfig, 'generation'>;
  readonly durationUs: number;
  /** One round, in order of time. */
  readonly units: readonly ClipUnit[];
}

export type ClipUnit = Omit<MediaUnit, 'wallClockMs'>;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2;
  readonly durationUs: number;
  /** Base64. */
  readonly sps: string;
  readonly pps: string;
}

const MAGIC = 'ECL1';
const AUDIO = 1;
const KEYFRAME = 2;

export function readClip(file: string | URL = new URL('./clip.bin', import.meta.url)): Clip {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 4) !== MAGIC) throw new Error('This file is not a clip.');
  const start = 8 + bytes.readUInt32BE(4);
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Header;
  const units: ClipUnit[] = [];
  for (let at = start; at < bytes.length;) {
    const flags = bytes.readUInt8(at);
    const end = at + 9 + bytes.readUInt32BE(at + 5);
    units.push({
      kind: flags & AUDIO ? 'audio' : 'video',
      keyframe: (flags & KEYFRAME) !== 0,
      ptsUs: bytes.readUInt32BE(at + 1),
      payload: bytes.subarray(at + 9, end),
    });
    at = end;
  }
  const video = {
    sps: Buffer.from(header.sps, 'base64'),
    pps: Buffer.from(header.pps, 'base64'),
    width: header.width,
    height: header.height,
  };
  return { config: { video, audio: { codec: 'opus', channels: header.channels } }, durationUs: header.durationUs, units };
}

export function encodeClip(clip: Clip): Buffer {
  const { video, audio } = clip.config;
  if (!video || !audio) throw new Error('A clip has picture and sound.');
  const header: Header = {
    width: video.width,
    height: video.height,
    channels: audio.channels,
    durationUs: clip.durationUs,
    sps: Buffer.from(video.sps).toString('base64'),
    pps: Buffer.from(video.pps).toString('base64'),
  };
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8);
  head.write(MAGIC, 'latin1');
  head.writeUInt32BE(json.length, 4);
  return Buffer.concat([head, json, ...clip.units.flatMap((unit) => [unitHead(unit), unit.payload])]);
}

function unitHead(unit: ClipUnit): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8((unit.kind === 'audio' ? AUDIO : 0) | (unit.keyframe ? KEYFRAME : 0));
  head.writeUInt32BE(unit.ptsUs, 1);
  head.writeUInt32BE(unit.payload.length, 5);
  return head;
}

/** The clip round and round on one timeline that starts at 0, without end: take as many as you need. */
export function* loopClip(clip: Clip): Generator<ClipUnit, never> {
  for (let round = 0; ; round++) {
    for (const unit of clip.units) yield { ...unit, ptsUs: unit.ptsUs + round * clip.durationUs };
  }
}
