import { createHash } from 'node:crypto';
import { mkdir, open, rename, truncate, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import type { InitPackage, PackageSink, ResumePoint, SegmentPackage } from './package.ts';
import {
  FAILED_FILE,
  INDEX_FILE,
  initFile,
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
  /** A segment is safe on disk: the record hashes it, the supervisor knows how far the replay goes. */
  readonly onSegment?: (segment: RecordedSegment) => void;
  /** The recording stopped for good; the show goes on. */
  readonly onFailed?: (error: Error) => void;
}

export interface Recorder extends PackageSink {
  /** Where the packager and the origin go on after a restart. */
  readonly resume: ResumePoint;
  readonly failed: () => boolean;
  /** Waits until everything given is on disk and writes the replay's playlist. May be called twice. */
  close(): Promise<void>;
}

/** About a minute of show. A disk slower than that is a broken disk, and memory is not a disk. */
const MOST_PENDING = 30;

/**
 * Writes finished segments to a folder. A segment's line in the index is written after its file is
 * safe, so whatever moment the process dies, every line of the index is true.
 */
export async function createRecorder(needs: RecorderNeeds): Promise<Recorder> {
  const { dir, clock, retention } = needs;
  const found = await readRecording(dir).catch(() => null);
  const live = [...(found?.segments ?? [])];
  let index: FileHandle | null = null;
  let failure: Error | null = null;
  let pending = 0;
  let last: Promise<void> = Promise.resolve();

  enqueue(openIndex);

  async function openIndex(): Promise<void> {
    await mkdir(dir, { recursive: true });
    if (found && found.indexBytes > 0) await truncate(join(dir, INDEX_FILE), found.indexBytes);
    index = await open(join(dir, INDEX_FILE), 'a');
  }

  /** One after the other; the first error ends the recording, never the show. */
  function enqueue(task: () => Promise<void>): void {
    if (failure) return;
    if (pending >= MOST_PENDING) return fail(new Error('The disk is too slow for this stream.'));
    pending++;
    last = last
      .then(() => (failure ? undefined : task()))
      .catch((error: Error) => fail(error))
      .finally(() => pending--);
  }

  function fail(cause: Error): void {
    if (failure) return;
    failure = cause;
    last = last.then(mark);
    needs.onFailed?.(cause);
  }

  async function mark(): Promise<void> {
    const marker = JSON.stringify({ atMs: clock.now(), reason: failure?.message });
    // On a full disk the marker fails as well; whoever listens was told.
    await writeFile(join(dir, FAILED_FILE), `${marker}\n`).catch(() => {});
  }

  const init = (made: InitPackage): void => enqueue(() => writeWhole(join(dir, initFile(made.n)), made.body));
  // A recording is made of whole segments; they bring their parts.
  const part = (): void => {};
  const segment = (made: SegmentPackage): void => enqueue(() => keep(made));

  async function keep(made: SegmentPackage): Promise<void> {
    const body = Buffer.concat(made.parts.map((one) => one.body));
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
    await addLine(recorded);
    live.push(recorded);
    needs.onSegment?.(recorded);
    await forgetOld();
  }

  async function forgetOld(): Promise<void> {
    if ('keep' in retention) return;
    const newest = live.at(-1);
    const keepFromMs = newest ? newest.startMs + newest.durationMs - retention.keepSeconds * 1000 : 0;
    const kept = live.findIndex(({ startMs, durationMs }) => startMs + durationMs >= keepFromMs);
    for (const old of live.splice(0, kept)) {
      await unlink(join(dir, segmentFile(old.n))).catch(() => {});
      await addLine({ forgotten: old.n });
    }
  }

  async function addLine(line: RecordedSegment | ForgottenSegment): Promise<void> {
    await index?.appendFile(`${JSON.stringify(line)}\n`);
    await index?.datasync();
  }

  async function close(): Promise<void> {
    // A failure adds its marker behind what we wait for.
    for (let seen: Promise<void> | null = null; seen !== last;) await (seen = last);
    await index?.close();
    index = null;
    await writeReplay(dir).catch(fail);
  }

  const resume = found?.resume ?? { nextSegment: 0, nextInit: 0, timelineMs: 0, discontinuities: 0 };
  return { init, part, segment, close, resume, failed: () => failure !== null };
}

/** Microseconds are enough and keep the index readable. */
const round = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Under another name first: a file with its final name is always whole. */
async function writeWhole(file: string, body: Buffer): Promise<void> {
  const half = `${file}.part`;
  const handle = await open(half, 'w');
  try {
    await handle.writeFile(body);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(half, file);
}
