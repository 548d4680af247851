import type { ReasonCode } from '#contract/reasons.ts';
import type { Registers, RoomEvent, RoomState } from '#contract/room.ts';
import { CLOSE } from '#contract/wire.ts';
import { apply, createHold, emptyRoom, withRegisters } from './room-log.ts';
import { createStore, type Store } from './store.ts';

export type RoomStatus = 'connecting' | 'open' | 'lost' | 'gone' | 'closed';
export interface RoomView extends RoomState {
  /** False until the room told its state for the first time: what stands here is then empty, not true. */
  known: boolean;
  status: RoomStatus;
  /** Since when the room is not reached; null while it is. */
  lostSince: number | null;
  /** Commands that wait for the connection. */
  waiting: number;
}
export type Ack = { ok: true; s?: number } | { ok: false; reason: ReasonCode | 'unreachable'; retryMs?: number };

/** As much of a WebSocket as the room needs; tests bring their own. */
export interface Wire {
  send(text: string): void;
  close(): void;
}
export interface WireEvents {
  opened(): unknown;
  received(text: string): unknown;
  closed(code: number): unknown;
}

export interface RoomNeeds {
  /** Path of the room; the position is added as a query. */
  url: string;
  open?: (url: string, events: WireEvents) => Wire;
  now?: () => number;
  setTimer?: (run: () => void, ms: number) => unknown;
  clearTimer?: (timer: unknown) => void;
  random?: () => number;
  newId?: () => string;
  /** Each event once, when it is shown, in the order of the log per kind. */
  onEvent?: (event: RoomEvent) => void;
  /** Only for this browser. */
  onPrivate?: (data: unknown) => void;
}

export interface Room {
  readonly view: Store<RoomView>;
  /** Sends and waits for the answer. With `queue` it waits for the connection too, and repeats under the same id; `id` names it. */
  send(command: string, data: unknown, options?: { queue?: boolean; id?: string }): Promise<Ack>;
  /** The picture has reached this wall-clock time; null without a picture. */
  release(wallClockMs: number | null): void;
  /** The server's clock, estimated from the frames that came quickest. */
  serverNow(): number;
  /** The browser says whether there is a network. */
  setOnline(online: boolean): void;
  position(): { epoch: string | null; last: number };
  close(): void;
}

/** What a screen shows while there is no room yet. */
export const emptyView = (): RoomView => ({ ...emptyRoom(), known: false, status: 'connecting', lostSince: null, waiting: 0 });

const HEARTBEAT_MS = 5_000;
const SILENCE_MS = HEARTBEAT_MS * 2 + 2_000;
const REPORT_MS = 10_000;
/** A heartbeat may overtake the batch that it announces; a gap that lasts longer is real. */
const TAIL_GRACE_MS = 1_000;
const BACKOFF_MS = { first: 400, most: 15_000 };
const ACK_MS = 8_000;
const QUEUE_MAX = 20;
const OFFSETS_KEPT = 30;

interface Frame {
  e?: string;
  s?: number;
  a?: number;
  z?: number;
  n?: number;
  v?: RoomEvent[];
  r?: Registers;
  state?: RoomState;
  i?: string;
  ok?: boolean;
  reason?: ReasonCode;
  retryMs?: number;
  p?: unknown;
  bye?: number;
  retry?: { min: number; max: number };
}
interface Pending {
  text: string;
  queue: boolean;
  settle: (ack: Ack) => void;
  timer: unknown;
}

/**
 * A browser's side of the room, protocol v1 of `contract/room.ts`.
 * Promise: what is shown equals the log, without gaps and without doubles, whatever the network does.
 */
