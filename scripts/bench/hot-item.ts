import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { type Database, openDatabase, transact } from '../../src/server/platform/db.ts';
import { migrateJobs } from '../../src/server/platform/jobs.ts';
import { migrate, readMigrations } from '../../src/server/platform/migrate.ts';
import { startPostgres } from '../../src/server/platform/postgres.ts';
import { createSignals } from '../../src/server/platform/signals.ts';
import { newShopIds, type ShopIds } from '../../src/server/rooms/orders/testing.ts';
import { createStock } from '../../src/server/rooms/stock/index.ts';
import { perOrder, preparePerOrder } from './parts/per-order.ts';

/**
 * Everybody taps "buy" on one item at once. Our batch against the peer, one transaction per order, both durable, on the same
 * database in the same run: first the decision alone in this process, then through the shop's HTTP server in another.
 *
 * A shared machine slows both; compare the ratios, which are medians of pairs measured side by side.
 */
export async function run({ quick }: { quick: boolean }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'etalage-bench-'));
  const postgres = await startPostgres({ dataDir, settings: ['shared_buffers=256MB'] });
  const database = openDatabase(postgres.url, { max: 20 });
  try {
    await migrate(database.pool, readMigrations(fileURLToPath(new URL('../../migrations', import.meta.url))));
    await migrateJobs(database.pool);
    await preparePerOrder(database.pool);
    const sizes = quick ? { taps: 5000, peerTaps: 500, buyers: 600, rounds: 3 } : { taps: 15_000, peerTaps: 1500, buyers: 1000, rounds: 5 };
    const alone = await inProcess(database, sizes);
    const served = await overHttp(database, postgres.url, sizes);
    return {
      bench: 'hot-item',
      metrics: { ...alone.metrics, ...served.metrics },
      ratios: { ...alone.ratios, ...served.ratios },
      invariants: { ...alone.invariants, ...served.invariants },
    };
  } finally {
    await database.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Sizes {
  taps: number;
  peerTaps: number;
  buyers: number;
  rounds: number;
}
interface Burst {
  perSecond: number;
  p99Ms: number;
  outcomes: Map<string, number>;
}

async function inProcess({ db, pool }: Database, sizes: Sizes) {
  const stock = createStock({ db, signals: createSignals() });
  const orgId = uuidv7();
  const ours: Burst[] = [];
  const peers: Burst[] = [];
  let isExact = true;
  for (let round = 0; round <= sizes.rounds; round += 1) {
    // Two of three taps can win, so that refusing is measured too. The first round warms up both.
    const peerId = await newItem({ db, pool }, Math.ceil((sizes.peerTaps * 2) / 3));
    const peer = await burst(sizes.peerTaps, () =>
      perOrder(pool, { orderId: uuidv7(), variantId: peerId, buyerId: uuidv7(), quantity: 1 }),
    );
    const units = Math.ceil((sizes.taps * 2) / 3);
    const variantId = await newItem({ db, pool }, units);
    const our = await burst(sizes.taps, async () => {
      const wish = { orderId: uuidv7(), variantId, buyerId: uuidv7(), quantity: 1, expectedMinor: 7900, orgId, showId: null };
      const outcome = await stock.hold(wish);
      return outcome.ok ? 'held' : outcome.reason;
    });
    isExact &&= our.outcomes.get('held') === units && (await isConserved(db, variantId, units)) && our.outcomes.size === 2;
    if (round > 0) {
      ours.push(our);
      peers.push(peer);
    }
  }
  await stock.close();
  return {
    metrics: {
      in_process_orders_per_s: Math.round(median(ours.map((each) => each.perSecond))),
      in_process_p99_ms: Math.round(median(ours.map((each) => each.p99Ms))),
      in_process_taps: sizes.taps,
      per_order_orders_per_s: Math.round(median(peers.map((each) => each.perSecond))),
      per_order_p99_ms: Math.round(median(peers.map((each) => each.p99Ms))),
      per_order_taps: sizes.peerTaps,
    },
    ratios: { in_process_vs_per_order: pairedRatio(ours, peers) },
    invariants: { in_process_exactly_the_stock_was_held: isExact },
  };
}

async function overHttp({ db, pool }: Database, url: string, sizes: Sizes) {
  const ids = newShopIds();
  const { child, port } = await startServer(url, ids);
  const agent = new Agent({ keepAlive: true, maxSockets: sizes.buyers });
  const send = (path: string, cookie: string, body?: object) => ask({ agent, port, path, cookie, ...(body ? { body } : {}) });
  try {
    const cookies = await arrive(sizes.buyers, send);
    const ours: Burst[] = [];
    const peers: Burst[] = [];
    let isExact = true;
    let isRepeatable = true;
    for (let round = 0; round <= sizes.rounds; round += 1) {
      const units = Math.ceil((sizes.buyers * 2) / 3);
      const peerId = await newItem({ db, pool }, units);
      const peer = await burst(
        sizes.buyers,
        async (at) => (await send('/peer/orders', cookies[at]!, wishFor(peerId))).body.outcome ?? 'error',
      );
      const variantId = await newItem({ db, pool }, units);
      const wishes = cookies.map(() => wishFor(variantId, ids.showId));
      const answers: Answer[] = [];
      const our = await burst(sizes.buyers, async (at) => {
        const answer = await send('/api/orders', cookies[at]!, wishes[at]);
        answers[at] = answer;
        return answer.status === 200 ? 'held' : (answer.body.reason ?? 'error');
      });
      isExact &&=
        our.outcomes.get('held') === units &&
        our.outcomes.get('sold_out') === sizes.buyers - units &&
        (await isConserved(db, variantId, units));
      const winner = answers.findIndex((answer) => answer.status === 200);
      const again = await send('/api/orders', cookies[winner]!, wishes[winner]);
      isRepeatable &&= JSON.stringify(again.body) === JSON.stringify(answers[winner]!.body);
      if (round > 0) {
        ours.push(our);
        peers.push(peer);
      }
    }
    return {
      metrics: {
        http_orders_per_s: Math.round(median(ours.map((each) => each.perSecond))),
        http_p99_ms: Math.round(median(ours.map((each) => each.p99Ms))),
        http_per_order_orders_per_s: Math.round(median(peers.map((each) => each.perSecond))),
        http_per_order_p99_ms: Math.round(median(peers.map((each) => each.p99Ms))),
        http_taps: sizes.buyers,
      },
      ratios: { http_vs_per_order: pairedRatio(ours, peers) },
      invariants: { http_exactly_the_stock_was_held: isExact, http_a_retry_is_the_same_order: isRepeatable },
    };
  } finally {
    agent.destroy();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

/** One item for both: ours and the peer's row with the same units. */
async function newItem({ db, pool }: Pick<Database, 'db' | 'pool'>, units: number): Promise<string> {
  const variantId = uuidv7();
  const stock = createStock({ db, signals: createSignals() });
  await transact(db, async (tx) => {
    await stock.setTerms(tx, [{ variantId, priceMinor: 7900, currency: 'EUR', perBuyer: 1 }]);
    await stock.setUnits(tx, [{ variantId, available: units }]);
  });
  await pool.query('insert into peer_stock values ($1, $2, 1, 7900)', [variantId, units]);
  return variantId;
}

const wishFor = (variantId: string, showId: string | null = null) => ({
  orderId: uuidv7(),
  showId,
  variantId,
  quantity: 1,
  expectedMinor: 7900,
});

async function isConserved(db: Database['db'], variantId: string, units: number): Promise<boolean> {
  const { rows } = await sql<{ available: number; held: number; orders: number }>`
    select available, held, (select count(*)::integer from holds h where h.variant_id = s.variant_id) as orders from stock s where variant_id = ${variantId}`.execute(
    db,
  );
  const row = rows[0]!;
  return row.available + row.held === units && row.orders === row.held;
}

/** All at once; each tap's time counts from the common start, as a buyer feels it. */
async function burst(count: number, tap: (at: number) => Promise<string>): Promise<Burst> {
  const outcomes = new Map<string, number>();
  const tookMs: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const outcome = await tap(at);
      tookMs.push(performance.now() - start);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
  );
  tookMs.sort((one, other) => one - other);
  return { perSecond: count / (tookMs.at(-1)! / 1000), p99Ms: tookMs[Math.floor(count * 0.99) - 1]!, outcomes };
}

const median = (numbers: readonly number[]): number => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
const pairedRatio = (ours: readonly Burst[], peers: readonly Burst[]): number =>
  Math.round(median(ours.map((our, at) => our.perSecond / peers[at]!.perSecond)) * 10) / 10;

async function startServer(url: string, ids: ShopIds): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(new URL('parts/hot-item-server.ts', import.meta.url)), [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', DATABASE_URL: url, SHOP_IDS: JSON.stringify(ids) },
  });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return { child, port: message.port };
}

interface Answer {
  status: number;
  cookie: string;
  body: { outcome?: string; reason?: string };
}

/** Every buyer has been on a page before: cookies are made outside of the measured time. */
async function arrive(buyers: number, send: (path: string, cookie: string) => Promise<Answer>): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: buyers }, () => send('/api/me/orders', '')));
  return answers.map((answer) => answer.cookie);
}

function ask(call: { agent: Agent; port: number; path: string; cookie: string; body?: object }): Promise<Answer> {
  const payload = call.body ? JSON.stringify(call.body) : '';
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: call.port,
        path: call.path,
        method: call.body ? 'POST' : 'GET',
        agent: call.agent,
        headers: {
          ...(call.cookie ? { cookie: call.cookie } : {}),
          ...(call.body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } : {}),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            cookie: (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; '),
            body: JSON.parse(text || '{}') as Answer['body'],
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  console.log(JSON.stringify(await run({ quick: values.quick })));
}
