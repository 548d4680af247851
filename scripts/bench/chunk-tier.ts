// `npm run bench -- chunk-tier [--quick]`: how many viewers of one room a core carries by pages, at a page of twenty
// lines a second: through nginx with docs/nginx-room.conf, when everybody asks after a page is due (as our client does)
// and when everybody waits for it inside the request; through an edge of ours; and by sockets, in the same run.
// The figures are CPU time, user and system, of the process that hands out; the crowd has the other cores.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasNginx, startNginx } from '../../test/nginx.ts';
import { nowPath, type PagesNow } from '../../src/contract/room-pages.ts';
import { startTestPostgres } from '../../src/server/platform/testing.ts';
import { openPages } from '../../src/web/client/room-pages.ts';
import { compileCrowd, type Counted, type Crowd, runCrowd } from './chunk-tier/crowd.ts';
import { bindTo, cpuSeconds } from './whep/process-facts.ts';
import { next } from './parts/child.ts';

interface Made {
  readonly n: number;
  readonly at: number;
  readonly made: readonly number[];
}
interface Run extends Counted {
  /** CPU seconds of what handed the pages out, while it counted. */
  readonly spent: number;
}
const LINES_PER_SECOND = 20;
/** As room-pages.ts spreads its questions. */
const SPREAD_MS = 200;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
const otherCores = canPin ? ['taskset', '-c', `1-${availableParallelism() - 1}`] : [];
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function ask<T>(child: ChildProcess, what: string, key = what): Promise<T> {
  const answer = next<T>(child, key);
  child.send({ [what]: true });
  return answer;
}

/** Bound to a core of its own, so that its CPU time is its own work and not the crowd's. */
function measured(pids: readonly number[]): () => number {
  if (canPin) for (const pid of pids) bindTo(0, pid);
  return () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

async function count(crowd: string, wish: Crowd, cpu: () => number): Promise<Run> {
  let spent = 0;
  const counted = await runCrowd([...otherCores, crowd], wish, async (what) => void (spent = cpu() - (what === 'counted' ? spent : 0)));
  return { ...counted, spent };
}

async function whereIs(port: number, showId: string): Promise<{ path: string; first: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}${nowPath(showId)}`)).text();
  const { e, p } = JSON.parse(text.split('\n')[0]!) as PagesNow;
  return { path: `/live/rooms/${showId}/${e}/`, first: p + 1 };
}

/** Our own client in the crowd: what it was told, and how late. */
function watch(port: number, showId: string) {
  const seqs: number[] = [];
  const delays: number[] = [];
  const wire = openPages({
    origin: `http://127.0.0.1:${port}`,
    showId,
    position: null,
    events: {
      opened() {},
      received(text) {
        for (const { s, t } of (JSON.parse(text) as { v?: { s: number; t: number }[] }).v ?? []) {
          seqs.push(s);
          delays.push(Date.now() - t);
        }
      },
      closed() {},
    },
  });
  return {
    end() {
      wire.close();
      const gaps = seqs.filter((s, at) => at > 0 && s !== seqs[at - 1]! + 1).length;
      return {
        gaps,
        events: seqs.length,
        p50: quantile(
          delays.map((ms) => [ms, 1]),
          0.5,
        ),
        p99: quantile(
          delays.map((ms) => [ms, 1]),
          0.99,
        ),
      };
    },
  };
}

/** From when a line was said until it was at a viewer, over all viewers and lines. */
function delaysOf({ pages }: Counted, made: readonly Made[]): [ms: number, weight: number][] {
  const bounds = new Map(made.map((page) => [page.n, page]));
  return pages.flatMap(({ n, firstMs, late }) => {
    const page = bounds.get(n);
    return page ? page.made.flatMap((said) => late.map(([ms, viewers]): [number, number] => [firstMs + ms - said, viewers])) : [];
  });
}

function quantile(weighed: readonly (readonly [number, number])[], share: number): number {
  const sorted = weighed.toSorted((a, b) => a[0] - b[0]);
  let left = share * sorted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [ms, weight] of sorted) if ((left -= weight) <= 0) return Math.round(ms);
  return NaN;
}

const round = (value: number, digits = 0): number => Math.round(value * 10 ** digits) / 10 ** digits;
/**
 * Every viewer asks for one page after the other, so nobody has a page without those before it; who is late at the end
 * lacks the last ones. What came were the same bytes for all.
 */
const isWhole = ({ pages, errors }: Counted, viewers: number): boolean =>
  errors === 0 &&
  pages[1]?.received === viewers &&
  pages.every(({ received, wrong }, at) => wrong === 0 && (at < 2 || received <= pages[at - 1]!.received));

