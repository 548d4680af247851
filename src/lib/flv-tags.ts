import { isSupportedAac, parseAacConfig, type AacConfig } from './aac.ts';
import { NAL, nalType, splitAvcc } from './h264.ts';

/** What is in the tags of FLV (annex E.4): H.264 and AAC, or which other codec it is that we do not carry. */
export type VideoTag =
  | { readonly is: 'parameters'; readonly sps: Uint8Array; readonly pps: Uint8Array; readonly lengthBytes: number }
  /** `data` has NAL units behind their lengths; `compositionMs` says how much later than its timestamp the picture is shown. */
  | { readonly is: 'picture'; readonly data: Buffer; readonly compositionMs: number }
  | { readonly is: 'foreign'; readonly codec: string }
  /** End of sequence, video info: nothing to show. */
  | { readonly is: 'nothing' };

export type AudioTag =
  | { readonly is: 'config'; readonly config: AacConfig }
  | { readonly is: 'frame'; readonly data: Buffer }
  | { readonly is: 'foreign'; readonly codec: string }
  | { readonly is: 'nothing' };

const VIDEO_CODECS: Readonly<Record<number, string>> = {
  2: 'Sorenson H.263',
  3: 'screen video',
  4: 'VP6',
  5: 'VP6',
  6: 'screen video',
  12: 'HEVC',
};
const AUDIO_CODECS: Readonly<Record<number, string>> = {
  0: 'PCM',
  1: 'ADPCM',
  2: 'MP3',
  3: 'PCM',
  4: 'Nellymoser',
  5: 'Nellymoser',
  6: 'Nellymoser',
  7: 'G.711',
  8: 'G.711',
  9: 'enhanced RTMP',
  11: 'Speex',
  14: 'MP3',
  15: 'unknown',
};
const AVC = 7;
const AAC = 10;
/** Enhanced RTMP sets this bit and names its codec in four letters. */
const ENHANCED = 0x80;

export function readVideoTag(body: Buffer): VideoTag {
  const first = body[0];
  if (first === undefined) return { is: 'nothing' };
  if (first & ENHANCED) return { is: 'foreign', codec: body.length >= 5 ? fourLetters(body) : 'enhanced RTMP' };
  const codec = first & 0x0f;
  if (codec !== AVC) return { is: 'foreign', codec: VIDEO_CODECS[codec] ?? `codec ${codec}` };
  if (body.length < 5) return { is: 'nothing' };
  if (body[1] === 0) return readParameters(body.subarray(5));
  if (body[1] !== 1) return { is: 'nothing' };
  // Signed, 24 bits.
  return { is: 'picture', compositionMs: body.readIntBE(2, 3), data: body.subarray(5) };
}

const fourLetters = (body: Buffer): string =>
  body
    .toString('latin1', 1, 5)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3); the first set of each kind counts. */
function readParameters(record: Buffer): VideoTag {
  const lengthBytes = ((record[4] ?? 0) & 3) + 1;
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = (record[at++] ?? 0) & mask;
    for (let n = 0; n < count; n++) {
      if (at + 2 > record.length) return { is: 'nothing' };
      const end = at + 2 + record.readUInt16BE(at);
      if (end > record.length) return { is: 'nothing' };
      sets.push(record.subarray(at + 2, end));
      at = end;
    }
  }
  const sps = sets.find((nal) => nalType(nal) === NAL.sps);
  const pps = sets.find((nal) => nalType(nal) === NAL.pps);
  // Copies (slice of a Buffer is none): the memory of a tag is that of a whole read.
  return sps && pps ? { is: 'parameters', sps: Uint8Array.from(sps), pps: Uint8Array.from(pps), lengthBytes } : { is: 'nothing' };
}

/** The NAL units of a picture, whatever the length of their lengths. */
export function nalsOf(data: Buffer, lengthBytes: number): Uint8Array[] {
  if (lengthBytes === 4) return splitAvcc(data);
  const nals: Uint8Array[] = [];
  for (let at = 0; at + lengthBytes <= data.length;) {
    const end = at + lengthBytes + data.readUIntBE(at, lengthBytes);
    if (end > data.length || end === at + lengthBytes) break;
    nals.push(data.subarray(at + lengthBytes, end));
    at = end;
  }
  return nals;
}

export function readAudioTag(body: Buffer): AudioTag {
  const first = body[0];
  if (first === undefined || body.length < 2) return { is: 'nothing' };
  const codec = first >> 4;
  if (codec !== AAC) return { is: 'foreign', codec: AUDIO_CODECS[codec] ?? `codec ${codec}` };
  if (body[1] === 1) return body.length > 2 ? { is: 'frame', data: body.subarray(2) } : { is: 'nothing' };
  if (body[1] !== 0) return { is: 'nothing' };
  const config = parseAacConfig(body.subarray(2));
  if (!config) return { is: 'nothing' };
  return isSupportedAac(config)
    ? { is: 'config', config }
    : { is: 'foreign', codec: `AAC of object type ${config.objectType}, ${config.channels} channels` };
}
