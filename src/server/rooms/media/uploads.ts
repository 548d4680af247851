import { open, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '#platform/storage/storage.ts';
import { recordingFolder } from './recordings.ts';
import { INDEX_FILE, initFile, parseRecording, segmentFile } from './worker/recording.ts';

/**
 * Brings recordings from this machine to the storage, in the background and in the order of the show.
 *
 * What is there and what is not is asked of the storage itself, once per recording, so a process that was
 * killed goes on where it was. Nothing waits in memory but names of recordings: however long the storage is
 * away, the segments lie on this disk.
 */
export interface Uploads {
  /** This recording has something new. Returns at once. */
  wake(streamId: string): void;
  /** Takes up what a process before this one left; open recordings are woken by their segments. */
  start(): Promise<void>;
  /** Null, or what the storage said last while something waits for it. */
  trouble(): string | null;
  /** Waits until nothing waits, or the storage fails. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface UploadsNeeds {
  readonly remote: Storage;
  /** The folder of recordings. */
  readonly mediaDir: string;
  /** Deletes here what is there. */
  readonly dropLocal: boolean;
  readonly isOpen: (streamId: string) => boolean;
  readonly log: { warn(facts: object, sentence: string): void; info(facts: object, sentence: string): void };
}

/** At once: enough to fill a line, few enough to stay out of the way of the show. */
const AT_ONCE = 4;
/** The index grows with the show; an open one is brought this often. */
const INDEX_EVERY_MS = 120_000;
/** Of an open recording these stay here: clips and small pictures are mostly of the last minutes. */
const LATEST_KEPT = 60;
/** Says of a finished recording that all of it is in the storage, so that a start need not ask. */
const MARKER = 'stored.json';
const PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 60_000;

interface Progress {
  /** Names that the storage had when it was asked. */
  readonly there: Set<string>;
  /** How much of the index is worked off: an open one grows for days and is read from here. */
  offset: number;
  indexAtMs: number;
  /** In the storage and still on this machine, oldest first. */
  readonly here: number[];
}

export function createUploads({ remote, mediaDir, dropLocal, isOpen, log }: UploadsNeeds): Uploads {
  const waiting = new Set<string>();
  const progress = new Map<string, Progress>();
  let running: Promise<void> | null = null;
  let failing: string | null = null;
  let pauseMs = PAUSE_MS;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  function wake(streamId: string): void {
    waiting.add(streamId);
    if (!retry) begin();
  }

  function begin(): void {
    retry = null;
    if (closed) return;
    running ??= work().finally(() => {
      running = null;
      // Woken between the last look and the end.
      if (waiting.size > 0 && !retry) begin();
    });
  }

  async function work(): Promise<void> {
    for (const streamId of waiting) {
      if (closed) return;
      waiting.delete(streamId);
      try {
        await bring(streamId);
        if (failing) log.info({}, 'the storage takes recordings again');
        failing = null;
        pauseMs = PAUSE_MS;
      } catch (error) {
        waiting.add(streamId);
        return later(error);
      }
    }
  }

  function later(error: unknown): void {
    if (!failing) log.warn({ error: String(error) }, 'recordings wait on this machine for the storage');
    failing = error instanceof Error ? error.message : String(error);
    if (closed) return;
    retry = setTimeout(begin, pauseMs);
    retry.unref();
    pauseMs = Math.min(MOST_PAUSE_MS, pauseMs * 2);
  }

  async function bring(streamId: string): Promise<void> {
    const dir = join(mediaDir, streamId);
    const folder = recordingFolder(streamId);
    const live = isOpen(streamId);
    const known = progress.get(streamId) ?? (await firstLook(folder));
    const lines = await readFrom(join(dir, INDEX_FILE), known.offset);
    if (!lines) return;
    progress.set(streamId, known);
    const { segments, forgotten, indexBytes } = parseRecording(lines);
    const names = [...new Set(segments.map(({ init }) => initFile(init))), ...segments.map(({ n }) => segmentFile(n))];
    await inFours(
      names.filter((name) => !known.there.has(name)),
      async (name) => {
        const body = await readFile(join(dir, name)).catch(nullWhenMissing);
        // Gone from both: nothing can be done about it, and the others must not wait for it.
        if (body) await remote.put(`${folder}${name}`, body);
        known.there.add(name);
      },
    );
    // What a channel that never ends has forgotten here is forgotten there as well.
    await inFours([...forgotten].map(segmentFile), (name) => remote.delete(`${folder}${name}`));
    if (closed) return;
    for (const name of names) if (name.startsWith('seg-')) known.there.delete(name);
    known.here.push(...segments.map(({ n }) => n));
    known.offset += indexBytes;
    await bringIndex(dir, folder, live, known);
    if (dropLocal) await dropHere(dir, live ? LATEST_KEPT : 0, known);
    if (live) return;
    await writeFile(join(dir, MARKER), JSON.stringify({ indexBytes: known.offset }));
    progress.delete(streamId);
  }

  async function firstLook(folder: string): Promise<Progress> {
    const there = new Set<string>();
    for await (const { key } of remote.list(folder)) there.add(key.slice(folder.length));
    return { there, offset: 0, indexAtMs: -Infinity, here: [] };
  }

  async function bringIndex(dir: string, folder: string, live: boolean, known: Progress): Promise<void> {
    if (live && performance.now() - known.indexAtMs < INDEX_EVERY_MS) return;
    const index = await readFile(join(dir, INDEX_FILE));
    await remote.put(`${folder}${INDEX_FILE}`, index.subarray(0, known.offset));
    known.indexAtMs = performance.now();
  }

  async function inFours(names: readonly string[], act: (name: string) => Promise<void>): Promise<void> {
    for (let at = 0; at < names.length; at += AT_ONCE) {
      if (closed) return;
      await Promise.all(names.slice(at, at + AT_ONCE).map(act));
    }
  }

  async function dropHere(dir: string, latest: number, known: Progress): Promise<void> {
    for (const n of known.here.splice(0, Math.max(0, known.here.length - latest)))
      await unlink(join(dir, segmentFile(n))).catch(nullWhenMissing);
  }

  async function settled(): Promise<void> {
    const now = running;
    if (!now) return;
    await now;
    return settled();
  }

  return {
    wake,
    async start() {
      for (const streamId of await readdir(mediaDir)) {
        if (!(await isDone(join(mediaDir, streamId)))) wake(streamId);
      }
    },
    trouble: () => failing,
    settled,
    async close() {
      closed = true;
      if (retry) clearTimeout(retry);
      await settled();
    },
  };
}

/** Null when there is no such file. */
async function readFrom(file: string, offset: number): Promise<Buffer | null> {
  const handle = await open(file).catch(nullWhenMissing);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    const rest = Buffer.alloc(Math.max(0, size - offset));
    const { bytesRead } = await handle.read(rest, 0, rest.length, offset);
    return rest.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function isDone(dir: string): Promise<boolean> {
  const [marker, index] = await Promise.all([
    readFile(join(dir, MARKER), 'utf8').catch(nullWhenMissing),
    stat(join(dir, INDEX_FILE)).catch(nullWhenMissing),
  ]);
  if (!index) return true;
  if (!marker) return false;
  try {
    return (JSON.parse(marker) as { indexBytes: number }).indexBytes === index.size;
  } catch {
    return false;
  }
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
