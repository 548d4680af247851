import type { Clock } from '#lib/clock.ts';
import type { MediaConfig, MediaUnit, UnitReader } from '#lib/media-unit.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import type { RtpPacket } from '#lib/rtp.ts';
import { createAssembler, type Assembler } from './assembler.ts';
import type { WhepEgress, WhepRefusal } from './egress-whep.ts';
import { createFanout } from './fanout.ts';
import { openIngest, type IceOptions, type Ingest, type IngestRefusal } from './ingest-whip.ts';
import { createKeyFramePolicy } from './key-frames.ts';
import type { BroadcastStats, PublisherState } from './messages.ts';

/**
 * One stream: at most one publisher at a time, any number of units' readers, direct viewers.
 *
 * A new publisher takes over when its first packet comes, not when it asks: one that never connects
 * must not end a show that is on air.
 */
export interface BroadcastNeeds {
  readonly clock: Clock;
  readonly ice: IceOptions;
  readonly egress: WhepEgress;
  /** Each gets every unit and must return at once; closing them is their owner's. */
  readonly readers: readonly UnitReader[];
  readonly maxViewers: number;
  /** The last generation used for this stream, by a worker before this one. */
  readonly lastGeneration: number;
  readonly onPublisher: (state: PublisherState) => void;
  /** A bug was survived: the packet or unit is lost, the show goes on. At most one a second is told. */
  readonly onTrouble: (error: unknown) => void;
}

export interface Broadcast {
  publish(offer: string): Promise<Outcome<{ id: string; answer: string }, IngestRefusal>>;
  unpublish(id: string): Promise<boolean>;
  watch(offer: string): Promise<Outcome<{ id: string; answer: string }, WhepRefusal | 'stream_full'>>;
  unwatch(id: string): boolean;
  /** Units from elsewhere than a publisher (the clip that loops when there is no encoder). */
  readonly input: { configure(config: Omit<MediaConfig, 'generation'>): void; write(unit: MediaUnit): void; gap(): void };
  wantKeyFrame(): void;
  /** Milliseconds of media that arrived, per direct viewer. */
  received(): Record<string, number>;
  stats(): BroadcastStats;
  close(): Promise<void>;
}

const TICK_MS = 20;
const FEEDBACK_MS = 50;
const STALLED_MS = 1_000;
const GONE_MS = 120_000;
const KEY_FRAME_GAP_MS = 350;
const KEY_FRAME_PERIOD_MS = 2_000;
/** A publisher that has not sent a packet by then is given up. */
const CONNECT_MS = 15_000;
/** Publishers that asked and have not sent yet. */
const MAX_PENDING = 4;

interface Session {
  readonly ingest: Ingest;
  readonly openedMs: number;
  assembler: Assembler | null;
}

