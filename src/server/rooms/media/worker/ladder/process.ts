import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromLadder, ToLadder } from './protocol.ts';

export interface LadderProcess {
  readonly pid: number | undefined;
  send(message: ToLadder): void;
  /** At once, also when it stands still. */
  kill(): void;
}

/** Bytes of pictures wait outside of this heap; in it are words about them. */
const HEAP_MB = 128;

/** Encoders in a process of their own: a native crash, a leak or a hang ends only itself. `onGone` is told once, not after `kill`. */
export function openLadderProcess(on: { said: (message: FromLadder) => void; gone: () => void }): LadderProcess {
  const child = fork(fileURLToPath(new URL('./ladder.child.ts', import.meta.url)), [], {
    env: { PATH: process.env['PATH'] },
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // JSON would turn every picture into text and back.
    serialization: 'advanced',
  });
  let over = false;
  const end = () => {
    if (!over) on.gone();
    over = true;
  };
  child.on('message', (message: FromLadder) => !over && on.said(message));
  child.on('error', end);
  child.on('exit', end);
  return {
    pid: child.pid,
    send: (message) => void (child.connected && child.send(message, () => {})),
    kill() {
      over = true;
      child.kill('SIGKILL');
    },
  };
}
