/**
 * As much of a session description (RFC 8866, RFC 8829) as a server must know before it hands the
 * text to a WebRTC stack: which media are offered, with which codecs, under which payload types.
 */
export interface SdpCodec {
  readonly payloadType: number;
  /** As written, e.g. `H264`, `opus`. */
  readonly name: string;
  readonly clockRate: number;
  /** The fmtp line without its payload type; empty when there is none. */
  readonly fmtp: string;
}

export interface SdpMedia {
  readonly kind: string;
  readonly mid: string;
  readonly port: number;
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly codecs: readonly SdpCodec[];
  /** URI to id. */
  readonly extensions: ReadonlyMap<string, number>;
  readonly ssrcs: readonly number[];
}

export interface SdpOffer {
  readonly media: readonly SdpMedia[];
}

/** Larger is refused before parsing: 2 MB took 450 ms to read. */
export const MAX_SDP_BYTES = 64 * 1024;
const MAX_LINES = 2_000;
const MAX_MEDIA = 8;
const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

/** Null when this is not an offer of media that can be connected to. */
export function parseSdp(text: string): SdpOffer | null {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== 'v=0' || lines.length > MAX_LINES) return null;
  const sections = splitSections(lines);
  if (sections.length < 2 || sections.length > MAX_MEDIA + 1) return null;
  const session = sections[0]!;
  const media = sections.slice(1).map((section) => readMedia(section));
  const complete = sections
    .slice(1)
    .every((section) => hasLine(section, session, 'a=ice-ufrag:') && hasLine(section, session, 'a=fingerprint:'));
  return complete && media.every((one) => one !== null) ? { media } : null;
}

function splitSections(lines: readonly string[]): string[][] {
  const sections: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)!.push(line);
  }
  return sections;
}

/** ICE and DTLS facts may be stated once for the session or per medium. */
const hasLine = (section: readonly string[], session: readonly string[], start: string) =>
  section.some((line) => line.startsWith(start)) || session.some((line) => line.startsWith(start));

function readMedia(lines: readonly string[]): SdpMedia | null {
  const [kind, port, , ...formats] = lines[0]!.slice(2).split(' ');
  if (!kind || !port) return null;
  const values = (name: string) => lines.filter((line) => line.startsWith(`a=${name}:`)).map((line) => line.slice(name.length + 3));
  return {
    kind,
    port: Number(port),
    mid: values('mid')[0] ?? '',
    direction: DIRECTIONS.find((direction) => lines.includes(`a=${direction}`)) ?? 'sendrecv',
    codecs: readCodecs(formats, values('rtpmap'), values('fmtp')),
    extensions: new Map(values('extmap').map((value) => [value.split(' ')[1] ?? '', Number.parseInt(value, 10)])),
    ssrcs: [...new Set(values('ssrc').map((value) => Number.parseInt(value, 10)))].filter(Number.isInteger),
  };
}

function readCodecs(formats: readonly string[], rtpmaps: readonly string[], fmtps: readonly string[]): SdpCodec[] {
  const byType = (lines: readonly string[]) => new Map(lines.map((line) => [line.split(' ', 1)[0]!, line.slice(line.indexOf(' ') + 1)]));
  const maps = byType(rtpmaps);
  const parameters = byType(fmtps);
  return formats.flatMap((format) => {
    const [name, clockRate] = (maps.get(format) ?? '').split('/');
    if (!name || !clockRate) return [];
    return [{ payloadType: Number(format), name, clockRate: Number(clockRate), fmtp: parameters.get(format) ?? '' }];
  });
}

/** H.264 with packetization mode 1; constrained baseline first, which every decoder has. */
export function pickH264(media: SdpMedia): SdpCodec | null {
  const usable = media.codecs.filter(({ name, fmtp }) => name.toUpperCase() === 'H264' && /packetization-mode=1\b/.test(fmtp));
  const rank = ({ fmtp }: SdpCodec) => (/profile-level-id=42e0/i.test(fmtp) ? 0 : /profile-level-id=42/i.test(fmtp) ? 1 : 2);
  return usable.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

export function pickOpus(media: SdpMedia): SdpCodec | null {
  return media.codecs.find(({ name, clockRate }) => name.toLowerCase() === 'opus' && clockRate === 48_000) ?? null;
}

/** Without candidates: a server that is asked first learns the true address, and never probes what an offer names. */
export function withoutCandidates(text: string): string {
  return text.replace(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, '');
}
