import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instanceRoutes } from '#contract/instance.ts';
import { mediaPaths } from '#contract/media.ts';
import { type Clock, steadyClock } from '#lib/clock.ts';
import { done, type Outcome } from '#lib/outcome.ts';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { Log } from '#platform/log.ts';
import type { Storage } from '#platform/storage/storage.ts';
import { createAudience, type Audience, type AudienceCount, NOBODY, type Owner } from './audience.ts';
import type { ClipRefusal, MediaClip } from './clips/clips.ts';
import { createEdges, type Edges } from './edge/edges.ts';
import { createKeeping } from './keeping.ts';
import { serveMedia } from './media.routes.ts';
import { createRtmp } from './rtmp/rtmp.ts';
import { findReplay, type Replay } from './replay.ts';
import { callOnStage } from './stage-call.ts';
import { createStreams } from './streams.ts';
import { planDirect } from './direct-plan.ts';
import { createSupervisor } from './supervisor.ts';
import { findTimeline, type Timeline } from './timeline.ts';
import { createThumbnails } from './thumbnails.ts';
import { type DemoFeed, startDemoFeed } from './demo/demo-feed.ts';
import type { CallRefusal, StageState } from './worker/stage.ts';
import type { RecordingStop, SegmentFact, StreamStats } from './worker/messages.ts';

export type { AudienceCount, Owner } from './audience.ts';
export { createDistantMedia, shareAudience } from './distant.ts';
export type { ClipRefusal, MediaClip } from './clips/clips.ts';
export type { Replay } from './replay.ts';
export type { Seat, StageState } from './worker/stage.ts';
export type { Timeline } from './timeline.ts';
export type { RecordingStop, SegmentFact, StreamStats } from './worker/messages.ts';

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
  /** Where recordings and clips go in the end; absent, everything stays on this machine. */
  readonly remote?: Storage | null;
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
  /** The disk refused or has no room to spare: the show goes on and nothing is recorded; null when it is again. */
  recording: [news: { streamId: string; stop: RecordingStop | null }];
  /** An old replay was deleted, as the operator set it. */
  forgotten: [news: { streamId: string }];
  /** Every two seconds for a stream that is served. */
  audience: [news: { streamId: string; count: AudienceCount }];
  /** How the publisher's picture arrives, every two seconds. */
  /** Somebody came to the stage, left it, or waits behind it. */
  stage: [news: { streamId: string; stage: StageState }];
  stats: [news: { streamId: string; stats: StreamStats }];
  /** A worker died and another serves the stream; `picture` follows with a higher generation. */
  restarted: [news: { streamId: string }];
}

export interface StreamOptions {
  /** Records only the last so many seconds, for a channel that never ends. Everything when absent. */
  readonly keepSeconds?: number;
}

/** Where an encoder connects; the key is the same for both. */
export interface EncoderAddresses {
  readonly whipUrl: string;
  /** Null when this shop takes no RTMP. */
  readonly rtmpUrl: string | null;
}

