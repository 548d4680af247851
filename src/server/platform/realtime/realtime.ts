import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { CLOSE } from '#contract/wire.ts';
import type { Clock } from '#lib/clock.ts';
import { TokenBucket } from '#lib/token-bucket.ts';
import type { Log } from '../log.ts';
import type { Grown } from '../signals.ts';
import { addressOf, createAddressCount } from './addresses.ts';
import { type Channel, createChannel, type Position } from './channel.ts';
import { textFrame } from './frame.ts';
import { LIMITS, tickMs } from './limits.ts';
import { type Ack, ackText, type Command, readAt, readCommand } from './message.ts';
import { SocketWire } from './socket-wire.ts';
import { Subscriber } from './subscriber.ts';
import type { LogEvent, LogSource } from './tail.ts';

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
}

/** What goes to one connection alone. */
export interface Link {
  /** @returns false when it was not sent: too much waits for this connection already */
  tell(frame: object): boolean;
  close(code: number): void;
}

export interface Realtime<Who> {
  /** Takes over an upgrade. A reader that cannot be served is told so by a close code. */
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
  /** Tells everybody to come back later and ends; a second call does nothing. */
  close(): Promise<void>;
}

/** One connection: the reader that the channel knows, and what this layer must remember about it. */
interface Connection<Who> {
  readonly reader: Subscriber;
  readonly channel: Channel;
  readonly key: string;
  readonly who: Who;
  readonly address: string;
  readonly budget: TokenBucket;
  /** Commands of one socket are obeyed one after the other: what was said first is first in the log. */
  before: Promise<void>;
  inFlight: number;
  entered: boolean;
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
  const server = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: LIMITS.messageBytes });
  const channels = new Map<string, Channel>();
  const addresses = createAddressCount(LIMITS.socketsPerAddress * limitFactor);
  const connections = new Map<WebSocket, Connection<Who>>();
  /** Sockets told to close, with the moment their patience ends. */
  const leaving = new Map<WebSocket, number>();
  let second = 0;
  let closing: Promise<void> | null = null;
  const timer = setInterval(sweep, 1000);
  timer.unref();

  function channelOf(key: string): Channel {
    const known = channels.get(key);
    if (known) return known;
    const channel = createChannel(key, {
      source: needs.source,
      clock,
      tickMs: () => tickMs(connections.size),
      later(ms, act) {
        const timeout = setTimeout(act, ms);
        return () => clearTimeout(timeout);
      },
      onEvents: (events) => handlers.heard(key, events),
      onTrouble: (error) => log.warn({ room: key, error: String(error) }, 'the log could not be read; trying again'),
    });
    channels.set(key, channel);
    return channel;
  }

  function accept(call: Parameters<Realtime<Who>['accept']>[0]): void {
    if (closing || connections.size >= LIMITS.sockets) {
      call.socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const address = addressOf(call.request);
    server.handleUpgrade(call.request, call.socket, call.head, (ws) => {
      // A browser sees a close code but not the status of a refused upgrade, so the refusal comes after it.
      ws.on('error', onError);
      if (!addresses.enter(address)) return part(ws, CLOSE.limit);
      const now = clock.now();
      const reader = new Subscriber(new SocketWire(ws, call.socket, part), now);
      const budget = new TokenBucket(LIMITS.messagesPerSecond * limitFactor, LIMITS.messagesBurst * limitFactor, now);
      const channel = channelOf(call.key);
      connections.set(ws, { reader, channel, key: call.key, who: call.who, address, budget, before: DONE, inFlight: 0, entered: false });
      ws.on('message', onMessage);
      ws.on('pong', onPong);
      ws.on('close', onClose);
      call.socket.on('drain', () => channel.drained(reader));
      void enter(ws, channel, reader, call);
    });
  }

  async function enter(
    ws: WebSocket,
    channel: Channel,
    reader: Subscriber,
    call: { key: string; position: Position | null },
  ): Promise<void> {
    const wasEmpty = channel.size === 0;
    try {
      const refused = await channel.join(reader, call.position);
      if (refused === CLOSE.gone && channel.size === 0) channels.delete(call.key);
      if (refused !== null) return part(ws, refused);
      // Gone while the snapshot was made: `onClose` came before there was anything to leave.
      if (!connections.has(ws)) return channel.leave(reader);
      if (wasEmpty) handlers.opened(call.key);
      welcome(ws, connections.get(ws)!);
    } catch (error) {
      log.warn({ room: call.key, error: String(error) }, 'a reader could not be served');
      part(ws, CLOSE.restart);
    }
  }

  function welcome(ws: WebSocket, connection: Connection<Who>): void {
    connection.entered = true;
    handlers.entered?.(connection.who, {
      tell: (frame) => connections.get(ws) === connection && write(connection, JSON.stringify(frame)),
      close: (code) => dismiss(ws, connection, code),
    });
  }

  /** For one connection. Who sends but does not read may not fill our memory with answers. @returns whether it was sent */
  function write({ reader }: Connection<Who>, text: string): boolean {
    if (reader.wire.pending() > LIMITS.queuedBytes) return false;
    reader.wire.write(textFrame(text));
    return true;
  }

  function parted(connection: Connection<Who>): void {
    if (!connection.entered) return;
    connection.entered = false;
    handlers.left?.(connection.who);
  }

  /** Says why; whoever does not even read that is cut off by the sweep. */
  function part(ws: WebSocket, code: number): void {
    ws.close(code);
    leaving.set(ws, clock.now() + LIMITS.closeMs);
  }

  // These four are shared by all sockets; `ws` calls them with itself as `this`.

  function onMessage(this: WebSocket, raw: RawData, isBinary: boolean): void {
    const connection = connections.get(this);
    if (!connection || this.readyState !== this.OPEN) return;
    const now = clock.now();
    connection.reader.heardAt = now;
    if (connection.budget.take(now) > 0) return dismiss(this, connection, CLOSE.limit);
    const command = isBinary ? null : readCommand(raw as Buffer);
    if (!command) return dismiss(this, connection, CLOSE.protocol);
    if (command.name === 'at') {
      connection.reader.acked = readAt(command.data);
      return;
    }
    if (connection.inFlight >= LIMITS.commandsInFlight)
      return acknowledge(this, connection, command, { ok: false, reason: 'busy', retryMs: 1000 });
    connection.inFlight += 1;
    connection.before = connection.before.then(() => answer(this, connection, command));
  }

  async function answer(ws: WebSocket, connection: Connection<Who>, command: Command): Promise<void> {
    const ack = await decide(connection, command);
    connection.inFlight -= 1;
    acknowledge(ws, connection, command, ack);
  }

  function acknowledge(ws: WebSocket, connection: Connection<Who>, command: Command, ack: Ack): void {
    if (command.id === null || connections.get(ws) !== connection) return;
    write(connection, ackText(command.id, ack));
  }

  async function decide(connection: Connection<Who>, command: Command): Promise<Ack> {
    try {
      return await handlers.command(connection.key, connection.who, command);
    } catch (error) {
      log.error({ room: connection.key, command: command.name, error: String(error) }, 'a command broke');
      return { ok: false, reason: 'broken' };
    }
  }

  function dismiss(ws: WebSocket, connection: Connection<Who>, code: number): void {
    connection.channel.leave(connection.reader);
    parted(connection);
    part(ws, code);
  }

  function onPong(this: WebSocket): void {
    const connection = connections.get(this);
    if (connection) connection.reader.heardAt = clock.now();
  }

  function onClose(this: WebSocket): void {
    const connection = connections.get(this);
    if (!connection) return;
    connections.delete(this);
    leaving.delete(this);
    parted(connection);
    connection.channel.leave(connection.reader);
    addresses.leave(connection.address);
  }

  /** Bytes that are no WebSocket, or a message that is too large: `ws` closes with its own code. */
  function onError(this: WebSocket): void {}

  function sweep(): void {
    second += 1;
    const now = clock.now();
    for (const [ws, until] of leaving) {
      if (until >= now) continue;
      ws.terminate();
      leaving.delete(ws);
    }
    for (const [key, channel] of channels) if (!channel.sweep(second)) channels.delete(key);
  }

  async function goAway(): Promise<void> {
    clearInterval(timer);
    const max = Math.max(2000, connections.size);
    for (const channel of channels.values()) channel.close({ min: 200, max });
    // Close frames get a moment to leave; who does not read them is cut off.
    for (let waited = 0; waited < LIMITS.closeMs && connections.size > 0; waited += 20) await sleep(20);
    for (const ws of [...connections.keys(), ...leaving.keys()]) ws.terminate();
    for (let waited = 0; waited < 200 && connections.size > 0; waited += 10) await sleep(10);
    server.close();
  }

  return {
    accept,
    wake: (key, grown) => channels.get(key)?.wake(grown),
    setRegister: (key, name, value) => channels.get(key)?.setRegister(name, value),
    keys: () => [...channels].filter(([, channel]) => channel.size > 0).map(([key]) => key),
    sockets: () => connections.size,
    followers: (key) => channels.get(key)?.size ?? 0,
    close: () => (closing ??= goAway()),
  };
}

const DONE = Promise.resolve();
