import { Worker } from 'node:worker_threads';
import type { CutAnswer, CutWish } from './clip-thread.ts';

export type Cut = Extract<CutAnswer, { cut: unknown }>['cut'];

export interface Cutter {
  /** Null when there is nothing to show in the span; throws when the files cannot be read. */
  cut(wish: Omit<CutWish, 'id'>): Promise<Cut>;
  close(): Promise<void>;
}

/** The longest clip takes a fraction of a second; a thread that is silent this long is stuck. */
const TIMEOUT_MS = 20_000;

/** One thread, started at the first clip and kept warm: starting it takes longer than most cuts. */
export function createCutter(): Cutter {
  const waiting = new Map<number, { resolve(cut: Cut): void; reject(error: Error): void }>();
  let thread: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./clip-thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 256 } });
    // It must not keep the shop open.
    started.unref();
    started.on('message', settle);
    const ended = (cause: unknown) => {
      if (thread !== started) return;
      thread = null;
      for (const { reject } of waiting.values()) reject(new Error(`the thread that cuts clips ended: ${String(cause)}`));
      waiting.clear();
    };
    started.on('error', ended);
    started.on('exit', ended);
    return started;
  }

  function settle(answer: CutAnswer): void {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('cut' in answer) asked?.resolve(answer.cut);
    else asked?.reject(new Error(answer.failed));
  }

  return {
    cut(wish) {
      const id = ++lastId;
      thread ??= start();
      const answer = new Promise<Cut>((resolve, reject) => waiting.set(id, { resolve, reject }));
      thread.postMessage({ ...wish, id } satisfies CutWish);
      const timer = setTimeout(() => void thread?.terminate(), TIMEOUT_MS);
      return answer.finally(() => clearTimeout(timer));
    },
    async close() {
      await thread?.terminate();
    },
  };
}
