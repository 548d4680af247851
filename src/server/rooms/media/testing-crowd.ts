import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AskOfCrowd, CrowdAnswer, CrowdTotal } from './testing-crowd.child.ts';
import type { LaneCounts } from './testing-viewer.ts';

/** Direct viewers without browsers, in a process of their own. */
export interface Crowd {
  readonly pid: number;
  /** Joins by `watch`, which hands the offer over and returns the session and its answer. */
  join(watch: (offer: string) => Promise<{ id: string; answer: string }>, isCounting?: boolean): Promise<CrowdViewer>;
  total(): Promise<CrowdTotal>;
  end(): void;
}

export interface CrowdViewer {
  readonly session: string;
  counts(): Promise<LaneCounts>;
  close(): Promise<void>;
}

export function openCrowd(): Crowd {
  const child = fork(fileURLToPath(new URL('./testing-crowd.child.ts', import.meta.url)), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ask = createAsk(child);
  return {
    pid: child.pid!,
    async join(watch, isCounting = true) {
      const { viewer, offer } = (await ask({ do: 'open', isCounting })) as { viewer: number; offer: string };
      const { id, answer } = await watch(offer);
      await ask({ do: 'accept', viewer, answer });
      return {
        session: id,
        counts: () => ask({ do: 'counts', viewer }) as Promise<LaneCounts>,
        close: async () => void (await ask({ do: 'close', viewer })),
      };
    },
    total: () => ask({ do: 'total' }) as Promise<CrowdTotal>,
    end: () => void child.kill('SIGKILL'),
  };
}

function createAsk(child: ChildProcess) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  child.on('message', ({ ask, value, error }: CrowdAnswer) => {
    const one = waiting.get(ask);
    waiting.delete(ask);
    if (error) one?.reject(new Error(error));
    else one?.resolve(value);
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the crowd ended'));
  });
  return (wish: AskOfCrowd) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.send({ ask: last, wish });
    });
}
