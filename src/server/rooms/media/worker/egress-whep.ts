import { randomInt, randomUUID } from 'node:crypto';
import type { PeerConnection, RtcConfig, Track, Video, Audio, MediaHandler } from 'node-datachannel';
import type { Clock } from '#lib/clock.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import { readdressRtp } from '#lib/rtp.ts';
import { parseSdp, pickH264, pickOpus, withoutCandidates, type SdpCodec, type SdpMedia } from '#lib/sdp.ts';
import type { Carried, DirectViewer } from './direct-viewers.ts';
import type { IceOptions } from './ingest-whip.ts';
import { createViewerReports } from './viewer-reports.ts';

/**
 * WHEP: a direct viewer, SRTP done natively by node-datachannel (6 to 9 µs per packet, a seventh of
 * what JavaScript needs). `egress-whep-werift.ts` does the same without a native addon.
 */
export type WhepRefusal = 'sdp_unreadable' | 'no_common_codec';

export interface WhepOffer {
  readonly offer: string;
  /** What the stream carries now. A viewer that cannot decode its video is refused, and takes LL-HLS. */
  readonly needs: Carried;
  readonly on: { keyFrameWanted(): void; ended(id: string): void };
}

export interface WhepAnswer {
  readonly viewer: DirectViewer;
  readonly answer: string;
}

export interface WhepEgress {
  readonly native: boolean;
  open(wish: WhepOffer): Promise<Outcome<WhepAnswer, WhepRefusal>>;
}

export interface WhepNeeds {
  readonly ice: IceOptions;
  readonly clock: Clock;
}

/** Packets of video kept for re-sending, 0.7 s; 1,024 cost 1.2 MB per viewer. Nobody asks for audio again: our answer offers it not. */
const HISTORY = 256;
const RATES: Readonly<Record<MediaKind, number>> = { video: 90_000, audio: 48_000 };
const GATHER_TIMEOUT_MS = 2_000;

type Native = typeof import('node-datachannel').default;

