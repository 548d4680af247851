import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromEncoder, ToEncoder } from './demo-encoder.ts';

/**
 * Keeps the demo's encoder on air: starts its process, starts it again when it ends, and tells it
 * which product lies on the table.
 */
export interface DemoFeedNeeds {
  readonly whipUrl: string;
  /** The encoder key, asked for at each start. */
  readonly key: () => Promise<string>;
  /** Where encoded loops are kept. */
  readonly folder: string;
  readonly picture: string;
  readonly log: { warn(facts: object, sentence: string): void };
  /** No encoder on this machine (the optional package is missing): the caller plays its clip. */
  readonly onAbsent?: () => void;
  readonly onLive?: () => void;
}

export interface DemoFeed {
  /** A file that sharp can read. It is on the table as soon as its loop is made, and at once from then on. */
  show(picture: string): void;
  /** Connect again: the media worker was restarted. */
  restart(): void;
  close(): Promise<void>;
}

const PAUSES_MS = [300, 1_000, 3_000, 10_000];

export function startDemoFeed(needs: DemoFeedNeeds): DemoFeed {
  let picture = needs.picture;
  let child: ChildProcess | null = null;
  let closed = false;
  let failures = 0;
  let again: NodeJS.Timeout | null = null;
  void start();

  return {
    show(next) {
      picture = next;
      tell({ do: 'show', picture });
    },
    restart() {
      child?.kill('SIGKILL');
    },
    async close() {
      closed = true;
      if (again) clearTimeout(again);
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        last.once('exit', () => resolve());
        last.kill('SIGKILL');
      });
    },
  };

  async function start(): Promise<void> {
    again = null;
    const key = await needs.key().catch(() => null);
    if (closed) return;
    if (key === null) return later();
    const started = fork(fileURLToPath(new URL('./demo-encoder.ts', import.meta.url)), [], {
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
      execArgv: ['--max-old-space-size=512'],
      // FFmpeg reports every detail on stderr; what matters comes over IPC.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child = started;
    started.on('message', listen);
    started.on('error', (error) => needs.log.warn({ error: error.message }, 'demo encoder'));
    started.on('exit', () => !closed && child === started && later());
    tell({ do: 'publish', whipUrl: needs.whipUrl, key, picture, folder: needs.folder });
  }

  function later(): void {
    if (closed || again) return;
    again = setTimeout(() => void start(), PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]);
  }

  function listen(message: FromEncoder): void {
    if (message.news === 'live') {
      failures = 0;
      needs.onLive?.();
    }
    if (message.news === 'failed') needs.log.warn({ message: message.message }, 'demo encoder');
    if (message.news !== 'absent') return;
    closed = true;
    needs.onAbsent?.();
  }

  function tell(message: ToEncoder): void {
    if (child?.connected) child.send(message);
  }
}
