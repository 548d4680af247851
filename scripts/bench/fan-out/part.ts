// The parts of the fan-out bench are processes that take orders as lines and answer with lines of JSON, whatever they
// are written in.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bindTo } from '../whep/process-facts.ts';

const ANSWER_MS = 60_000;

export interface Part {
  readonly pid: number;
  order(line: string): void;
  /** The next answer with this key. */
  next<T>(key: string): Promise<T>;
  stop(): Promise<void>;
}

export function start(command: string, args: readonly string[], core: number): Part {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said: Record<string, unknown>[] = [];
  let look = () => {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(JSON.parse(line));
    look();
  });
  bindTo(core, child.pid!);

  function next<T>(key: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const give = (error: string) => reject(new Error(`${command} ${args.join(' ')}: ${error}`));
      const late = setTimeout(give, ANSWER_MS, `no ${key} within a minute`);
      void gone.then((code) => give(`ended with ${code}`));
      look = () => {
        const at = said.findIndex((answer) => key in answer);
        if (at < 0) return;
        clearTimeout(late);
        resolve(said.splice(at, 1)[0]![key] as T);
      };
      look();
    });
  }
  return {
    pid: child.pid!,
    order: (line) => child.stdin.write(`${line}\n`),
    next,
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export interface Tools {
  /** What was compiled, or null where there is no compiler. */
  readonly crowd: string | null;
  readonly floor: string | null;
  close(): void;
}

/** Compiles what must be lean. Without a compiler the bench runs with parts in Node, and says so. */
export function makeTools(): Tools {
  const folder = mkdtempSync(join(tmpdir(), 'etalage-fan-out-'));
  const compile = (name: string): string | null => {
    const made = join(folder, name);
    try {
      execFileSync('cc', ['-O2', '-o', made, fileURLToPath(new URL(`./${name}.c`, import.meta.url))], { stdio: 'ignore' });
      return made;
    } catch {
      return null;
    }
  };
  return { crowd: compile('crowd'), floor: compile('floor'), close: () => rmSync(folder, { recursive: true, force: true }) };
}

export const inNode = (file: string): string => fileURLToPath(new URL(`./${file}`, import.meta.url));
