// `npm run bench -- fan-out [--quick]`: what it costs to bring one room's events to everybody.
// Ours (encoded once, one shared buffer, one tick) against `ws` used plainly (stringify and send per client and event),
// in one run, in turns. Every server and every crowd is a process of its own; the figure is the server's CPU time
// (user and system) per delivered event.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Sample {
  readonly cpuUsPerEvent: number;
  readonly userUsPerEvent: number;
  readonly delivered: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly complete: boolean;
}
type Side = 'ours' | 'ws_naive';
/** A calm room of few words, and a busy one: the tick gathers more the more is said. */
const RATES = { calm: 10, busy: 50 } as const;

const SERVER = fileURLToPath(new URL('./fan-out/server.ts', import.meta.url));
const CROWD = fileURLToPath(new URL('./fan-out/crowd.ts', import.meta.url));
const child = (file: string, ...args: string[]): ChildProcess => fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

function next<T>(process_: ChildProcess, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`A part of the bench ended with ${code}.`));
    const listen = (message: Record<string, T>) => {
      if (!(key in message)) return;
      process_.off('message', listen);
      process_.off('exit', failed);
      resolve(message[key]!);
    };
    process_.on('message', listen);
    process_.once('exit', failed);
  });
}

async function measure(side: Side, clients: number, perSecond: number, seconds: number): Promise<Sample> {
  const server = child(SERVER, side);
  const crowd = child(CROWD);
  try {
    const port = await next<number>(server, 'port');
    const ready = next<true>(crowd, 'ready');
    crowd.send({ connect: { port, clients } });
    await ready;
    const spent = next<{ userUs: number; systemUs: number; events: number }>(server, 'spent');
    server.send({ speak: { perSecond, seconds } });
    const { userUs, systemUs, events } = await spent;
    const counted = next<{ delivered: number; p50Ms: number; p99Ms: number }>(crowd, 'counted');
    crowd.send({ count: { expected: clients * events } });
    const { delivered, p50Ms, p99Ms } = await counted;
    const expected = clients * events;
    return {
      cpuUsPerEvent: (userUs + systemUs) / expected,
      userUsPerEvent: userUs / expected,
      delivered,
      p50Ms,
      p99Ms,
      complete: delivered === expected,
    };
  } finally {
    for (const part of [server, crowd]) part.kill('SIGKILL');
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const round = (value: number): number => Math.round(value * 100) / 100;

export async function run({ quick = false }: { quick?: boolean } = {}) {
  const clients = quick ? 1000 : 3000;
  const seconds = quick ? 3 : 8;
  const rounds = quick ? 2 : 3;
  const metrics: Record<string, number> = { clients, seconds, rounds };
  const ratios: Record<string, number> = {};
  let complete = true;
  for (const [room, perSecond] of Object.entries(RATES)) {
    const samples: Record<Side, Sample[]> = { ours: [], ws_naive: [] };
    for (let turn = 0; turn < rounds; turn++)
      // In turns, and in another order each time: what else the machine does hits both.
      for (const side of turn % 2 === 0 ? (['ours', 'ws_naive'] as const) : (['ws_naive', 'ours'] as const)) {
        console.log(`${room} room, ${clients} clients, ${perSecond} events per second: ${side}`);
        samples[side].push(await measure(side, clients, perSecond, seconds));
      }
    for (const side of ['ours', 'ws_naive'] as const) {
      metrics[`${room}_${side}_cpu_us_per_event`] = round(median(samples[side].map((sample) => sample.cpuUsPerEvent)));
      metrics[`${room}_${side}_user_us_per_event`] = round(median(samples[side].map((sample) => sample.userUsPerEvent)));
      metrics[`${room}_${side}_p50_ms`] = round(median(samples[side].map((sample) => sample.p50Ms)));
      metrics[`${room}_${side}_p99_ms`] = round(median(samples[side].map((sample) => sample.p99Ms)));
      complete &&= samples[side].every((sample) => sample.complete);
    }
    ratios[room === 'busy' ? 'vs_ws_naive' : 'vs_ws_naive_calm'] = round(
      metrics[`${room}_ws_naive_cpu_us_per_event`]! / metrics[`${room}_ours_cpu_us_per_event`]!,
    );
  }
  return { bench: 'fan-out', metrics, ratios, invariants: { every_event_reached_everybody: complete } };
}

if (import.meta.main) {
  const result = await run({ quick: process.argv.includes('--quick') });
  console.log(JSON.stringify(result));
  process.exit(Object.values(result.invariants).every(Boolean) ? 0 : 1);
}
