import { randomUUID } from 'node:crypto';
import {
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RTCRtpHeaderExtensionParameters,
  useNACK,
  usePLI,
  useTWCC,
  useTransportWideCC,
} from 'werift';
import type { RtcpPacket as WeriftRtcp, RtpPacket as WeriftRtp } from 'werift';
import type { Clock } from '#lib/clock.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import { writeNack, writePictureLoss } from '#lib/rtcp.ts';
import type { RtpPacket } from '#lib/rtp.ts';
import { parseSdp, pickH264, pickOpus, withoutCandidates, type SdpCodec, type SdpOffer } from '#lib/sdp.ts';
import { createTransportFeedback, type TransportFeedback } from '#lib/transport-cc.ts';
import { guardPeerConnection, newGuardCounters, type GuardCounters } from './guard.ts';

/**
 * One publisher that came by WHIP (RFC 9725): a browser, OBS, FFmpeg.
 *
 * We are an ICE-lite answerer: the publisher asks us, we learn its address from the authenticated
 * check, and what its offer names as candidates is never contacted. H.264 and Opus only, so that
 * nothing is transcoded on the way to a screen.
 */
export interface IceOptions {
  /** UDP ports to use, both ends included; any when absent. */
  readonly portRange?: readonly [number, number];
  /** Addresses to announce besides those of the interfaces (the public one behind a NAT). */
  readonly addresses: readonly string[];
}

export interface IngestEvents {
  onRtp(kind: MediaKind, packet: RtpPacket, arrivalMs: number): void;
  onSenderReport(kind: MediaKind, ntpMs: number, rtpTimestamp: number): void;
  /** The connection is over, for whatever reason; called once, not after `close`. */
  onEnded(): void;
}

export interface IngestStats {
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly guard: Readonly<GuardCounters>;
}

export interface Ingest {
  readonly id: string;
  readonly answer: string;
  readonly has: Readonly<Record<MediaKind, boolean>>;
  askForKeyFrame(): void;
  askAgain(sequences: readonly number[]): void;
  /** Sends the congestion feedback that is due; call it every 50 ms. */
  sendFeedback(): void;
  stats(): IngestStats;
  close(): Promise<void>;
}

export type IngestRefusal = 'sdp_unreadable' | 'no_common_codec';

export interface IngestNeeds {
  readonly offer: string;
  readonly ice: IceOptions;
  readonly on: IngestEvents;
  readonly clock: Clock;
}

/** Reports are due earlier when this many packets came: one report must stay within one datagram. */
const FEEDBACK_EVERY_PACKETS = 100;
const GATHER_TIMEOUT_MS = 2_000;

