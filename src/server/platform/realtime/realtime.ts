import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLOSE } from '#contract/wire.ts';
import type { Clock } from '#lib/clock.ts';
import { TokenBucket } from '#lib/token-bucket.ts';
import type { Log } from '../log.ts';
import type { Grown } from '../signals.ts';
import { addressOf, createAddressCount } from './addresses.ts';
import { createChannel, type Position } from './channel.ts';
import { Connection, type Hub, type Room } from './connection.ts';
import { createConversation } from './conversation.ts';
import { BUSY, refuseUpgrade, shakeHands } from './handshake.ts';
import { LIMITS } from './limits.ts';
import type { Ack, Command } from './message.ts';
import type { LogEvent, LogSource } from './tail.ts';
import { createTempo } from './tempo.ts';

/** What the owner of the log does with a connection; `who` is whatever it passed to `accept`. */
export interface RealtimeHandlers<Who> {
  /** An answer is sent when the command carries an id. */
  command(key: string, who: Who, command: Command): Promise<Ack>;
  /** The log of an open channel grew. */
  heard(key: string, events: readonly LogEvent[]): void;
  /** Somebody follows this log who did not before: bring its registers up to date. */
  opened(key: string): void;
  /** This connection is served: what is for it alone may be told from now on. */
  entered?(who: Who, link: Link): void;
  /** It ended, or was sent away; follows each `entered` once. */
  left?(who: Who): void;
  /** Whether an event is worth a write of its own where ticks are long: 50 ms instead of up to 250. Absent: none is. */
  isUrgent?(event: LogEvent): boolean;
}

/** What goes to one connection alone. */
export interface Link {
  /** @returns false when it was not sent: too much waits for this connection already */
  tell(frame: object): boolean;
  close(code: number): void;
}

export interface Realtime<Who> {
  /** Takes over an upgrade, from the handshake on. A reader that cannot be served is told so by a close code. */
  accept(call: { request: IncomingMessage; socket: Duplex; head: Buffer; key: string; who: Who; position: Position | null }): void;
  /** The log grew, perhaps, and perhaps by this; nothing happens when nobody here follows it. */
  wake(key: string, grown?: Grown | null): void;
  /** Nothing happens when nobody here follows it. */
  setRegister(key: string, name: string, value: number): void;
  /** Logs that somebody follows here. */
  keys(): string[];
  sockets(): number;
  /** How many of them follow this log. */
  followers(key: string): number;
  /** Writes to sockets since the start, of all kinds. */
  writes(): number;
  /** Tells everybody to come back later and ends; a second call does nothing. */
  close(): Promise<void>;
}

