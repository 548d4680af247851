import type { Grown } from '../signals.ts';
import { type ChannelNeeds, createChannel } from './channel.ts';
import { payloadOf, PING } from './frame.ts';
import type { LogEvent, LogSource } from './tail.ts';
import { Subscriber, type Wire } from './subscriber.ts';

/** A log in memory, virtual time, and a channel over it: everything a seed can decide. */
export function createWorld(seed: number, options: Partial<Pick<ChannelNeeds, 'tickMs' | 'isUrgent'>> = {}) {
  let random = seed >>> 0 || 1;
  const pick = (below: number) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  let now = 1_000_000;
  let epoch = 'one';
  let log: (LogEvent & { v: number })[] = [];
  let timers: { at: number; act: () => void }[] = [];
  let second = 0;
  const clients: Client[] = [];
  const world = {
    exists: true,
    /** The next question to the database fails. */
    failNext: false,
    snapshotsMade: 0,
    pick,
    now: () => now,
    join(client: Client) {
      clients.push(client);
    },
    /** Questions to the database so far. */
    reads: 0,
    /** @param options.wake how readers hear of it: by a wake-up, not at all, or over a bus that loses, doubles and reorders */
    append(count: number, options: { wake?: boolean | 'bus' } = {}) {
      const first = log.length + 1;
      for (let at = 0; at < count; at++) log.push({ s: log.length + 1, v: pick(1000) });
      if (options.wake === 'bus') carry({ epoch, first, last: log.length, events: log.slice(first - 1) });
      else if (options.wake !== false) world.channel.wake();
    },
    replaceLog(length: number) {
      epoch = `${epoch}+`;
      log = log.slice(0, length).map((event) => ({ ...event, v: -event.v }));
    },
    /** What the log adds up to: sums stand for any state that depends on every event. */
    state: () => ({ epoch, last: log.length, sum: log.reduce((sum, event) => sum + event.v, 0) }),
    /** The process dies and another one starts; sockets are cut. */
    restart() {
      for (const client of clients) client.cut();
      timers = [];
      world.channel = open();
    },
    /** Lets virtual time pass: ticks, sweeps and answers happen on the way. */
    async advance(ms: number) {
      const until = now + ms;
      await settle();
      for (;;) {
        const nextSweep = Math.floor(now / 1000) * 1000 + 1000;
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        const at = Math.min(next?.at ?? Infinity, nextSweep);
        if (at > until) break;
        now = Math.max(now, at);
        if (next && next.at <= at) {
          timers = timers.filter((timer) => timer !== next);
          next.act();
        } else world.channel.sweep(++second);
        await settle();
      }
      now = until;
    },
    channel: null as unknown as ReturnType<typeof createChannel>,
  };

  function carry(grown: Grown): void {
    for (let copies = pick(10); copies >= 0; copies -= 9)
      if (pick(10) > 0) timers.push({ at: now + pick(3) * pick(60), act: () => world.channel.wake(grown) });
  }

  const source: LogSource = {
    async head() {
      await answerLater();
      return world.exists ? { epoch, last: log.length } : null;
    },
    async read(_key, after, limit) {
      world.reads += 1;
      await answerLater();
      return log.slice(after, after + limit);
    },
    async snapshot() {
      await answerLater();
      world.snapshotsMade += 1;
      return { epoch, seq: log.length, state: { sum: log.reduce((sum, event) => sum + event.v, 0), seqs: log.map((event) => event.s) } };
    },
  };

  /** Between the question and the answer other things happen, as with a real database. */
  async function answerLater(): Promise<void> {
    for (let turns = pick(3); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
    if (!world.failNext) return;
    world.failNext = false;
    throw new Error('the database went away');
  }

  const open = () =>
    createChannel('room', {
      source,
      clock: { now: () => now },
      tickMs: () => 50,
      later(ms, act) {
        const timer = { at: now + ms, act };
        timers.push(timer);
        return () => (timers = timers.filter((other) => other !== timer));
      },
      onEvents: () => {},
      onTrouble: () => {},
      ...options,
    });
  world.channel = open();
  return world;
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A client of protocol v1, reduced to what decides whether it knows the truth. */
export class Client {
  state = { epoch: '', last: 0, sum: 0 };
  seqs: number[] = [];
  registers: Record<string, number> = {};
  frames = 0;
  writes = 0;
  eventFrames = 0;
  snapshots = 0;
  heartbeats: number[] = [];
  pings = 0;
  gaps = 0;
  wrong = 0;
  peakQueue = 0;
  lastFrame: Buffer | null = null;
  closedWith: number | null = null;
  destroyed = false;
  /** Bytes wait in its queue. */
  stalled = false;
  /** Never answers a ping. */
  deaf = false;
  subscriber!: Subscriber;
  readonly #world: ReturnType<typeof createWorld>;
  readonly #known = new Map<number, number>();
  #queue: Buffer[] = [];
  #queued = 0;
  #connected = false;

  constructor(world: ReturnType<typeof createWorld>) {
    this.#world = world;
    world.join(this);
  }

  async connect(): Promise<void> {
    if (this.#connected) return;
    this.#connected = true;
    this.#queue = [];
    this.#queued = 0;
    this.stalled = false;
    this.closedWith = null;
    const wire: Wire = {
      write: (bytes) => this.#arrive(subscriber, bytes),
      pending: () => this.#queued,
      close: (code) => {
        if (subscriber !== this.subscriber) return;
        this.closedWith = code;
        this.#connected = false;
      },
      destroy: () => {
        this.destroyed = true;
        this.#connected = false;
      },
    };
    const subscriber = new Subscriber(wire, this.#world.now());
    this.subscriber = subscriber;
    const position = this.state.epoch === '' ? null : { epoch: this.state.epoch, seq: this.state.last };
    const { channel } = this.#world;
    try {
      const refused = await channel.join(subscriber, position);
      if (refused !== null) wire.close(refused);
      else if (!this.#connected || subscriber !== this.subscriber) channel.leave(subscriber);
    } catch {
      wire.close(4000);
    }
  }

  /** The network is gone: what is in the queue never arrives. */
  cut(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#world.channel.leave(this.subscriber);
  }

  drain(): void {
    if (!this.stalled) return;
    this.stalled = false;
    const queue = this.#queue;
    this.#queue = [];
    this.#queued = 0;
    if (!this.#connected) return;
    for (const bytes of queue) this.#readAll(bytes);
    this.#world.channel.drained(this.subscriber);
  }

  #arrive(subscriber: Subscriber, bytes: Buffer): void {
    if (!this.#connected || subscriber !== this.subscriber) return;
    if (!this.stalled) return this.#readAll(bytes);
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    this.peakQueue = Math.max(this.peakQueue, this.#queued);
  }

  /** One write may carry several frames. */
  #readAll(bytes: Buffer): void {
    this.writes += 1;
    if (bytes !== PING) this.lastFrame = bytes;
    for (let rest = bytes; rest.length > 0; rest = this.#read(rest));
  }

  /** @returns what follows the first frame */
  #read(bytes: Buffer): Buffer {
    const payload = payloadOf(bytes);
    const length = bytes[1]! < 126 ? bytes[1]! : bytes[1] === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    const rest = payload.subarray(length);
    if (bytes[0] === PING[0]) {
      this.pings += 1;
      if (!this.deaf) this.subscriber.heardAt = this.#world.now();
      return rest;
    }
    this.frames += 1;
    const message = JSON.parse(payload.toString('utf8', 0, length));
    if (message.r) Object.assign(this.registers, message.r);
    if (message.state) this.#start(message);
    else if (message.v) this.#follow(message);
    else if ('z' in message) {
      this.heartbeats.push(message.z);
      if (message.z > this.state.last) this.gaps += 1;
    }
    return rest;
  }

  #start(message: { e: string; s: number; state: { sum: number; seqs: number[] } }): void {
    this.snapshots += 1;
    this.#known.clear();
    this.seqs = message.state.seqs;
    this.state = { epoch: message.e, last: message.s, sum: message.state.sum };
  }

  #follow(message: { e: string; a: number; z: number; v: { s: number; v: number }[] }): void {
    this.eventFrames += 1;
    if (message.e !== this.state.epoch || message.a > this.state.last + 1) this.gaps += 1;
    for (const event of message.v) {
      if (this.#known.has(event.s) && this.#known.get(event.s) !== event.v) this.wrong += 1;
      this.#known.set(event.s, event.v);
      if (event.s <= this.state.last) continue;
      if (event.s !== this.state.last + 1) this.gaps += 1;
      this.seqs.push(event.s);
      this.state.last = event.s;
      this.state.sum += event.v;
    }
  }
}
