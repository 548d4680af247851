import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vodPlaylist } from '#lib/hls.ts';
import { FROM_THE_START, type ResumePoint } from './package.ts';

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
export const FAILED_FILE = 'recording-failed.json';
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
  const indexBytes = index.lastIndexOf('\n') + 1;
  const all = new Map<number, RecordedSegment>();
  const forgotten = new Set<number>();
  for (const line of index.subarray(0, indexBytes).toString('utf8').split('\n')) {
    const entry = parseLine(line);
    if (entry && 'forgotten' in entry) forgotten.add(entry.forgotten);
    else if (entry) all.set(entry.n, entry);
  }
  const known = [...all.values()].sort((one, other) => one.n - other.n);
  return { segments: known.filter(({ n }) => !forgotten.has(n)), resume: resumeAfter(known, names), indexBytes };
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

/**
 * The replay: the same files as live, as video on demand. Null when nothing was recorded.
 * @param range only the segments with these numbers, both included
 */
export async function replayPlaylist(dir: string, range?: { readonly from: number; readonly to: number }): Promise<string | null> {
  const recorded = (await readRecording(dir)).segments;
  const segments = range ? recorded.filter(({ n }) => n >= range.from && n <= range.to) : recorded;
  if (segments.length === 0) return null;
  return vodPlaylist(segments.map((segment) => ({ ...segment, uri: segmentFile(segment.n), initUri: initFile(segment.init), parts: [] })));
}

/** Leaves the replay's playlist in the folder, so that any file server can serve it. */
export async function writeReplay(dir: string): Promise<void> {
  const playlist = await replayPlaylist(dir);
  if (playlist === null) return;
  const file = join(dir, REPLAY_FILE);
  await writeFile(`${file}.part`, playlist);
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
