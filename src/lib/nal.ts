/** H.264 NAL units (ITU-T H.264 7.3, 7.4): names, parameter sets, and the 4-byte-length form of MP4. */

export const NAL = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9, filler: 12, stapA: 24, fuA: 28 } as const;

export const nalType = (nal: Uint8Array): number => nal[0]! & 0x1f;

/** Joins NAL units, each behind its length in 4 bytes (AVCC). */
export function toAvcc(nals: readonly Uint8Array[]): Uint8Array {
  const size = nals.reduce((sum, nal) => sum + 4 + nal.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const nal of nals) {
    view.setUint32(at, nal.length);
    bytes.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return bytes;
}

/** The NAL units of an AVCC payload; null when the lengths do not add up. */
export function fromAvcc(payload: Uint8Array): Uint8Array[] | null {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const nals: Uint8Array[] = [];
  let at = 0;
  while (at + 4 <= payload.length) {
    const end = at + 4 + view.getUint32(at);
    if (end > payload.length) return null;
    nals.push(payload.subarray(at + 4, end));
    at = end;
  }
  return at === payload.length ? nals : null;
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** The picture size after cropping, from a sequence parameter set; null when it cannot be read. */
export function sizeFromSps(sps: Uint8Array): FrameSize | null {
  try {
    return readSize(bitReader(withoutEmulation(sps)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function readSize(bits: BitReader): FrameSize | null {
  bits.skip(8);
  const profile = bits.read(8);
  bits.skip(16);
  bits.golomb();
  let chroma = 1;
  if (HIGH_PROFILES.has(profile)) {
    chroma = bits.golomb();
    skipHighProfile(bits, chroma);
  }
  bits.golomb();
  skipPictureOrder(bits);
  bits.golomb();
  bits.skip(1);
  const widthInBlocks = bits.golomb() + 1;
  const heightInMapUnits = bits.golomb() + 1;
  const framesOnly = bits.read(1);
  if (!framesOnly) bits.skip(1);
  bits.skip(1);
  const crop = bits.read(1) ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()] : [0, 0, 0, 0];
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  const width = widthInBlocks * 16 - (crop[0]! + crop[1]!) * unitX;
  const height = heightInMapUnits * 16 * (2 - framesOnly) - (crop[2]! + crop[3]!) * unitY;
  return width > 0 && height > 0 ? { width, height } : null;
}

function skipHighProfile(bits: BitReader, chroma: number): void {
  if (chroma === 3) bits.skip(1);
  bits.golomb();
  bits.golomb();
  bits.skip(1);
  if (!bits.read(1)) return;
  for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
    if (bits.read(1)) skipScalingList(bits, list < 6 ? 16 : 64);
  }
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  for (let i = 0; i < size && last !== 0; i++) {
    const code = bits.golomb();
    last = (last + (code & 1 ? (code + 1) / 2 : -code / 2) + 256) % 256;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const kind = bits.golomb();
  if (kind === 0) bits.golomb();
  if (kind !== 1) return;
  bits.skip(1);
  bits.golomb();
  bits.golomb();
  const cycle = bits.golomb();
  if (cycle > 255) throw new RangeError('picture order cycle');
  for (let i = 0; i < cycle; i++) bits.golomb();
}

/** Removes the 3 of each 0 0 3: it is there so that a start code never appears by accident. */
function withoutEmulation(nal: Uint8Array): Uint8Array {
  return nal.filter((byte, i) => !(byte === 3 && i >= 2 && nal[i - 1] === 0 && nal[i - 2] === 0));
}

interface BitReader {
  read(count: number): number;
  skip(count: number): void;
  /** Unsigned Exp-Golomb, ue(v). */
  golomb(): number;
}

/** Throws RangeError at the end of the bytes. */
function bitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  const bit = () => {
    if (at >= bytes.length * 8) throw new RangeError('end of parameter set');
    const value = (bytes[at >> 3]! >> (7 - (at & 7))) & 1;
    at++;
    return value;
  };
  const read = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + bit();
    return value;
  };
  return {
    read,
    skip: (count) => void (at += count),
    golomb() {
      let zeros = 0;
      while (bit() === 0) if (++zeros > 31) throw new RangeError('exp-golomb too long');
      return 2 ** zeros - 1 + read(zeros);
    },
  };
}
