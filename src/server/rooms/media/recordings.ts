import { readStored, type ByteRange, type Storage, type StoredBody } from '#platform/storage/storage.ts';
import { runsOf, type Run } from './replay-timeline.ts';
import { INDEX_FILE, parseRecording, playlistOf, type RecordedSegment } from './worker/recording.ts';

/**
 * What was recorded, wherever it lies: segments are written to this machine first, and may have moved
 * to the storage since; a machine that was replaced finds them there.
 */
export interface Recorded {
  /** Segments whose files are kept, in order. */
  readonly segments: readonly RecordedSegment[];
  readonly runs: readonly Run[];
  readonly durationMs: number;
  /** Something was recorded once and is not kept any more. */
  readonly forgotten: boolean;
  /** @param range only the segments with these numbers, both included: a part of a long replay */
  readonly playlist: (range?: { readonly from: number; readonly to: number }) => string;
}

export interface Recordings {
  /** Null when nothing was recorded. */
  read(streamId: string): Promise<Recorded | null>;
  /** Is this file on this machine? */
  isHere(streamId: string, name: string): Promise<boolean>;
  stat(streamId: string, name: string): Promise<{ bytes: number } | null>;
  open(streamId: string, name: string, range?: ByteRange): Promise<StoredBody | null>;
  /** A whole small file; null when it is gone. */
  bytes(streamId: string, name: string): Promise<Buffer | null>;
  /** Where anybody can read it without us; null while it must come through us. */
  url(streamId: string, name: string): Promise<string | null>;
}

export interface RecordingsNeeds {
  /** This machine's; keys are paths in the data folder. */
  readonly local: Storage;
  /** Where recordings go in the end; null when that is this machine. */
  readonly remote: Storage | null;
}

export const recordingFolder = (streamId: string): string => `media/${streamId}/`;

/** Indexes kept read: a replay that many watch is asked for its playlist often. */
const MOST_KEPT = 16;
/** Three days of segments are 130,000 lines of 250 bytes. */
const MOST_INDEX_BYTES = 256 * 1024 * 1024;
/** A segment is 4 s at most; this is 64 Mb/s. */
const MOST_SEGMENT_BYTES = 32 * 1024 * 1024;

export function createRecordings({ local, remote }: RecordingsNeeds): Recordings {
  const places = remote ? [local, remote] : [local];
  const kept = new Map<string, { bytes: number; recorded: Recorded | null }>();
  const keyOf = (streamId: string, name: string) => `${recordingFolder(streamId)}${name}`;

  async function findPlace(key: string): Promise<{ place: Storage; bytes: number } | null> {
    for (const place of places) {
      const found = await place.stat(key);
      if (found) return { place, bytes: found.bytes };
    }
    return null;
  }

  return {
    async read(streamId) {
      const key = keyOf(streamId, INDEX_FILE);
      const found = await findPlace(key);
      if (!found) return null;
      const before = kept.get(streamId);
      // The index only grows: as long as before is as before.
      if (before?.bytes === found.bytes) return before.recorded;
      const index = await readStored(found.place, key, MOST_INDEX_BYTES);
      const recorded = index && describe(index);
      kept.delete(streamId);
      kept.set(streamId, { bytes: found.bytes, recorded });
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
      return recorded;
    },
    isHere: async (streamId, name) => (await local.stat(keyOf(streamId, name))) !== null,
    stat: (streamId, name) => findPlace(keyOf(streamId, name)),
    async open(streamId, name, range) {
      for (const place of places) {
        const found = await place.get(keyOf(streamId, name), range);
        if (found) return found;
      }
      return null;
    },
    async bytes(streamId, name) {
      for (const place of places) {
        const found = await readStored(place, keyOf(streamId, name), MOST_SEGMENT_BYTES);
        if (found) return found;
      }
      return null;
    },
    async url(streamId, name) {
      const key = keyOf(streamId, name);
      return remote && !(await local.stat(key)) ? remote.url(key) : null;
    },
  };
}

function describe(index: Buffer): Recorded | null {
  const { segments, known } = parseRecording(index);
  if (known.length === 0) return null;
  let playlist: string | null = null;
  return {
    segments,
    runs: runsOf(segments),
    durationMs: segments.reduce((sum, { durationMs }) => sum + durationMs, 0),
    forgotten: segments.length === 0,
    playlist: (range) =>
      range ? playlistOf(segments.filter(({ n }) => n >= range.from && n <= range.to)) : (playlist ??= playlistOf(segments)),
  };
}
