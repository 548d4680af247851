import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#platform/postgres.ts';

export const hasNginx = (): boolean => spawnSync('nginx', ['-v']).status === 0;

const CONF = fileURLToPath(new URL('../docs/nginx-room.conf', import.meta.url));

export interface Nginx {
  readonly port: number;
  /** Of the processes that serve. */
  readonly workers: () => number[];
  close(): Promise<void>;
}

/** The configuration that operators copy, with nothing but its places changed: it must say each of them once. */
export async function startNginx(originPort: number, options: { workers?: number } = {}): Promise<Nginx> {
  const dir = mkdtempSync(join(tmpdir(), 'etalage-nginx-'));
  const port = await freePort();
  mkdirSync(join(dir, 'cache'));
  const changes: [string, string][] = [
    ['user www-data;', process.getuid?.() === 0 ? 'daemon off; user root;' : 'daemon off;'],
    ['pid /run/nginx.pid;', `pid ${dir}/pid;`],
    ['error_log /var/log/nginx/error.log;', `error_log ${dir}/error.log;`],
    ['worker_processes auto;', `worker_processes ${options.workers ?? 1};`],
    ['server 127.0.0.1:4000;', `server 127.0.0.1:${originPort};`],
    ['listen 80 ', `listen 127.0.0.1:${port} `],
  ];
  let conf = readFileSync(CONF, 'utf8');
  for (const [from, to] of changes) {
    if (conf.split(from).length !== 2) throw new Error(`${CONF} does not say "${from}" once.`);
    conf = conf.replace(from, to);
  }
  writeFileSync(join(dir, 'nginx.conf'), conf.replaceAll('/var/cache/nginx/', `${dir}/cache/`));
  const child = spawn('nginx', ['-c', join(dir, 'nginx.conf'), '-p', dir], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece));
  try {
    await untilItListens(child, port);
  } catch (error) {
    throw new Error(`nginx did not start: ${said || String(error)}`, { cause: error });
  }
  return {
    port,
    workers: () => childrenOf(child.pid!),
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function untilItListens(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error('it does not listen');
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}
