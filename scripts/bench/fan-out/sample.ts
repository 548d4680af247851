// One run of one side: a server, a crowd, a few seconds of talk.
import { inNode, type Part, start, type Tools } from './part.ts';

export type Side = 'ours' | 'ws_naive' | 'socketio' | 'socketio_batched';
const [SERVER_CORE, CROWD_CORE] = [0, 1];
/** Snapshots and first registers are not what is measured. */
const SETTLE_MS = 400;

interface Spent {
  readonly userUs: number;
  readonly systemUs: number;
  readonly events: number;
  readonly writes: number;
  readonly ms?: number;
  readonly calls?: number | null;
  readonly stalled?: number;
  readonly mostQueued?: number;
}
interface Counted {
  readonly delivered: number;
  readonly bytes: number;
  readonly gaps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuUs: number;
}
export interface Sample {
  readonly cpuUsPerEvent: number;
  readonly userUsPerEvent: number;
  readonly cpuUsPerWrite: number;
  readonly bytesPerWrite: number;
  readonly eventsPerWrite: number;
  readonly callsPerEvent: number | null;
  /** CPU of the server and of the crowd, in seconds of the same window. */
  readonly serverCpu: number;
  readonly crowdCpu: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly stalled: number;
  readonly mostQueued: number;
  /** Everybody who reads got everything, in order. */
  readonly isComplete: boolean;
}

const server = (side: Side): Part => start(process.execPath, ['--expose-gc', inNode('server.ts'), side], SERVER_CORE);

async function crowd(tools: Tools, port: number, clients: number, side: string, stalledEvery: number): Promise<Part> {
  const args = [String(port), String(clients), side.startsWith('socketio') ? 'sio' : 'ws', String(stalledEvery)];
  const part = tools.crowd ? start(tools.crowd, args, CROWD_CORE) : start(process.execPath, [inNode('crowd-node.ts'), ...args], CROWD_CORE);
  await part.next('ready');
  return part;
}

export interface Talk {
  readonly clients: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly pad?: number;
  readonly stalledEvery?: number;
}

/** A server with its crowd. */
interface Stage {
  readonly side: Part;
  readonly followers: Part;
  readonly clients: number;
  readonly healthy: number;
  close(): Promise<unknown>;
}

async function open(tools: Tools, side: Part, name: string, talk: Talk): Promise<Stage> {
  const { clients, stalledEvery = 0 } = talk;
  const healthy = clients - (stalledEvery > 0 ? Math.ceil(clients / stalledEvery) : 0);
  try {
    const followers = await crowd(tools, await side.next<number>('port'), clients, name, stalledEvery);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return { side, followers, clients, healthy, close: () => Promise.all([side.stop(), followers.stop()]) };
  } catch (error) {
    await side.stop();
    throw error;
  }
}

export async function measure(tools: Tools, side: Side, talk: Talk): Promise<Sample> {
  const stage = await open(tools, server(side), side, talk);
  try {
    return await speak(stage, talk);
  } finally {
    await stage.close();
  }
}

/**
 * Ours and a floor that writes the same bytes at the same pace and does nothing else for them: both stand ready, and
 * speak in turns, a second each, so that whatever else the machine does hits both.
 */
export async function measureBesideFloor(tools: Tools, talk: Talk & { tickMs: number; turns: number }): Promise<[Sample, Sample][]> {
  const ours = await open(tools, server('ours'), 'ours', talk);
  let floor: Stage | null = null;
  try {
    const { bytesPerWrite, eventsPerWrite } = await speak(ours, { ...talk, seconds: 1 });
    const perFrame = Math.max(1, Math.round((talk.perSecond * talk.tickMs) / 1000));
    // A busy machine makes a tick late and its frame longer: the floor gets frames of the usual length.
    const args = [talk.tickMs, perFrame, Math.round((bytesPerWrite / eventsPerWrite) * perFrame)].map(String);
    const part = tools.floor
      ? start(tools.floor, args, SERVER_CORE)
      : start(process.execPath, [inNode('floor-node.ts'), ...args], SERVER_CORE);
    floor = await open(tools, part, 'floor', talk);
    await speak(floor, { ...talk, seconds: 1 });
    const pairs: [Sample, Sample][] = [];
    for (let turn = 0; turn < talk.turns; turn++) pairs.push([await speak(ours, talk), await speak(floor, talk)]);
    return pairs;
  } finally {
    await Promise.all([ours.close(), floor?.close()]);
  }
}

/** Says so much, and waits until everybody who reads has it. */
async function speak({ side, followers, healthy, clients }: Stage, talk: Talk): Promise<Sample> {
  side.order(`speak ${talk.seconds} ${talk.perSecond} ${talk.pad ?? 0}`);
  await side.next('begun');
  followers.order('window');
  const spent = await side.next<Spent>('spent');
  followers.order(`expect ${healthy * spent.events}`);
  return summary(spent, await followers.next<Counted>('counted'), clients, healthy);
}

function summary(spent: Spent, counted: Counted, clients: number, healthy: number): Sample {
  const cpuUs = spent.userUs + spent.systemUs;
  const deliveries = healthy * spent.events;
  return {
    cpuUsPerEvent: cpuUs / deliveries,
    userUsPerEvent: spent.userUs / deliveries,
    cpuUsPerWrite: cpuUs / spent.writes,
    bytesPerWrite: counted.bytes / spent.writes,
    eventsPerWrite: (clients * spent.events) / spent.writes,
    callsPerEvent: spent.calls == null ? null : spent.calls / (clients * spent.events),
    serverCpu: cpuUs / 1e6,
    crowdCpu: counted.cpuUs / 1e6,
    p50Ms: counted.p50Ms,
    p99Ms: counted.p99Ms,
    stalled: spent.stalled ?? 0,
    mostQueued: spent.mostQueued ?? 0,
    // On a machine that is late, the end of the lead-in is counted too; a hole would show on the sockets whose seqs are read.
    isComplete: counted.delivered >= deliveries && counted.gaps === 0,
  };
}

/**
 * The same room twice, with everybody reading and with some who stopped. Both are talked full first, because the kernel
 * takes megabytes for somebody who does not read before it is our turn; then they speak in turns.
 */
export async function measureStalled(tools: Tools, talk: Talk & { fill: Partial<Talk>; turns: number }): Promise<[Sample, Sample][]> {
  const stages: Stage[] = [];
  try {
    for (const stalledEvery of [0, talk.stalledEvery ?? 0]) {
      const stage = await open(tools, server('ours'), 'ours', { ...talk, stalledEvery });
      stages.push(stage);
    }
    const [well, ill] = stages as [Stage, Stage];
    await Promise.all(stages.map((stage) => speak(stage, { ...talk, ...talk.fill })));
    const pairs: [Sample, Sample][] = [];
    for (let turn = 0; turn < talk.turns; turn++) pairs.push([await speak(well, talk), await speak(ill, talk)]);
    return pairs;
  } finally {
    await Promise.all(stages.map((stage) => stage.close()));
  }
}

/** Resident bytes that each connection adds while nobody speaks. */
export async function measureMemory(tools: Tools, side: Side, clients: number): Promise<number> {
  const part = server(side);
  let followers: Part | null = null;
  const resident = () => (part.order('idle'), part.next<number>('rss'));
  try {
    const port = await part.next<number>('port');
    const before = await resident();
    followers = await crowd(tools, port, clients, side, 0);
    return ((await resident()) - before) / clients;
  } finally {
    await Promise.all([part.stop(), followers?.stop()]);
  }
}
