import { fork, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#lib/clock.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import type { Carried, Watched } from './direct-viewers.ts';
import type { IceOptions } from './ingest-whip.ts';
import { MEDIA_FD, type FromRelay, type ToRelay } from './relay-messages.ts';
import { createRelayWriter } from './relay-writer.ts';

/** One relay process, as its worker sees it. */
export interface RelayLink {
  /** It can take viewers. False while it starts, and for good when it has ended. */
  readonly isReady: boolean;
  /** Viewers that are there, or on their way in. */
  readonly load: number;
  readonly dropped: number;
  readonly sendErrors: number;
  /** Since when it has no viewer; null while it has, and while it starts. */
  readonly emptySinceMs: number | null;
  readonly heardMs: number;
  readonly pid: number | undefined;
  /** Null when the relay ended or said nothing in time: ask another. */
  watch(offer: string, carried: Carried): Promise<Watched | null>;
  /** False when the viewer is not here. */
  unwatch(id: string): boolean;
  write(frame: Buffer, kind: MediaKind, isKey: boolean): void;
  takeKeyFrameWish(): boolean;
  received(): Iterable<[id: string, receivedMs: number]>;
  /** Lets its viewers go and ends it; may be called twice. */
  end(): void;
  /** For one that hangs. Its viewers must connect again. */
  kill(): void;
}

export interface RelayLinkNeeds {
  readonly ice: IceOptions;
  readonly clock: Clock;
  readonly onEnded: () => void;
  readonly onTrouble: (message: string) => void;
  /** The relay's program; benches bring one of their own. */
  readonly file?: string;
}

/** Gathering addresses may take two seconds; a player waits longer than this for its answer. */
const WATCH_TIMEOUT_MS = 4_000;
/** A relay's heap holds no media: packets pass, and what is kept for re-sending is the addon's. */
const HEAP_MB = 256;
const END_TIMEOUT_MS = 2_000;

export function openRelay({ ice, clock, onEnded, onTrouble, file = ownFile() }: RelayLinkNeeds): RelayLink {
  const child = start(file);
  const writer = createRelayWriter(child.stdio[MEDIA_FD] as Writable);
  const viewers = new Map<string, number>();
  const asked = new Map<number, (watched: Watched | null) => void>();
  let lastAsk = 0;
  let isReady = false;
  let hasEnded = false;
  let wished = false;
  let sendErrors = 0;
  let heardMs = clock.now();
  let emptySinceMs = heardMs;

  child.stderr!.on('data', (text: Buffer) => onTrouble(text.toString().slice(0, 2_000)));
  child.stdio[MEDIA_FD]!.on('error', () => {});
  child.on('error', (error) => onTrouble(error.message));
  child.on('exit', ended);
  child.on('message', (message: FromRelay) => {
    heardMs = clock.now();
    listen(message);
  });
  tell({ do: 'begin', ice });

  return {
    get isReady() {
      return isReady;
    },
    get load() {
      return viewers.size + asked.size;
    },
    get dropped() {
      return writer.dropped;
    },
    get sendErrors() {
      return sendErrors;
    },
    get emptySinceMs() {
      return isReady && viewers.size + asked.size === 0 ? emptySinceMs : null;
    },
    get heardMs() {
      return heardMs;
    },
    get pid() {
      return child.pid;
    },
    watch: (offer, carried) => new Promise((resolve) => ask(offer, carried, resolve)),
    unwatch(id) {
      const isHere = viewers.has(id);
      if (isHere) forget(id);
      if (isHere) tell({ do: 'unwatch', id });
      return isHere;
    },
    write(frame, kind, isKey) {
      if (isReady) writer.write(frame, kind, isKey);
    },
    takeKeyFrameWish() {
      const wish = wished || writer.waitsForKeyFrame;
      wished = false;
      return wish;
    },
    received: () => viewers.entries(),
    end() {
      if (hasEnded) return;
      isReady = false;
      if (child.connected) child.disconnect();
      // Also one that is stopped or hangs.
      setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS).unref();
    },
    kill: () => void child.kill('SIGKILL'),
  };

  function listen(message: FromRelay): void {
    if (message.news === 'ready') begin();
    if (message.news === 'keyFrameWanted') wished = true;
    if (message.news === 'trouble') onTrouble(message.message);
    if (message.news === 'left') for (const id of message.ids) forget(id);
    if (message.news === 'answered') answer(message.ask, message.watched);
    if (message.news !== 'report') return;
    sendErrors = message.sendErrors;
    // Only of viewers that are known: one that left while the report travelled must not come back.
    for (const [id, receivedMs] of message.received) if (viewers.has(id)) viewers.set(id, receivedMs);
  }

  function begin(): void {
    isReady = true;
    emptySinceMs = clock.now();
  }

  function ask(offer: string, carried: Carried, resolve: (watched: Watched | null) => void): void {
    if (!isReady) return resolve(null);
    const number = ++lastAsk;
    const timer = setTimeout(answer, WATCH_TIMEOUT_MS, number, null);
    asked.set(number, (watched) => {
      clearTimeout(timer);
      resolve(watched);
    });
    tell({ do: 'watch', ask: number, offer, carried });
  }

  function answer(number: number, watched: Watched | null): void {
    const resolve = asked.get(number);
    asked.delete(number);
    if (asked.size + viewers.size === 0) emptySinceMs = clock.now();
    // Too late: the viewer was served elsewhere.
    if (!resolve && watched?.ok) return tell({ do: 'unwatch', id: watched.value.id });
    // Counted from the answer on, before the first report: a viewer that is not named is taken to have left.
    if (watched?.ok) viewers.set(watched.value.id, 0);
    resolve?.(watched);
  }

  function forget(id: string): void {
    viewers.delete(id);
    if (viewers.size + asked.size === 0) emptySinceMs = clock.now();
  }

  function tell(message: ToRelay): void {
    if (child.connected) child.send(message, () => {});
  }

  function ended(): void {
    hasEnded = true;
    isReady = false;
    viewers.clear();
    for (const number of asked.keys()) answer(number, null);
    onEnded();
  }
}

const ownFile = () => fileURLToPath(new URL('./relay-process.ts', import.meta.url));

function start(file: string): ChildProcess {
  return fork(file, [], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    // The fifth is a pair of unix stream sockets without a name: ordered, lossless, and nobody else can open it.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
  });
}