export async function run({ quick = false }: { quick?: boolean } = {}) {
  if (!hasNginx() || spawnSync('cc', ['--version']).status !== 0)
    throw new Error('This bench needs nginx and a C compiler (apt-get install nginx gcc).');
  const viewers = quick ? 5_000 : 15_000;
  const fewer = 5_000;
  /** Twenty lines a second are nearly twenty frames a second to each. */
  const withSockets = quick ? 1_000 : 2_000;
  const seconds = quick ? 6 : 15;
  const dir = mkdtempSync(join(tmpdir(), 'etalage-crowd-'));
  const undo: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
  try {
    const crowd = compileCrowd(dir);
    const postgres = await startTestPostgres();
    undo.push(() => postgres.stop());
    const child = (file: string, args: string[], env = {}) => {
      const made = fork(script(file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ...env } });
      undo.push(() => made.kill('SIGKILL'));
      return made;
    };
    const room = child('./chunk-tier/room.ts', [], { TEST_POSTGRES_URL: postgres.url });
    const { port, showId } = await next<{ port: number; showId: string }>(room, 'room');
    const nginx = await startNginx(port);
    undo.push(() => nginx.close());
    const edge = child('./hls-origin/edge.ts', [`http://127.0.0.1:${port}`]);
    const edgePort = await next<number>(edge, 'port');

    console.log(`${viewers} viewers ask nginx for each page when it is due`);
    const ours = watch(nginx.port, showId);
    const nginxCpu = measured(nginx.workers());
    const due = await count(
      crowd,
      { kind: 'pages', port: nginx.port, viewers, ...(await whereIs(nginx.port, showId)), spreadMs: SPREAD_MS, seconds },
      nginxCpu,
    );
    const client = ours.end();
    const askedWhenDue = await ask<number[]>(room, 'asked');
    console.log(`${viewers} viewers wait at nginx for each page`);
    const waiting = await count(
      crowd,
      { kind: 'pages', port: nginx.port, viewers, ...(await whereIs(nginx.port, showId)), spreadMs: -1, seconds },
      nginxCpu,
    );
    const askedInAll = await ask<number[]>(room, 'asked');
    console.log(`${fewer} viewers ask an edge of ours`);
    const byEdge = await count(
      crowd,
      { kind: 'pages', port: edgePort, viewers: fewer, ...(await whereIs(edgePort, showId)), spreadMs: SPREAD_MS, seconds },
      measured([edge.pid!]),
    );
    console.log(`${withSockets} viewers have sockets`);
    const bySocket = await count(
      crowd,
      { kind: 'sockets', port, viewers: withSockets, path: `/room/${showId}`, seconds },
      measured([room.pid!]),
    );
    const made = await ask<Made[]>(room, 'pages');

    const perPage = ({ spent, received }: Run): number => (spent * 1e6) / received;
    const perSocketSecond = (bySocket.spent * 1e6) / (withSockets * seconds);
    const questions = askedInAll.slice(askedWhenDue.length);
    const [dueDelays, waitingDelays, edgeDelays] = [due, waiting, byEdge].map((one) => delaysOf(one, made));
    return {
      bench: 'chunk-tier',
      metrics: {
        viewers,
        seconds,
        lines_per_second: LINES_PER_SECOND,
        page_bytes: round(due.bytes / due.received),
        viewers_per_edge_core: round(due.received / due.spent),
        viewers_per_edge_core_waiting: round(waiting.received / waiting.spent),
        viewers_per_own_edge_core: round(byEdge.received / byEdge.spent),
        nginx_cpu_us_per_page: round(perPage(due), 1),
        own_edge_cpu_us_per_page: round(perPage(byEdge), 1),
        socket_cpu_us_per_viewer_second: round(perSocketSecond, 1),
        socket_frames_per_viewer_second: round(bySocket.received / (withSockets * seconds), 1),
        crowd_cpu_share: round(due.cpuMs / 1000 / seconds, 2),
        origin_requests_per_page: Math.max(...questions),
        origin_requests_per_page_when_due: Math.max(...askedWhenDue),
        gaps: client.gaps,
        delay_p50_ms: quantile(dueDelays!, 0.5),
        delay_p99_ms: quantile(dueDelays!, 0.99),
        delay_waiting_p50_ms: quantile(waitingDelays!, 0.5),
        delay_waiting_p99_ms: quantile(waitingDelays!, 0.99),
        delay_own_edge_p50_ms: quantile(edgeDelays!, 0.5),
        delay_own_edge_p99_ms: quantile(edgeDelays!, 0.99),
        delay_our_client_p50_ms: client.p50,
        delay_our_client_p99_ms: client.p99,
        pinned: canPin ? 1 : 0,
      },
      ratios: {
        socket_cpu_to_nginx_page: round(perSocketSecond / perPage(due), 1),
        socket_cpu_to_own_edge_page: round(perSocketSecond / perPage(byEdge), 1),
      },
      invariants: {
        every_page_reached_everybody_and_was_the_same: isWhole(due, viewers) && isWhole(waiting, viewers) && isWhole(byEdge, fewer),
        our_client_saw_every_line_once: client.gaps === 0 && client.events > seconds * LINES_PER_SECOND * 0.8,
        origin_asked_at_most_once_and_once_per_1024: Math.max(...askedInAll) <= 1 + viewers / 1024,
      },
    };
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

if (import.meta.main) {
  const result = await run({ quick: process.argv.includes('--quick') });
  console.log(JSON.stringify(result));
  process.exit(Object.values(result.invariants).every(Boolean) ? 0 : 1);
}
