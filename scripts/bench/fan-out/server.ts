// One side of the fan-out bench: a room in memory behind our realtime layer, or behind what others would use.
//   node server.ts <side>    prints {"port":n}; takes "idle" and "speak <seconds> <events per second> <padding>"
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Server as SocketIo } from 'socket.io';
import { WebSocketServer } from 'ws';
import { systemClock } from '#lib/clock.ts';
import { createRealtime } from '#platform/realtime/index.ts';
import { type Line, line } from './lines.ts';

interface Room {
  say(said: Line): void;
  /** Writes to sockets so far, by the side's own count. */
  writes(): number;
}
const TICK_MS = 100;
const LEAD_IN_S = 1;
const LEAD_OUT_MS = 150;

function ours(http: Server): Room {
  const log: Line[] = [];
  const realtime = createRealtime<null>({
    source: {
      head: async () => ({ epoch: 'e', last: log.length }),
      read: async (_key, after, limit) => log.slice(after, after + limit),
      snapshot: async () => ({ epoch: 'e', seq: log.length, state: {} }),
    },
    handlers: { command: async () => ({ ok: true }), heard: () => {}, opened: () => {} },
    clock: systemClock,
    log: pino({ level: 'silent' }),
    limitFactor: 1000,
  });
  http.on('upgrade', (request, socket, head) => realtime.accept({ request, socket, head, key: 'room', who: null, position: null }));
  return {
    say(said) {
      log.push(said);
      realtime.wake('room');
    },
    writes: realtime.writes,
  };
}

/** As in most tutorials: every event is made text for every client. */
function wsNaive(http: Server): Room {
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  let writes = 0;
  return {
    say(said) {
      for (const client of server.clients) client.send(JSON.stringify({ v: [said] }));
      writes += server.clients.size;
    },
    writes: () => writes,
  };
}

/** As its documentation advises for many connections: WebSocket alone, no compression, the request let go. */
function tunedSocketIo(http: Server): SocketIo {
  const io = new SocketIo(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    pingInterval: 600_000,
  });
  io.engine.on('connection', (raw: { request: unknown }) => (raw.request = null));
  io.on('connection', (socket) => void socket.join('room'));
  return io;
}

function socketIo(http: Server): Room {
  const io = tunedSocketIo(http);
  let writes = 0;
  return {
    say(said) {
      io.to('room').emit('v', said);
      writes += io.engine.clientsCount;
    },
    writes: () => writes,
  };
}

/** What a user of Socket.IO could build: gather for a tick, emit an array. */
function socketIoBatched(http: Server): Room {
  const io = tunedSocketIo(http);
  let writes = 0;
  let gathered: Line[] = [];
  setInterval(() => {
    if (gathered.length === 0) return;
    io.to('room').emit('v', gathered);
    writes += io.engine.clientsCount;
    gathered = [];
  }, TICK_MS);
  return { say: (said) => gathered.push(said), writes: () => writes };
}

const SIDES: Record<string, (http: Server) => Room> = {
  ours,
  ws_naive: wsNaive,
  socketio: socketIo,
  socketio_batched: socketIoBatched,
};

/** Counts of the kernel, so that ours need not be believed. Null where it keeps none. */
function writeCalls(): number | null {
  try {
    return Number(/syscw: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return null;
  }
}

const print = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const http = createServer();
const room = SIDES[process.argv[2] ?? '']!(http);
const sockets = new Set<{ writableLength: number }>();
http.on('upgrade', (_request, socket) => sockets.add(socket));
let seq = 0;

/** @returns how many events were said */
async function talk(seconds: number, perSecond: number, pad: number): Promise<number> {
  const events = Math.round(perSecond * seconds);
  const gapMs = 1000 / perSecond;
  const began = Date.now();
  for (let said = 0; said < events;) {
    await sleep(Math.max(0, began + (said + 1) * gapMs - Date.now()));
    // By the clock, not by the timer: a loop that is late says what it owes.
    const due = Math.min(events, Math.floor((Date.now() - began) / gapMs));
    for (; said < due; said++) room.say(line((seq += 1), pad));
  }
  return events;
}

async function idle(): Promise<void> {
  // Handshakes leave litter; what is asked is what stays.
  for (let times = 0; times < 4; times++) {
    globalThis.gc?.();
    await sleep(200);
  }
  print({ rss: process.memoryUsage().rss });
}

async function speak(seconds: number, perSecond: number, pad: number): Promise<void> {
  // A room that has been talking for a while: code is hot and ticks have adapted. Then a breath, so that all of it is sent.
  await talk(LEAD_IN_S, perSecond, 0);
  await sleep(LEAD_OUT_MS);
  print({ begun: true });
  // The crowd is told to count only now.
  await sleep(100);
  const before = { cpu: process.cpuUsage(), writes: room.writes(), calls: writeCalls() };
  const began = Date.now();
  const events = await talk(seconds, perSecond, pad);
  await sleep(500);
  const { user, system } = process.cpuUsage(before.cpu);
  const calls = writeCalls();
  const queued = [...sockets].map((socket) => socket.writableLength).filter((bytes) => bytes > 0);
  print({
    spent: {
      userUs: user,
      systemUs: system,
      events,
      ms: Date.now() - began,
      writes: room.writes() - before.writes,
      calls: calls === null || before.calls === null ? null : calls - before.calls,
      stalled: queued.length,
      mostQueued: Math.max(0, ...queued),
      rss: process.memoryUsage().rss,
    },
  });
}

http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => print({ port: (http.address() as AddressInfo).port }));
createInterface({ input: process.stdin })
  .on('line', (order) => {
    const [verb, ...numbers] = order.split(' ');
    if (verb === 'idle') void idle();
    else void speak(...(numbers.map(Number) as [number, number, number]));
  })
  .on('close', () => process.exit(0));