export function createBroadcast(needs: BroadcastNeeds): Broadcast {
  const { clock, ice, egress, readers, maxViewers, onPublisher, onTrouble } = needs;
  const fanout = createFanout();
  const keyFrames = createKeyFramePolicy({ gapMs: KEY_FRAME_GAP_MS, periodMs: KEY_FRAME_PERIOD_MS });
  const pending = new Set<Session>();
  let current: Session | null = null;
  let config: MediaConfig | null = null;
  let generation = needs.lastGeneration;
  let nextPtsUs = 0;
  let inputConfig: Omit<MediaConfig, 'generation'> | null = null;
  let state: PublisherState | null = null;
  let lastPacketMs = 0;
  let faults = 0;
  let toldMs = 0;
  let joining = 0;
  const rate = createRateMeter(clock);
  const ticker = setInterval(tick, TICK_MS);
  const feedbackTicker = setInterval(() => current?.ingest.sendFeedback(), FEEDBACK_MS);

  return {
    async publish(offer) {
      if (pending.size >= MAX_PENDING) await drop(pending.values().next().value!);
      const session: { value: Session | null } = { value: null };
      const opened = await openIngest({
        offer,
        ice,
        clock,
        on: {
          onRtp: (kind, packet, arrivalMs) => session.value && takePacket(session.value, kind, packet, arrivalMs),
          onSenderReport: (kind, ntpMs, timestamp) => session.value?.assembler?.senderReport(kind, ntpMs, timestamp),
          onEnded: () => session.value && leave(session.value),
        },
      });
      if (!opened.ok) return opened;
      session.value = { ingest: opened.value, openedMs: clock.now(), assembler: null };
      pending.add(session.value);
      return done({ id: opened.value.id, answer: opened.value.answer });
    },
    async unpublish(id) {
      const session = [current, ...pending].find((one) => one?.ingest.id === id);
      if (!session) return false;
      await drop(session);
      return true;
    },
    async watch(offer) {
      if (fanout.size + joining >= maxViewers) return refuse('stream_full');
      joining++;
      try {
        const has = { video: config?.video !== null, audio: true };
        const opened = await egress.open({
          offer,
          needs: has,
          on: { keyFrameWanted: () => keyFrames.want(), ended: (id) => void fanout.remove(id) },
        });
        if (!opened.ok) return opened;
        fanout.add(opened.value.viewer);
        return done({ id: opened.value.viewer.id, answer: opened.value.answer });
      } finally {
        joining--;
      }
    },
    unwatch: (id) => fanout.remove(id),
    input: { configure: takeInput, write: writeInput, gap() {} },
    wantKeyFrame: () => keyFrames.want(),
    received: () => Object.fromEntries([...fanout.viewers()].map(({ id, receivedMs }) => [id, receivedMs])),
    stats: describe,
    async close() {
      clearInterval(ticker);
      clearInterval(feedbackTicker);
      fanout.close();
      await Promise.all([current, ...pending].map((session) => session?.ingest.close()));
    },
  };

  function takePacket(session: Session, kind: MediaKind, packet: RtpPacket, arrivalMs: number) {
    if (session !== current && !takeOver(session)) return;
    lastPacketMs = arrivalMs;
    rate.add(packet.payload.length);
    // Behind the assembler: whatever happens to a viewer must not starve the packager.
    survive(() => session.assembler!.push(kind, packet, arrivalMs));
    survive(() => fanout.forward(kind, packet, arrivalMs));
    if (state !== 'live') announce('live');
  }

  /** False for one that was replaced already and still sends. */
  function takeOver(session: Session): boolean {
    if (!pending.delete(session)) return false;
    const before = current;
    current = session;
    if (before?.assembler) nextPtsUs = Math.max(nextPtsUs, before.assembler.endPtsUs);
    before?.ingest.close().catch(() => {});
    session.assembler = createAssembler({
      has: session.ingest.has,
      firstPtsUs: nextPtsUs,
      on: {
        configure,
        unit: write,
        gap,
        wantKeyFrame: () => keyFrames.want(),
        askAgain: (sequences) => session.ingest.askAgain(sequences),
      },
    });
    config = null;
    keyFrames.want();
    fanout.newSession();
    return true;
  }

  function configure(next: Omit<MediaConfig, 'generation'>) {
    config = { ...next, generation: ++generation };
    forEachReader((reader) => reader.configure(config!));
  }

  function write(unit: MediaUnit) {
    if (unit.kind === 'video' && unit.keyframe) keyFrames.seen(clock.now());
    if (unit.kind === 'video') rate.frame();
    nextPtsUs = Math.max(nextPtsUs, unit.ptsUs + 1);
    forEachReader((reader) => reader.write(unit));
  }

  function takeInput(next: Omit<MediaConfig, 'generation'>) {
    inputConfig = next;
  }

  /** The clip fills in while nobody publishes, and gives way at once. Direct viewers get no packets of it. */
  function writeInput(unit: MediaUnit) {
    if (current || !inputConfig) return;
    const begins = config?.video !== inputConfig.video;
    if (begins && !(unit.kind === 'video' && unit.keyframe)) return;
    if (begins) configure(inputConfig);
    lastPacketMs = clock.now();
    write(unit);
    if (state !== 'live') announce('live');
  }

  function gap() {
    forEachReader((reader) => reader.gap());
  }

  function forEachReader(act: (reader: UnitReader) => void) {
    for (const reader of readers) survive(() => act(reader));
  }

  /** One reader's fault is neither another's nor the publisher's. */
  function survive(act: () => void) {
    try {
      act();
    } catch (error) {
      faults++;
      if (clock.now() - toldMs < 1_000) return;
      toldMs = clock.now();
      onTrouble(error);
    }
  }

  function leave(session: Session) {
    pending.delete(session);
    if (session !== current) return;
    if (session.assembler) nextPtsUs = Math.max(nextPtsUs, session.assembler.endPtsUs);
    current = null;
    gap();
    if (state === 'live') announce('stalled');
  }

  async function drop(session: Session) {
    leave(session);
    await session.ingest.close();
  }

  function tick() {
    const nowMs = clock.now();
    current?.assembler?.tick(nowMs);
    if (fanout.waiting) keyFrames.want();
    if (current?.ingest.has.video && keyFrames.due(nowMs)) current.ingest.askForKeyFrame();
    for (const session of pending) if (nowMs - session.openedMs > CONNECT_MS) drop(session).catch(() => {});
    fanout.reap(nowMs);
    noticeSilence(nowMs);
  }

  function noticeSilence(nowMs: number) {
    const silentMs = nowMs - lastPacketMs;
    if (state === 'live' && silentMs > STALLED_MS) announce('stalled');
    if (state !== 'stalled' || silentMs <= GONE_MS) return;
    announce('gone');
    if (current) drop(current).catch(() => {});
  }

  function announce(next: PublisherState) {
    state = next;
    onPublisher(next);
  }

  function describe(): BroadcastStats {
    const ingest = current?.ingest.stats();
    const assembled = current?.assembler?.stats();
    return {
      publisher: state,
      generation,
      ...rate.read(),
      width: config?.video?.width ?? null,
      height: config?.video?.height ?? null,
      receivedPackets: ingest?.receivedPackets ?? 0,
      lostPackets: assembled?.lostPackets ?? 0,
      droppedPictures: assembled?.droppedPictures ?? 0,
      guard: ingest?.guard ?? null,
      directViewers: fanout.size,
      sendErrors: fanout.sendErrors,
      faults,
      native: egress.native,
    };
  }
}

/** Bitrate and frame rate over the time since they were last read. */
function createRateMeter(clock: Clock) {
  let bytes = 0;
  let frames = 0;
  let sinceMs = clock.now();
  return {
    add(count: number) {
      bytes += count;
    },
    frame() {
      frames++;
    },
    read() {
      const elapsedMs = Math.max(1, clock.now() - sinceMs);
      const rates = {
        bitsPerSecond: Math.round((bytes * 8000) / elapsedMs),
        framesPerSecond: Math.round((frames * 10_000) / elapsedMs) / 10,
      };
      bytes = 0;
      frames = 0;
      sinceMs = clock.now();
      return rates;
    },
  };
}
