import { createLossyHub } from './lossy-carrier.ts';
import { createClient, type SimClient } from './room-client.ts';
import type { Weather } from './room-network.ts';
import { createProcess, type Process } from './room-process.ts';
import { createTruth, type News } from './room-truth.ts';
import { createVirtualTime } from './virtual-time.ts';

const CLIENTS = 12;
/** People share screens: two clients of one person are told the same. */
const PEOPLE = 8;
const PROCESSES = 3;
/** What was committed by a process that died before it told anybody. */
const SILENT = 0.1;
const ROUGH: Weather = { loss: 0.03, double: 0.03, refuse: 0.1 };
const TCP: Weather = { loss: 0, double: 0, refuse: 0.1 };
/** Longer than the longest wait before a client comes back, and than a half-open socket takes to be noticed. */
const SETTLE_MS = 60_000;
/** Shorter than the silence after which a client gives its connection up. */
const LOST_MS = 3000;
const QUIET_MS = 40_000;

export interface StormReport {
  seed: number;
  disconnects: number;
  events: number;
  snapshots: number;
  /** What is not as it must be, by client. */
  wrong: string[];
}

/**
 * A room in a storm: three processes on one log, a bus that loses, doubles and reorders, twelve real clients whose
 * connections break in every way, restarts, deploys, a database that fails, and logs that are replaced. Afterwards the
 * weather clears, and everybody must know exactly what the log says, once each.
 */
