// `npm run bench -- hls-origin [--quick]`: how many players of low-latency HLS one core serves, at 0.8 Mb/s.
// Each player asks for the next playlist (which waits for its part) and then for the part, ten requests a second,
// first of the origin itself, then of an edge in front of it; and, where nginx is installed, of nginx as people
// use it for this (`proxy_cache_lock`). A part's delay is from when it was made to its last byte at the player.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PART_MS } from './hls-origin/common.ts';
import { next } from './parts/child.ts';

/** 0.8 Mb/s in parts of 200 ms. */
const PART_BYTES = 20_000;
const DIRECT = 'direct';

interface Spent {
  readonly cores: number;
  readonly requests: number;
  readonly rssMb: number;
}
interface Counted {
  readonly received: number;
  readonly refused: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}
interface Round extends Counted {
  readonly viewers: number;
  /** Of the process that the players ask. */
  readonly server: Spent;
  readonly origin: Spent;
  readonly delivered: number;
}

const canPin = process.platform === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** One core for what is measured, the others for the rest: else the crowd's work looks like the server's. */
function start(file: string, args: readonly string[], core: 'measured' | 'other'): ChildProcess {
  const script = fileURLToPath(new URL(`./hls-origin/${file}.ts`, import.meta.url));
  const pin = canPin ? ['taskset', '-c', core === 'measured' ? '0' : `1-${availableParallelism() - 1}`] : [];
  const [command, ...rest] = [...pin, process.execPath, script, ...args];
  return spawn(command!, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

async function ask<T>(child: ChildProcess, message: object, key: string): Promise<T> {
  const answer = next<T>(child, key);
  child.send(message);
  return answer;
}

type Through = typeof DIRECT | 'edge' | 'nginx';

async function measure(through: Through, viewers: number, seconds: number): Promise<Round> {
  console.log(`${viewers} players, ${through === DIRECT ? 'of the origin itself' : `through ${through}`}`);
  const origin = start('origin', [String(PART_BYTES)], through === DIRECT ? 'measured' : 'other');
  const children = [origin];
  let nginx: { port: number; stop(): void } | null = null;
  try {
    const originPort = await next<number>(origin, 'port');
    let server = origin;
    let port = originPort;
    if (through === 'edge') {
      children.push((server = start('edge', [`http://127.0.0.1:${originPort}`], 'measured')));
      port = await next<number>(server, 'port');
    } else if (through === 'nginx') port = (nginx = await startNginx(originPort)).port;
    const players = start('players', [], 'other');
    children.push(players);
    await next(players, 'ready');
    // Some whole segments first: players find the live edge in them.
    await sleep(3_000);
    await ask(players, { connect: { port, players: viewers } }, 'connected');
    // The first seconds compile the code.
    await sleep(4_000);
    await ask<Spent>(server, { spend: true }, 'spent');
    if (origin !== server) await ask<Spent>(origin, { spend: true }, 'spent');
    players.send({ count: true });
    await sleep(seconds * 1_000);
    const counted = await ask<Counted>(players, { count: false }, 'counted');
    const spent = await ask<Spent>(server, { spend: true }, 'spent');
    const originSpent = origin === server ? spent : await ask<Spent>(origin, { spend: true }, 'spent');
    return {
      ...counted,
      viewers,
      server: spent,
      origin: originSpent,
      delivered: counted.received / ((viewers * seconds * 1_000) / PART_MS),
    };
  } finally {
    nginx?.stop();
    for (const child of children) child.kill('SIGKILL');
  }
}

const hasNginx = spawnSync('nginx', ['-v']).status === 0;

async function startNginx(originPort: number): Promise<{ port: number; stop(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'etalage-nginx-'));
  const port = originPort === 65_535 ? originPort - 1 : originPort + 1;
  writeFileSync(
    join(dir, 'nginx.conf'),
    `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
     events { worker_connections 8192; }
     http { access_log off; client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
       proxy_cache_path ${dir}/cache keys_zone=media:10m;
       server { listen 127.0.0.1:${port}; keepalive_requests 1000000; location / {
         proxy_pass http://127.0.0.1:${originPort}; proxy_http_version 1.1; proxy_set_header Connection "";
         proxy_cache media; proxy_cache_lock on; proxy_cache_lock_timeout 5s; proxy_cache_key $uri$is_args$args; } } }`,
  );
  const child = spawn('nginx', ['-c', join(dir, 'nginx.conf'), '-p', dir], { stdio: 'ignore' });
  await sleep(500);
  return {
    port,
    stop() {
      child.kill('SIGTERM');
      child.once('exit', () => rmSync(dir, { recursive: true, force: true }));
    },
  };
}

const round = (value: number, digits = 0): number => Math.round(value * 10 ** digits) / 10 ** digits;

export async function run({ quick = false }: { quick?: boolean } = {}) {
  const seconds = quick ? 6 : 20;
  const viewers = quick ? 1_000 : 3_000;
  const direct = await measure(DIRECT, viewers, seconds);
  const edge = await measure('edge', viewers, seconds);
  const few = 200;
  const edgeOfFew = hasNginx ? await measure('edge', few, seconds) : null;
  const nginx = hasNginx ? await measure('nginx', few, seconds) : null;
  if (!nginx) console.log('nginx is not installed, so it is not compared.');
  const figures = (name: string, { server, origin, delivered, p50, p95, p99 }: Round) => ({
    [`${name}_cpu_share`]: round(server.cores, 3),
    [`${name}_viewers_per_core`]: round(viewers / server.cores),
    [`${name}_requests_per_s`]: round(server.requests / seconds),
    [`${name}_part_p50_ms`]: p50,
    [`${name}_part_p95_ms`]: p95,
    [`${name}_part_p99_ms`]: p99,
    [`${name}_delivered_fraction`]: round(delivered, 4),
    [`${name}_rss_mb`]: round(server.rssMb),
    ...(name === 'edge' && { origin_behind_edge_cpu_share: round(origin.cores, 4) }),
  });
  return {
    bench: 'hls-origin',
    metrics: {
      viewers,
      viewers_per_core: round(viewers / direct.server.cores),
      pinned: canPin ? 1 : 0,
      ...figures('origin', direct),
      ...figures('edge', edge),
      ...(nginx &&
        edgeOfFew && {
          nginx_200_part_p50_ms: nginx.p50,
          nginx_200_part_p95_ms: nginx.p95,
          edge_200_part_p50_ms: edgeOfFew.p50,
          edge_200_part_p95_ms: edgeOfFew.p95,
        }),
    },
    ratios: {
      origin_cpu_saved_by_edge: round(direct.server.cores / edge.origin.cores, 1),
      ...(nginx && edgeOfFew && { nginx_lock_delay_to_edge: round(nginx.p50 / edgeOfFew.p50, 1) }),
    },
    invariants: {
      nearly_every_part_arrived: [direct, edge].every(({ delivered }) => delivered >= 0.98),
      nobody_was_refused: direct.refused + edge.refused === 0,
    },
  };
}

if (import.meta.main) {
  const result = await run({ quick: process.argv.includes('--quick') });
  console.log(JSON.stringify(result));
  process.exit(Object.values(result.invariants).every(Boolean) ? 0 : 1);
}