export interface Media {
  /** Opens a stream, or one that was closed, and starts serving it. Twice is the same as once. */
  openStream(streamId: string, options?: StreamOptions): Promise<StreamFacts>;
  /** Ends the recording and the worker; from then on `replay` answers. */
  closeStream(streamId: string): Promise<void>;
  /**
   * One use, 60 seconds. `holder` says whose connection it becomes: the same person on another one takes over from
   * themselves. Who comes `backstage` is not seen before they are called. `spot` names the connection in `stage`.
   */
  issueTicket(
    streamId: string,
    wish?: { holder?: string; name?: string; backstage?: boolean },
  ): Promise<{ ticket: string; spot: string; expiresAt: Date; whipUrl: string }>;
  /** Who is on stage and who waits behind it. */
  stage(streamId: string): StageState;
  /** Brings somebody from backstage on air with their next key frame; whoever was on waits backstage then. */
  callOnStage(streamId: string, spot: string): Promise<Outcome<void, CallRefusal | 'stream_not_live'>>;
  /** A new encoder key, shown this once. The old one stops working. */
  rotateKey(streamId: string): Promise<Outcome<EncoderAddresses & { key: string }, 'not_found'>>;
  encoder(streamId: string): Promise<EncoderAddresses & { hasKey: boolean; keyRotatedAt: Date | null }>;
  facts(streamId: string): StreamFacts;
  audience(streamId: string): AudienceCount;
  /** Media knows devices and not people: the rooms above say here whose devices these are. Devices left out are nobody's. */
  knowAudience(ask: AskOwners): void;
  stats(streamId: string): StreamStats | null;
  /** Why nothing is recorded of a stream that is served; null while it is. */
  recordingStop(streamId: string): RecordingStop | null;
  /** The recording of a closed stream; null when nothing was recorded, or nothing of it is kept any more. */
  replay(streamId: string): Promise<Replay | null>;
  /** What of a recording can be watched and when it was captured; null when nothing of it is kept. */
  timeline(streamId: string): Promise<Timeline | null>;
  /**
   * Cuts a span of the replay's timeline into a file of its own, without encoding it again: 1 s to 3 min, at most
   * what one piece of the recording covers (a new encoder, a new session or a hole begins another). The same
   * span twice is the same clip. Also while the stream is live, of what is recorded by then.
   */
  makeClip(streamId: string, span: { fromMs: number; toMs: number }): Promise<Outcome<MediaClip, ClipRefusal>>;
  /**
   * Puts the demo's drawn picture and computed music on this stream, round the clock. `origin` is
   * where this process listens, e.g. `http://127.0.0.1:4000`. Without the optional encoder package
   * the built-in clip plays.
   * @returns `show` lays another product on the table: a file that sharp can read
   */
  startDemo(streamId: string, options: { origin: string; picture: string }): Promise<{ show(picture: string): void }>;
  /** For what else is handed out beside the video. */
  readonly edges: Pick<Edges, 'isEdge' | 'anyAwake'>;
  on<K extends keyof MediaNews>(name: K, listener: (...news: MediaNews[K]) => void): () => void;
  /** Serves again what was open when the process last ended. */
  start(): Promise<void>;
  /** Deletes replays that are older than the operator keeps them. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

export type AskOwners = (streamId: string, visitorIds: readonly string[]) => Promise<ReadonlyMap<string, Owner>>;

const EMPTY_STAGE: StageState = { onAir: null, backstage: [] };

export function createMedia({ config, log, db, http, clock, remote = null }: MediaNeeds): Media {
  const streams = createStreams({ db, clock });
  const news = new EventEmitter<MediaNews>();
  news.setMaxListeners(50);
  const audiences = new Map<string, Audience>();
  let askOwners: AskOwners = async () => new Map();
  const facts = new Map<string, StreamFacts>();
  const stages = new Map<string, StageState>();
  const mediaDir = join(config.dataDir, 'media');
  const folderOf = (streamId: string) => join(mediaDir, streamId);
  mkdirSync(mediaDir, { recursive: true });
  const thumbnails = createThumbnails();
  const feeds = new Map<string, DemoFeed>();
  const supervisor = createSupervisor({ log, socketFolder: join(tmpdir(), `etalage-${process.pid}`) });

  const rtmp = createRtmp({
    host: config.host,
    port: config.rtmpPort,
    rateLimitFactor: config.rateLimitFactor,
    log,
    admit: async (key) => {
      const admitted = await streams.admit(key, null);
      return admitted.ok ? admitted.value.streamId : null;
    },
    socketOf: supervisor.socketOf,
  });
  const stops = new Map<string, RecordingStop>();
  const keeping = createKeeping({
    config,
    db,
    clock,
    log,
    remote,
    thumbnails,
    isOpen: (streamId) => supervisor.socketOf(streamId) !== null,
    onForgotten: (streamId) => news.emit('forgotten', { streamId }),
  });
  const { recordings, clips, pictures, storage } = keeping;

  supervisor.news.on('publisher', ({ streamId, state }) => tell(streamId, { state: state === 'stalled' ? 'reconnecting' : state }));
  supervisor.news.on('segment', (segment) => {
    news.emit('segment', segment);
    keeping.uploads?.wake(segment.streamId);
  });
  supervisor.news.on('recording', ({ streamId, stop }) => void tellRecording(streamId, stop));
  supervisor.news.on('stats', (stats) => news.emit('stats', stats));
  supervisor.news.on('viewers', ({ streamId, receivedMs }) => {
    const audience = audienceOf(streamId);
    audience.direct(receivedMs, steadyClock.now());
    audience.sweep(steadyClock.now());
    void learnOwners(streamId, audience);
    const count = audience.count(steadyClock.now());
    supervisor.audience(streamId, count.watching + count.notYet);
    news.emit('audience', { streamId, count });
  });
  supervisor.news.on('stage', ({ streamId, stage }) => setStage(streamId, stage));
  supervisor.news.on('indirect', ({ streamId }) => void announceIndirect(streamId));
  supervisor.news.on('restarted', ({ streamId }) => void announceRestart(streamId));

  const edges = createEdges({ urls: config.edges.urls, edgeSecret: config.edges.secret, secret: config.secret, clock });
  const media: Media = {
    edges,
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
      stages.delete(streamId);
      stops.delete(streamId);
      keeping.uploads?.wake(streamId);
    },
    async issueTicket(streamId, wish) {
      return { ...(await streams.issueTicket(streamId, wish)), whipUrl: whipUrl(streamId) };
    },
    stage: (streamId) => stages.get(streamId) ?? EMPTY_STAGE,
    callOnStage: (streamId, spot) => callOnStage(supervisor.socketOf(streamId), spot),
    async rotateKey(streamId) {
      const rotated = await streams.rotateKey(streamId);
      return rotated.ok ? { ok: true, value: { ...rotated.value, ...addresses(streamId) } } : rotated;
    },
    async encoder(streamId) {
      const stream = await streams.find(streamId);
      return { ...addresses(streamId), hasKey: stream?.hasKey ?? false, keyRotatedAt: stream?.keyRotatedAt ?? null };
    },
    facts: (streamId) => facts.get(streamId) ?? { state: 'none', generation: 0 },
    knowAudience(ask) {
      askOwners = ask;
    },
    audience: (streamId) => audiences.get(streamId)?.count(steadyClock.now()) ?? NOBODY,
    stats: (streamId) => supervisor.statsOf(streamId),
    recordingStop: (streamId) => stops.get(streamId) ?? null,
    replay: (streamId) => findReplay(recordings, streamId),
    timeline: (streamId) => findTimeline(recordings, streamId),
    makeClip: clips.make,
    on(name, listener) {
      news.on(name, listener as never);
      return () => void news.off(name, listener as never);
    },
    async start() {
      for (const { id } of await streams.listOpen()) await serve(id);
      // After what is open is known: everything else is finished and waits to be brought.
      await keeping.start();
      await rtmp.start();
    },
    sweep: keeping.sweep,
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
      await rtmp.close();
      await Promise.all([...feeds.values()].map((feed) => feed.close()));
      await supervisor.close();
      await keeping.close();
    },
  };

  serveMedia({ http, streams, supervisor, audienceOf, thumbnails, edges, clock, recordings, pictures, clips, storage });
  http.serve(instanceRoutes.instanceHealth, async () => {
    await keeping.disk.look();
    return done({ disk: keeping.disk.facts(), storage: keeping.uploads?.trouble() ?? null, notRecorded: stops.size });
  });
  return media;

  async function serve(streamId: string): Promise<void> {
    if (supervisor.socketOf(streamId)) return;
    const [generation, stream] = [await streams.nextGeneration(streamId), await streams.find(streamId)];
    if (generation === null || !stream) return;
    facts.set(streamId, { state: 'none', generation });
    if (stream.recordingStop) stops.set(streamId, stream.recordingStop);
    await supervisor.serve({
      streamId,
      folder: folderOf(streamId),
      keepSeconds: stream.keepSeconds,
      leastFreeBytes: config.kept.reserveBytes,
      lastGeneration: 0,
      ...planDirect(config.direct),
      ...(config.ladder && { ladder: config.ladder }),
    });
  }

  /** The new worker has no picture yet; players that connect again show "reconnecting" until it comes. */
  async function announceRestart(streamId: string): Promise<void> {
    const generation = await streams.nextGeneration(streamId).catch(() => null);
    const before = media.facts(streamId);
    feeds.get(streamId)?.restart();
    // Nobody is connected to the new worker yet.
    setStage(streamId, EMPTY_STAGE);
    news.emit('restarted', { streamId });
    tell(streamId, { state: before.state === 'none' ? 'none' : 'reconnecting', generation: generation ?? before.generation + 1 });
  }

