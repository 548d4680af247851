import type { ServerFrames } from '#contract/frames.ts';
import type { Notice, QueuedCommand, RoomCommands, RoomEvent, RoomState } from '#contract/room.ts';
import { type Ack, createCommands } from './room-commands.ts';
import { createLine } from './room-line.ts';
import { apply, createHold, emptyRoom, withRegisters } from './room-log.ts';
import { createServerClock } from './server-clock.ts';
import { createRoomWire } from './room-wire.ts';
import type { OpenWire } from './web-socket.ts';
import { createStore, type Store } from './store.ts';
import { systemTimers, type Timers } from './timers.ts';

export type { ServerFrame, ServerFrames } from '#contract/frames.ts';
export type { Notice, Registers, RoomCommands, RoomEvent, RoomState } from '#contract/room.ts';
export type { Ack } from './room-commands.ts';
export { type OpenWire, socketWire, type Wire, type WireEvents } from './web-socket.ts';

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

/** How far this client has come: the log, and the notices for this person. */
export interface RoomPosition {
  epoch: string | null;
  last: number;
  inbox: number;
}

export interface RoomNeeds {
  /** Address of the room; the position is added as a query. */
  url: string;
  open?: OpenWire;
  now?: Timers['now'];
  setTimer?: Timers['set'];
  clearTimer?: Timers['clear'];
  random?: Timers['random'];
  newId?: () => string;
  /** Each event once, when it is shown, in the order of the log per kind. */
  onEvent?: (event: RoomEvent) => void;
  /** Only for this person. Those that are kept come once each, in order, also after an absence. */
  onPrivate?: (notice: Notice) => void;
  /**
   * Where the position outlives this object. With only `inbox` kept, the room begins with its state and tells what it
   * told this person meanwhile; with the whole position it goes on behind the last event, without the state.
   */
  memory?: {
    read(): Partial<RoomPosition> | null;
    /** After what stands behind this position was told. */
    keep(position: RoomPosition): void;
  };
}

export interface Room {
  readonly view: Store<RoomView>;
  /**
   * Sends and waits for the answer. With `queue` it waits for the connection too, and repeats under the same id until it
   * is answered; hearts and votes never wait, because they would come when nobody asks any more. With `id` you name it
   * yourself: notices about a line carry it.
   */
  send<K extends keyof RoomCommands>(
    command: K,
    data: RoomCommands[K],
    options?: K extends QueuedCommand ? { queue?: boolean; id?: string } : Record<string, never>,
  ): Promise<Ack>;
  /** The picture has reached this wall-clock time; null without a picture. */
  release(wallClockMs: number | null): void;
  /** The server's clock, estimated from the frames that came quickest. */
  serverNow(): number;
  /** The browser says whether there is a network. */
  setOnline(online: boolean): void;
  position(): RoomPosition;
  close(): void;
}

/** What a screen shows while there is no room yet. */
export const emptyView = (): RoomView => ({ ...emptyRoom(), known: false, status: 'connecting', lostSince: null, waiting: 0 });

const REPORT_MS = 10_000;
/** A heartbeat may overtake the batch that it announces; a gap that lasts longer is real. */
const TAIL_GRACE_MS = 1_000;

/** Any frame, before it is known which. */
type Frame = Partial<ServerFrames['snapshot'] & ServerFrames['events'] & ServerFrames['private'] & ServerFrames['goaway'] & { i: string }>;

/**
 * A client's side of the room, protocol v1 of docs/protocol.md; without a page or a framework.
 * Promise: what is shown equals the log, without gaps and without doubles, whatever the network does.
 */
