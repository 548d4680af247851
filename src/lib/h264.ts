/** From H.264 as encoders write it (ITU-T H.264 Annex B) to what MP4 wants. Nothing is decoded. */
import { NAL, nalType } from './nal.ts';

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

/** Profiles whose configuration says more (14496-15, 5.3.3.1.2). */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** RFC 6381 name, as MSE and manifests want it: avc1.42e01f. */
export const avcCodec = (sps: Uint8Array): string => `avc1.${Buffer.from(sps.subarray(1, 4)).toString('hex')}`;

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3): the body of the avcC box. */
export function avcDecoderConfig(sps: Uint8Array, pps: Uint8Array): Uint8Array {
  const head = [1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1, sps.length >> 8, sps.length & 255];
  const tail = HIGH_PROFILES.has(sps[1] ?? 0) ? [0xfd, 0xf8, 0xf8, 0] : []; // 4:2:0, 8 bit: all that WebRTC carries
  return Uint8Array.from([...head, ...sps, 1, pps.length >> 8, pps.length & 255, ...pps, ...tail]);
}
