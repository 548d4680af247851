import { CLOSE } from '#contract/wire.ts';
import type { Clock } from '#lib/clock.ts';
import type { Grown } from '../signals.ts';
import { broadcast } from './broadcast.ts';
import { PING, textFrame } from './frame.ts';
import { LIMITS } from './limits.ts';
import { createRegisters } from './registers.ts';
import { createRing, type LogFrame } from './ring.ts';
import { createSnapshots, type Snapshot } from './snapshots.ts';
import type { Subscriber } from './subscriber.ts';
import { createTail, type LogEvent, type LogSource } from './tail.ts';

export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

export interface ChannelNeeds {
  readonly source: LogSource;
  readonly clock: Clock;
  /** The present tick; depends on how many sockets the process holds. */
  readonly tickMs: () => number;
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
  const lagging = new Set<Subscriber>();
  const registers = createRegisters();
  const snapshots = createSnapshots(key, { ...needs, registers: registers.all });
  const tail = createTail(key, { ...needs, onEvents: heard });
  let ring = emptyRing(0);
  let opening: Promise<boolean> | null = null;
  let cancelTick: (() => void) | null = null;
  let sending = false;
  let closed = false;
  let startAt = 0;
  let flushedAt = 0;
  let beatAt = clock.now();
  let emptySince = clock.now();

  function heard(events: readonly LogEvent[]): void {
    needs.onEvents(events);
    arm();
  }

  // Tail to readers: a tick takes what waits, encodes it once, and writes the same bytes to everybody.

  /** Sends at the next tick, or at once when the last one is long ago. */
  function arm(): void {
    if (cancelTick || sending || closed || (tail.waiting === 0 && !registers.changed)) return;
    cancelTick = needs.later(Math.max(0, flushedAt + needs.tickMs() - clock.now()), flush);
  }

  function flush(): void {
    cancelTick = null;
    if (closed) return;
    flushedAt = clock.now();
    const events = tail.take(LIMITS.frameEvents);
    if (events.length === 0)
      return registers.changed ? send(textFrame(JSON.stringify({ n: flushedAt, r: registers.take() })), null) : undefined;
    const frame = encode(events, registers.changed ? registers.take() : undefined);
    ring.push(frame);
    beatAt = flushedAt;
    send(frame.bytes, frame);
  }

  function encode(events: readonly LogEvent[], changed?: Record<string, number>): LogFrame {
    const [first, last, at] = [events[0]!.s, events.at(-1)!.s, clock.now()];
    // JSON leaves `r` out when nothing changed.
    return { first, last, at, bytes: textFrame(JSON.stringify({ e: tail.epoch, a: first, z: last, n: at, v: events, r: changed })) };
  }

  /** The list is copied: who joins during the pass already got this frame from the ring. */
  function send(bytes: Buffer, frame: LogFrame | null): void {
    sending = true;
    startAt = broadcast(readers.slice(), startAt, (reader) => offer(reader, bytes, frame), sent);
  }

  function sent(): void {
    sending = false;
    arm();
  }

  function offer(reader: Subscriber, bytes: Buffer, frame: LogFrame | null): void {
    if (reader.index < 0 || reader.laggingSince > 0) return;
    // `write` that answers false has queued, not dropped: only looking before writing keeps a queue bounded.
    if (reader.wire.pending() > LIMITS.queuedBytes) return lag(reader);
    if (frame) {
      // A snapshot may already tell more than this frame.
      if (frame.last <= reader.sent) return;
      reader.sent = frame.last;
    }
    reader.wire.write(bytes);
  }

  // Slow readers: nothing more is queued for them; when their queue has drained they get what they missed.

  function lag(reader: Subscriber): void {
    reader.laggingSince = clock.now();
    lagging.add(reader);
  }

  function drained(reader: Subscriber): void {
    if (reader.index < 0 || reader.laggingSince === 0 || !catchUp(reader)) return;
    const now = clock.now();
    reader.catchUps = [...reader.catchUps.filter((at) => at > now - 60_000), now];
    if (reader.catchUps.length > LIMITS.catchUpsPerMinute) return drop(reader, CLOSE.lagging);
    reader.laggingSince = 0;
    lagging.delete(reader);
    reader.wire.write(registers.frame(now));
  }

  /** Writes what a reader lacks until it has everything or its queue is full again. @returns whether it has everything */
  function catchUp(reader: Subscriber): boolean {
    const missed = ring.after(reader.sent);
    if (!missed) {
      drop(reader, CLOSE.lagging);
      return false;
    }
    for (const frame of missed) {
      if (reader.wire.pending() > LIMITS.queuedBytes) return false;
      reader.sent = frame.last;
      reader.wire.write(frame.bytes);
    }
    return true;
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
    if (!resumes) reader.wire.write(start!.bytes);
    if (!catchUp(reader)) {
      if (reader.index >= 0) lag(reader);
      return null;
    }
    reader.wire.write(registers.frame(clock.now()));
    reader.wire.write(heartbeat());
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
    lagging.delete(reader);
    if (readers.length === 0) emptySince = clock.now();
  }

  function drop(reader: Subscriber, code: number): void {
    leave(reader);
    reader.wire.close(code);
  }

  // Once a second.

  const heartbeat = (): Buffer => textFrame(JSON.stringify({ z: ring.last, n: clock.now() }));

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
    // Without it nobody could notice that the very last event was lost.
    if (now - beatAt >= LIMITS.heartbeatMs && !sending) {
      beatAt = now;
      send(heartbeat(), null);
    }
    for (const reader of lagging) if (now - reader.laggingSince > LIMITS.lagMs) drop(reader, CLOSE.lagging);
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
    wake: tail.wake,
    setRegister(name, value) {
      if (registers.set(name, value)) arm();
    },
    drained,
    sweep,
    close(retry) {
      closed = true;
      cancelTick?.();
      const bye = textFrame(JSON.stringify({ bye: CLOSE.restart, retry }));
      for (const reader of readers.slice()) {
        if (reader.laggingSince === 0) reader.wire.write(bye);
        drop(reader, CLOSE.restart);
      }
    },
  };
}

const emptyRing = (start: number) => createRing({ maxBytes: LIMITS.ringBytes, maxAgeMs: LIMITS.ringAgeMs }, start);
