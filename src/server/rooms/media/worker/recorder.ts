import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, statfs, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import type { RecordingStop } from './messages.ts';
import { FROM_THE_START, type InitPackage, type PackageSink, type ResumePoint, type SegmentPackage } from './package.ts';
import {
  INDEX_FILE,
  initFile,
  laterPoint,
  readRecording,
  segmentFile,
  writeReplay,
  type ForgottenSegment,
  type RecordedSegment,
} from './recording.ts';

export type Retention = { readonly keep: 'all' } | { readonly keepSeconds: number };

export interface RecorderNeeds {
  readonly dir: string;
  readonly clock: Clock;
  readonly retention: Retention;
  /** Recording stops before the disk has less than this: others, the database first, need it too. */
  readonly leastFreeBytes?: number;
  /** Segments that a process before this one could not record ended here; their numbers are used. */
  readonly notBefore?: ResumePoint | null;
  /** A segment is safe on disk: the record hashes it, the supervisor knows how far the replay goes. */
  readonly onSegment?: (segment: RecordedSegment) => void;
  /** Null: it records, told at the first segment and whenever it goes on. */
  readonly onStop?: (stop: RecordingStop | null) => void;
  /** A segment was not recorded; the next one begins here. */
  readonly onMissed?: (point: ResumePoint) => void;
  /** What the disk said, once per stop. */
  readonly onTrouble?: (error: unknown) => void;
}

export interface Recorder extends PackageSink {
  /** Where the packager and the origin go on after a restart. */
  readonly resume: ResumePoint;
  /** Why nothing is recorded now; null while it is. */
  readonly stopped: () => RecordingStop | null;
  /** Waits until everything given is on disk, or was given up. */
  settled(): Promise<void>;
  /** Settles and writes the replay's playlist. May be called twice. */
  close(): Promise<void>;
}

/** About a minute of show. A disk slower than that is a broken disk, and memory is not a disk. */
const MOST_PENDING = 30;
/** A stopped recording tries again this often, with the segment of the moment. */
const RETRY_MS = 5_000;
/** Beyond the reserve, before it goes on: one that stops again at once helps nobody. */
const ROOM_AGAIN = { reserve: 1.1, segments: 4 } as const;
/** Of the init segments in memory: those that queued segments may still need. */
const MOST_INITS = 4;

/**
 * Writes finished segments to a folder. A segment's line in the index is written after its file is
 * safe, so whatever moment the process dies, every line of the index is true.
 *
 * When the disk is full or refuses, the show goes on and the recording stops; it goes on by itself
 * when a segment can be written again. What is missing shows as a jump in the segments' times.
 */
