import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const START_MS = 60_000;
const LONGEST_PAUSE_MS = 5000;
/** A gateway that ran this long was sound: the next pause is short again. */
const SOUND_MS = 30_000;
/** Closing takes this long at most: people are told to come back, and what is under way ends. */
const CLOSE_MS = 15_000;

/**
 * Runs `count` gateways of this instance on this machine, all on one port: the kernel spreads connections over them. One
 * that dies is started again; the people who were connected to it come back by the room's protocol.
 * @param needs.env settings of a gateway, beside this process's own
 */
export async function startGateways(needs: {
  count: number;
  env: Readonly<Record<string, string>>;
  onTrouble: (sentence: string) => void;
}): Promise<{ pids(): number[]; close(): Promise<void> }> {
  const ended = new AbortController();
  const children = new Map<number, ChildProcess>();
  const lives = Array.from({ length: needs.count }, (_, at) => at);

  function launch(at: number): Promise<void> {
    const child = fork(MAIN, [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
      // Ctrl-C in the terminal reaches the shop first, which tells its gateways; when it is killed, the closed channel does.
      detached: true,
      env: { ...process.env, ...needs.env },
    });
    children.set(at, child);
    const beganMs = performance.now();
    return new Promise((open, fail) => {
      const late = setTimeout(() => fail(new Error('A gateway did not start in time.')), START_MS);
      late.unref();
      child.once('message', () => open());
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        children.delete(at);
        fail(new Error(`A gateway ended with ${signal ?? code}.`));
        if (!ended.signal.aborted) void revive(at, performance.now() - beganMs > SOUND_MS ? 100 : 1000);
      });
    });
  }

  async function revive(at: number, pauseMs: number): Promise<void> {
    needs.onTrouble(`A gateway ended; starting it again.`);
    await sleep(Math.min(pauseMs, LONGEST_PAUSE_MS), undefined, { signal: ended.signal }).catch(() => {});
    // Its own exit starts the next try.
    if (!ended.signal.aborted) await launch(at).catch(() => {});
  }

  async function close(): Promise<void> {
    ended.abort();
    await Promise.all([...children.values()].map(end));
  }

  try {
    await Promise.all(lives.map(launch));
  } catch (error) {
    await close();
    throw error;
  }
  return { pids: () => [...children.values()].map((child) => child.pid!), close };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(CLOSE_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
  await gone;
}