/** Null when the addon cannot be loaded on this machine. */
export async function createNativeEgress({ ice, clock }: WhepNeeds): Promise<WhepEgress | null> {
  const native = await import('node-datachannel').then((module) => module.default).catch(() => null);
  if (!native) return null;
  const ports = claimPorts(native, ice);
  return {
    native: true,
    async open({ offer, needs, on }) {
      const plan = planAnswer(offer, needs);
      if (!plan.ok) return plan;
      try {
        return done(await connect({ native, ice, ports, clock, offer, plan: plan.value, on }));
      } catch (error) {
        return refuse('sdp_unreadable', { detail: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
      }
    },
  };
}

/** Which UDP ports connections take. One that is claimed is shared by all of this process. */
type Ports = Pick<RtcConfig, 'portRangeBegin' | 'portRangeEnd' | 'enableIceUdpMux'> & { readonly keep?: object };

/** More tries mean a range that is full of others; then each viewer looks for a port of its own. */
const MAX_CLAIMS = 100;

/**
 * Where an operator has opened a range, one port of it is enough for all viewers of this process.
 * The listener keeps it ours while nobody watches.
 */
function claimPorts(native: Native, { portRange }: IceOptions): Ports {
  if (!portRange) return {};
  const [first, last] = portRange;
  const count = last - first + 1;
  const start = randomInt(count);
  for (let tried = 0; tried < Math.min(count, MAX_CLAIMS); tried++) {
    const port = first + ((start + tried) % count);
    try {
      const keep = new native.IceUdpMuxListener(port);
      return { enableIceUdpMux: true, portRangeBegin: port, portRangeEnd: port, keep };
    } catch {
      // Somebody has it.
    }
  }
  return { portRangeBegin: first, portRangeEnd: last };
}

export interface PlannedTrack {
  readonly kind: MediaKind;
  readonly mid: string;
  readonly codec: SdpCodec;
}

/** Which of the offered media we answer, and with which payload types. */
export function planAnswer(offer: string, needs: Carried): Outcome<readonly PlannedTrack[], WhepRefusal> {
  const sdp = parseSdp(offer);
  if (!sdp) return refuse('sdp_unreadable');
  const wanted = sdp.media.filter(({ direction, port }) => (direction === 'recvonly' || direction === 'sendrecv') && port !== 0);
  const tracks = [...plan('video', wanted), ...plan('audio', wanted)];
  const has = (kind: MediaKind) => tracks.some((track) => track.kind === kind);
  const offersVideo = wanted.some(({ kind }) => kind === 'video');
  if (tracks.length === 0 || (offersVideo && needs.video && !has('video'))) return refuse('no_common_codec');
  return done(tracks);
}

function plan(kind: MediaKind, wanted: readonly SdpMedia[]): PlannedTrack[] {
  const media = wanted.find((one) => one.kind === kind);
  const codec = media && (kind === 'video' ? pickH264(media) : pickOpus(media));
  return media && codec ? [{ kind, mid: media.mid, codec }] : [];
}

interface ConnectNeeds extends WhepNeeds {
  readonly native: Native;
  readonly ports: Ports;
  readonly offer: string;
  readonly plan: readonly PlannedTrack[];
  readonly on: WhepOffer['on'];
}

async function connect({ native, ice, ports, clock, offer, plan, on }: ConnectNeeds): Promise<WhepAnswer> {
  const id = randomUUID();
  const joinedMs = clock.now();
  const reports = createViewerReports({ joinedMs, onKeyFrameWanted: () => on.keyFrameWanted() });
  const { keep: _listener, ...port } = ports;
  const pc = new native.PeerConnection(id, { iceServers: [], disableAutoNegotiation: true, ...port });
  let closed = false;
  let lanes: LaneOfViewer[] = [];
  const close = () => {
    if (closed) return;
    closed = true;
    // Each track by itself: the addon lets go of its callbacks only then.
    for (const { track } of lanes) track.close();
    pc.close();
  };
  try {
    pc.setRemoteDescription(withoutCandidates(offer), 'offer');
    lanes = plan.map((track) => addLane(native, pc, track));
    for (const lane of lanes) {
      lane.track.onMessage((bytes) => reports.read(bytes, clock.now()));
      // `connected` comes before the track is open; a key frame sent in between would be lost.
      lane.track.onOpen(() => {
        lane.isOpen = true;
        if (lane.kind === 'video') on.keyFrameWanted();
      });
      lane.track.onClosed(() => (lane.isOpen = false));
    }
    pc.onStateChange((state) => {
      if (state !== 'closed' && state !== 'failed') return;
      close();
      on.ended(id);
    });
    const gathered = whenGathered(pc);
    pc.setLocalDescription('answer');
    await gathered;
    const answer = announce(pc.localDescription()!.sdp, ice.addresses);
    return { answer, viewer: createViewer({ id, joinedMs, lanes, reports, close, isClosed: () => closed }) };
  } catch (error) {
    close();
    throw error;
  }
}

interface LaneOfViewer {
  readonly kind: MediaKind;
  readonly track: Track;
  readonly payloadType: number;
  readonly ssrc: number;
  /** What the addon told: asking it for each packet costs as much as everything else we do for one. */
  isOpen: boolean;
  /** Held on to: the addon's wrappers are garbage collected under a running track. */
  readonly keep: readonly (Video | Audio | MediaHandler | PeerConnection | object)[];
}

function addLane(native: Native, pc: PeerConnection, { kind, mid, codec }: PlannedTrack): LaneOfViewer {
  const ssrc = randomInt(1, 0xffff_ffff);
  const media = kind === 'video' ? new native.Video(mid, 'SendOnly') : new native.Audio(mid, 'SendOnly');
  if ('addH264Codec' in media) media.addH264Codec(codec.payloadType, codec.fmtp);
  else media.addOpusCodec(codec.payloadType, codec.fmtp);
  media.addSSRC(ssrc, 'live', 'live', kind);
  const track = pc.addTrack(media);
  const config = new native.RtpPacketizationConfig(ssrc, 'live', codec.payloadType, RATES[kind]);
  const reporter = new native.RtcpSrReporter(config);
  const responder = kind === 'video' ? new native.RtcpNackResponder(HISTORY) : null;
  if (responder) reporter.addToChain(responder);
  track.setMediaHandler(reporter);
  return {
    kind,
    track,
    payloadType: codec.payloadType,
    ssrc,
    isOpen: false,
    keep: [pc, media, config, reporter, ...(responder ? [responder] : [])],
  };
}

function whenGathered(pc: PeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no addresses gathered in time')), GATHER_TIMEOUT_MS);
    pc.onGatheringStateChange((state) => {
      if (state !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}

const CANDIDATE = /^a=candidate:(\S+) 1 UDP (\d+) (\S+) (\d+) typ host.*$/gim;

/**
 * What the answer says of our addresses. Behind a NAT the interfaces know nothing of the public one: the same
 * port is announced under it. And IPv4 goes first where both ways lead here, since the kernel looks up
 * route and source for every single IPv6 datagram: 7 % of all that a packet costs.
 */
export function announce(answer: string, addresses: readonly string[]): string {
  let isTold = addresses.length === 0;
  return answer.replace(CANDIDATE, (line: string, foundation: string, priority: string, address: string, port: string) => {
    const isIpv4 = address.includes('.');
    if (!isIpv4) return line.replace(` ${priority} `, ` ${Number(priority) - IPV6_LATER} `);
    if (isTold) return line;
    isTold = true;
    const others = addresses.map((one, i) => `a=candidate:9${i}${foundation} 1 UDP ${Number(priority) - i - 1} ${one} ${port} typ host`);
    return [line, ...others].join('\r\n');
  });
}

/** Below every IPv4 address, far above anything but a host's own. */
const IPV6_LATER = 2 ** 22;

interface ViewerNeeds {
  readonly id: string;
  readonly joinedMs: number;
  readonly lanes: readonly LaneOfViewer[];
  readonly reports: ReturnType<typeof createViewerReports>;
  readonly close: () => void;
  readonly isClosed: () => boolean;
}

function createViewer({ id, joinedMs, lanes, reports, close, isClosed }: ViewerNeeds): DirectViewer {
  const lane = { video: lanes.find(({ kind }) => kind === 'video'), audio: lanes.find(({ kind }) => kind === 'audio') };
  return {
    id,
    joinedMs,
    isOpen: (kind) => !isClosed() && (lane[kind]?.isOpen ?? false),
    send(kind, packet) {
      const { track, payloadType, ssrc } = lane[kind]!;
      readdressRtp(packet, payloadType, ssrc);
      track.sendMessageBinary(packet);
    },
    close,
    get heardMs() {
      return reports.heardMs;
    },
    get receivedMs() {
      return reports.receivedMs;
    },
    get rttMs() {
      return reports.rttMs;
    },
  };
}