export async function openIngest({ offer, ice, on, clock }: IngestNeeds): Promise<Outcome<Ingest, IngestRefusal>> {
  const sdp = parseSdp(offer);
  if (!sdp) return refuse('sdp_unreadable');
  const codecs = chooseCodecs(sdp);
  if (!codecs.ok) return codecs;

  const pc = new RTCPeerConnection({
    iceServers: [],
    iceLite: true,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [...ice.addresses],
    ...(ice.portRange && { icePortRange: [...ice.portRange] }),
    codecs: weriftCodecs(codecs.value),
    headerExtensions: { video: [useTransportWideCC()] },
  });
  const guard = newGuardCounters();
  try {
    const answer = await negotiate(pc, withoutCandidates(offer), guard, clock);
    return done(run({ pc, answer, codecs: agreedCodecs(answer), guard, on, clock }));
  } catch (error) {
    await pc.close().catch(() => {});
    return refuse('sdp_unreadable', { detail: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
  }
}

type Codecs = { readonly [K in MediaKind]: SdpCodec | null };

/** Video that we cannot carry is refused: accepted without it, the show would silently be audio only. */
function chooseCodecs({ media }: SdpOffer): Outcome<Codecs, IngestRefusal> {
  const sending = media.filter(({ direction, port }) => (direction === 'sendonly' || direction === 'sendrecv') && port !== 0);
  const video = sending.find(({ kind }) => kind === 'video');
  const audio = sending.find(({ kind }) => kind === 'audio');
  const codecs = { video: video ? pickH264(video) : null, audio: audio ? pickOpus(audio) : null };
  if (video && !codecs.video) return refuse('no_common_codec', { offered: namesOf(video.codecs) });
  if (audio && !codecs.audio) return refuse('no_common_codec', { offered: namesOf(audio.codecs) });
  return codecs.video || codecs.audio ? done(codecs) : refuse('no_common_codec', { offered: [] });
}

const namesOf = (codecs: readonly SdpCodec[]) => [...new Set(codecs.map(({ name }) => name))].slice(0, 20);

function weriftCodecs({ video, audio }: Codecs) {
  const parameters = (codec: SdpCodec, mimeType: string, extra: Partial<RTCRtpCodecParameters>) =>
    new RTCRtpCodecParameters({ mimeType, clockRate: codec.clockRate, payloadType: codec.payloadType, parameters: codec.fmtp, ...extra });
  return {
    // Written in capitals: Chrome answers `h264` with no packets at all.
    video: video ? [parameters(video, 'video/H264', { rtcpFeedback: [useNACK(), usePLI(), useTWCC()] })] : [],
    audio: audio ? [parameters(audio, 'audio/OPUS', { channels: 2 })] : [],
  };
}

/** Among several H.264 profiles of an offer werift takes the first; what counts is what the answer says. */
function agreedCodecs(answer: string): Codecs {
  const media = parseSdp(answer)?.media ?? [];
  const video = media.find(({ kind, port }) => kind === 'video' && port !== 0);
  const audio = media.find(({ kind, port }) => kind === 'audio' && port !== 0);
  return { video: video ? pickH264(video) : null, audio: audio ? pickOpus(audio) : null };
}

async function negotiate(pc: RTCPeerConnection, offer: string, guard: GuardCounters, clock: Clock): Promise<string> {
  await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  const { assertGuarded } = guardPeerConnection(pc, guard, clock);
  const complete = new Promise<void>((resolve) => {
    pc.iceGatheringStateChange.subscribe((state) => state === 'complete' && resolve());
  });
  await pc.setLocalDescription(await pc.createAnswer());
  if (pc.iceGatheringState !== 'complete') await Promise.race([complete, timeout(GATHER_TIMEOUT_MS)]);
  assertGuarded();
  return pc.localDescription!.sdp;
}

const timeout = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());

interface RunNeeds {
  readonly pc: RTCPeerConnection;
  readonly answer: string;
  readonly codecs: Codecs;
  readonly guard: GuardCounters;
  readonly on: IngestEvents;
  readonly clock: Clock;
}

function run({ pc, answer, codecs, guard, on, clock }: RunNeeds): Ingest {
  const transport = pc.dtlsTransports[0]!;
  const ourSsrc = pc.getTransceivers()[0]!.receiver.rtcpSsrc;
  const feedbackId = feedbackExtension(answer);
  const ssrcs: { [K in MediaKind]: number | null } = { video: null, audio: null };
  let feedback: TransportFeedback | null = null;
  let receivedBytes = 0;
  let receivedPackets = 0;
  let ended = false;

  silenceBuiltIns(pc);
  transport.onRtp.subscribe(receive);
  transport.onRtcp.subscribe(report);
  pc.connectionStateChange.subscribe((state) => (state === 'failed' || state === 'closed') && end());
  transport.onStateChange.subscribe((state) => (state === 'failed' || state === 'closed') && end());

  const ingest: Ingest = {
    id: randomUUID(),
    answer,
    has: { video: codecs.video !== null, audio: codecs.audio !== null },
    askForKeyFrame() {
      if (ssrcs.video !== null) send(writePictureLoss(ourSsrc, ssrcs.video));
    },
    askAgain(sequences) {
      if (ssrcs.video !== null && sequences.length > 0) send(writeNack(ourSsrc, ssrcs.video, sequences));
    },
    sendFeedback() {
      const bytes = feedback?.build();
      if (bytes) send(bytes);
    },
    stats: () => ({ receivedBytes, receivedPackets, guard: { ...guard } }),
    async close() {
      ended = true;
      await pc.close().catch(() => {});
    },
  };
  return ingest;

  function receive({ header, payload }: WeriftRtp) {
    const kind = kindOf(header.payloadType);
    if (!kind || ended) return;
    ssrcs[kind] ??= header.ssrc;
    if (ssrcs[kind] !== header.ssrc) return;
    receivedPackets++;
    receivedBytes += payload.length;
    if (kind === 'video') countTransport(header);
    const { payloadType, marker, sequenceNumber: sequence, timestamp, ssrc } = header;
    on.onRtp(kind, { payloadType, marker, sequence, timestamp, ssrc, payload }, clock.now());
  }

  function kindOf(payloadType: number): MediaKind | null {
    if (payloadType === codecs.video?.payloadType) return 'video';
    return payloadType === codecs.audio?.payloadType ? 'audio' : null;
  }

  function countTransport(header: WeriftRtp['header']) {
    if (feedbackId === null) return;
    const extension = header.extensions.find(({ id }) => id === feedbackId);
    if (!extension || extension.payload.length < 2) return;
    feedback ??= createTransportFeedback({ senderSsrc: ourSsrc, mediaSsrc: header.ssrc });
    feedback.received(extension.payload.readUInt16BE(0), Math.round(performance.now() * 1000));
    if (feedback.pending >= FEEDBACK_EVERY_PACKETS) ingest.sendFeedback();
  }

  function report(packet: WeriftRtcp) {
    if (packet.type !== 200 || !('senderInfo' in packet)) return;
    const kind = packet.ssrc === ssrcs.video ? 'video' : packet.ssrc === ssrcs.audio ? 'audio' : null;
    if (!kind || ended) return;
    const { ntpTimestamp, rtpTimestamp } = packet.senderInfo;
    on.onSenderReport(kind, ntpToMs(ntpTimestamp), rtpTimestamp);
  }

  function send(bytes: Buffer) {
    if (ended || transport.state !== 'connected') return;
    // werift only calls serialize(); building the bytes ourselves keeps its own feedback out of the way.
    const packet = { serialize: () => bytes } as unknown as WeriftRtcp;
    transport.sendRtcp([packet]).catch(() => {});
  }

  function end() {
    if (ended) return;
    ended = true;
    pc.close().catch(() => {});
    on.onEnded();
  }
}

/**
 * werift's own transport-cc reports keep Chrome at 300 kb/s, and its NACK generator stops at the
 * first wrap of the sequence number. Both are replaced by ours.
 */
function silenceBuiltIns(pc: RTCPeerConnection) {
  for (const { receiver } of pc.getTransceivers()) {
    Object.assign(receiver, {
      receiverTWCC: { handleTWCC() {}, twccRunning: true },
      nack: { addPacket() {}, close() {} },
    });
  }
}

/** The id under which the publisher will number its packets, as agreed in our answer. */
function feedbackExtension(answer: string): number | null {
  const video = parseSdp(answer)?.media.find(({ kind }) => kind === 'video');
  return video?.extensions.get(new RTCRtpHeaderExtensionParameters(useTransportWideCC()).uri) ?? null;
}

const NTP_TO_UNIX_MS = 2_208_988_800_000;
const ntpToMs = (ntp: bigint) => Number(ntp >> 32n) * 1000 + (Number(ntp & 0xffff_ffffn) / 2 ** 32) * 1000 - NTP_TO_UNIX_MS;
