import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaPaths } from '#contract/media.ts';
import type { Clock } from '#lib/clock.ts';
import type { Outcome } from '#lib/outcome.ts';
import type { ReplaySpan } from '#lib/replay-times.ts';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { Log } from '#platform/log.ts';
import { createAudience, type Audience, type AudienceCount } from './audience.ts';
import { serveMedia } from './media.routes.ts';
import { findReplay, type Replay, replaySpans } from './replay.ts';
import { createStreams } from './streams.ts';
import { createSupervisor } from './supervisor.ts';
import { createThumbnails } from './thumbnails.ts';
import { type DemoFeed, startDemoFeed } from './demo/demo-feed.ts';
import type { BroadcastStats, SegmentFact } from './worker/messages.ts';

export type { AudienceCount } from './audience.ts';
export type { Replay } from './replay.ts';
export type { BroadcastStats, SegmentFact } from './worker/messages.ts';

/**
 * Media: from a camera to every screen, and to the recording.
 *
 * Knows streams and nothing of shows: whoever opens a stream gives it an id and hears what happens.
 */
export interface MediaNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly db: Db;
  readonly http: Http;
  readonly clock: Clock;
}

/** What viewers are told. `none`: nobody has published yet. */
export type PictureState = 'none' | 'live' | 'reconnecting' | 'gone';

export interface StreamFacts {
  readonly state: PictureState;
  /** When it rises, players and publishers connect again. */
  readonly generation: number;
}

export interface MediaNews {
  /** The picture came, stalled for a second, was gone for two minutes, or comes from a new worker. */
  picture: [news: { streamId: string } & StreamFacts];
  /** A segment of the recording is finished: its hash goes into the record. */
  segment: [news: { streamId: string; segment: SegmentFact }];
  /** Every two seconds for a stream that is served. */
  audience: [news: { streamId: string; count: AudienceCount }];
  /** How the publisher's picture arrives, every two seconds. */
  stats: [news: { streamId: string; stats: BroadcastStats }];
  /** A worker died and another serves the stream; `picture` follows with a higher generation. */
  restarted: [news: { streamId: string }];
}

export interface StreamOptions {
  /** Records only the last so many seconds, for a channel that never ends. Everything when absent. */
  readonly keepSeconds?: number;
}

