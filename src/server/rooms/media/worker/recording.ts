import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vodPlaylist } from '#lib/hls.ts';
import { FROM_THE_START, type ResumePoint } from './package.ts';

/** Times are rounded to microseconds when they are written; less than this is no hole. */
const HOLE_MS = 50;

/** How much of the show was not recorded between two segments that follow each other in the index. */
export function missingBefore(segment: RecordedSegment, previous: RecordedSegment | undefined): number {
  const missing = previous ? segment.startMs - previous.startMs - previous.durationMs : 0;
  return missing > HOLE_MS ? missing : 0;
}

/** One line of `segments.jsonl`: what a recording holds, and what it held. */
export interface RecordedSegment {
  readonly n: number;
  readonly init: number;
  /** On the stream's timeline, holes closed up. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly wallClockMs: number;
  readonly discontinuity: boolean;
  readonly bytes: number;
  /** Hex, of the segment file. */
  readonly sha256: string;
}

/** Another line: the file is gone because of the retention; its facts and hash stay. */
export interface ForgottenSegment {
  readonly forgotten: number;
}

export const INDEX_FILE = 'segments.jsonl';
export const REPLAY_FILE = 'index.m3u8';
export const initFile = (n: number): string => `init-${n}.mp4`;
export const segmentFile = (n: number): string => `seg-${n}.m4s`;

/**
 * A process that was killed had a segment open and perhaps one on its way to the disk, and viewers saw
 * their parts. These numbers must not come back with other bytes: caches keep them for ever.
 */
const NUMBERS_LEFT_OUT = 3;

export interface Recording {
  /** Segments whose files are there, in order. */
  readonly segments: readonly RecordedSegment[];
  readonly resume: ResumePoint;
  /** How much of the index is whole lines; a killed process may leave a torn one behind it. */
  readonly indexBytes: number;
}

/** Reads a recording's folder; an empty or missing one is an empty recording. */
export async function readRecording(dir: string): Promise<Recording> {
  const [index, names] = await Promise.all([readOrEmpty(join(dir, INDEX_FILE)), listOrEmpty(dir)]);
  const { segments, known, indexBytes } = parseRecording(index);
  return { segments, resume: resumeAfter(known, names), indexBytes };
}

export interface ParsedIndex {
  /** Everything these lines tell of, in order. */
  readonly known: RecordedSegment[];
  /** What of it is kept. */
  readonly segments: RecordedSegment[];
  readonly forgotten: ReadonlySet<number>;
  /** How much of it is whole lines. */
  readonly indexBytes: number;
}

/** Reads an index, or any whole lines of one. */
export function parseRecording(index: Buffer): ParsedIndex {
  const indexBytes = index.lastIndexOf('\n') + 1;
  const all = new Map<number, RecordedSegment>();
  const forgotten = new Set<number>();
  for (const line of index.subarray(0, indexBytes).toString('utf8').split('\n')) {
    const entry = parseLine(line);
    if (entry && 'forgotten' in entry) forgotten.add(entry.forgotten);
    else if (entry) all.set(entry.n, entry);
  }
  const known = [...all.values()].sort((one, other) => one.n - other.n);
  return { segments: known.filter(({ n }) => !forgotten.has(n)), known, forgotten, indexBytes };
}

function resumeAfter(known: readonly RecordedSegment[], names: readonly string[]): ResumePoint {
  const last = known.at(-1);
  const inits = names.map((name) => Number(/^init-(\d+)\.mp4$/.exec(name)?.[1] ?? -1));
  const nextInit = Math.max(-1, ...inits) + 1;
  if (!last) return { ...FROM_THE_START, nextInit };
  return {
    nextSegment: last.n + 1 + NUMBERS_LEFT_OUT,
    nextInit: Math.max(nextInit, last.init + 1),
    timelineMs: last.startMs + last.durationMs,
    discontinuities: known.filter(({ discontinuity }) => discontinuity).length,
  };
}

/** The later of two points; what lies between them was shown, but is not in the index. */
export function laterPoint(recorded: ResumePoint, missed: ResumePoint | null): ResumePoint {
  if (!missed || missed.nextSegment + NUMBERS_LEFT_OUT <= recorded.nextSegment) return recorded;
  return {
    nextSegment: missed.nextSegment + NUMBERS_LEFT_OUT,
    nextInit: Math.max(missed.nextInit, recorded.nextInit),
    timelineMs: Math.max(missed.timelineMs, recorded.timelineMs),
    discontinuities: Math.max(missed.discontinuities, recorded.discontinuities),
  };
}

/**
 * The replay: the same files as live, as video on demand. Behind a hole the timeline inside the segments
 * jumps, so a discontinuity stands there, and the init segment under another address: players that saw a
 * discontinuity without a new init segment hung.
 */
export function playlistOf(segments: readonly RecordedSegment[]): string {
  let hole = '';
  return vodPlaylist(
    segments.map((segment, at) => {
      const afterHole = missingBefore(segment, segments[at - 1]) > 0;
      if (afterHole) hole = `?from=${segment.n}`;
      else if (segment.discontinuity) hole = '';
      return {
        ...segment,
        uri: segmentFile(segment.n),
        initUri: `${initFile(segment.init)}${hole}`,
        discontinuity: segment.discontinuity || afterHole,
        parts: [],
      };
    }),
  );
}

/** Leaves the replay's playlist in the folder, so that any file server can serve it. */
export async function writeReplay(dir: string): Promise<void> {
  const { segments } = await readRecording(dir);
  if (segments.length === 0) return;
  const file = join(dir, REPLAY_FILE);
  await writeFile(`${file}.part`, playlistOf(segments));
  await rename(`${file}.part`, file);
}

function parseLine(line: string): RecordedSegment | ForgottenSegment | null {
  if (line === '') return null;
  try {
    return JSON.parse(line) as RecordedSegment | ForgottenSegment;
  } catch {
    // A power cut can leave a page of zeros in the middle; the other lines still tell the truth.
    return null;
  }
}

async function readOrEmpty(file: string): Promise<Buffer> {
  return readFile(file).catch(emptyWhenMissing(Buffer.alloc(0)));
}

async function listOrEmpty(dir: string): Promise<string[]> {
  return readdir(dir).catch(emptyWhenMissing([]));
}

const emptyWhenMissing =
  <T>(empty: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return empty;
    throw error;
  };
