// Compiles and runs the crowd; see crowd.c.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Counted {
  readonly received: number;
  readonly bytes: number;
  readonly errors: number;
  readonly cpuMs: number;
  /** `late`: ms after the first viewer had the page, and how many had it then. */
  readonly pages: readonly { n: number; firstMs: number; received: number; wrong: number; late: readonly (readonly [number, number])[] }[];
}
export interface Crowd {
  readonly kind: 'pages' | 'sockets';
  readonly port: number;
  readonly viewers: number;
  /** Of pages, without the number. */
  readonly path: string;
  readonly first?: number;
  /** Over how much time after it is due a page is asked for; -1: at once, so that everybody waits. */
  readonly spreadMs?: number;
  readonly seconds: number;
}

export function compileCrowd(dir: string): string {
  const program = join(dir, 'crowd');
  execFileSync('cc', ['-O2', '-o', program, fileURLToPath(new URL('./crowd.c', import.meta.url))], { stdio: 'inherit' });
  return program;
}

/** @param mark called when what counts begins and when it ends */
export async function runCrowd(
  command: readonly string[],
  crowd: Crowd,
  mark: (what: 'counting' | 'counted') => Promise<void>,
): Promise<Counted> {
  const { kind, port, viewers, path, first = 0, spreadMs = 0, seconds } = crowd;
  const [program, ...args] = [...command, kind, port, viewers, path, first, 1000, spreadMs, seconds].map(String);
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const impatience = setTimeout(() => child.kill('SIGKILL'), (seconds + 180) * 1000);
  const ended = once(child, 'exit');
  let counted: Counted | null = null;
  const marks: Promise<void>[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'counting' || line === 'counted') marks.push(mark(line));
    else counted = JSON.parse(line) as Counted;
  }
  const [code] = (await ended) as [number | null];
  clearTimeout(impatience);
  await Promise.all(marks);
  if (!counted) throw new Error(`The crowd ended with ${code}.`);
  return counted;
}
