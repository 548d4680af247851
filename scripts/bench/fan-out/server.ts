// One side of the fan-out bench: a room in memory behind our realtime layer, or behind `ws` used plainly.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '#lib/clock.ts';
import { createRealtime } from '#platform/realtime/index.ts';

interface Line {
  s: number;
  t: number;
  k: string;
  d: object;
}
const WORDS = 'steel pan egg hob lid rust shine salt oil warm heavy handle dinner market bench lamp'.split(' ');
const line = (s: number): Line => ({
  s,
  t: Date.now(),
  k: 'chat',
  d: {
    id: crypto.randomUUID(),
    author: 'k3jd92ks',
    name: 'Noor',
    label: null,
    text: Array.from({ length: 8 }, (_, at) => WORDS[(s * 7 + at * 3) % WORDS.length]).join(' '),
  },
});

/** Makes a room. @returns how to say a line in it */
const SIDES: Record<string, (http: ReturnType<typeof createServer>) => (said: Line) => void> = {
  ours(http) {
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
    return (said) => {
      log.push(said);
      realtime.wake('room');
    };
  },
  ws_naive(http) {
    const server = new WebSocketServer({ server: http, perMessageDeflate: false });
    return (said) => {
      for (const client of server.clients) (client as WebSocket).send(JSON.stringify({ v: [said] }));
    };
  },
};

const http = createServer();
const say = SIDES[process.argv[2] ?? '']!(http);
http.listen(0, '127.0.0.1', () => process.send!({ port: (http.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
process.on('message', ({ speak }: { speak: { perSecond: number; seconds: number } }) => {
  const events = speak.perSecond * speak.seconds;
  const began = Date.now();
  const before = process.cpuUsage();
  let said = 0;
  const timer = setInterval(() => {
    // By the clock, not by the timer: a loop that is late says what it owes.
    const due = Math.min(events, Math.floor(((Date.now() - began) / 1000) * speak.perSecond));
    while (said < due) say(line((said += 1)));
    if (said < events) return;
    clearInterval(timer);
    setTimeout(() => {
      const { user, system } = process.cpuUsage(before);
      process.send!({ spent: { userUs: user, systemUs: system, events } });
    }, 500);
  }, 5);
});
