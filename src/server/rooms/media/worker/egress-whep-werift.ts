import { randomUUID } from 'node:crypto';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpPacket, useNACK, usePLI, type RTCRtpSender } from 'werift';
import { done, refuse } from '#lib/outcome.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { readdressRtp } from '#lib/rtp.ts';
import { withoutCandidates } from '#lib/sdp.ts';
import { planAnswer, type PlannedTrack, type WhepAnswer, type WhepEgress, type WhepNeeds, type WhepOffer } from './egress-whep.ts';
import type { DirectViewer } from './direct-viewers.ts';
import { guardPeerConnection, newGuardCounters } from './guard.ts';

/** WHEP without a native addon: a sixth of the viewers that a core holds otherwise. */
export function createWeriftEgress({ ice, clock }: WhepNeeds): WhepEgress {
  return {
    native: false,
    async open({ offer, needs, on }) {
      const plan = planAnswer(offer, needs);
      if (!plan.ok) return plan;
      const pc = new RTCPeerConnection({
        iceServers: [],
        iceLite: true,
        iceUseIpv6: false,
        iceAdditionalHostAddresses: [...ice.addresses],
        ...(ice.portRange && { icePortRange: [...ice.portRange] }),
        codecs: codecsOf(plan.value),
      });
      try {
        return done(await connect({ pc, offer, plan: plan.value, on, clock }));
      } catch (error) {
        await pc.close().catch(() => {});
        return refuse('sdp_unreadable', { detail: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
      }
    },
  };
}

function codecsOf(plan: readonly PlannedTrack[]) {
  const of = (kind: MediaKind, mimeType: string, extra: Partial<RTCRtpCodecParameters>) =>
    plan
      .filter((track) => track.kind === kind)
      .map(
        ({ codec }) =>
          new RTCRtpCodecParameters({
            mimeType,
            clockRate: codec.clockRate,
            payloadType: codec.payloadType,
            parameters: codec.fmtp,
            ...extra,
          }),
      );
  return { video: of('video', 'video/H264', { rtcpFeedback: [useNACK(), usePLI()] }), audio: of('audio', 'audio/OPUS', { channels: 2 }) };
}

interface ConnectNeeds extends Pick<WhepNeeds, 'clock'> {
  readonly pc: RTCPeerConnection;
  readonly offer: string;
  readonly plan: readonly PlannedTrack[];
  readonly on: WhepOffer['on'];
}

async function connect({ pc, offer, plan, on, clock }: ConnectNeeds): Promise<WhepAnswer> {
  await pc.setRemoteDescription({ type: 'offer', sdp: withoutCandidates(offer) });
  const senders = new Map<MediaKind, { sender: RTCRtpSender; payloadType: number }>();
  for (const { kind, mid, codec } of plan) {
    const transceiver = pc.getTransceivers().find((one) => one.mid === mid);
    if (!transceiver) continue;
    transceiver.setDirection('sendonly');
    await transceiver.sender.replaceTrack(new MediaStreamTrack({ kind }));
    senders.set(kind, { sender: transceiver.sender, payloadType: codec.payloadType });
  }
  const { assertGuarded } = guardPeerConnection(pc, newGuardCounters(), clock);
  await pc.setLocalDescription(await pc.createAnswer());
  assertGuarded();
  const id = randomUUID();
  pc.connectionStateChange.subscribe((state) => {
    if (state === 'connected') on.keyFrameWanted();
    if (state === 'failed' || state === 'closed') on.ended(id);
  });
  senders.get('video')?.sender.onPictureLossIndication.subscribe(() => on.keyFrameWanted());
  return { answer: pc.localDescription!.sdp, viewer: createViewer({ id, pc, senders, joinedMs: clock.now(), clock }) };
}

interface ViewerNeeds extends Pick<WhepNeeds, 'clock'> {
  readonly id: string;
  readonly pc: RTCPeerConnection;
  readonly senders: ReadonlyMap<MediaKind, { sender: RTCRtpSender; payloadType: number }>;
  readonly joinedMs: number;
}

function createViewer({ id, pc, senders, joinedMs, clock }: ViewerNeeds): DirectViewer {
  let heardMs = joinedMs;
  let receivedMs = 0;
  let closed = false;
  for (const { sender } of senders.values()) {
    sender.onRtcp.subscribe(() => {
      const now = clock.now();
      // werift hands over parsed reports; that one came is taken as progress since the last.
      receivedMs += Math.min(now - heardMs, 2_000);
      heardMs = now;
    });
  }
  return {
    id,
    joinedMs,
    isOpen: (kind) => !closed && senders.has(kind) && pc.connectionState === 'connected',
    send(kind, packet) {
      const { sender, payloadType } = senders.get(kind)!;
      readdressRtp(packet, payloadType, sender.ssrc);
      // werift encrypts later and keeps the packet for re-sending, so it gets its own copy.
      sender.sendRtp(RtpPacket.deSerialize(Buffer.from(packet))).catch(() => {});
    },
    close() {
      if (closed) return;
      closed = true;
      pc.close().catch(() => {});
    },
    get heardMs() {
      return heardMs;
    },
    get receivedMs() {
      return receivedMs;
    },
    rttMs: null,
  };
}