  /** Direct viewers lost their picture and would wait for it: whoever connects again now is refused and takes LL-HLS. */
  async function announceIndirect(streamId: string): Promise<void> {
    const generation = await streams.nextGeneration(streamId).catch(() => null);
    if (generation !== null) tell(streamId, { generation });
  }

  /** Told when it changed, also since before this process began. */
  async function tellRecording(streamId: string, stop: RecordingStop | null): Promise<void> {
    if (stop) stops.set(streamId, stop);
    else stops.delete(streamId);
    const changed = await streams.recordingStopped(streamId, stop).catch((error: unknown) => {
      log.warn({ streamId, error: String(error) }, 'it was not noted whether this stream is recorded');
      return true;
    });
    if (!changed) return;
    if (stop) log.error({ streamId, stop }, 'the recording stopped; the show goes on');
    news.emit('recording', { streamId, stop });
  }

  function tell(streamId: string, change: Partial<StreamFacts>): void {
    const next = { ...media.facts(streamId), ...change };
    facts.set(streamId, next);
    news.emit('picture', { streamId, ...next });
  }

  function setStage(streamId: string, stage: StageState): void {
    stages.set(streamId, stage);
    news.emit('stage', { streamId, stage });
  }

  /** A device is a person of its own until the answer is there, which is long before its ten seconds are over. */
  async function learnOwners(streamId: string, audience: Audience): Promise<void> {
    const visitorIds = audience.unknown(steadyClock.now());
    if (visitorIds.length === 0) return;
    try {
      for (const [visitorId, owner] of await askOwners(streamId, visitorIds)) audience.learn(visitorId, owner);
    } catch (error) {
      log.warn({ streamId, error: String(error) }, 'the owners of devices could not be read; asking again in a minute');
    }
  }

  function audienceOf(streamId: string): Audience {
    let audience = audiences.get(streamId);
    if (!audience) audiences.set(streamId, (audience = createAudience()));
    return audience;
  }

  function addresses(streamId: string): EncoderAddresses {
    const { hostname } = new URL(config.publicUrl);
    return { whipUrl: whipUrl(streamId), rtmpUrl: rtmp.port === null ? null : `rtmp://${hostname}:${rtmp.port}/live` };
  }

  function whipUrl(streamId: string): string {
    return `${config.publicUrl}${mediaPaths.whip(streamId)}`;
  }
}
