import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/db.ts';
import type { Log } from '#platform/log.ts';
import { createFolderStorage } from '#platform/storage/folder-storage.ts';
import type { Storage } from '#platform/storage/storage.ts';
import { createClips } from './clips/clips.ts';
import { createDisk } from './disk.ts';
import { createRecordings } from './recordings.ts';
import { createReplayPictures } from './replay-pictures.ts';
import { createRetention } from './retention.ts';
import type { Thumbnails } from './thumbnails.ts';
import { createUploads } from './uploads.ts';

export interface KeepingNeeds {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** Beyond this machine; null when everything stays here. */
  readonly remote: Storage | null;
  readonly thumbnails: Thumbnails;
  readonly isOpen: (streamId: string) => boolean;
  readonly onForgotten: (streamId: string) => void;
}

/** What becomes of pictures after they were shown: recordings and where they lie, replays, clips, and their end. */
export function createKeeping(needs: KeepingNeeds) {
  const { config, db, clock, log, remote } = needs;
  const { dataDir, kept } = config;
  const mediaDir = join(dataDir, 'media');
  const local = createFolderStorage({ dir: dataDir });
  const storage = remote ?? local;
  const recordings = createRecordings({ local, remote });
  const clips = createClips({ db, clock, recordings, storage, dataDir, log });
  const pictures = createReplayPictures({ recordings, storage, thumbnails: needs.thumbnails });
  const uploads = remote ? createUploads({ remote, mediaDir, dropLocal: kept.dropLocal, isOpen: needs.isOpen, log }) : null;
  const retention = createRetention({ ...needs, ...kept, local, dataDir });
  const disk = createDisk({ dir: mediaDir, ...kept, log });

  return {
    storage,
    recordings,
    clips,
    pictures,
    disk,
    uploads,
    sweep: retention.sweep,
    async start(): Promise<void> {
      await clips.start();
      await disk.look();
      await uploads?.start();
    },
    async close(): Promise<void> {
      disk.close();
      await uploads?.close();
      await clips.close();
    },
  };
}
