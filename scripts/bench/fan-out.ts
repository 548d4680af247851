// `npm run bench -- fan-out [--quick]`: what it costs to bring one room's events to everybody, in one run, in turns:
// ours, `ws` used plainly, Socket.IO tuned (an emit per event, and gathered at our tick), and a floor that only writes
// the same bytes. Every server and every crowd is a process of its own, bound to a core of its own; figures are CPU time
// (user and system) of the server, because wall time on a shared machine is somebody else's.
import { makeTools, type Tools } from './fan-out/part.ts';
import { measure, measureBesideFloor, measureMemory, measureStalled, type Sample, type Side, type Talk } from './fan-out/sample.ts';

const BUSY = 50;
const CALM = 10;
const FLOOR_TICK_MS = 100;
const STALLED_EVERY = 5;

interface Plan {
  readonly busy: Talk;
  /** Those who write once per event need a core and more for the same talk: they are given less of it. */
  readonly unbatchedSeconds: number;
  readonly calm: Talk;
  readonly stalled: Talk;
  readonly rounds: number;
  readonly floorTurns: number;
  readonly stalledRounds: number;
  readonly idle: number;
}
/** Over 4 MB to each: so much the kernel takes for somebody who does not read before it is our turn. */
const FILL = { seconds: 5, pad: 20_000 };
const QUICK: Plan = {
  busy: { clients: 2000, seconds: 3, perSecond: BUSY },
  unbatchedSeconds: 0.5,
  calm: { clients: 2000, seconds: 2, perSecond: CALM },
  stalled: { clients: 200, seconds: 1.5, perSecond: BUSY },
  rounds: 1,
  floorTurns: 3,
  stalledRounds: 1,
  idle: 5000,
};
const FULL: Plan = {
  busy: { clients: 6000, seconds: 4, perSecond: BUSY },
  unbatchedSeconds: 1,
  calm: { clients: 6000, seconds: 3, perSecond: CALM },
  stalled: { clients: 400, seconds: 1.5, perSecond: BUSY },
  rounds: 3,
  floorTurns: 9,
  stalledRounds: 2,
  idle: 10_000,
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;
const of = (samples: readonly Sample[], key: keyof Sample): number => median(samples.map((sample) => Number(sample[key])));

function tell(name: string, sample: Sample): void {
  const { cpuUsPerEvent, cpuUsPerWrite, eventsPerWrite, serverCpu, crowdCpu, p99Ms } = sample;
  console.log(
    `${name}: ${round(cpuUsPerEvent)} µs per delivered event, ${round(cpuUsPerWrite)} per write of ${round(eventsPerWrite, 1)} events; p99 ${p99Ms} ms; CPU ${round(serverCpu)} s, the crowd's ${round(crowdCpu)} s${sample.isComplete ? '' : '; NOT ALL DELIVERED'}`,
  );
}

/** Seconds of each side, in turns, with both ready all the time. */
async function besideFloor(tools: Tools, plan: Plan) {
  const pairs = await measureBesideFloor(tools, { ...plan.busy, seconds: 1, tickMs: FLOOR_TICK_MS, turns: plan.floorTurns });
  for (const [ours, floor] of pairs) {
    tell('beside the floor, ours', ours);
    tell('beside the floor, floor', floor);
  }
  return pairs;
}

/** Each round runs all sides; what else the machine does hits all of them. */
async function busyRoom(tools: Tools, plan: Plan) {
  const samples: Record<Side, Sample[]> = { ours: [], socketio_batched: [], socketio: [], ws_naive: [] };
  const ratios: Record<Exclude<Side, 'ours'>, number[]> = { socketio: [], socketio_batched: [], ws_naive: [] };
  for (let turn = 0; turn < plan.rounds; turn++) {
    const ours = await measure(tools, 'ours', plan.busy);
    tell('busy room, ours', ours);
    samples.ours.push(ours);
    for (const side of ['socketio_batched', 'socketio', 'ws_naive'] as const) {
      const seconds = side === 'socketio_batched' ? plan.busy.seconds : plan.unbatchedSeconds;
      const sample = await measure(tools, side, { ...plan.busy, seconds });
      tell(`busy room, ${side}`, sample);
      samples[side].push(sample);
      ratios[side].push(sample.cpuUsPerEvent / ours.cpuUsPerEvent);
    }
  }
  return { samples, ratios };
}

async function calmRoom(tools: Tools, plan: Plan) {
  const ratios: number[] = [];
  const all: Sample[] = [];
  for (let turn = 0; turn < 1; turn++) {
    const [ours, naive] = [await measure(tools, 'ours', plan.calm), await measure(tools, 'ws_naive', plan.calm)];
    tell('calm room, ours', ours);
    tell('calm room, ws_naive', naive);
    all.push(ours, naive);
    ratios.push(naive.cpuUsPerEvent / ours.cpuUsPerEvent);
  }
  return { ratios, all };
}

/** The ones who are stalled are let go after 20 seconds: so long the turns may take. */
async function stalledRoom(tools: Tools, plan: Plan) {
  const pairs: [Sample, Sample][] = [];
  for (let at = 0; at < plan.stalledRounds; at++)
    pairs.push(...(await measureStalled(tools, { ...plan.stalled, stalledEvery: STALLED_EVERY, fill: FILL, turns: 3 })));
  for (const [well, ill] of pairs) {
    tell('nobody stalled', well);
    tell('a fifth stalled', ill);
  }
  return { well: pairs.map(([well]) => well), ill: pairs.map(([, ill]) => ill) };
}

async function idleMemory(tools: Tools, clients: number) {
  const kb: Record<string, number> = {};
  for (const side of ['ours', 'ws_naive', 'socketio'] as const) {
    kb[side] = (await measureMemory(tools, side, clients)) / 1024;
    console.log(`${clients} idle connections, ${side}: ${round(kb[side])} KB resident each`);
  }
  return kb;
}

export async function run({ quick = false }: { quick?: boolean } = {}) {
  const plan = quick ? QUICK : FULL;
  const tools = makeTools();
  try {
    const memory = await idleMemory(tools, plan.idle);
    const pairs = await besideFloor(tools, plan);
    const busy = await busyRoom(tools, plan);
    const calm = await calmRoom(tools, plan);
    const stalled = await stalledRoom(tools, plan);
    const { ours, ws_naive, socketio, socketio_batched } = busy.samples;
    const everySample = [...pairs.flat(), ...Object.values(busy.samples).flat(), ...calm.all, ...stalled.well, ...stalled.ill];
    return {
      bench: 'fan-out',
      floor: tools.floor ? 'C, write(2)' : 'Node, socket.write on raw TCP',
      crowd: tools.crowd ? 'C, epoll' : 'Node, raw TCP',
      metrics: {
        clients: plan.busy.clients,
        rounds: plan.rounds,
        ours_cpu_us_per_event: round(of(ours, 'cpuUsPerEvent')),
        ours_cpu_us_per_frame: round(median(pairs.map(([one]) => one.cpuUsPerWrite))),
        floor_cpu_us_per_frame: round(median(pairs.map(([, floor]) => floor.cpuUsPerWrite))),
        ours_user_us_per_event: round(of(ours, 'userUsPerEvent')),
        ws_naive_cpu_us_per_event: round(of(ws_naive, 'cpuUsPerEvent')),
        socketio_cpu_us_per_event: round(of(socketio, 'cpuUsPerEvent')),
        socketio_equal_batching_cpu_us_per_event: round(of(socketio_batched, 'cpuUsPerEvent')),
        syscalls_per_event: round(1 / of(ours, 'eventsPerWrite'), 3),
        syscalls_per_event_by_the_kernel: round(of(ours, 'callsPerEvent'), 3),
        ours_p99_ms: of(ours, 'p99Ms'),
        idle_connections: plan.idle,
        ours_kb_per_connection: round(memory['ours']!),
        ws_kb_per_connection: round(memory['ws_naive']!),
        socketio_kb_per_connection: round(memory['socketio']!),
        server_cpu_s: round(of(ours, 'serverCpu')),
        crowd_cpu_s: round(of(ours, 'crowdCpu')),
        healthy_p99_ms: of(stalled.well, 'p99Ms'),
        healthy_p99_ms_a_fifth_stalled: of(stalled.ill, 'p99Ms'),
        stalled_readers: of(stalled.ill, 'stalled'),
        most_queued_kb_per_stalled: round(of(stalled.ill, 'mostQueued') / 1024, 1),
      },
      ratios: {
        // CPU per frame written, ours to the floor's.
        vs_floor_cpu: round(median(pairs.map(([one, floor]) => one.cpuUsPerWrite / floor.cpuUsPerWrite))),
        // CPU per delivered event at 50 events a second: Socket.IO as it is used (an emit per event) to ours with our tick.
        vs_socketio_batched: round(median(busy.ratios.socketio)),
        // The same, with Socket.IO's events gathered for 100 ms by its user.
        vs_socketio_equal_batching: round(median(busy.ratios.socketio_batched)),
        vs_socketio_memory: round(memory['ours']! / memory['socketio']!),
        vs_ws_naive: round(median(busy.ratios.ws_naive)),
        vs_ws_naive_calm: round(median(calm.ratios)),
        stalled_p99: round(of(stalled.ill, 'p99Ms') / of(stalled.well, 'p99Ms')),
      },
      invariants: {
        every_event_reached_everybody: everySample.every((sample) => sample.isComplete),
        the_crowd_had_time_left: ours.every((sample) => sample.crowdCpu < plan.busy.seconds * 0.8),
        the_stalled_were_stalled: stalled.ill.every((sample) => sample.stalled >= Math.floor(plan.stalled.clients / STALLED_EVERY)),
        // 64 kB and the frame that went over it: half a second of these long lines when a tick is late, one copy for all.
        memory_per_stalled_reader_is_bounded: stalled.ill.every((sample) => sample.mostQueued <= 640 * 1024),
      },
    };
  } finally {
    tools.close();
  }
}

if (import.meta.main) {
  const result = await run({ quick: process.argv.includes('--quick') });
  console.log(JSON.stringify(result));
  process.exit(Object.values(result.invariants).every(Boolean) ? 0 : 1);
}