export interface Media {
  /** Opens a stream, or one that was closed, and starts serving it. Twice is the same as once. */
  openStream(streamId: string, options?: StreamOptions): Promise<StreamFacts>;
  /** Ends the recording and the worker; from then on `replay` answers. */
  closeStream(streamId: string): Promise<void>;
  /** One use, 60 seconds. */
  issueTicket(streamId: string): Promise<{ ticket: string; expiresAt: Date; whipUrl: string }>;
  /** A new encoder key, shown this once. The old one stops working. */
  rotateKey(streamId: string): Promise<Outcome<{ key: string; whipUrl: string }, 'not_found'>>;
  encoder(streamId: string): Promise<{ whipUrl: string; hasKey: boolean; keyRotatedAt: Date | null }>;
  facts(streamId: string): StreamFacts;
  audience(streamId: string): AudienceCount;
  stats(streamId: string): BroadcastStats | null;
  /** Where the recording of a closed stream is, or null when nothing was recorded. */
  replay(streamId: string): Promise<Replay | null>;
  /** Which moments the replay shows where; empty when nothing was recorded. */
  replaySpans(streamId: string): Promise<ReplaySpan[]>;
  /**
   * Puts the demo's drawn picture and computed music on this stream, round the clock. `origin` is
   * where this process listens, e.g. `http://127.0.0.1:4000`. Without the optional encoder package
   * the built-in clip plays.
   * @returns `show` lays another product on the table: a file that sharp can read
   */
  startDemo(streamId: string, options: { origin: string; picture: string }): Promise<{ show(picture: string): void }>;
  on<K extends keyof MediaNews>(name: K, listener: (...news: MediaNews[K]) => void): () => void;
  /** Serves again what was open when the process last ended. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const MAX_DIRECT_VIEWERS = 200;
const NOBODY: AudienceCount = { watching: 0, direct: 0, hls: 0, notYet: 0 };

export function createMedia({ config, log, db, http, clock }: MediaNeeds): Media {
  const streams = createStreams({ db, clock });
  const news = new EventEmitter<MediaNews>();
  news.setMaxListeners(50);
  const audiences = new Map<string, Audience>();
  const facts = new Map<string, StreamFacts>();
  const mediaDir = join(config.dataDir, 'media');
  const folderOf = (streamId: string) => join(mediaDir, streamId);
  mkdirSync(mediaDir, { recursive: true });
  const thumbnails = createThumbnails();
  const feeds = new Map<string, DemoFeed>();
  const supervisor = createSupervisor({ log, socketFolder: join(tmpdir(), `etalage-${process.pid}`) });

  supervisor.news.on('publisher', ({ streamId, state }) => tell(streamId, { state: state === 'stalled' ? 'reconnecting' : state }));
  supervisor.news.on('segment', (segment) => news.emit('segment', segment));
  supervisor.news.on('stats', (stats) => news.emit('stats', stats));
  supervisor.news.on('viewers', ({ streamId, receivedMs }) => {
    const audience = audienceOf(streamId);
    audience.direct(receivedMs, clock.now());
    audience.sweep(clock.now());
    news.emit('audience', { streamId, count: audience.count(clock.now()) });
  });
  supervisor.news.on('restarted', ({ streamId }) => void announceRestart(streamId));

  const media: Media = {
    async openStream(streamId, { keepSeconds } = {}) {
      await streams.open(streamId, keepSeconds ?? null);
      await serve(streamId);
      return media.facts(streamId);
    },
    async closeStream(streamId) {
      await streams.close(streamId);
      await feeds.get(streamId)?.close();
      feeds.delete(streamId);
      await supervisor.finish(streamId);
      audiences.delete(streamId);
      facts.delete(streamId);
    },
    async issueTicket(streamId) {
      return { ...(await streams.issueTicket(streamId)), whipUrl: whipUrl(streamId) };
    },
    async rotateKey(streamId) {
      const rotated = await streams.rotateKey(streamId);
      return rotated.ok ? { ok: true, value: { ...rotated.value, whipUrl: whipUrl(streamId) } } : rotated;
    },
    async encoder(streamId) {
      const stream = await streams.find(streamId);
      return { whipUrl: whipUrl(streamId), hasKey: stream?.hasKey ?? false, keyRotatedAt: stream?.keyRotatedAt ?? null };
    },
    facts: (streamId) => facts.get(streamId) ?? { state: 'none', generation: 0 },
    audience: (streamId) => audiences.get(streamId)?.count(clock.now()) ?? NOBODY,
    stats: (streamId) => supervisor.statsOf(streamId),
    replay: (streamId) => findReplay(folderOf(streamId), streamId),
    replaySpans: (streamId) => replaySpans(folderOf(streamId)),
    on(name, listener) {
      news.on(name, listener as never);
      return () => void news.off(name, listener as never);
    },
    async start() {
      for (const { id } of await streams.listOpen()) await serve(id);
    },
    async startDemo(streamId, { origin, picture }) {
      await feeds.get(streamId)?.close();
      const feed = startDemoFeed({
        whipUrl: `${origin}${mediaPaths.whip(streamId)}`,
        // The demo's stream has no other encoder, so its key may change at each start.
        key: async () => {
          const rotated = await streams.rotateKey(streamId);
          if (!rotated.ok) throw new Error(rotated.reason);
          return rotated.value.key;
        },
        folder: join(config.dataDir, 'demo-loops'),
        picture,
        log,
        onAbsent: () => supervisor.playClip(streamId),
      });
      feeds.set(streamId, feed);
      return { show: feed.show };
    },
    async close() {
      thumbnails.close();
      await Promise.all([...feeds.values()].map((feed) => feed.close()));
      await supervisor.close();
    },
  };

  serveMedia({ http, streams, supervisor, audienceOf, folderOf, thumbnails, clock });
  return media;

  async function serve(streamId: string): Promise<void> {
    if (supervisor.socketOf(streamId)) return;
    const [generation, stream] = [await streams.nextGeneration(streamId), await streams.find(streamId)];
    if (generation === null || !stream) return;
    facts.set(streamId, { state: 'none', generation });
    await supervisor.serve({
      streamId,
      folder: folderOf(streamId),
      keepSeconds: stream.keepSeconds,
      lastGeneration: 0,
      ice: { addresses: [] },
      maxViewers: MAX_DIRECT_VIEWERS,
    });
  }

  /** The new worker has no picture yet; players that connect again show "reconnecting" until it comes. */
  async function announceRestart(streamId: string): Promise<void> {
    const generation = await streams.nextGeneration(streamId).catch(() => null);
    const before = media.facts(streamId);
    feeds.get(streamId)?.restart();
    news.emit('restarted', { streamId });
    tell(streamId, { state: before.state === 'none' ? 'none' : 'reconnecting', generation: generation ?? before.generation + 1 });
  }

  function tell(streamId: string, change: Partial<StreamFacts>): void {
    const next = { ...media.facts(streamId), ...change };
    facts.set(streamId, next);
    news.emit('picture', { streamId, ...next });
  }

  function audienceOf(streamId: string): Audience {
    let audience = audiences.get(streamId);
    if (!audience) audiences.set(streamId, (audience = createAudience()));
    return audience;
  }

  function whipUrl(streamId: string): string {
    return `${config.publicUrl}${mediaPaths.whip(streamId)}`;
  }
}
