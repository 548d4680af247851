import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import type { MediaConfig, MediaUnit, UnitReader } from '#lib/media-unit.ts';
import { refuse, type Outcome } from '#lib/outcome.ts';
import type { WhepEgress, WhepRefusal } from './egress-whep.ts';
import { createFanout } from './fanout.ts';
import type { IceOptions, IngestRefusal } from './ingest-whip.ts';
import { createKeyFramePolicy } from './key-frames.ts';
import type { BroadcastStats, PublisherState, RelayOptions } from './messages.ts';
import type { ArrivedMedia, OnAir, PublisherSession, SessionEvents } from './publisher-session.ts';
import { createRateMeter } from './rate-meter.ts';
import { createStage, type Admitted, type CallRefusal, type Place, type StageState } from './stage.ts';
import { createRelays } from './relays.ts';
import { openWhipSession } from './whip-session.ts';

/**
 * One stream: at most one publisher at a time, any number of units' readers, direct viewers.
 *
 * A new publisher takes over when its first packet comes, not when it asks: one that never connects
 * must not end a show that is on air. Once the stage was handed to somebody, a newcomer waits backstage:
 * an encoder that connects again by itself must not take it back.
 */
export interface BroadcastNeeds {
  readonly clock: Clock;
  readonly ice: IceOptions;
  readonly egress: WhepEgress;
  /** Each gets every unit and must return at once; closing them is their owner's. */
  readonly readers: readonly UnitReader[];
  readonly maxViewers: number;
  /** How many processes may share the direct viewers with this one; none when absent. */
  readonly relays?: RelayOptions;
  /** The last generation used for this stream, by a worker before this one. */
  readonly lastGeneration: number;
  readonly onPublisher: (state: PublisherState) => void;
  /** Somebody came, went, or is another one on stage. */
  readonly onStage?: (state: StageState) => void;
  /** Direct viewers were sent away, because what is on air now cannot be sent to them: LL-HLS can. */
  readonly onIndirect: () => void;
  /** A bug was survived: the packet or unit is lost, the show goes on. At most one a second is told. */
  readonly onTrouble: (error: unknown) => void;
}

type Admit = <S extends PublisherSession, R extends string>(
  open: (on: SessionEvents) => Promise<Outcome<S, R>>,
  place?: Place,
) => Promise<Outcome<S, R | 'backstage_full'>>;

