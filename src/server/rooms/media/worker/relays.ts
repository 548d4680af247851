import type { Clock } from '#lib/clock.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import type { IceOptions } from './ingest-whip.ts';
import { openRelay, type RelayLink } from './relay-link.ts';

/** The relays of one stream: started when viewers come, ended when nobody is left on them. */
export interface Relays {
  /** One that has room, or null: the worker serves the viewer itself. */
  pick(): RelayLink | null;
  /** Starts the next relay in time, given how many direct viewers there are and how many the worker takes itself. */
  prepare(viewers: number, inWorker: number): void;
  write(frame: Buffer, kind: MediaKind, isKey: boolean): void;
  unwatch(id: string): boolean;
  takeKeyFrameWish(): boolean;
  received(): [id: string, receivedMs: number][];
  /** Ends those that are idle or hang; call it often. */
  tick(nowMs: number): void;
  /** Viewers on relays. */
  readonly load: number;
  stats(): RelayStats;
  /** The process ids, for tests that kill them and benches that weigh them. */
  pids(): number[];
  close(): void;
}

export interface RelayStats {
  readonly relays: number;
  /** Packets that relays were too slow for. */
  readonly relayDrops: number;
  /** Relays that ended unasked; each cost its viewers a new connection. */
  readonly relaysLost: number;
  readonly sendErrors: number;
}

export interface RelaysNeeds {
  readonly ice: IceOptions;
  readonly clock: Clock;
  /** 0: every viewer stays in the worker. */
  readonly most: number;
  readonly onTrouble: (error: unknown) => void;
  readonly idleMs?: number;
}

/** What a core holds at 2.5 Mb/s, less a reserve for lossy networks (`npm run bench -- whep`). */
export const VIEWERS_PER_RELAY = 300;
/** When so much of all places is taken, the next relay is started: it takes half a second. */
const BUSY_SHARE = 0.75;
const IDLE_MS = 60_000;
/** Reports come every 2 s; one that is silent this long hangs. */
const SILENT_MS = 12_000;
/** A viewer that comes is not sent to one that may hang. */
const DOUBTFUL_MS = 4_000;
/** A relay that cannot live must not be started for every viewer that comes. */
const AFTER_LOSS_MS = 2_000;

export function createRelays({ ice, clock, most, onTrouble, idleMs = IDLE_MS }: RelaysNeeds): Relays {
  const links = new Set<RelayLink>();
  const ending = new Set<RelayLink>();
  let lost = 0;
  let lostMs = -Infinity;
  let tickedMs = clock.now();
  const before = { dropped: 0, sendErrors: 0 };

  return {
    pick() {
      const heardSinceMs = clock.now() - DOUBTFUL_MS;
      const free = [...links].filter(({ isReady, load, heardMs }) => isReady && load < VIEWERS_PER_RELAY && heardMs > heardSinceMs);
      return free.toSorted((a, b) => a.load - b.load)[0] ?? null;
    },
    prepare(viewers, inWorker) {
      const isBusy = viewers > BUSY_SHARE * (inWorker + links.size * VIEWERS_PER_RELAY);
      if (isBusy && links.size < most && clock.now() - lostMs > AFTER_LOSS_MS) start();
    },
    write(frame, kind, isKey) {
      for (const link of links) link.write(frame, kind, isKey);
    },
    unwatch: (id) => [...links].some((link) => link.unwatch(id)),
    takeKeyFrameWish() {
      let wish = false;
      for (const link of links) wish = link.takeKeyFrameWish() || wish;
      return wish;
    },
    received: () => [...links].flatMap((link) => [...link.received()]),
    tick(nowMs) {
      // After a pause of our own nobody had a chance to be heard.
      const wasAway = nowMs - tickedMs > SILENT_MS / 4;
      tickedMs = nowMs;
      for (const link of links) {
        if (link.emptySinceMs !== null && nowMs - link.emptySinceMs > idleMs) retire(link);
        else if (!wasAway && nowMs - link.heardMs > SILENT_MS) link.kill();
      }
    },
    get load() {
      let load = 0;
      for (const link of links) load += link.load;
      return load;
    },
    stats: () => ({
      relays: links.size,
      relayDrops: sum('dropped'),
      relaysLost: lost,
      sendErrors: sum('sendErrors'),
    }),
    pids: () => [...links].flatMap(({ pid }) => pid ?? []),
    close() {
      for (const link of links) retire(link);
    },
  };

  function start(): void {
    const link = openRelay({ ice, clock, onTrouble: (message) => onTrouble(new Error(`relay: ${message}`)), onEnded: () => ended(link) });
    links.add(link);
  }

  function retire(link: RelayLink): void {
    ending.add(link);
    forget(link);
    link.end();
  }

  function ended(link: RelayLink): void {
    if (ending.delete(link)) return;
    forget(link);
    lost++;
    lostMs = clock.now();
    onTrouble(new Error('a relay ended unasked; its viewers connect again'));
  }

  /** What it counted stays counted. */
  function forget(link: RelayLink): void {
    if (!links.delete(link)) return;
    before.dropped += link.dropped;
    before.sendErrors += link.sendErrors;
  }

  function sum(name: 'dropped' | 'sendErrors'): number {
    return [...links].reduce((total, link) => total + link[name], before[name]);
  }
}
