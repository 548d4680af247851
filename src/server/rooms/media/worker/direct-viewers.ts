import type { MediaKind } from '#lib/media-clock.ts';
import { done, type Outcome } from '#lib/outcome.ts';
import type { WhepEgress, WhepRefusal } from './egress-whep.ts';
import { createGopCache, type CatchUp } from './gop-cache.ts';

/** The direct viewers of one process: the worker's own, or a relay's. Every packet goes to each of them. */
export interface DirectViewer {
  readonly id: string;
  /** True when a packet of this kind would arrive. Asked for each packet: it must not leave JavaScript. */
  isOpen(kind: MediaKind): boolean;
  /** Sends a copy; the buffer may be changed (payload type, SSRC) and is reused for the next viewer. */
  send(kind: MediaKind, packet: Buffer): void;
  close(): void;
  /** When the viewer was last heard of. */
  readonly heardMs: number;
  readonly joinedMs: number;
  /** Media that really arrived, by the viewer's own reports. */
  readonly receivedMs: number;
  readonly rttMs: number | null;
}

/** What the stream carries now. */
export interface Carried extends Readonly<Record<MediaKind, boolean>> {
  /** The publisher cannot be asked for a key frame: whoever joins is handed what they missed. */
  readonly ownRhythm?: boolean;
}
export type Watched = Outcome<{ readonly id: string; readonly answer: string }, WhepRefusal>;

export interface DirectViewers {
  watch(offer: string, carried: Carried): Promise<Watched>;
  unwatch(id: string): boolean;
  send(kind: MediaKind, packet: Buffer, isKey: boolean, nowMs: number): void;
  /** Somebody asked for a key frame since the last call, or waits for one. */
  takeKeyFrameWish(): boolean;
  /** Milliseconds of media that arrived, per viewer. */
  received(): [id: string, receivedMs: number][];
  /** Closes viewers that have not been heard of. Returns their ids. */
  reap(nowMs: number): string[];
  readonly size: number;
  readonly sendErrors: number;
  close(): void;
}

/** Viewers report many times a second; this long without is a closed tab. */
const SILENCE_MS = 5_000;
/** Nobody is given up before this: setting up may take a while on a slow phone. */
const MIN_AGE_MS = 10_000;

/** Eight times as fast as the stream. */
const CATCH_UP_PACKETS = 8;

interface Seat {
  readonly viewer: DirectViewer;
  /** Its first key frame has passed. */
  started: boolean;
  /** It may begin with what was kept, instead of with the next key frame. */
  readonly mayCatchUp: boolean;
  catchUp: CatchUp | null;
}

export interface DirectViewersNeeds {
  readonly egress: WhepEgress;
  /** The viewer went by itself: its connection failed or was closed. */
  readonly onLeft?: (id: string) => void;
}

export function createDirectViewers({ egress, onLeft }: DirectViewersNeeds): DirectViewers {
  const seats = new Map<string, Seat>();
  const missed = createGopCache();
  let wanted = false;
  let sendErrors = 0;
  /** Since when packets flow without a pause: viewers of a silent stream have nothing to report. */
  let flowingSinceMs = 0;
  let lastPacketMs = 0;

  return {
    async watch(offer, carried) {
      const opened = await egress.open({
        offer,
        needs: carried,
        on: { keyFrameWanted: () => void (wanted = true), ended: (id) => remove(id) && onLeft?.(id) },
      });
      if (!opened.ok) return opened;
      const { viewer, answer } = opened.value;
      seats.set(viewer.id, { viewer, started: false, mayCatchUp: carried.ownRhythm ?? false, catchUp: null });
      return done({ id: viewer.id, answer });
    },
    unwatch: remove,
    send(kind, packet, isKey, nowMs) {
      if (nowMs - lastPacketMs > SILENCE_MS) flowingSinceMs = nowMs;
      lastPacketMs = nowMs;
      if (kind === 'video') missed.push(packet, isKey);
      for (const seat of seats.values()) sendTo(seat, kind, packet, isKey);
    },
    takeKeyFrameWish() {
      const wish = wanted || isWaiting();
      wanted = false;
      return wish;
    },
    received: () => [...seats.values()].map(({ viewer }) => [viewer.id, viewer.receivedMs]),
    reap(nowMs) {
      const silent = [...seats.values()].flatMap(({ viewer }) => (isSilent(viewer, nowMs) ? [viewer.id] : []));
      for (const id of silent) remove(id);
      return silent;
    },
    get size() {
      return seats.size;
    },
    get sendErrors() {
      return sendErrors;
    },
    close() {
      for (const id of seats.keys()) remove(id);
    },
  };

  function remove(id: string): boolean {
    const seat = seats.get(id);
    seats.delete(id);
    seat?.viewer.close();
    return seat !== undefined;
  }

  /** One viewer's trouble is never another's. */
  function sendTo(seat: Seat, kind: MediaKind, packet: Buffer, isKey: boolean) {
    if (!seat.viewer.isOpen(kind)) return;
    if (kind === 'video' && !seat.started) {
      if (!isKey) return catchUp(seat);
      seat.started = true;
    }
    pass(seat, kind, packet);
  }

  function pass({ viewer }: Seat, kind: MediaKind, packet: Buffer) {
    try {
      viewer.send(kind, packet);
    } catch {
      sendErrors++;
    }
  }

  /** Several packets for each that comes: the viewer gains on the stream without a burst that networks drop. */
  function catchUp(seat: Seat) {
    if (!seat.mayCatchUp) return;
    seat.catchUp ??= missed.begin();
    if (!seat.catchUp) return;
    for (const packet of seat.catchUp.next(CATCH_UP_PACKETS)) pass(seat, 'video', packet);
    if (!seat.catchUp.isDone) return;
    seat.started = true;
    seat.catchUp = null;
  }

  function isWaiting(): boolean {
    for (const { viewer, started } of seats.values()) if (!started && viewer.isOpen('video')) return true;
    return false;
  }

  function isSilent(viewer: DirectViewer, nowMs: number): boolean {
    if (nowMs - viewer.joinedMs < MIN_AGE_MS || nowMs - lastPacketMs > SILENCE_MS) return false;
    return nowMs - Math.max(viewer.heardMs, viewer.joinedMs, flowingSinceMs) > SILENCE_MS;
  }
}
