import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#platform/db.ts';
import { readStored, type Storage } from '#platform/storage/storage.ts';
import { recordingFolder } from './recordings.ts';
import { listToForget, markForgotten } from './streams.sql.ts';
import { INDEX_FILE, initFile, parseRecording, REPLAY_FILE, segmentFile } from './worker/recording.ts';

/**
 * Replays that are older than the operator keeps them. The files go; the index stays with every hash, so that
 * what the record says of them can still be held against a copy that somebody has.
 */
export interface RetentionNeeds {
  readonly db: Db;
  readonly clock: Clock;
  readonly local: Storage;
  readonly remote: Storage | null;
  readonly dataDir: string;
  readonly replayDays: number | null;
  readonly onForgotten: (streamId: string) => void;
  readonly log: { warn(facts: object, sentence: string): void };
}

const DAY_MS = 86_400_000;
/** Per sweep: thousands that became old at once must not keep a start or a show waiting. */
const AT_ONCE = 20;
const DELETES_AT_ONCE = 8;
const MOST_INDEX_BYTES = 256 * 1024 * 1024;

export function createRetention(needs: RetentionNeeds) {
  const { db, clock, local, remote, dataDir, replayDays, onForgotten, log } = needs;

  /** The lines first: from then on the replay says that it is gone, whenever the files go. Twice does no harm. */
  async function forget(streamId: string): Promise<void> {
    const folder = recordingFolder(streamId);
    const key = `${folder}${INDEX_FILE}`;
    const index =
      (await readFile(join(dataDir, key)).catch(() => null)) ?? (remote ? await readStored(remote, key, MOST_INDEX_BYTES) : null);
    if (index) {
      const { segments, known } = parseRecording(index);
      const lines = Buffer.from(segments.map(({ n }) => `${JSON.stringify({ forgotten: n })}\n`).join(''));
      if (lines.length > 0 && (await local.stat(key))) await appendFile(join(dataDir, key), lines);
      if (remote && (lines.length > 0 || !(await remote.stat(key)))) await remote.put(key, Buffer.concat([index, lines]));
      const names = [...known.map(({ n }) => segmentFile(n)), ...new Set(known.map(({ init }) => initFile(init))), REPLAY_FILE];
      for (const place of remote ? [local, remote] : [local]) {
        for (let at = 0; at < names.length; at += DELETES_AT_ONCE)
          await Promise.all(names.slice(at, at + DELETES_AT_ONCE).map((name) => place.delete(`${folder}${name}`)));
        for await (const { key: picture } of place.list(`thumbs/${streamId}/`)) await place.delete(picture);
      }
    }
    await markForgotten(db, streamId, new Date(clock.now()));
    onForgotten(streamId);
  }

  return {
    async sweep(): Promise<void> {
      if (replayDays === null) return;
      for (const streamId of await listToForget(db, new Date(clock.now() - replayDays * DAY_MS), AT_ONCE)) {
        await forget(streamId).catch((error: unknown) => log.warn({ streamId, error: String(error) }, 'an old replay was not deleted'));
      }
    },
  };
}
