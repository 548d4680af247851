import { CLOSE } from '#contract/wire.ts';
import type { Clock } from '#lib/clock.ts';
import type { Grown } from '../signals.ts';
import { createBehind } from './behind.ts';
import { broadcast } from './broadcast.ts';
import { PING } from './frame.ts';
import { LIMITS } from './limits.ts';
import { createPaced } from './paced.ts';
import { createRegisters } from './registers.ts';
import { createRing, type LogFrame } from './ring.ts';
import { Shared } from './shared.ts';
import { createSnapshots, type Snapshot } from './snapshots.ts';
import type { Subscriber } from './subscriber.ts';
import { createTail, type LogEvent, type LogSource } from './tail.ts';
import { createTicks } from './ticks.ts';

export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

export interface ChannelNeeds {
  readonly source: LogSource;
  readonly clock: Clock;
  /** The present tick of a room in which so much is said. */
  readonly tickMs: (eventsPerSecond: number) => number;
  /** Whether an event is worth a write of its own when ticks are long. */
  readonly isUrgent?: (event: LogEvent) => boolean;
  /** @returns cancel */
  readonly later: (ms: number, act: () => void) => () => void;
  readonly onEvents: (events: readonly LogEvent[]) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** One log and everybody in this process who follows it. */
export interface Channel {
  readonly size: number;
  /**
   * Brings a reader in: what it missed when its position can be served, else a snapshot and what came after.
   * @returns null, or the code to close with: there is no such log, or it was replaced just now
   */
  join(reader: Subscriber, position: Position | null): Promise<number | null>;
  leave(reader: Subscriber): void;
  /** One write a second for this reader, or one each tick again. */
  pace(reader: Subscriber, isPaced: boolean): void;
  /** The log grew, perhaps, and perhaps by this. */
  wake(grown?: Grown | null): void;
  setRegister(name: string, value: number): void;
  /** A reader's queue ran empty. */
  drained(reader: Subscriber): void;
  /** Once a second: safety poll, heartbeat, pings, late readers. @returns false when it may be forgotten */
  sweep(second: number): boolean;
  /** Says goodbye to everybody and stops. */
  close(retry: { min: number; max: number }): void;
}

export function createChannel(key: string, needs: ChannelNeeds): Channel {
  const { clock } = needs;
  const readers: Subscriber[] = [];
  const registers = createRegisters();
  const snapshots = createSnapshots(key, { ...needs, registers: registers.all });
  const tail = createTail(key, { ...needs, onEvents: heard });
  let ring = emptyRing(0);
  let opening: Promise<boolean> | null = null;
  const ticks = createTicks({ ...needs, isDue, flush });
  const behind = createBehind({ ring: () => ring, registers, clock, drop: (reader) => drop(reader, CLOSE.lagging) });
  const paced = createPaced({ ring: () => ring, registers, behind });
  let sending = false;
  let closed = false;
  let startAt = 0;
  let beatAt = clock.now();
  let emptySince = clock.now();

  function heard(events: readonly LogEvent[]): void {
    needs.onEvents(events);
    ticks.heard(events);
  }

  // Tail to readers: a tick takes what waits, encodes it once, and writes the same bytes to everybody.

  function isDue(): boolean {
    return !sending && !closed && (tail.waiting > 0 || registers.changed);
  }

  function flush(now: number): void {
    const events = tail.take(LIMITS.frameEvents);
    if (events.length === 0) {
      if (closed || !registers.changed) return;
      const numbers = new Shared(JSON.stringify({ n: now, r: registers.take() }));
      return send((reader) => reader.isPaced || offer(reader, numbers));
    }
    const frame = encode(events, registers.changed ? registers.take() : undefined);
    ring.push(frame);
    beatAt = now;
    send((reader) => offerEvents(reader, frame));
  }

  function encode(events: readonly LogEvent[], changed?: Record<string, number>): LogFrame {
    const [first, last, at] = [events[0]!.s, events.at(-1)!.s, clock.now()];
    // JSON leaves `r` out when nothing changed.
    return { first, last, at, shared: new Shared(JSON.stringify({ e: tail.epoch, a: first, z: last, n: at, v: events, r: changed })) };
  }

  /** The list is copied: who joins during the pass already got this frame from the ring. */
  function send(offerTo: (reader: Subscriber) => void): void {
    sending = true;
    startAt = broadcast(readers.slice(), startAt, offerTo, sent);
  }

  function sent(): void {
    sending = false;
    ticks.arm();
  }

  function offerEvents(reader: Subscriber, { shared, last }: LogFrame): void {
    // A snapshot, or a catching up, may already tell more than this frame.
    if (reader.isPaced || last <= reader.sent) return;
    if (offer(reader, shared)) reader.sent = last;
  }

  /** @returns whether it was written */
  function offer(reader: Subscriber, shared: Shared): boolean {
    if (reader.index < 0 || reader.laggingSince > 0) return false;
    // `write` that answers false has queued, not dropped: only looking before writing keeps a queue bounded.
    const isFull = reader.wire.pending() > LIMITS.queuedBytes;
    if (isFull) behind.lag(reader);
    else reader.wire.write(shared.for(reader));
    return !isFull;
  }

  // Coming and going.

  async function join(reader: Subscriber, position: Position | null): Promise<number | null> {
    // Somebody is coming: not the moment to forget this channel.
    emptySince = clock.now();
    if (!(await open())) return CLOSE.gone;
    let start: Snapshot | null = null;
    for (let tries = 0; !canServe(position) && !fits(start) && tries < 3; tries++) {
      if (start) snapshots.forget();
      start = await snapshots.fresh();
      if (!start) return CLOSE.gone;
    }
    // One synchronous step from here on: an await between reading the ring and joining the list loses events.
    const resumes = canServe(position);
    if (closed || (!resumes && !fits(start))) return CLOSE.restart;
    reader.sent = resumes ? position!.seq : start!.seq;
    reader.index = readers.push(reader) - 1;
    if (reader.isPaced) paced.add(reader);
    if (!resumes) reader.wire.write(start!.shared.for(reader));
    if (behind.bring(reader)) reader.wire.write(heartbeat().for(reader));
    return null;
  }

  const canServe = (position: Position | null): boolean =>
    position !== null && position.epoch === tail.epoch && position.seq >= ring.floor && position.seq <= tail.read;
  const fits = (start: Snapshot | null): boolean => start !== null && start.epoch === tail.epoch && start.seq >= ring.floor;

  function open(): Promise<boolean> {
    if (opening) return opening;
    const opened = fill();
    opening = opened;
    const forget = () => (opening = null);
    opened.then((found) => found || forget(), forget);
    return opened;
  }

  /** The newest part of the log goes into the ring, so that people can resume after this process restarted. */
  async function fill(): Promise<boolean> {
    const begun = await tail.start();
    if (!begun) return false;
    ring = emptyRing(begun.from);
    for (let at = 0; at < begun.events.length; at += 50) ring.push(encode(begun.events.slice(at, at + 50)));
    tail.wake();
    return true;
  }

  function leave(reader: Subscriber): void {
    if (reader.index < 0) return;
    const moved = readers.pop()!;
    if (moved !== reader) {
      readers[reader.index] = moved;
      moved.index = reader.index;
    }
    reader.index = -1;
    behind.forget(reader);
    paced.forget(reader);
    if (readers.length === 0) emptySince = clock.now();
  }

  function pace(reader: Subscriber, isPaced: boolean): void {
    if (reader.isPaced === isPaced) return;
    reader.isPaced = isPaced;
    if (!isPaced) paced.forget(reader);
    if (reader.index < 0) return;
    if (isPaced) paced.add(reader);
    // Somebody looks again: what waited for the second comes now.
    else if (reader.laggingSince === 0) behind.bring(reader);
  }

  function drop(reader: Subscriber, code: number): void {
    leave(reader);
    reader.wire.close(code);
  }

  // Once a second.

  const heartbeat = (): Shared => new Shared(JSON.stringify({ z: ring.last, n: clock.now() }));

  async function poll(): Promise<void> {
    if (!(await tail.poll()) || closed) return;
    // A restored backup: numbers mean something else now, so everybody starts over from a snapshot.
    snapshots.forget();
    await fill();
    for (const reader of readers.slice()) drop(reader, CLOSE.restart);
  }

  function sweep(second: number): boolean {
    const now = clock.now();
    ring.trim(now);
    if (readers.length === 0) return now - emptySince < LIMITS.idleMs;
    poll().catch(needs.onTrouble);
    paced.pass(now);
    // Without it nobody could notice that the very last event was lost.
    if (now - beatAt >= LIMITS.heartbeatMs && !sending) {
      beatAt = now;
      const beat = heartbeat();
      // To a reader that is still owed a frame it would look like a gap.
      send((reader) => reader.sent < ring.last || offer(reader, beat));
    }
    behind.sweep(now);
    const known = ring.lastAt(now - LIMITS.ackLagMs);
    for (let at = second % LIMITS.pingSeconds; at < readers.length; at += LIMITS.pingSeconds) visit(readers[at]!, now, known);
    return true;
  }

  /** A quiet socket is asked for a sign of life; one that is gone, or minutes behind by its own word, is let go. */
  function visit(reader: Subscriber, now: number, known: number): void {
    if (now - reader.heardAt > LIMITS.silentMs) {
      leave(reader);
      reader.wire.destroy();
    } else if (reader.acked !== null && reader.acked < known) drop(reader, CLOSE.lagging);
    else if (reader.laggingSince === 0) reader.wire.write(PING);
  }

  return {
    get size() {
      return readers.length;
    },
    join,
    leave,
    pace,
    wake: tail.wake,
    setRegister(name, value) {
      if (registers.set(name, value)) ticks.arm();
    },
    drained: behind.drained,
    sweep,
    close(retry) {
      closed = true;
      ticks.stop();
      const bye = new Shared(JSON.stringify({ bye: CLOSE.restart, retry }));
      for (const reader of readers.slice()) {
        if (reader.laggingSince === 0) reader.wire.write(bye.for(reader));
        drop(reader, CLOSE.restart);
      }
    },
  };
}

const emptyRing = (start: number) => createRing({ maxBytes: LIMITS.ringBytes, maxAgeMs: LIMITS.ringAgeMs }, start);
