import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const START_MS = 15_000;
const LONGEST_PAUSE_MS = 5000;

export interface RunningTestbank {
  /** For the shop. */
  readonly url: string;
  /** For people; belongs in `frame-src` of the shop's pages. */
  readonly pagesUrl: string;
  readonly port: number;
  /** Of the process that runs now. */
  pid(): number;
  /** Callable twice. */
  close(): Promise<void>;
}

/**
 * Runs the test bank as a child that ends with us, and starts it again when it dies.
 * @param needs.port 0 picks a free one, kept over restarts
 * @param needs.lateMs for tests: how late late news is
 */
export async function startTestbank(needs: {
  host: string;
  port: number;
  publicUrl: string;
  dataDir: string;
  apiKey: string;
  webhookSecret: string;
  lateMs?: number;
  onTrouble?: (sentence: string) => void;
}): Promise<RunningTestbank> {
  let closing = false;
  let { child, port } = await launch(needs, needs.port);
  child.once('exit', () => void revive());

  async function revive(): Promise<void> {
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      if (closing) return;
      needs.onTrouble?.('The test bank ended; starting it again.');
      await sleep(pauseMs);
      if (closing) return;
      try {
        ({ child } = await launch(needs, port));
        if (closing) child.kill('SIGTERM');
        child.once('exit', () => void revive());
        return;
      } catch (error) {
        needs.onTrouble?.(String(error));
      }
    }
  }

  return {
    url: `http://${needs.host === '0.0.0.0' ? '127.0.0.1' : needs.host}:${port}`,
    pagesUrl: pagesUrlOf(needs.publicUrl, port),
    port,
    pid: () => child.pid!,
    async close() {
      closing = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(2000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
      await ended;
    },
  };
}

async function launch(needs: Parameters<typeof startTestbank>[0], port: number): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(MAIN, [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
    // Ctrl-C in the terminal reaches the shop first, which ends it last; when the shop is killed, the closed channel ends it.
    detached: true,
    env: {
      PATH: process.env['PATH'] ?? '',
      TESTBANK_HOST: needs.host,
      TESTBANK_PORT: String(port),
      TESTBANK_DATA: needs.dataDir,
      TESTBANK_API_KEY: needs.apiKey,
      TESTBANK_WEBHOOK_SECRET: needs.webhookSecret,
      TESTBANK_SHOP_ORIGINS: originsOf(needs.publicUrl).join(' '),
      TESTBANK_PAGES_URL: pagesUrlOf(needs.publicUrl, port),
      ...(needs.lateMs === undefined ? {} : { TESTBANK_LATE_MS: String(needs.lateMs) }),
    },
  });
  const listening = new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { listening: number }).listening));
    child.once('exit', (code) => reject(new Error(`The test bank ended with ${code} before it listened.`)));
    setTimeout(() => reject(new Error('The test bank did not start in time.')), START_MS).unref();
  });
  try {
    return { child, port: await listening };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Beside the shop, on a port of its own. */
export function pagesUrlOf(publicUrl: string, port: number): string {
  return `http://${new URL(publicUrl).hostname}:${port}`;
}

/** People type localhost or 127.0.0.1 for the same shop. */
function originsOf(publicUrl: string): string[] {
  const { origin, hostname } = new URL(publicUrl);
  if (hostname === 'localhost') return [origin, origin.replace('localhost', '127.0.0.1')];
  if (hostname === '127.0.0.1') return [origin, origin.replace('127.0.0.1', 'localhost')];
  return [origin];
}
