import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ThumbnailAnswer, ThumbnailWish } from './thumbnail-maker.ts';

/** JPEGs of key frames, made by a helper process that may crash. Without the optional package there are none. */
export interface Thumbnails {
  /** Null when none can be made. Of one stream at most one is made every few seconds. */
  of(streamId: string, readKeyFrame: () => Promise<Buffer | null>): Promise<Buffer | null>;
  /** Of one key frame, as an H.264 byte stream. Null when it cannot be made, or too many wait. */
  make(picture: Buffer): Promise<Buffer | null>;
  close(): void;
}

const FRESH_MS = 5_000;
const WIDTH = 360;
const TIMEOUT_MS = 3_000;
const MAX_KEPT = 500;
/** One is decoded in about 5 ms, so these wait for less than half a second. */
const MAX_WAITING = 64;
/** A key frame beyond this is not sent between processes. */
const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

export function createThumbnails(): Thumbnails {
  const kept = new Map<string, { atMs: number; jpeg: Promise<Buffer | null> }>();
  const waiting = new Map<number, (jpeg: Buffer | null) => void>();
  let child: ChildProcess | null = null;
  let absent = false;
  let lastId = 0;

  return {
    of(streamId, readKeyFrame) {
      const before = kept.get(streamId);
      if (before && performance.now() - before.atMs < FRESH_MS) return before.jpeg;
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
      const jpeg = readKeyFrame().then((picture) => picture && make(picture));
      kept.set(streamId, { atMs: performance.now(), jpeg });
      return jpeg;
    },
    make,
    close() {
      child?.kill('SIGKILL');
      child = null;
    },
  };

  function make(picture: Buffer): Promise<Buffer | null> {
    if (absent || waiting.size >= MAX_WAITING || picture.length > MAX_PICTURE_BYTES) return Promise.resolve(null);
    const id = ++lastId;
    return new Promise((resolve) => {
      const settle = (jpeg: Buffer | null) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(jpeg);
      };
      const timer = setTimeout(settle, TIMEOUT_MS, null);
      waiting.set(id, settle);
      maker().send({ id, picture: picture.toString('base64'), width: WIDTH } satisfies ThumbnailWish);
    });
  }

  function maker(): ChildProcess {
    if (child?.connected) return child;
    const started = fork(fileURLToPath(new URL('./thumbnail-maker.ts', import.meta.url)), [], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    started.on('message', listen);
    started.on('error', () => {});
    started.on('exit', () => {
      if (child === started) child = null;
      for (const settle of waiting.values()) settle(null);
    });
    // It must not keep the shop open.
    started.unref();
    started.channel?.unref();
    return (child = started);
  }

  function listen(answer: ThumbnailAnswer): void {
    if ('absent' in answer) {
      absent = true;
      for (const settle of waiting.values()) settle(null);
      child?.kill('SIGKILL');
    } else waiting.get(answer.id)?.('jpeg' in answer ? Buffer.from(answer.jpeg, 'base64') : null);
  }
}
