import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#platform/postgres.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const START = ['scripts/start.mjs'];
export const SERVER = ['src/server/main.ts'];
/** A machine that does other things too. */
const PATIENCE_MS = 90_000;

export interface Started {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it has written so far. */
  output(): string;
  errors(): string;
  /** Resolves when `text` has been written; throws with the output when the process ends before. */
  says(text: string): Promise<void>;
  exit: Promise<number | null>;
  /** Itself and everything below it at this moment. */
  family(): Kin[];
}

/** A process id is used again; with its start time it is one process. */
export interface Kin {
  readonly pid: number;
  readonly bornTicks: string;
  readonly command: string;
}

/** Runs one of the project's programs as a person would, with a clean environment and free ports. */
export async function runShop(
  command: readonly string[],
  args: readonly string[],
  env: Record<string, string> = {},
  program = process.execPath,
  port?: number,
): Promise<Started> {
  port ??= await freePort();
  let output = '';
  let errors = '';
  const child = spawn(program, [...command, '--port', String(port), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TMPDIR: process.env['TMPDIR'],
      TESTBANK_PORT: String(await freePort()),
      RTMP_PORT: '0',
      ...env,
    },
  });
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    output: () => output,
    errors: () => errors,
    exit,
    family: () => familyOf(child.pid!),
    async says(text) {
      const untilMs = performance.now() + PATIENCE_MS;
      while (!output.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null || performance.now() > untilMs)
          throw new Error(`It never said “${text}”.\n${output}\n${errors}`);
        await sleep(50);
      }
    },
  };
}

function familyOf(first: number): Kin[] {
  const all = processes();
  const found = new Set([first]);
  // A parent may come after its child in the list.
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => found.has(pid));
}

export function processes(): (Kin & { parent: number })[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the name in brackets, which may hold anything: state, parent, ... and as 20th the start time.
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return fields[0] === 'Z' ? [] : [{ pid: Number(name), parent: Number(fields[1]), bornTicks: fields[19]!, command }];
      } catch {
        return [];
      }
    });
}

/** Waits for all of them to end. @returns those that did not, and whoever else works in the folder */
export async function survivors(family: readonly Kin[], folder: string, patienceMs = 40_000): Promise<string[]> {
  for (const untilMs = performance.now() + patienceMs; ; await sleep(100)) {
    const left = processes().filter(
      ({ pid, bornTicks, command }) =>
        (pid !== process.pid && command.includes(folder)) || family.some((kin) => kin.pid === pid && kin.bornTicks === bornTicks),
    );
    if (left.length === 0 || performance.now() > untilMs) return left.map(({ pid, command }) => `${pid} ${command}`);
  }
}
