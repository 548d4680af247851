import type { Socket } from 'node:net';
import type { Clock } from '#lib/clock.ts';
import type { TokenBucket } from '#lib/token-bucket.ts';
import type { Channel } from './channel.ts';
import { closeFrame, textFrame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { LIMITS } from './limits.ts';
import { Subscriber, type Wire } from './subscriber.ts';
import type { Tempo } from './tempo.ts';

/** A log that somebody here follows, and who. */
export interface Room<Who> {
  readonly key: string;
  readonly channel: Channel;
  readonly people: Set<Connection<Who>>;
}

/** What all connections of a process share. */
export interface Hub<Who> {
  readonly clock: Clock;
  readonly tempo: Tempo;
  /** Who was told to close and has not done so yet. */
  readonly leaving: Set<Connection<Who>>;
  read(connection: Connection<Who>, chunk: Buffer): void;
  /** It is told to close; nothing more is said to it. */
  parted(connection: Connection<Who>): void;
  /** The socket is gone. */
  left(connection: Connection<Who>): void;
}

const DONE = Promise.resolve();
const CONNECTION = Symbol('connection');
type Held = Socket & { [CONNECTION]: Connection<unknown> };

/**
 * One socket after its upgrade. Fields, and listeners that all sockets share: a closure or a timer for each would cost
 * more than everything that is kept here.
 */
export class Connection<Who> implements Wire {
  readonly socket: Socket;
  readonly hub: Hub<Who>;
  readonly room: Room<Who>;
  readonly who: Who;
  /** Null when its address has too many already. */
  readonly address: string | null;
  readonly budget: TokenBucket;
  readonly frames: FrameReader;
  readonly reader: Subscriber;
  /** Commands of one socket are obeyed one after the other: what was said first is first in the log. */
  before: Promise<void> = DONE;
  inFlight = 0;
  /** In the room, and said to be. */
  isServed = false;
  /** When our patience with somebody who was told to close ends; 0 while nobody was. */
  partsAt = 0;

  constructor(is: {
    socket: Socket;
    hub: Hub<Who>;
    room: Room<Who>;
    who: Who;
    address: string | null;
    budget: TokenBucket;
    deflates: boolean;
  }) {
    this.socket = is.socket;
    this.hub = is.hub;
    this.room = is.room;
    this.who = is.who;
    this.address = is.address;
    this.budget = is.budget;
    this.frames = new FrameReader(is.deflates);
    this.reader = new Subscriber(this, is.hub.clock.now(), is.deflates);
    listen(this);
  }

  write(bytes: Buffer): void {
    // After a close frame nothing may follow.
    if (this.partsAt > 0) return;
    this.hub.tempo.wrote();
    this.socket.write(bytes);
  }

  pending(): number {
    return this.socket.writableLength;
  }

  /** For this one alone. Who sends but does not read may not fill our memory with answers. @returns whether it was sent */
  tell(frame: object): boolean {
    return this.say(textFrame(JSON.stringify(frame)));
  }

  /** @returns whether it was sent */
  say(bytes: Buffer): boolean {
    if (this.partsAt > 0 || this.pending() > LIMITS.queuedBytes) return false;
    this.write(bytes);
    return true;
  }

  /** Says why, once; whoever does not even read that is cut off by `Hub.leaving`. */
  close(code: number): void {
    if (this.partsAt > 0) return;
    this.room.channel.leave(this.reader);
    this.hub.parted(this);
    this.write(closeFrame(code));
    this.partsAt = this.hub.clock.now() + LIMITS.closeMs;
    this.hub.leaving.add(this);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

function listen(connection: Connection<unknown>): void {
  const { socket } = connection;
  // What the HTTP server had to say about this socket holds no more.
  socket.removeAllListeners('error');
  socket.setTimeout(0);
  socket.setNoDelay(true);
  (socket as Held)[CONNECTION] = connection;
  socket.on('data', onData);
  socket.on('drain', onDrain);
  socket.on('end', onEnd);
  socket.on('error', onError);
  socket.on('close', onClose);
}

function onData(this: Socket, chunk: Buffer): void {
  const connection = (this as Held)[CONNECTION];
  connection.hub.read(connection, chunk);
}

function onDrain(this: Socket): void {
  const { room, reader } = (this as Held)[CONNECTION];
  room.channel.drained(reader);
}

/** Sockets of an HTTP server stay half open unless somebody says otherwise. */
function onEnd(this: Socket): void {
  this.end();
}

function onError(this: Socket): void {
  this.destroy();
}

function onClose(this: Socket): void {
  const connection = (this as Held)[CONNECTION];
  connection.hub.left(connection);
}
