import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { cutClip, hasKeyFrameBefore } from './cut-clip.ts';

/** Cuts clips beside the shop's own thread: reading, hashing and writing tens of megabytes takes a while. */
export interface CutWish {
  readonly id: number;
  readonly initFile: string;
  /** Of the recording, in order; the first `lead` lie before the span and are read when it begins with no key frame. */
  readonly segmentFiles: readonly string[];
  readonly lead: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Written here. */
  readonly outFile: string;
}

export type CutAnswer =
  | {
      readonly id: number;
      readonly cut: { readonly fromMs: number; readonly durationMs: number; readonly bytes: number; readonly sha256: string } | null;
    }
  | { readonly id: number; readonly failed: string };

parentPort!.on('message', (wish: CutWish) => {
  cut(wish).then(
    (made) => parentPort!.postMessage({ id: wish.id, cut: made } satisfies CutAnswer),
    (error: unknown) => parentPort!.postMessage({ id: wish.id, failed: String(error).slice(0, 300) } satisfies CutAnswer),
  );
});

async function cut({ initFile, segmentFiles, lead, fromMs, toMs, outFile }: CutWish) {
  const init = await readFile(initFile);
  const segments = await Promise.all(segmentFiles.slice(lead).map((file) => readFile(file)));
  // A segment that was cut without a key frame continues the one before it.
  for (let before = lead - 1; before >= 0 && segments[0] && !hasKeyFrameBefore(init, segments[0], fromMs); before--) {
    segments.unshift(await readFile(segmentFiles[before]!));
  }
  const made = cutClip({ init, segments, fromMs, toMs });
  if (!made) return null;
  const hash = createHash('sha256');
  for (const piece of made.pieces) hash.update(piece);
  const file = await open(outFile, 'w');
  try {
    await file.writev(made.pieces as Buffer[]);
    const { size } = await file.stat();
    return { fromMs: made.fromMs, durationMs: made.durationMs, bytes: size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}
