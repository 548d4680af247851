import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import type { Carrier } from '#platform/bus/carrier.ts';
import { createLocalHub } from '#platform/bus/index.ts';
import { createNatsCarrier } from '#platform/bus/nats-carrier.ts';
import { createPostgresCarrier } from '#platform/bus/postgres-carrier.ts';
import { transact } from '#platform/db.ts';
import { createLog } from '#platform/log.ts';
import { freePort } from '#platform/postgres.ts';
import { freshDatabase } from '#platform/testing.ts';
import { type BusNode, createBusNode } from './bus-node.ts';

/** One promise, whatever carries: readers in every process end equal to the log. */
interface Engine {
  readonly name: string;
  /** Why it cannot be tried here. */
  readonly absent?: string;
  readonly carriesEvents: boolean;
  start(): Promise<{
    carrier(): Carrier;
    /** Hard, as a machine that loses its power; null when there is nothing to kill. */
    kill: (() => Promise<void>) | null;
    revive(): Promise<void>;
    stop(): Promise<void>;
  }>;
}

const log = createLog('silent');
const database = await freshDatabase({ max: 4 });
const hasNats = spawnSync('nats-server', ['--version']).status === 0;

const ENGINES: readonly Engine[] = [
  {
    name: 'in one process',
    carriesEvents: true,
    async start() {
      const hub = createLocalHub();
      return { carrier: hub.join, kill: null, revive: async () => {}, stop: async () => {} };
    },
  },
  {
    name: 'NATS',
    carriesEvents: true,
    ...(!hasNats && { absent: 'nats-server is not installed (apt-get install nats-server)' }),
    async start() {
      const port = await freePort();
      let server = await startNats(port);
      const stop = async () => {
        if (server.exitCode !== null || server.signalCode !== null) return;
        const ended = once(server, 'exit');
        server.kill('SIGKILL');
        await ended;
      };
      return {
        carrier: () => createNatsCarrier({ url: `nats://127.0.0.1:${port}`, prefix: 'etalage.test', log }),
        kill: stop,
        revive: async () => void (server = await startNats(port)),
        stop,
      };
    },
  },
  {
    name: 'Postgres',
    carriesEvents: false,
    async start() {
      return {
        carrier: () => createPostgresCarrier({ databaseUrl: database.url, log }),
        kill: async () => {
          await database.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'etalage bus' and datname = current_database()`,
          );
        },
        revive: async () => {},
        stop: async () => {},
      };
    },
  },
];

for (const engine of ENGINES)
  describe(`the bus ${engine.name}`, { skip: engine.absent ?? false }, () => {
    test('tells other processes at once what was appended, and only those who follow', async () => {
      await withNodes(engine, async ([one, two], showId) => {
        const there = await two!.follow(showId, { looks: false });
        const other = await newShow(two!);
        const heard: string[] = [];
        two!.bus.onGrew((key, grown) => grown && heard.push(key));
        await untilConnected(one!, two!, showId, there);
        const [before, beganMs] = [there.reads(), performance.now()];
        await one!.append(showId, ['hello']);
        await one!.append(other, ['nobody there follows this show']);
        await until(() => there.texts.includes('hello'), 'the line arrives');
        assert.ok(performance.now() - beganMs < 2000, 'without waiting for a look');
        if (engine.carriesEvents) assert.equal(there.reads(), before, 'and the log is not read for it');
        await sleep(50);
        assert.deepEqual([...new Set(heard)], [showId]);
      });
    });

    test('may lose, double and reorder what it carries: readers still end equal to the log', async () => {
      await withNodes(
        engine,
        async ([one, two], showId) => {
          const readers = [await one!.follow(showId), await two!.follow(showId)];
          await Promise.all([talk(one!, showId, 80), talk(two!, showId, 80)]);
          await endEqual(one!, showId, readers);
        },
        (carrier, at) => unreliable(carrier, at + 7),
      );
    });

    test('a flood from two processes leaves no hole, and every reader sees all of it in order', async () => {
      await withNodes(engine, async ([one, two], showId) => {
        const readers = [await one!.follow(showId), await two!.follow(showId)];
        await Promise.all([talk(one!, showId, 60, 100), talk(two!, showId, 60, 100)]);
        await endEqual(one!, showId, readers);
      });
    });

    test('is killed while people speak: nobody misses a line, and afterwards it carries again', async (t) => {
      await withNodes(engine, async ([one, two], showId, running) => {
        if (!running.kill) return t.skip('there is nothing to kill');
        const there = await two!.follow(showId);
        await untilConnected(one!, two!, showId, there);
        await talk(one!, showId, 10);
        await running.kill();
        await Promise.all([talk(one!, showId, 10), talk(two!, showId, 10)]);
        await until(() => there.texts.includes(`${TALK}9.0`), 'the room goes on without the bus');
        await running.revive();
        await talk(one!, showId, 10);
        await endEqual(one!, showId, [there]);
        await carriesAgain(one!, two!);
      });
    });

    test('a message of somebody who does not know the secret is not believed', async () => {
      await withNodes(engine, async ([one, two], showId, running) => {
        const there = await two!.follow(showId);
        await untilConnected(one!, two!, showId, there);
        const liar = createBusNode(database.url, running.carrier(), 'another secret');
        const { epoch } = (await one!.record.head(one!.db, showId))!;
        const next = there.seqs.length + 1;
        const lie = { s: next, t: 0, k: 'chat', d: { text: 'forged' } };
        for (let tries = 0; tries < 10; tries++, await sleep(30))
          liar.bus.publish(showId, { epoch, first: next, last: next, events: [lie] });
        assert.ok(!there.texts.includes('forged'));
        await liar.close();
      });
    });

    test('sums what each process counts', async () => {
      await withNodes(engine, async ([one, two]) => {
        one!.bus.numbers.share('stream', { watching: 3 });
        two!.bus.numbers.share('stream', { watching: 4 });
        await until(() => one!.bus.numbers.sum('stream', 'watching') === 7, 'one knows of both');
        await until(() => two!.bus.numbers.sum('stream', 'watching') === 7, 'and so does the other');
      });
    });

    test('brings calls for the crew and news of moved stock to the other processes, and no echo back', async () => {
      await withNodes(engine, async ([one, two], showId) => {
        const there = await two!.follow(showId);
        await untilConnected(one!, two!, showId, there);
        const called: string[] = [];
        const moved: string[] = [];
        let echoes = 0;
        two!.signals.on('crewCalled', (show, list) => called.push(show, list));
        two!.signals.on('stockMoved', (ids) => moved.push(...ids));
        one!.signals.on('crewCalled', () => (echoes += 1));
        one!.signals.emit('crewCalled', showId, 'questions');
        one!.signals.emit('stockMoved', ['variant']);
        await until(() => called.length > 0 && moved.length > 0, 'both arrive');
        await sleep(100);
        assert.deepEqual([called, moved, echoes], [[showId, 'questions'], ['variant'], 1]);
      });
    });
  });

test('two server processes append to one show at once: no hole in the numbers, the same log for every reader', async (t) => {
  const here = createBusNode(database.url, createPostgresCarrier({ databaseUrl: database.url, log }));
  t.after(() => here.close());
  const showId = await newShow(here);
  const reader = await here.follow(showId);
  const children = [1, 2].map((n) =>
    fork(fileURLToPath(new URL('bus-appender.child.ts', import.meta.url)), [database.url, showId, `${n}`, '120']),
  );
  const told = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0] as { seqs: number[]; texts: string[] }));
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  await endEqual(here, showId, [reader, ...told]);
  assert.equal(reader.seqs.length, 240);
});

// What the tests are made of.

const TALK = 'line ';
const newShow = async (node: BusNode): Promise<string> => {
  const showId = uuid();
  await transact(node.db, (tx) => node.record.open(tx, showId));
  return showId;
};

async function withNodes(
  engine: Engine,
  act: (nodes: readonly BusNode[], showId: string, running: Awaited<ReturnType<Engine['start']>>) => Promise<void>,
  wrap: (carrier: Carrier, at: number) => Carrier = (carrier) => carrier,
): Promise<void> {
  const running = await engine.start();
  const nodes = [0, 1].map((at) => createBusNode(database.url, wrap(running.carrier(), at)));
  try {
    await act(nodes, await newShow(nodes[0]!), running);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await running.stop();
  }
}

/** Lines in batches of 1 to `most`. */
async function talk(node: BusNode, showId: string, batches: number, most = 5): Promise<void> {
  for (let batch = 0; batch < batches; batch++)
    await node.append(
      showId,
      Array.from({ length: 1 + ((batch * 7) % most) }, (_, at) => `${TALK}${batch}.${at}`),
    );
}

async function endEqual(node: BusNode, showId: string, readers: readonly { seqs: number[]; texts: string[] }[]): Promise<void> {
  const { last } = (await node.record.head(node.db, showId))!;
  await until(() => readers.every((reader) => reader.seqs.length >= last), `all ${last} events arrive`);
  const texts: string[] = [];
  while (texts.length < last)
    for (const event of await node.record.read(node.db, showId, texts.length, 500)) texts.push((event.d as { text: string }).text);
  for (const reader of readers) {
    assert.deepEqual(
      reader.seqs,
      Array.from(texts, (_, at) => at + 1),
    );
    assert.deepEqual(reader.texts, texts);
  }
}

/** Connections are made in the background: speaks until it is heard without a look. */
async function untilConnected(one: BusNode, two: BusNode, showId: string, there: { texts: string[] }): Promise<void> {
  const heard: string[] = [];
  const stop = two.bus.onGrew((key, grown) => key === showId && grown && heard.push(key));
  for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
    await one.append(showId, [`are you there ${tries}`]);
    await sleep(50);
  }
  stop();
  assert.ok(heard.length > 0, 'the bus connects');
  const said = (await one.record.head(one.db, showId))!.last;
  await until(() => there.texts.length >= said, 'and what was said so far arrives');
}

async function carriesAgain(one: BusNode, two: BusNode): Promise<void> {
  const showId = await newShow(one);
  await untilConnected(one, two, showId, await two.follow(showId));
}

/** Loses one message in ten, doubles one in ten, and brings one in three late. */
function unreliable(inner: Carrier, seed: number): Carrier {
  let random = seed;
  const pick = (below: number) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  return {
    ...inner,
    start: (to) =>
      inner.start({
        ...to,
        message(topic, text) {
          const fate = pick(10);
          if (fate === 0) return;
          to.message(topic, text);
          if (fate === 1) to.message(topic, text);
        },
      }),
    send(topic, text) {
      if (pick(3) > 0) return inner.send(topic, text);
      setTimeout(() => inner.send(topic, text), pick(80));
    },
  };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const untilMs = performance.now() + 15_000; !isSo(); await sleep(10))
    if (performance.now() > untilMs) throw new Error(`Not within 15 s: ${what}.`);
}

const servers = new Set<ChildProcess>();
after(() => {
  for (const server of servers) server.kill('SIGKILL');
});

async function startNats(port: number): Promise<ChildProcess> {
  const server = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  servers.add(server);
  server.once('exit', () => servers.delete(server));
  let said = '';
  server.stderr!.on('data', (chunk) => (said += chunk));
  await until(() => said.includes('Server is ready') || server.exitCode !== null, 'nats-server starts');
  return server;
}