export function createRealtime<Who>(needs: {
  source: LogSource;
  handlers: RealtimeHandlers<Who>;
  clock: Clock;
  log: Log;
  /** Multiplies limits per address and per socket. */
  limitFactor: number;
}): Realtime<Who> {
  const { clock, log, handlers, limitFactor } = needs;
  const tempo = createTempo(clock);
  const rooms = new Map<string, Room<Who>>();
  const addresses = createAddressCount(LIMITS.socketsPerAddress * limitFactor);
  const { read } = createConversation<Who>({ log, command: handlers.command });
  const hub: Hub<Who> = { clock, tempo, read, parted, left, leaving: new Set() };
  let sockets = 0;
  let second = 0;
  let closing: Promise<void> | null = null;
  const timer = setInterval(sweep, 1000);
  timer.unref();

  function roomOf(key: string): Room<Who> {
    const known = rooms.get(key);
    if (known) return known;
    const channel = createChannel(key, {
      source: needs.source,
      clock,
      tickMs: tempo.tickMs,
      ...(handlers.isUrgent ? { isUrgent: handlers.isUrgent } : {}),
      later(ms, act) {
        const timeout = setTimeout(act, ms);
        return () => clearTimeout(timeout);
      },
      onEvents: (events) => handlers.heard(key, events),
      onTrouble: (error) => log.warn({ room: key, error: String(error) }, 'the log could not be read; trying again'),
    });
    const room: Room<Who> = { key, channel, people: new Set() };
    rooms.set(key, room);
    return room;
  }

  function accept({ request, socket, head, key, who, position }: Parameters<Realtime<Who>['accept']>[0]): void {
    // Who left while it was decided whether they may come in will never be heard leaving.
    if (!socket.readable || !socket.writable) return void socket.destroy();
    const hands = closing || sockets >= LIMITS.sockets ? BUSY : shakeHands(request);
    if (!hands.ok) return refuseUpgrade(socket, hands.text);
    socket.write(hands.text);
    const address = addressOf(request);
    const isWelcome = addresses.enter(address);
    const perSecond = LIMITS.messagesPerSecond * limitFactor;
    const connection = new Connection<Who>({
      hub,
      room: roomOf(key),
      who,
      address: isWelcome ? address : null,
      // Upgrades of an HTTP server come over TCP; its types leave that open.
      socket: socket as Socket,
      deflates: hands.deflates,
      budget: new TokenBucket(perSecond, LIMITS.messagesBurst * limitFactor, clock.now()),
    });
    sockets += 1;
    connection.room.people.add(connection);
    // A browser sees a close code but not the status of a refused upgrade, so the refusal comes after it.
    if (!isWelcome) return connection.close(CLOSE.limit);
    if (head.length > 0) read(connection, head);
    void enter(connection, position);
  }

  async function enter(connection: Connection<Who>, position: Position | null): Promise<void> {
    const { reader, room } = connection;
    const { key, channel } = room;
    const wasEmpty = channel.size === 0;
    try {
      const refused = await channel.join(reader, position);
      if (refused === CLOSE.gone && channel.size === 0) rooms.delete(key);
      if (refused !== null) return connection.close(refused);
      // Gone, or sent away, while the snapshot was made: there was nothing to leave then.
      if (!room.people.has(connection) || connection.partsAt > 0) return channel.leave(reader);
      if (wasEmpty) handlers.opened(key);
      connection.isServed = true;
      handlers.entered?.(connection.who, connection);
    } catch (error) {
      log.warn({ room: key, error: String(error) }, 'a reader could not be served');
      connection.close(CLOSE.restart);
    }
  }

  function parted(connection: Connection<Who>): void {
    if (!connection.isServed) return;
    connection.isServed = false;
    handlers.left?.(connection.who);
  }

  function left(connection: Connection<Who>): void {
    const { room, reader, address } = connection;
    if (!room.people.delete(connection)) return;
    sockets -= 1;
    hub.leaving.delete(connection);
    parted(connection);
    room.channel.leave(reader);
    if (address !== null) addresses.leave(address);
  }

  function sweep(): void {
    second += 1;
    const now = clock.now();
    for (const connection of hub.leaving) if (connection.partsAt < now) connection.destroy();
    for (const [key, room] of rooms) if (!room.channel.sweep(second) && room.people.size === 0) rooms.delete(key);
  }

  const isSomebodyThere = () => sockets > 0;

  async function goAway(): Promise<void> {
    clearInterval(timer);
    const max = Math.max(2000, sockets);
    for (const { channel } of rooms.values()) channel.close({ min: 200, max });
    // Close frames get a moment to leave; who does not read them is cut off.
    for (let waited = 0; waited < LIMITS.closeMs && isSomebodyThere(); waited += 20) await sleep(20);
    for (const { people } of rooms.values()) for (const connection of people) connection.destroy();
    for (const connection of hub.leaving) connection.destroy();
    for (let waited = 0; waited < 200 && isSomebodyThere(); waited += 10) await sleep(10);
  }

  return {
    accept,
    wake: (key, grown) => rooms.get(key)?.channel.wake(grown),
    setRegister: (key, name, value) => rooms.get(key)?.channel.setRegister(name, value),
    keys: () => [...rooms.values()].filter(({ channel }) => channel.size > 0).map(({ key }) => key),
    sockets: () => sockets,
    followers: (key) => rooms.get(key)?.channel.size ?? 0,
    writes: () => tempo.writes,
    close: () => (closing ??= goAway()),
  };
}
