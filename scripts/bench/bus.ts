// `npm run bench -- bus [--quick]`: what it costs to tell another process what was appended, by each engine, in one run.
// A publisher and a subscriber, each a process of its own (but for `in_process`), 100 shows, events of some 200 bytes in
// batches of 20. Flooded: events a second that arrive, and the share that is lost, which the log makes good. Calm: from
// `publish` to the listener, at 100 batches a second. Postgres carries wake-ups only: reading the log comes on top.
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#platform/postgres.ts';
import { startTestPostgres } from '#platform/testing.ts';
import { type EngineName, type Heard, listen, openSide, SHOWS, showKey } from './bus/engines.ts';

const seconds = process.argv.includes('--quick') ? 2 : 6;
const BATCH = 20;
const batch = (first: number) =>
  Array.from({ length: BATCH }, (_, at) => ({
    s: first + at,
    t: 1_790_000_000_000,
    k: 'chat',
    now: true,
    d: { author: 'a'.repeat(22), name: 'Noor', text: 'word '.repeat(16) },
  }));

interface Sample {
  readonly eventsPerSecond: number;
  readonly lostShare: number;
  readonly cpuUsPerEvent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function measure(engine: EngineName, address: string): Promise<Sample> {
  const bus = openSide(engine, address);
  const other = engine === 'in_process' ? here(engine, address) : await elsewhere(engine, address);
  try {
    await sleep(1500);
    const next = new Map<string, number>();
    const say = (show: number, epoch: string) => {
      const key = showKey(show);
      const first = next.get(key) ?? 1;
      next.set(key, first + BATCH);
      bus.publish(key, { epoch, first, last: first + BATCH - 1, events: batch(first) });
    };
    await other.take();
    const [before, began] = [process.cpuUsage(), performance.now()];
    let said = 0;
    for (let show = 0; performance.now() - began < seconds * 1000; said += BATCH) {
      say((show = (show + 1) % SHOWS), '0');
      // A server does other things too, and sockets are written between turns.
      if (show % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const spent = process.cpuUsage(before);
    await sleep(1500);
    const flooded = await other.take();
    next.clear();
    for (let at = 0; at < seconds * 100; at++) {
      say(at % SHOWS, String(performance.timeOrigin + performance.now()));
      await sleep(10);
    }
    await sleep(500);
    const calm = await other.take();
    return {
      eventsPerSecond: Math.round(flooded.events / seconds),
      lostShare: round(1 - flooded.events / said),
      cpuUsPerEvent: round((spent.user + spent.system) / said),
      p50Ms: round(calm.p50Ms),
      p99Ms: round(calm.p99Ms),
    };
  } finally {
    await other.close();
    await bus.close();
  }
}

function here(engine: EngineName, address: string) {
  const bus = openSide(engine, address);
  const listener = listen(bus);
  return { take: async () => listener.take(), close: () => bus.close() };
}

async function elsewhere(engine: EngineName, address: string) {
  const child = fork(fileURLToPath(new URL('./bus/subscriber.ts', import.meta.url)), [engine, address]);
  await once(child, 'message');
  return {
    async take(): Promise<Heard> {
      child.send('take');
      return ((await once(child, 'message')) as [Heard])[0];
    },
    async close() {
      child.send('close');
      await once(child, 'exit');
    },
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

const postgres = await startTestPostgres();
const natsPort = await freePort();
const hasNats = spawnSync('nats-server', ['--version']).status === 0;
const nats: ChildProcess | null = hasNats ? spawn('nats-server', ['-a', '127.0.0.1', '-p', String(natsPort)], { stdio: 'ignore' }) : null;
const samples: Partial<Record<EngineName, Sample>> = {};
try {
  samples.in_process = await measure('in_process', '');
  if (nats) samples.nats = await measure('nats', `nats://127.0.0.1:${natsPort}`);
  samples.postgres = await measure('postgres', postgres.url);
} finally {
  nats?.kill('SIGKILL');
  await postgres.stop();
}
if (!nats) console.log('nats-server is not installed (apt-get install nats-server): not measured');
console.table(samples);
const ratio = (one: number | undefined, other: number | undefined) => (one === undefined || !other ? null : round(one / other));
console.log(
  JSON.stringify({
    bench: 'bus',
    metrics: samples,
    ratios: {
      nats_vs_in_process_events: ratio(samples.nats?.eventsPerSecond, samples.in_process.eventsPerSecond),
      nats_vs_postgres_p99: ratio(samples.postgres.p99Ms, samples.nats?.p99Ms),
    },
    invariants: { calm_is_heard: Object.values(samples).every(({ p50Ms }) => p50Ms < 1000) },
  }),
);
