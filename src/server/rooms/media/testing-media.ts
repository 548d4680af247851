import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#platform/actor.ts';
import type { Config } from '#platform/config.ts';
import { createHttp, type Http } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createLog } from '#platform/log.ts';
import { testConfig } from '#platform/testing-config.ts';
import { atEnd, freshDatabase } from '#platform/testing.ts';
import type { Storage } from '#platform/storage/storage.ts';
import { createMedia, type Media } from './index.ts';

/** The media room alone, with a real database and front door, for tests of what it serves. */
export interface TestMedia {
  readonly media: Media;
  readonly http: Http;
  readonly dataDir: string;
  /** Where a stream is recorded. */
  folderOf(streamId: string): string;
  /** What the clock says; move it. */
  readonly time: { nowMs: number };
}

const guest: Actor = { visitorId: 'visitor', name: null, user: null, roles: new Map(), isOperator: false, language: 'en' };

/** @param more settings beyond the defaults */
export async function openTestMedia(more: Partial<Config> = {}, remote: Storage | null = null): Promise<TestMedia> {
  const { db } = await freshDatabase({ max: 3 });
  const dataDir = more.dataDir ?? (await mkdtemp(join(tmpdir(), 'etalage-media-')));
  const time = { nowMs: 1_800_000_000_000 };
  const config = testConfig({ dataDir, rateLimitFactor: 100, ...more });
  const log = createLog('silent');
  const actors = { resolve: async () => guest, welcome: async (actor: Actor) => ({ actor, setCookie: null }) };
  const http = await createHttp({ config, log, actors, idempotency: createIdempotencyStore(db) });
  const media = createMedia({ config, log, db, http, clock: { now: () => time.nowMs }, remote });
  await http.app.ready();
  atEnd(async () => {
    await media.close();
    await http.close();
    if (!more.dataDir) await rm(dataDir, { recursive: true, force: true });
  });
  return { media, http, dataDir, time, folderOf: (streamId) => join(dataDir, 'media', streamId) };
}