export function createRoom(needs: RoomNeeds): Room {
  const timers: Timers = {
    now: needs.now ?? systemTimers.now,
    set: needs.setTimer ?? systemTimers.set,
    clear: needs.clearTimer ?? systemTimers.clear,
    random: needs.random ?? systemTimers.random,
  };
  const view = createStore<RoomView>(emptyView());
  const hold = createHold({ now: timers.now, show });
  const clock = createServerClock(timers.now);
  const position: RoomPosition = { epoch: null, last: 0, inbox: 0, ...needs.memory?.read() };
  let reportTimer: unknown;
  let tailTimer: unknown;
  const line = createLine({ url: address, open: needs.open ?? createRoomWire(), timers, opened, received, lost });
  const commands = createCommands({
    timers,
    newId: needs.newId ?? (() => crypto.randomUUID()),
    transmit: line.send,
    onWaiting: (waiting) => view.set((old) => ({ ...old, waiting })),
  });

  function address(): string {
    const query = new URLSearchParams(position.epoch === null ? {} : { e: position.epoch, s: String(position.last) });
    query.set('i', String(position.inbox));
    return `${needs.url}?${query}`;
  }

  function opened(): void {
    timers.clear(reportTimer);
    report();
    commands.opened();
  }

  function report(): void {
    line.send(JSON.stringify({ c: 'at', d: { z: position.last } }));
    reportTimer = timers.set(report, REPORT_MS);
  }

  function received(text: string): void {
    const frame = JSON.parse(text) as Frame;
    if (frame.n !== undefined) clock.learn(frame.n);
    if (frame.i !== undefined) return acknowledged(frame as ServerFrames['ack']);
    if (frame.p !== undefined) return takeNotice(frame as ServerFrames['private']);
    if (frame.pn !== undefined) return stand(frame.pn);
    if (frame.bye !== undefined) return line.advise(frame.retry ?? null);
    if (frame.state) return takeSnapshot(frame as ServerFrames['snapshot']);
    if (frame.v) return takeEvents(frame as ServerFrames['events']);
    if (frame.r) takeRegisters(frame.r);
    if (frame.z !== undefined) checkTail(frame.z);
  }

  function takeSnapshot(frame: ServerFrames['snapshot']): void {
    if (frame.e === position.epoch && frame.s < position.last) return line.restart();
    position.epoch = frame.e;
    position.last = frame.s;
    hold.clear();
    view.set((old) => ({ ...old, ...frame.state, known: true }));
    settled();
    keep();
  }

  function takeEvents(frame: ServerFrames['events']): void {
    if (frame.e !== position.epoch || frame.a > position.last + 1) return line.restart();
    for (const event of frame.v) {
      if (event.s <= position.last) continue;
      position.last = event.s;
      hold.take(event);
    }
    if (frame.r) takeRegisters(frame.r);
    settled();
    keep();
  }

  function takeRegisters(registers: ServerFrames['registers']['r']): void {
    view.set((old) => ({ ...old, ...withRegisters(old, registers) }));
  }

  function takeNotice({ p, pn, pa = 0 }: ServerFrames['private']): void {
    if (pn !== undefined) {
      if (pn <= position.inbox) return;
      if (pa > position.inbox) return line.restart();
      position.inbox = pn;
    }
    needs.onPrivate?.(p);
    keep();
  }

  /** Our number was of another time: from here on it counts like this. */
  function stand(inbox: number): void {
    position.inbox = inbox;
    keep();
  }

  const keep = (): void => needs.memory?.keep({ ...position });

  function settled(): void {
    line.settle();
    timers.clear(tailTimer);
    tailTimer = undefined;
    if (view.get().status !== 'open') view.set((old) => ({ ...old, status: 'open', lostSince: null }));
  }

  /** The last frame of a burst may be the lost one: nothing after it would show the gap. */
  function checkTail(tail: number): void {
    if (position.epoch === null) return;
    if (tail <= position.last) return settled();
    tailTimer ??= timers.set(() => {
      tailTimer = undefined;
      if (tail > position.last) line.restart();
    }, TAIL_GRACE_MS);
  }

  function show(event: RoomEvent): void {
    view.set((old) => ({ ...old, ...apply(old, event) }));
    needs.onEvent?.(event);
  }

  function lost(isLast: boolean): void {
    quiet();
    commands.lost();
    view.set((was) => ({ ...was, status: isLast ? 'gone' : 'lost', lostSince: was.lostSince ?? timers.now() }));
  }

  function quiet(): void {
    for (const timer of [reportTimer, tailTimer]) timers.clear(timer);
    tailTimer = undefined;
  }

  function acknowledged(frame: ServerFrames['ack']): void {
    const { i, ...ack } = frame;
    commands.answered(i, ack);
  }

  line.start();
  return {
    view,
    send: (command, data, options) =>
      commands.send(command, data, { queue: options?.queue === true, connected: view.get().status === 'open', id: options?.id }),
    release: hold.release,
    serverNow: clock.now,
    setOnline: line.setOnline,
    position: () => ({ ...position }),
    close() {
      if (view.get().status === 'closed') return;
      line.close();
      quiet();
      commands.close();
      view.set((was) => ({ ...was, status: 'closed', lostSince: was.lostSince ?? timers.now() }));
    },
  };
}
