/**
 * What we must know of H.264 (ITU-T H.264, 7.3 and Annex B) to put it into MP4: which NAL units
 * are which, how large the picture is, and the decoder configuration box. Nothing is decoded.
 */

export const NAL = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, aud: 9 } as const;

export const nalType = (nal: Uint8Array): number => (nal[0] ?? 0) & 0x1f;

/** MP4 keeps parameter sets in the init segment; in samples they only confuse strict parsers. */
export const belongsInSample = (nal: Uint8Array): boolean => {
  const type = nalType(nal);
  return type >= NAL.slice && type <= NAL.idr;
};

/** NAL units of an Annex B stream (start codes 00 00 01 or 00 00 00 01), without start codes. */
export function splitAnnexB(data: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = [];
  let start = -1;
  let zeros = 0;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at];
    if (byte === 1 && zeros >= 2) {
      if (start >= 0) nals.push(trimZeros(data.subarray(start, at - zeros)));
      start = at + 1;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  if (start >= 0 && start < data.length) nals.push(trimZeros(data.subarray(start)));
  return nals.filter((nal) => nal.length > 0);
}

// A NAL unit never ends in a zero byte; what is there is padding or half a start code.
function trimZeros(nal: Uint8Array): Uint8Array {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end--;
  return nal.subarray(0, end);
}

/** NAL units of one MP4 sample (4-byte lengths). Stops at the first length that does not fit. */
export function splitAvcc(sample: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = [];
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  let at = 0;
  while (at + 4 <= sample.length) {
    const length = view.getUint32(at);
    if (length === 0 || at + 4 + length > sample.length) break;
    nals.push(sample.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return nals;
}

/** One MP4 sample: each NAL unit behind its 4-byte length. */
export function joinAvcc(nals: readonly Uint8Array[]): Uint8Array {
  const sample = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0));
  const view = new DataView(sample.buffer);
  let at = 0;
  for (const nal of nals) {
    view.setUint32(at, nal.length);
    sample.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return sample;
}

export interface SpsFacts {
  readonly profileIdc: number;
  readonly constraints: number;
  readonly levelIdc: number;
  /** Visible picture, cropping applied. */
  readonly width: number;
  readonly height: number;
}

/** Reads a sequence parameter set (NAL header included). Throws RangeError when it is cut short or absurd. */
export function parseSps(sps: Uint8Array): SpsFacts {
  if (sps.length < 4 || nalType(sps) !== NAL.sps) throw new RangeError('not a sequence parameter set');
  const profileIdc = sps[1] ?? 0;
  const bits = createBitReader(withoutEmulation(sps.subarray(4)));
  bits.ue(); // seq_parameter_set_id
  const chromaFormat = HIGH_PROFILES.has(profileIdc) ? readHighProfileFields(bits) : 1;
  bits.ue(); // log2_max_frame_num_minus4
  skipOrderCount(bits);
  bits.ue(); // max_num_ref_frames
  bits.u(1); // gaps_in_frame_num_value_allowed_flag
  const widthMbs = bits.ue() + 1;
  const heightMapUnits = bits.ue() + 1;
  const framesOnly = bits.u(1);
  if (!framesOnly) bits.u(1); // mb_adaptive_frame_field_flag
  bits.u(1); // direct_8x8_inference_flag
  const crop = bits.u(1) ? { left: bits.ue(), right: bits.ue(), top: bits.ue(), bottom: bits.ue() } : NO_CROP;

  // Cropping counts in chroma samples, and in pairs of lines when fields are possible (7.4.2.1.1).
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
  const width = widthMbs * 16 - unitX * (crop.left + crop.right);
  const height = heightMapUnits * 16 * (2 - framesOnly) - unitY * (crop.top + crop.bottom);
  if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) throw new RangeError(`picture of ${width}x${height}`);
  return { profileIdc, constraints: sps[2] ?? 0, levelIdc: sps[3] ?? 0, width, height };
}

/** Baseline, Main and High in 4:2:0 with 8 bits: what browsers decode. */
export const isPlayableEverywhere = ({ profileIdc }: { readonly profileIdc: number }): boolean => [66, 77, 100].includes(profileIdc);

const NO_CROP = { left: 0, right: 0, top: 0, bottom: 0 };
const MAX_SIDE = 16_384;
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function readHighProfileFields(bits: BitReader): number {
  const chromaFormat = bits.ue();
  if (chromaFormat === 3) bits.u(1); // separate_colour_plane_flag
  bits.ue(); // bit_depth_luma_minus8
  bits.ue(); // bit_depth_chroma_minus8
  bits.u(1); // qpprime_y_zero_transform_bypass_flag
  if (!bits.u(1)) return chromaFormat;
  const lists = chromaFormat === 3 ? 12 : 8;
  for (let list = 0; list < lists; list++) if (bits.u(1)) skipScalingList(bits, list < 6 ? 16 : 64);
  return chromaFormat;
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  for (let at = 0; at < size; at++) {
    const next = (last + bits.se() + 256) % 256;
    if (next === 0) return;
    last = next;
  }
}

function skipOrderCount(bits: BitReader): void {
  const type = bits.ue();
  if (type === 0) bits.ue(); // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return;
  bits.u(1); // delta_pic_order_always_zero_flag
  bits.se();
  bits.se();
  const cycle = bits.ue();
  if (cycle > 255) throw new RangeError('picture order cycle');
  for (let at = 0; at < cycle; at++) bits.se();
}

/** Removes the 03 that an encoder puts into 00 00 03 so that payload never looks like a start code. */
function withoutEmulation(data: Uint8Array): Uint8Array {
  const clean = new Uint8Array(data.length);
  let length = 0;
  let zeros = 0;
  for (const byte of data) {
    if (byte === 3 && zeros >= 2) {
      zeros = 0;
      continue;
    }
    clean[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return clean.subarray(0, length);
}

interface BitReader {
  u(count: number): number;
  ue(): number;
  se(): number;
}

function createBitReader(data: Uint8Array): BitReader {
  let at = 0;
  const bit = (): number => {
    const byte = data[at >> 3];
    if (byte === undefined) throw new RangeError('parameter set is cut short');
    return (byte >> (7 - (at++ & 7))) & 1;
  };
  const u = (count: number): number => {
    let value = 0;
    for (let n = 0; n < count; n++) value = value * 2 + bit();
    return value;
  };
  const ue = (): number => {
    let zeros = 0;
    while (bit() === 0) if (++zeros > 31) throw new RangeError('exponential-Golomb code too long');
    return 2 ** zeros - 1 + u(zeros);
  };
  const se = (): number => {
    const code = ue();
    return code % 2 ? (code + 1) / 2 : -code / 2;
  };
  return { u, ue, se };
}

/** RFC 6381 name, as MSE and manifests want it: avc1.42e01f. */
export const avcCodec = (sps: Uint8Array): string => `avc1.${Buffer.from(sps.subarray(1, 4)).toString('hex')}`;

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3): the body of the avcC box. */
export function avcDecoderConfig(sps: Uint8Array, pps: Uint8Array): Uint8Array {
  const head = [1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1, sps.length >> 8, sps.length & 255];
  const tail = HIGH_PROFILES.has(sps[1] ?? 0) ? [0xfd, 0xf8, 0xf8, 0] : []; // 4:2:0, 8 bit: all that WebRTC carries
  return Uint8Array.from([...head, ...sps, 1, pps.length >> 8, pps.length & 255, ...pps, ...tail]);
}
