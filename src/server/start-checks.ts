import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A mistake that the person at the terminal can mend: one sentence, no stack. */
export class StartProblem extends Error {}

/** Makes the data folder. Level by level: Node's recursive mkdir never returns under /proc. */
export function demandFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw Object.assign(new Error('not a folder'), { code: 'it is a file' });
  if (folder !== dirname(folder)) makeFolder(dirname(folder));
  mkdirSync(folder);
}

const cannotWrite = (folder: string, error: unknown) =>
  new StartProblem(
    `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}). Choose another with --data DIR.`,
  );

export interface Claim {
  /** Tells a shop that starts meanwhile that waiting is worth it. */
  closing(): void;
  release(): void;
}

/** A shop that was just told to close may not have said so yet. */
const NOT_YET_CLOSING_MS = 2000;
const CLOSING_MS = 60_000;

/**
 * One shop per data folder: a second would take over the first one's Postgres and lose it when the first closes.
 * A shop that is closing is waited for; what a killed one left behind does not count.
 */
export async function claimFolder(folder: string, say: (sentence: string) => void): Promise<Claim> {
  const file = join(folder, 'shop.pid');
  const beganMs = performance.now();
  for (let said = false; ; await sleep(100)) {
    if (writeNew(folder, file)) break;
    const holder = readHolder(file);
    const waitedMs = performance.now() - beganMs;
    if (holder.pid !== null ? !isShop(holder.pid) : waitedMs > NOT_YET_CLOSING_MS) {
      rmSync(file, { force: true });
    } else if (waitedMs > (holder.closing ? CLOSING_MS : NOT_YET_CLOSING_MS)) {
      throw new StartProblem(
        `A shop is already open on the data folder ${folder} (process ${holder.pid}). Close it first, or choose another folder and port with --data DIR --port N.`,
      );
    } else if (holder.closing && !said) {
      say('Waiting for the shop that is closing here.');
      said = true;
    }
  }
  return {
    closing() {
      // A folder that was taken away has nobody to tell.
      if (existsSync(file)) writeFileSync(file, `${process.pid} closing\n`);
    },
    release: () => rmSync(file, { force: true }),
  };
}

function writeNew(folder: string, file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(folder, error);
  }
}

function readHolder(file: string): { pid: number | null; closing: boolean } {
  try {
    const [pid, state] = readFileSync(file, 'utf8').trim().split(' ');
    return { pid: Number(pid) || null, closing: state === 'closing' };
  } catch {
    return { pid: null, closing: false };
  }
}

/** Process ids are used again, after a restart of the machine by anybody; /proc tells who it is now. */
function isShop(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('src/server/main.ts');
  } catch {
    return process.platform !== 'linux';
  }
}

/** @param mend what the person can do about it */
export function demandFreePort(host: string, port: number, mend: string): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      taken(
        new StartProblem(
          error.code === 'EADDRINUSE' ? `Port ${port} is in use. ${mend}` : `Cannot listen on ${host}:${port} (${error.code}). ${mend}`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => free()));
  });
}

export function demandPostgresUrl(url: string): void {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new StartProblem('DATABASE_URL is not an address of a Postgres. It looks like postgres://user:password@host:5432/database.');
}