export async function createRecorder(needs: RecorderNeeds): Promise<Recorder> {
  const { dir, clock, retention, leastFreeBytes = 0 } = needs;
  const found = await readRecording(dir).catch(() => null);
  const keepsAll = 'keep' in retention;
  /** What the retention will ask for; a recording that keeps everything need not remember 130,000 segments of three days. */
  const live = keepsAll ? [] : [...(found?.segments ?? [])];
  const resume = laterPoint(found?.resume ?? FROM_THE_START, needs.notBefore ?? null);
  const inits = new Map<number, { body: Buffer; written: boolean }>();
  let next = resume;
  let index: FileHandle | null = null;
  let indexBytes = found?.indexBytes ?? 0;
  let stopped: RecordingStop | null = null;
  let told = false;
  let retryAtMs = 0;
  let pending = 0;
  let last: Promise<void> = Promise.resolve();

  const init = (made: InitPackage): void => {
    inits.set(made.n, { body: made.body, written: false });
    if (inits.size > MOST_INITS) inits.delete(inits.keys().next().value!);
    next = { ...next, nextInit: made.n + 1 };
    enqueue(() => attempt(() => writeInit(made.n)));
  };
  // A recording is made of whole segments; they bring their parts.
  const part = (): void => {};
  const segment = (made: SegmentPackage): void => {
    const { n, startMs, durationMs, discontinuity } = made;
    next = {
      ...next,
      nextSegment: n + 1,
      timelineMs: startMs + durationMs,
      discontinuities: next.discontinuities + (discontinuity ? 1 : 0),
    };
    const after = next;
    if (pending >= MOST_PENDING) return miss('disk_slow', after);
    enqueue(async () => {
      if (stopped && clock.now() < retryAtMs) return miss(stopped, after);
      if (!(await attempt(() => keep(made)))) miss(stopped ?? 'disk_broken', after);
    });
  };

  /** One after the other: the order of the index is the order of the show. */
  function enqueue(task: () => Promise<unknown>): void {
    pending++;
    last = last.then(task).then(
      () => void pending--,
      () => void pending--,
    );
  }

  /** @returns false when the disk refused; what was half written is gone by then */
  async function attempt(write: () => Promise<void>): Promise<boolean> {
    try {
      await openIndex();
      await write();
      return true;
    } catch (error) {
      // A torn line would spoil the next one: it is cut off when the index is opened again.
      await index?.close().catch(() => {});
      index = null;
      if (!stopped) needs.onTrouble?.(error);
      stop(reasonOf(error));
      return false;
    }
  }

  async function openIndex(): Promise<void> {
    if (index) return;
    await mkdir(dir, { recursive: true });
    index = await open(join(dir, INDEX_FILE), 'a');
    await index.truncate(indexBytes);
  }

  function stop(reason: RecordingStop): void {
    retryAtMs = clock.now() + RETRY_MS;
    if (stopped) return;
    stopped = reason;
    needs.onStop?.(reason);
  }

  function miss(reason: RecordingStop, after: ResumePoint): void {
    if (!stopped) stop(reason);
    needs.onMissed?.(after);
  }

  async function keep(made: SegmentPackage): Promise<void> {
    const body = Buffer.concat(made.parts.map((one) => one.body));
    await forgetOld(made.startMs + made.durationMs);
    await demandRoom(body.length);
    await writeInit(made.init);
    await writeWhole(join(dir, segmentFile(made.n)), body);
    const recorded: RecordedSegment = {
      n: made.n,
      init: made.init,
      startMs: round(made.startMs),
      durationMs: round(made.durationMs),
      wallClockMs: round(made.wallClockMs),
      discontinuity: made.discontinuity,
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
    };
    await addLine(recorded).catch(async (error: unknown) => {
      await rm(join(dir, segmentFile(made.n)), { force: true });
      throw error;
    });
    if (!keepsAll) live.push(recorded);
    needs.onSegment?.(recorded);
    if (stopped || !told) needs.onStop?.(null);
    stopped = null;
    told = true;
  }

  async function demandRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(dir);
    const wanted = stopped ? leastFreeBytes * ROOM_AGAIN.reserve + bytes * ROOM_AGAIN.segments : leastFreeBytes + bytes;
    if (bavail * bsize < wanted) throw Object.assign(new Error('The disk has no room to spare.'), { code: 'ENOSPC' });
  }

  async function writeInit(n: number): Promise<void> {
    const known = inits.get(n);
    if (!known || known.written) return;
    await writeWhole(join(dir, initFile(n)), known.body);
    known.written = true;
  }

  async function forgetOld(untilMs: number): Promise<void> {
    if ('keep' in retention) return;
    const keepFromMs = untilMs - retention.keepSeconds * 1000;
    const kept = live.findIndex(({ startMs, durationMs }) => startMs + durationMs >= keepFromMs);
    for (const old of live.splice(0, kept < 0 ? live.length : kept)) {
      await unlink(join(dir, segmentFile(old.n))).catch(() => {});
      await addLine({ forgotten: old.n });
    }
  }

  async function addLine(line: RecordedSegment | ForgottenSegment): Promise<void> {
    const text = Buffer.from(`${JSON.stringify(line)}\n`);
    await index!.appendFile(text);
    await index!.datasync();
    indexBytes += text.length;
  }

  async function settled(): Promise<void> {
    for (let seen: Promise<void> | null = null; seen !== last;) await (seen = last);
  }

  async function close(): Promise<void> {
    await settled();
    await index?.close();
    index = null;
    // Served playlists are written from the index; this one is for file servers.
    await writeReplay(dir).catch(() => {});
  }

  return { init, part, segment, settled, close, resume, stopped: () => stopped };
}

const reasonOf = (error: unknown): RecordingStop =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'disk_full' : 'disk_broken';

/** Microseconds are enough and keep the index readable. */
const round = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Under another name first: a file with its final name is always whole. */
async function writeWhole(file: string, body: Buffer): Promise<void> {
  const half = `${file}.part`;
  try {
    const handle = await open(half, 'w');
    try {
      await handle.writeFile(body);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    throw error;
  }
}