export async function storm(seed: number, steps = 250): Promise<StormReport> {
  const time = createVirtualTime(seed);
  const truth = createTruth(time);
  const processes: Process[] = [];
  const weathers = { rough: { ...ROUGH }, tcp: { ...TCP } };
  let replaced = false;
  let version = 0;

  const hub = createLossyHub(time);
  const start = (): Process => createProcess(time, truth, hub.join());
  /** The process that committed something tells of it, unless it dies before. */
  function announce(tell: (process: Process) => void): void {
    if (time.random() >= SILENT) tell(processes[time.pick(processes.length)]!);
  }
  for (let at = 0; at < PROCESSES; at++) processes.push(start());
  const come = (at: number): SimClient =>
    createClient({
      time,
      truth,
      who: `p${at % PEOPLE}`,
      weather: at % 3 === 0 ? weathers.rough : weathers.tcp,
      processes: () => processes,
      withPicture: at % 4 === 1,
    });
  const clients = Array.from({ length: CLIENTS }, (_, at) => come(at));
  const left: SimClient[] = [];

  /** A page is closed, and the same person opens another. */
  function reopen(at: number): void {
    const [old] = clients.splice(at, 1, come(at));
    old!.room.close();
    left.push(old!);
  }

  function append(count: number): void {
    const grown = truth.append(Array.from({ length: count }, somethingNew));
    announce((process) => process.appended(grown));
  }

  function somethingNew(): News {
    const id = String((version += 1));
    const ids = truth.lineIds();
    const someId = ids[time.pick(ids.length)] ?? 'none';
    const at = new Date(time.now()).toISOString();
    switch (time.pick(12)) {
      case 0:
        return { k: 'pin', now: time.pick(3) === 0, d: { productIds: [id] } };
      case 1:
        return { k: 'segment', d: { segmentId: id, startedAt: at } };
      case 2:
        return { k: 'chat.hidden', now: true, d: { id: someId, by: 'moderator' } };
      case 3:
        return { k: 'chat.repeat', now: true, d: { id: someId, repeats: version } };
      case 4:
        return {
          k: 'chat.ban',
          now: true,
          d: { author: `p${time.pick(PEOPLE)}`, until: null, earlier: time.pick(2) === 0, lifted: false },
        };
      case 5:
        return { k: 'chat.mode', now: true, d: { slowSeconds: time.pick(30), paused: time.pick(2) === 0, auto: false } };
      case 6:
        return {
          k: 'question',
          now: true,
          d: { id: `q${time.pick(70)}`, text: id, author: 'a', name: 'a', at, productId: null, state: 'open', answer: null },
        };
      case 7:
        return { k: 'poll', now: true, d: { id, question: id, options: ['a', 'b'], closesAt: at, counts: null } };
      default:
        return {
          k: 'chat',
          now: true,
          d: {
            id: `l${id}`,
            author: 'crowd',
            name: 'crowd',
            label: null,
            text: `${id} ${'x'.repeat(100 + time.pick(200))}`,
            language: null,
            at,
          },
        };
    }
  }

  function step(): void {
    const at = time.pick(clients.length);
    const client = clients[at]!;
    const connection = client.connection();
    const nth = time.pick(processes.length);
    const dice = time.pick(100);
    if (dice < 22) connection?.cut('both');
    else if (dice < 26) connection?.cut('server');
    else if (dice < 29) connection?.cut('client');
    else if (dice < 36) connection?.stall();
    else if (dice < 40) connection?.drain();
    else if (dice < 44) client.room.setOnline(time.pick(2) === 0);
    else if (dice < 47) client.watch(time.now() - time.pick(4000));
    else if (dice < 52) reopen(at);
    else if (dice < 62) client.say();
    else if (dice < 68) tellSomebody();
    else if (dice < 70) processes.splice(nth, 1, start())[0]!.kill();
    else if (dice < 71) processes.splice(nth, 1, start())[0]!.goAway();
    else if (dice < 72) truth.failing = time.pick(3) / 10;
    else if (dice < 74 && seed % 3 === 0) replace();
    else if (dice < 78) append(1 + time.pick(250));
    else append(1 + time.pick(5));
    for (const process of processes) process.setRegister('hearts', (version += 1));
  }

  function replace(): void {
    replaced = true;
    truth.replace();
  }

  function tellSomebody(): void {
    const { who } = clients[time.pick(clients.length)]!;
    truth.put(who);
    announce((process) => process.told(who));
  }

  for (let at = 0; at < steps; at++) {
    step();
    // Mostly moments, now and then minutes: longer than a ring remembers.
    await time.pass(time.pick(60) === 0 ? 150_000 : time.pick(900));
  }

  truth.failing = 0;
  Object.assign(weathers.rough, { loss: 0, double: 0, refuse: 0 });
  Object.assign(weathers.tcp, { refuse: 0 });
  for (const { room, connection } of clients) {
    connection()?.drain();
    room.setOnline(true);
  }
  await time.pass(SETTLE_MS);
  // The very last frame is lost, and nothing comes after it that would show the gap.
  weathers.rough.loss = 1;
  append(1);
  await time.pass(LOST_MS);
  weathers.rough.loss = 0;
  await time.pass(SETTLE_MS);
  for (const process of processes) process.setRegister('hearts', -1);
  for (const { room } of clients) room.release(null);
  const before = clients.map((client) => client.counts().connections);
  await time.pass(QUIET_MS);

  const wrong = clients.flatMap((client, at) => {
    const faults = client.check();
    if (client.room.view.get().registers['hearts'] !== -1) faults.push('shows an old number');
    // Nothing happened for a while: who is at peace with the log has no reason to leave.
    if (client.counts().connections !== before[at]) faults.push('came back although nothing had happened');
    return faults.map((fault) => `${client.who}: ${fault}`);
  });
  for (const client of left) wrong.push(...client.broken());
  for (const client of clients) client.room.close();
  for (const process of processes) process.kill();
  const sum = (of: (client: SimClient) => number) => [...clients, ...left].reduce((total, client) => total + of(client), 0);
  return {
    seed,
    disconnects: sum((client) => client.counts().disconnects),
    snapshots: sum((client) => client.counts().snapshots),
    events: truth.head().last,
    wrong: [...wrong, ...(replaced || truth.head().epoch === 'e1' ? [] : ['the log was replaced by nobody'])],
  };
}