export function createRoom(needs: RoomNeeds): Room {
  const now = needs.now ?? Date.now;
  const setTimer = needs.setTimer ?? ((run, ms) => setTimeout(run, ms));
  const clearTimer = needs.clearTimer ?? ((timer) => clearTimeout(timer as ReturnType<typeof setTimeout>));
  const random = needs.random ?? Math.random;
  const newId = needs.newId ?? (() => crypto.randomUUID());
  const open = needs.open ?? openSocket;

  const view = createStore<RoomView>(emptyView());
  const hold = createHold({ now, show });
  const pending = new Map<string, Pending>();
  const offsets: number[] = [];
  let epoch: string | null = null;
  let last = 0;
  let socket: Wire | null = null;
  /** Counts connections, so that a frame of one that we gave up does not reach the log. */
  let generation = 0;
  let attempt = 0;
  let online = true;
  let closed = false;
  let advice: { min: number; max: number } | null = null;
  let reconnectTimer: unknown;
  let silenceTimer: unknown;
  let reportTimer: unknown;
  let tailTimer: unknown;

  function connect(): void {
    if (closed || socket || !online) return;
    const query = epoch === null ? '' : `?e=${encodeURIComponent(epoch)}&s=${last}`;
    const mine = (generation += 1);
    socket = open(needs.url + query, {
      opened: () => mine === generation && opened(),
      received: (text) => mine === generation && received(text),
      closed: (code) => mine === generation && lost(code),
    });
    armSilence();
  }

  function opened(): void {
    armSilence();
    clearTimer(reportTimer);
    report();
    for (const entry of pending.values()) if (entry.queue) transmit(entry.text);
  }

  function received(text: string): void {
    armSilence();
    const frame = JSON.parse(text) as Frame;
    if (frame.n !== undefined) learnClock(frame.n);
    if (frame.i !== undefined) return acknowledged(frame);
    if (frame.p !== undefined) return needs.onPrivate?.(frame.p);
    if (frame.bye !== undefined) {
      advice = frame.retry ?? null;
      return;
    }
    if (frame.state) return takeSnapshot(frame);
    if (frame.v) return takeEvents(frame);
    if (frame.r) view.set((old) => ({ ...old, ...withRegisters(old, frame.r!) }));
    if (frame.z !== undefined) checkTail(frame.z);
  }

  function takeSnapshot(frame: Frame): void {
    const older = frame.e === epoch && (frame.s ?? 0) < last;
    if (older) return restart();
    epoch = frame.e!;
    last = frame.s!;
    hold.clear();
    view.set((old) => ({ ...old, ...frame.state!, known: true }));
    settled();
  }

  function takeEvents(frame: Frame): void {
    if (frame.e !== epoch || (frame.a ?? 0) > last + 1) return restart();
    for (const event of frame.v!) {
      if (event.s <= last) continue;
      last = event.s;
      hold.take(event);
    }
    if (frame.r) view.set((old) => ({ ...old, ...withRegisters(old, frame.r!) }));
    settled();
  }

  function settled(): void {
    attempt = 0;
    clearTimer(tailTimer);
    tailTimer = undefined;
    if (view.get().status !== 'open') view.set((old) => ({ ...old, status: 'open', lostSince: null }));
  }

  /** The last frame of a burst may be the lost one: nothing after it would show the gap. */
  function checkTail(tail: number): void {
    if (epoch === null) return;
    if (tail <= last) return settled();
    tailTimer ??= setTimer(() => {
      tailTimer = undefined;
      if (tail > last) restart();
    }, TAIL_GRACE_MS);
  }

  function show(event: RoomEvent): void {
    view.set((old) => ({ ...old, ...apply(old, event) }));
    needs.onEvent?.(event);
  }

  /** Drops this connection and comes back with our position; the log fills the gap. */
  function restart(): void {
    const old = socket;
    if (!old) return;
    lost(0);
    old.close();
  }

  function lost(code: number): void {
    socket = null;
    generation += 1;
    for (const timer of [silenceTimer, reportTimer, tailTimer]) clearTimer(timer);
    tailTimer = undefined;
    for (const [id, entry] of pending) if (!entry.queue) settle(id, { ok: false, reason: 'unreachable' });
    const status = code === CLOSE.gone ? 'gone' : 'lost';
    view.set((was) => ({ ...was, status, lostSince: was.lostSince ?? now() }));
    if (status === 'gone') closed = true;
    else later();
  }

  function later(): void {
    if (closed || !online) return;
    const ceiling = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** attempt);
    const ms = advice ? advice.min + random() * (advice.max - advice.min) : random() * ceiling;
    advice = null;
    attempt = Math.min(attempt + 1, 10);
    clearTimer(reconnectTimer);
    reconnectTimer = setTimer(connect, ms);
  }

  function armSilence(): void {
    clearTimer(silenceTimer);
    silenceTimer = setTimer(restart, SILENCE_MS);
  }

  function report(): void {
    transmit(JSON.stringify({ c: 'at', d: { z: last } }));
    reportTimer = setTimer(report, REPORT_MS);
  }

  function transmit(text: string): void {
    try {
      socket?.send(text);
    } catch {
      // A socket that is not open yet or no more: what must arrive is sent again after connecting.
    }
  }

  function acknowledged(frame: Frame): void {
    const { s, retryMs } = frame;
    settle(
      frame.i!,
      frame.ok
        ? { ok: true, ...(s === undefined ? {} : { s }) }
        : { ok: false, reason: frame.reason ?? 'broken', ...(retryMs === undefined ? {} : { retryMs }) },
    );
  }

  function settle(id: string, ack: Ack): void {
    const entry = pending.get(id);
    if (!entry) return;
    pending.delete(id);
    clearTimer(entry.timer);
    countWaiting();
    entry.settle(ack);
  }

  const countWaiting = () => view.set((old) => ({ ...old, waiting: [...pending.values()].filter((entry) => entry.queue).length }));

  function learnClock(serverMs: number): void {
    offsets.push(serverMs - now());
    if (offsets.length > OFFSETS_KEPT) offsets.shift();
  }

  connect();
  return {
    view,
    send(command, data, { queue = false, id = newId() } = {}) {
      const connected = view.get().status === 'open';
      if (!connected && !queue) return Promise.resolve({ ok: false, reason: 'unreachable' });
      if (pending.size >= QUEUE_MAX) return Promise.resolve({ ok: false, reason: 'too_fast' });
      const text = JSON.stringify({ i: id, c: command, d: data });
      return new Promise<Ack>((resolve) => {
        // What is queued waits as long as the page lives; the rest gives up.
        const timer = queue ? undefined : setTimer(() => settle(id, { ok: false, reason: 'unreachable' }), ACK_MS);
        pending.set(id, { text, queue, settle: resolve, timer });
        countWaiting();
        transmit(text);
      });
    },
    release: (wallClockMs) => hold.release(wallClockMs),
    // Delay only ever makes a frame look older, so the largest offset is the truest.
    serverNow: () => now() + (offsets.length > 0 ? Math.max(...offsets) : 0),
    setOnline(is) {
      online = is;
      attempt = 0;
      if (is) connect();
      else restart();
    },
    position: () => ({ epoch, last }),
    close() {
      if (view.get().status === 'closed') return;
      closed = true;
      const old = socket;
      lost(0);
      clearTimer(reconnectTimer);
      for (const id of pending.keys()) settle(id, { ok: false, reason: 'unreachable' });
      view.set((was) => ({ ...was, status: 'closed' }));
      old?.close();
    },
  };
}

function openSocket(path: string, events: WireEvents): Wire {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }) => events.received(String(data)));
  socket.addEventListener('close', ({ code }) => events.closed(code));
  return { send: (text) => socket.send(text), close: () => socket.close(1000) };
}
