import { Worker } from 'node:worker_threads';

export interface ToAacThread {
  readonly packet: Uint8Array;
  readonly ms: number;
}

export type FromAacThread =
  | { readonly is: 'ready'; readonly config: Uint8Array }
  /** One packet was decoded. */
  | { readonly is: 'taken' }
  | { readonly is: 'frame'; readonly data: Uint8Array; readonly ms: number };

export interface AacTranscoder {
  /** The encoder's AudioSpecificConfig; rejects when the codecs cannot be started. */
  readonly config: Promise<Uint8Array>;
  /** An Opus packet with its time; dropped when the thread is two seconds behind. */
  push(packet: Uint8Array, ms: number): void;
  readonly dropped: () => number;
  close(): Promise<void>;
}

const MOST_IN_FLIGHT = 100;

/** Opus in, AAC-LC stereo frames of 1,024 samples out, in a thread of its own. */
export function createAacTranscoder(onFrame: (data: Uint8Array, ms: number) => void): AacTranscoder {
  const thread = new Worker(new URL('./aac-thread.ts', import.meta.url), { stdout: true, stderr: true });
  let inFlight = 0;
  let dropped = 0;
  const ready = Promise.withResolvers<Uint8Array>();
  ready.promise.catch(() => {}); // whoever waits sees it; nobody may be waiting
  thread.on('error', ready.reject);
  thread.on('exit', () => ready.reject(new Error('The sound encoder stopped.')));
  thread.on('message', (message: FromAacThread) => {
    if (message.is === 'taken') inFlight--;
    else if (message.is === 'ready') ready.resolve(message.config);
    else onFrame(message.data, message.ms);
  });

  function push(packet: Uint8Array, ms: number): void {
    if (inFlight >= MOST_IN_FLIGHT) return void dropped++;
    inFlight++;
    thread.postMessage({ packet, ms } satisfies ToAacThread);
  }

  return {
    config: ready.promise,
    push,
    dropped: () => dropped,
    close: async () => void (await thread.terminate()),
  };
}