export interface Broadcast {
  publish(offer: string, place?: Place): Promise<Outcome<{ id: string; answer: string }, IngestRefusal | 'backstage_full'>>;
  /** A publisher that comes by other ways than an offer; it takes the stage with its first media. */
  admit: Admit;
  unpublish(id: string): Promise<boolean>;
  /** Brings somebody from backstage on air, with their next key frame. */
  callOnStage(spot: string): Promise<Outcome<void, CallRefusal>>;
  watch(offer: string): Promise<Outcome<{ id: string; answer: string }, WhepRefusal | 'stream_full' | 'not_direct'>>;
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
const STALLED_MS = 1_000;
const GONE_MS = 120_000;
const KEY_FRAME_GAP_MS = 350;
const KEY_FRAME_PERIOD_MS = 2_000;
/** A publisher that has not sent a packet by then is given up. */
const CONNECT_MS = 15_000;
/** Publishers that asked and have not sent yet. */
const MAX_PENDING = 4;

export function createBroadcast(needs: BroadcastNeeds): Broadcast {
  const { clock, ice, egress, readers, maxViewers, onPublisher, onIndirect, onTrouble } = needs;
  const relays = createRelays({ ice, clock, most: needs.relays?.most ?? 0, onTrouble });
  const fanout = createFanout({ egress, relays, maxViewers, viewersHere: needs.relays?.viewersHere });
  const keyFrames = createKeyFramePolicy({ gapMs: KEY_FRAME_GAP_MS, periodMs: KEY_FRAME_PERIOD_MS });
  const pending = new Set<Admitted>();
  let current: Admitted | null = null;
  /** Whom the stage was handed to by somebody's word; null as long as it never was. */
  let handedTo: Place | null = null;
  let config: MediaConfig | null = null;
  let generation = needs.lastGeneration;
  let nextPtsUs = 0;
  let inputConfig: Omit<MediaConfig, 'generation'> | null = null;
  let state: PublisherState | null = null;
  let lastPacketMs = 0;
  let faults = 0;
  let toldMs = 0;
  const rate = createRateMeter(clock);
  const stage = createStage({
    clock,
    current: () => current,
    onState: (now) => needs.onStage?.(now),
    drop: (admitted) => void drop(admitted).catch(() => {}),
  });
  const ticker = setInterval(tick, TICK_MS);
  const onAir: OnAir = {
    configure,
    unit: write,
    packet: (kind, packet, arrivalMs) => survive(() => fanout.forward(kind, packet, arrivalMs)),
    gap,
    wantKeyFrame: () => keyFrames.want(),
    fault,
  };

  return {
    publish: (offer, place) => admit((on) => openWhipSession({ offer, ice, clock, on }), place),
    admit,
    async unpublish(id) {
      const admitted = [current, ...pending].find((one) => one?.session.id === id) ?? stage.find(id);
      if (!admitted) return false;
      await drop(admitted);
      return true;
    },
    callOnStage: stage.call,
    async watch(offer) {
      const because = current?.session.directRefusal;
      if (because) return refuse('not_direct', { because });
      return fanout.watch(offer, { video: config?.video !== null, audio: true, ownRhythm: current?.session.ownRhythm ?? false });
    },
    unwatch: fanout.unwatch,
    input: { configure: takeInput, write: writeInput, gap() {} },
    wantKeyFrame: () => keyFrames.want(),
    received: fanout.received,
    stats: describe,
    async close() {
      clearInterval(ticker);
      fanout.close();
      await stage.close();
      await Promise.all([current, ...pending].map((one) => one?.session.close()));
    },
  };

  async function admit<S extends PublisherSession, R extends string>(
    open: (on: SessionEvents) => Promise<Outcome<S, R>>,
    place: Place = { spot: randomUUID(), holder: null, name: null, backstage: false },
  ): Promise<Outcome<S, R | 'backstage_full'>> {
    if (place.backstage && stage.isFull) return refuse('backstage_full');
    if (pending.size >= MAX_PENDING) await drop(pending.values().next().value!);
    let admitted: Admitted | null = null;
    const opened = await open({
      onMedia: (piece) => admitted && takeMedia(admitted, piece),
      onEnded: () => admitted && leave(admitted),
    });
    if (!opened.ok) return opened;
    admitted = { session: opened.value, place, openedMs: clock.now(), heardMs: null };
    if (place.backstage) stage.wait(admitted);
    else pending.add(admitted);
    return opened;
  }

  function takeMedia(admitted: Admitted, piece: ArrivedMedia) {
    admitted.heardMs = piece.arrivalMs;
    if (admitted !== current && !goesOn(admitted, piece)) return;
    lastPacketMs = piece.arrivalMs;
    rate.add(piece.bytes);
    if (state !== 'live') announce('live');
  }

  /** False for one who waits, and for one that was replaced already and still sends. */
  function goesOn(admitted: Admitted, piece: ArrivedMedia): boolean {
    const before = current;
    if (stage.begins(admitted, piece)) {
      takeOver(admitted);
      stage.enter(admitted);
      handedTo = admitted.place;
      if (before) stepBack(before);
      return true;
    }
    if (!pending.delete(admitted)) return false;
    if (before && state === 'live' && handedTo && !isHolder(admitted)) {
      stage.wait(admitted);
      return false;
    }
    takeOver(admitted);
    // Who filled in while the holder of the stage was away waits again; otherwise a newcomer is the old one's new connection.
    if (before && handedTo && isHolder(admitted) && !isHolder(before)) stepBack(before);
    else before?.session.close().catch(() => {});
    return true;
  }

  function isHolder({ place }: Admitted): boolean {
    return place.holder !== null && place.holder === handedTo?.holder;
  }

  function takeOver(admitted: Admitted) {
    if (current) endOf(current);
    current = admitted;
    config = null;
    admitted.session.takeStage(nextPtsUs, onAir);
    keyFrames.want();
    fanout.newSession();
  }

  /** Off air, still connected: ready to come back on. */
  function stepBack(admitted: Admitted) {
    admitted.session.leaveStage();
    stage.wait(admitted);
  }

  function endOf({ session }: Admitted) {
    nextPtsUs = Math.max(nextPtsUs, session.endPtsUs ?? 0);
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
      fault(error);
    }
  }

  function fault(error: unknown) {
    faults++;
    if (clock.now() - toldMs < 1_000) return;
    toldMs = clock.now();
    onTrouble(error);
  }

  function leave(admitted: Admitted) {
    pending.delete(admitted);
    stage.forget(admitted);
    if (admitted !== current) return;
    endOf(admitted);
    current = null;
    gap();
    if (state === 'live') announce('stalled');
  }

  async function drop(admitted: Admitted) {
    leave(admitted);
    await admitted.session.close();
  }

  function tick() {
    const nowMs = clock.now();
    if (current) survive(() => current!.session.tick(nowMs));
    if (current?.session.directRefusal && fanout.sendAway()) onIndirect();
    if (fanout.takeKeyFrameWish()) keyFrames.want();
    if (current?.session.has.video && keyFrames.due(nowMs)) current.session.askForKeyFrame();
    stage.tick(nowMs);
    for (const one of pending) if (nowMs - one.openedMs > CONNECT_MS) drop(one).catch(() => {});
    fanout.tick(nowMs);
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
    const session = current?.session.stats();
    return {
      publisher: state,
      generation,
      ...rate.read(),
      width: config?.video?.width ?? null,
      height: config?.video?.height ?? null,
      receivedPackets: session?.receivedPackets ?? 0,
      lostPackets: session?.lostPackets ?? 0,
      droppedPictures: session?.droppedPictures ?? 0,
      guard: session?.guard ?? null,
      ...fanout.stats(),
      faults,
    };
  }
}
