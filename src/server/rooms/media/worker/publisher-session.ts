import type { MediaKind } from '#lib/media-clock.ts';
import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';
import type { RtpPacket } from '#lib/rtp.ts';
import type { GuardCounters } from './guard.ts';

/**
 * One publisher of a stream, however it came.
 *
 * It begins off air: connected, perhaps sending, and nobody sees it. The broadcast decides when it takes
 * the stage; from then on its units and packets go out.
 */
export interface PublisherSession {
  readonly id: string;
  readonly has: Readonly<Record<MediaKind, boolean>>;
  /** Goes on air at this place of the stream's timeline; again after it left the stage. */
  takeStage(firstPtsUs: number, on: OnAir): void;
  /** Off air, and still connected: nothing more goes out. */
  leaveStage(): void;
  /** Where the one after it may start; null while it is off air. */
  readonly endPtsUs: number | null;
  /** Why its media cannot go out as packets, so that direct viewers must take LL-HLS; absent when it can. */
  readonly directRefusal?: DirectRefusal | null;
  /** True for an encoder that cannot be asked for key frames. */
  readonly ownRhythm?: boolean;
  /** Does nothing for an encoder that cannot be asked. */
  askForKeyFrame(): void;
  /** Every 20 ms or so. */
  tick(nowMs: number): void;
  stats(): SessionStats;
  close(): Promise<void>;
}

/** `b_frames`: WebRTC knows no order of decoding besides that of showing; `no_opus`: nothing here makes its sound Opus. */
export type DirectRefusal = 'b_frames' | 'no_opus';

/** What a session tells from the beginning, on air or not. */
export interface SessionEvents {
  /** Media came. When the broadcast puts the session on air in here, this very piece is the first to go out. */
  onMedia(piece: ArrivedMedia): void;
  /** The connection is over, for whatever reason; called once, not after `close`. */
  onEnded(): void;
}

export interface ArrivedMedia {
  readonly kind: MediaKind;
  readonly bytes: number;
  readonly arrivalMs: number;
  /** A decoder could begin here. */
  readonly startsKeyFrame: boolean;
}

/** Where a session's media goes while it is on air. None of these throws. */
export interface OnAir {
  /** The generation is the broadcast's: it counts across sessions. */
  configure(config: Omit<MediaConfig, 'generation'>): void;
  unit(unit: MediaUnit): void;
  /** A packet for direct viewers, on the session's own RTP timeline. */
  packet(kind: MediaKind, packet: RtpPacket, arrivalMs: number): void;
  gap(): void;
  wantKeyFrame(): void;
  /** A bug was survived; what it was working on is lost. */
  fault(error: unknown): void;
}

export interface SessionStats {
  readonly receivedPackets: number;
  readonly lostPackets: number;
  readonly droppedPictures: number;
  readonly guard: Readonly<GuardCounters> | null;
}
