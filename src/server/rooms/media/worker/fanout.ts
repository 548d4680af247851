import { startsKeyFrame } from '#lib/h264-depacketizer.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { refuse, type Outcome } from '#lib/outcome.ts';
import type { RtpPacket } from '#lib/rtp.ts';
import { createDirectViewers, type Carried } from './direct-viewers.ts';
import type { WhepEgress, WhepRefusal } from './egress-whep.ts';
import { FRAME_HEAD_BYTES, stampFrame } from './relay-frames.ts';
import type { Relays, RelayStats } from './relays.ts';
import { createRtpTimeline } from './rtp-timeline.ts';

/**
 * Copies each packet to every direct viewer: the first ones are served by this process, the others by
 * relays, which get one copy each.
 */
export interface Fanout {
  watch(offer: string, carried: Carried): Promise<Outcome<{ id: string; answer: string }, WhepRefusal | 'stream_full'>>;
  unwatch(id: string): boolean;
  /** Lets go of everybody. @returns false when nobody was there */
  sendAway(): boolean;
  /** The next packets come from another publisher session. */
  newSession(): void;
  forward(kind: MediaKind, packet: RtpPacket, nowMs: number): void;
  /** Somebody asked for a key frame since the last call, or waits for one. */
  takeKeyFrameWish(): boolean;
  /** Milliseconds of media that arrived, per direct viewer. */
  received(): Record<string, number>;
  /** Lets go of viewers that have not been heard of, and of relays that idle; call it often. */
  tick(nowMs: number): void;
  stats(): FanoutStats;
  close(): void;
}

export interface FanoutStats extends RelayStats {
  readonly directViewers: number;
  /** False: SRTP is done in JavaScript, since the addon cannot be loaded here. */
  readonly native: boolean;
}

export interface FanoutNeeds {
  readonly egress: WhepEgress;
  readonly relays: Relays;
  readonly maxViewers: number;
  /** So many viewers are served here before relays are used. */
  readonly viewersHere?: number | undefined;
}

/** A tenth of a core at 2.5 Mb/s: the packager in this process must never wait for viewers. */
export const VIEWERS_HERE = 50;

export function createFanout({ egress, relays, maxViewers, viewersHere = VIEWERS_HERE }: FanoutNeeds): Fanout {
  const here = createDirectViewers({ egress });
  const timeline = createRtpTimeline();
  let joining = 0;

  return {
    async watch(offer, carried) {
      if (here.size + relays.load + joining >= maxViewers) return refuse('stream_full');
      relays.prepare(here.size + relays.load + joining + 1, viewersHere);
      const relay = here.size + joining < viewersHere ? null : relays.pick();
      const watched = await relay?.watch(offer, carried);
      if (watched) return watched;
      joining++;
      try {
        return await here.watch(offer, carried);
      } finally {
        joining--;
      }
    },
    unwatch: (id) => here.unwatch(id) || relays.unwatch(id),
    sendAway() {
      if (here.size + relays.load === 0) return false;
      here.close();
      relays.close();
      return true;
    },
    newSession: timeline.newSession,
    forward(kind, packet, nowMs) {
      const frame = timeline.rewrite(kind, packet, nowMs, FRAME_HEAD_BYTES);
      if (!frame) return;
      const isKey = kind === 'video' && startsKeyFrame(packet.payload);
      stampFrame(frame, kind, isKey);
      relays.write(frame, kind, isKey);
      // Viewers here get the same bytes, and change what each receiver changes anyway: type and SSRC.
      here.send(kind, frame.subarray(FRAME_HEAD_BYTES), isKey, nowMs);
    },
    takeKeyFrameWish() {
      const wish = here.takeKeyFrameWish();
      return relays.takeKeyFrameWish() || wish;
    },
    received: () => Object.fromEntries([...here.received(), ...relays.received()]),
    tick(nowMs) {
      here.reap(nowMs);
      relays.tick(nowMs);
    },
    stats() {
      const away = relays.stats();
      return { ...away, directViewers: here.size + relays.load, sendErrors: here.sendErrors + away.sendErrors, native: egress.native };
    },
    close() {
      here.close();
      relays.close();
    },
  };
}
