import { randomInt } from 'node:crypto';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, useH264, useNACK, useOPUS, usePLI } from 'werift';
import type { RtcpPacket } from 'werift';
import { splitAvcc } from '#lib/h264.ts';
import { parseSdp, pickH264, pickOpus } from '#lib/sdp.ts';
import type { Clip, ClipUnit } from './demo/clip.ts';

/** An encoder without a browser: it publishes a clip by WHIP in real time, and whatever else a test wants to send. */
export interface TestEncoder {
  /** Plays on, from a key frame. */
  play(clip: Clip): void;
  pause(): void;
  /** One packet on the encrypted connection; sequence and time go on from the last unless given. */
  rtp(kind: 'video' | 'audio', payload: Buffer, more?: { marker?: boolean; sequence?: number; timestamp?: number }): void;
  /** Bytes taken for RTCP on the encrypted connection; at least eight. */
  rtcp(bytes: Buffer): void;
  /** A datagram as it is, from the address that the server knows. */
  raw(bytes: Buffer): void;
  close(): Promise<void>;
}

const FRAGMENT_BYTES = 1100;
const TICK_MS = 10;

export async function openEncoder(whipUrl: string, ticket?: string): Promise<TestEncoder> {
  const pc = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    // Otherwise the second transport's socket is never closed.
    bundlePolicy: 'max-bundle',
    codecs: { video: [useH264({ rtcpFeedback: [useNACK(), usePLI()] })], audio: [useOPUS()] },
  });
  for (const kind of ['video', 'audio'] as const) pc.addTransceiver(new MediaStreamTrack({ kind }), { direction: 'sendonly' });
  await pc.setLocalDescription(await pc.createOffer());
  const response = await fetch(whipUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', ...(ticket && { authorization: `Bearer ${ticket}` }) },
    body: pc.localDescription!.sdp,
  });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${answer}`);
  const media = parseSdp(answer)!.media;
  const types = {
    video: pickH264(media.find(({ kind }) => kind === 'video')!)!.payloadType,
    audio: pickOpus(media.find(({ kind }) => kind === 'audio')!)!.payloadType,
  };
  await pc.setRemoteDescription({ type: 'answer', sdp: answer });
  await connected(pc);

  const transport = pc.dtlsTransports[0]!;
  const ssrc = { video: randomInt(1, 0xffff_ffff), audio: randomInt(1, 0xffff_ffff) };
  const sequence = { video: randomInt(0xffff), audio: randomInt(0xffff) };
  const beganMs = performance.now();
  let wantsKeyFrame = false;
  let timer: NodeJS.Timeout | undefined;
  transport.onRtcp.subscribe((packet: RtcpPacket) => void (wantsKeyFrame ||= packet.type === 206));

  return {
    play(clip) {
      clearInterval(timer);
      const source = playback(clip, (performance.now() - beganMs) * 1000);
      timer = setInterval(() => {
        if (wantsKeyFrame) source.skipToKeyFrame();
        wantsKeyFrame = false;
        for (const unit of source.due((performance.now() - beganMs) * 1000)) sendUnit(clip, unit);
      }, TICK_MS);
    },
    pause: () => clearInterval(timer),
    rtp,
    rtcp: (bytes) => void transport.sendRtcp([{ serialize: () => bytes } as unknown as RtcpPacket]).catch(() => {}),
    raw: (bytes) => void pc.iceTransports[0]!.connection.send(bytes).catch(() => {}),
    async close() {
      clearInterval(timer);
      await pc.close();
    },
  };

  function rtp(kind: 'video' | 'audio', payload: Buffer, more: { marker?: boolean; sequence?: number; timestamp?: number } = {}): void {
    const rate = kind === 'video' ? 90 : 48;
    const header = new RtpHeader({
      payloadType: types[kind],
      ssrc: ssrc[kind],
      marker: more.marker ?? false,
      sequenceNumber: more.sequence ?? (sequence[kind] = (sequence[kind] + 1) & 0xffff),
      timestamp: (more.timestamp ?? Math.round((performance.now() - beganMs) * rate)) >>> 0,
    });
    void transport.sendRtp(payload, header);
  }

  function sendUnit(clip: Clip, { kind, keyframe, ptsUs, payload }: ClipUnit): void {
    const timestamp = Math.round((ptsUs / 1e6) * (kind === 'video' ? 90_000 : 48_000));
    if (kind === 'audio') return rtp('audio', Buffer.from(payload), { marker: true, timestamp });
    const { sps, pps } = clip.config.video!;
    if (keyframe) rtp('video', aggregate([sps, pps]), { timestamp });
    const packets = splitAvcc(payload).flatMap(fragments);
    packets.forEach((packet, at) => rtp('video', packet, { marker: at === packets.length - 1, timestamp }));
  }
}

/** The clip round and round on a timeline of its own, which may jump to the next key frame. */
function playback(clip: Clip, startUs: number) {
  let at = 0;
  /** Added to the clip's time. */
  let shiftUs = startUs;
  return {
    skipToKeyFrame() {
      const nowUs = clip.units[at]!.ptsUs + shiftUs;
      do step();
      while (!clip.units[at]!.keyframe || clip.units[at]!.kind !== 'video');
      shiftUs = nowUs - clip.units[at]!.ptsUs;
    },
    *due(untilUs: number): Generator<ClipUnit> {
      for (; clip.units[at]!.ptsUs + shiftUs <= untilUs; step()) yield { ...clip.units[at]!, ptsUs: clip.units[at]!.ptsUs + shiftUs };
    },
  };
  function step(): void {
    at++;
    if (at < clip.units.length) return;
    at = 0;
    shiftUs += clip.durationUs;
  }
}

const aggregate = (nals: readonly Uint8Array[]) =>
  Buffer.concat([Buffer.of(0x78), ...nals.flatMap((nal) => [Buffer.of(nal.length >> 8, nal.length & 255), nal])]);

/** RFC 6184: whole when it fits, FU-A otherwise. */
function fragments(nal: Uint8Array): Buffer[] {
  if (nal.length <= FRAGMENT_BYTES) return [Buffer.from(nal)];
  const packets: Buffer[] = [];
  for (let at = 1; at < nal.length; at += FRAGMENT_BYTES) {
    const ends = at + FRAGMENT_BYTES >= nal.length;
    const head = Buffer.of((nal[0]! & 0xe0) | 28, (at === 1 ? 0x80 : 0) | (ends ? 0x40 : 0) | (nal[0]! & 0x1f));
    packets.push(Buffer.concat([head, nal.subarray(at, at + FRAGMENT_BYTES)]));
  }
  return packets;
}

function connected(pc: RTCPeerConnection): Promise<void> {
  if (pc.connectionState === 'connected') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The encoder is ${pc.connectionState}.`)), 10_000);
    pc.connectionStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
