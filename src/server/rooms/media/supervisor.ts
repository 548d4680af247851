import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StageState } from './worker/stage.ts';
import type { FromWorker, PublisherState, RecordingStop, SegmentFact, StreamAssignment, StreamStats, ToWorker } from './worker/messages.ts';

/**
 * Keeps one media worker running per stream, and one warm beside them: loading the WebRTC stack
 * takes longer than viewers should wait when a worker dies.
 *
 * Workers belong to this process: when it goes, also by kill -9, they end by themselves.
 */
export interface SupervisorNeeds {
  readonly log: { warn(facts: object, sentence: string): void; info(facts: object, sentence: string): void };
  /** Local sockets go here; the path must stay short (107 bytes is the limit of a socket's name). */
  readonly socketFolder: string;
  readonly workerFile?: string;
}

export interface WantedStream extends Omit<StreamAssignment, 'socketPath'> {}

export interface SupervisorNews {
  publisher: [news: { streamId: string; state: PublisherState }];
  segment: [news: { streamId: string; segment: SegmentFact }];
  /** The recording stopped, or (null) records. */
  recording: [news: { streamId: string; stop: RecordingStop | null }];
  viewers: [news: { streamId: string; receivedMs: Readonly<Record<string, number>> }];
  stage: [news: { streamId: string; stage: StageState }];
  stats: [news: { streamId: string; stats: StreamStats }];
  /** What is on air cannot go to direct viewers; those who were there must take LL-HLS. */
  indirect: [news: { streamId: string }];
  /** The picture comes from another process now: publishers and direct viewers must connect again. */
  restarted: [news: { streamId: string }];
}

export interface Supervisor {
  /** Resolves when the stream is served. Serving one twice is the same as once. */
  serve(stream: WantedStream): Promise<void>;
  /** Loops the built-in clip, also after a restart, until a publisher takes over. */
  playClip(streamId: string): void;
  /** How many watch the stream, on all paths. */
  audience(streamId: string, viewers: number): void;
  /** Writes the last segment and ends the worker. */
  finish(streamId: string): Promise<void>;
  /** The local socket of the stream's worker; null while there is none. */
  socketOf(streamId: string): string | null;
  statsOf(streamId: string): StreamStats | null;
  /** Process ids, for tests that kill or stop them; null while there is none, or the spare is still loading. */
  pidOf(streamId: string): number | null;
  readonly sparePid: number | null;
  readonly news: EventEmitter<SupervisorNews>;
  close(): Promise<void>;
}

/** A worker speaks every second; one that is silent this long hangs and is replaced. */
const SILENT_MS = 5_000;
// Lives are measured with the monotonic clock: a wall clock that is set must not kill every show.
const WATCH_MS = 1_000;
/** A look this late says that this process was away: what the workers said meanwhile is still to be read. */
const LATE_LOOK_MS = 2_000;
const SERVE_TIMEOUT_MS = 15_000;
const FINISH_TIMEOUT_MS = 6_000;
/** The first restart is immediate; a worker that dies young waits longer each time. */
const YOUNG_MS = 10_000;
const MAX_PAUSE_MS = 10_000;
/** Per worker: an allocation bomb ends one show's picture, not the machine. */
const HEAP_MB = 512;
const PASSED_ON = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];

interface Worker {
  readonly child: ChildProcess;
  readonly startedMs: number;
  heardMs: number;
  /** Everything is loaded. Until then it may be silent: loading takes as long as the machine needs. */
  isReady: boolean;
  /** Ends this worker's life for its stream; set while it serves one. */
  stream: Stream | null;
}

interface Stream {
  wanted: WantedStream;
  worker: Worker | null;
  socketPath: string | null;
  stats: StreamStats | null;
  failures: number;
  playsClip: boolean;
  finishing: boolean;
  restart: NodeJS.Timeout | null;
}

export function createSupervisor({ log, socketFolder, workerFile = ownWorkerFile() }: SupervisorNeeds): Supervisor {
  const news = new EventEmitter<SupervisorNews>();
  const streams = new Map<string, Stream>();
  const workers = new Set<Worker>();
  let standby: Worker | null = null;
  let closed = false;
  let lookedMs = performance.now();
  const watch = setInterval(replaceSilent, WATCH_MS);
  watch.unref();

  return {
    news,
    async serve(wanted) {
      const running = streams.get(wanted.streamId);
      if (running?.socketPath) return;
      const stream: Stream = running ?? {
        wanted,
        worker: null,
        socketPath: null,
        stats: null,
        failures: 0,
        playsClip: false,
        finishing: false,
        restart: null,
      };
      streams.set(wanted.streamId, stream);
      await begin(stream);
    },
    playClip(streamId) {
      const stream = streams.get(streamId);
      if (!stream) return;
      stream.playsClip = true;
      if (stream.worker && stream.socketPath) tell(stream.worker, { do: 'clip' });
    },
    audience(streamId, viewers) {
      const worker = streams.get(streamId)?.worker;
      if (worker) tell(worker, { do: 'audience', viewers });
    },
    async finish(streamId) {
      const stream = streams.get(streamId);
      if (!stream) return;
      stream.finishing = true;
      streams.delete(streamId);
      if (stream.restart) clearTimeout(stream.restart);
      if (stream.worker) await end(stream.worker);
    },
    socketOf: (streamId) => streams.get(streamId)?.socketPath ?? null,
    statsOf: (streamId) => streams.get(streamId)?.stats ?? null,
    pidOf: (streamId) => streams.get(streamId)?.worker?.child.pid ?? null,
    get sparePid() {
      return standby?.isReady ? (standby.child.pid ?? null) : null;
    },
    async close() {
      closed = true;
      clearInterval(watch);
      for (const stream of streams.values()) {
        stream.finishing = true;
        if (stream.restart) clearTimeout(stream.restart);
      }
      streams.clear();
      await Promise.all([...workers].map(end));
    },
  };

  async function begin(stream: Stream): Promise<void> {
    await mkdir(socketFolder, { recursive: true, mode: 0o700 });
    const worker = standby && standby.child.connected ? standby : start();
    standby = null;
    worker.stream = stream;
    stream.worker = worker;
    const socketPath = socketIn(socketFolder);
    const serving = heard(worker, 'serving', SERVE_TIMEOUT_MS);
    tell(worker, { do: 'serve', stream: { ...stream.wanted, socketPath } });
    if (!(await serving)) {
      worker.child.kill('SIGKILL');
      throw new Error('the media worker did not start');
    }
    stream.socketPath = socketPath;
    if (stream.playsClip) tell(worker, { do: 'clip' });
    if (!closed) standby ??= start();
  }

  function start(): Worker {
    const child = fork(workerFile, [], {
      env: Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const worker: Worker = { child, startedMs: performance.now(), heardMs: performance.now(), isReady: false, stream: null };
    workers.add(worker);
    child.stderr!.on('data', (text: Buffer) => log.warn({ pid: child.pid, text: text.toString().slice(0, 2_000) }, 'media worker'));
    child.on('message', (message: FromWorker) => listen(worker, message));
    child.on('error', (error) => log.warn({ error: error.message }, 'media worker'));
    child.on('exit', (code, signal) => gone(worker, code, signal));
    return worker;
  }

  function listen(worker: Worker, message: FromWorker): void {
    worker.heardMs = performance.now();
    worker.isReady = true;
    if (message.news === 'trouble') log.warn({ pid: worker.child.pid, trouble: message.message }, 'media worker');
    const { stream } = worker;
    if (!stream || stream.finishing) return;
    const { streamId } = stream.wanted;
    if (message.news === 'publisher') news.emit('publisher', { streamId, state: message.state });
    if (message.news === 'stage') news.emit('stage', { streamId, stage: message.stage });
    if (message.news === 'segment') news.emit('segment', { streamId, segment: message.segment });
    if (message.news === 'indirect') news.emit('indirect', { streamId });
    if (message.news === 'recording') news.emit('recording', { streamId, stop: message.stop });
    if (message.news === 'missed') stream.wanted = { ...stream.wanted, notBefore: message.point };
    if (message.news === 'viewers') news.emit('viewers', { streamId, receivedMs: message.receivedMs });
    if (message.news !== 'stats') return;
    stream.stats = message.stats;
    stream.wanted = { ...stream.wanted, lastGeneration: Math.max(stream.wanted.lastGeneration, message.stats.generation) };
    news.emit('stats', { streamId, stats: message.stats });
  }

  function gone(worker: Worker, code: number | null, signal: NodeJS.Signals | null): void {
    workers.delete(worker);
    if (standby === worker) standby = closed || !worker.isReady ? null : start();
    const { stream } = worker;
    if (!stream || stream.worker !== worker) return;
    stream.worker = null;
    stream.socketPath = null;
    if (stream.finishing || closed) return;
    log.warn({ streamId: stream.wanted.streamId, code, signal }, 'a media worker died and is replaced');
    stream.failures = performance.now() - worker.startedMs < YOUNG_MS ? stream.failures + 1 : 0;
    // What the dead one counted after its last report is not known: leave room for it.
    stream.wanted = { ...stream.wanted, lastGeneration: stream.wanted.lastGeneration + 10 };
    const pauseMs = stream.failures <= 1 ? 0 : Math.min(MAX_PAUSE_MS, 250 * 2 ** stream.failures);
    stream.restart = setTimeout(() => void again(stream), pauseMs);
  }

  async function again(stream: Stream): Promise<void> {
    stream.restart = null;
    try {
      await begin(stream);
      if (!stream.finishing) news.emit('restarted', { streamId: stream.wanted.streamId });
    } catch (error) {
      // Its exit was or will be noticed by `gone`, which tries again.
      log.warn({ error: String(error) }, 'a media worker could not be replaced');
    }
  }

  function replaceSilent(): void {
    const nowMs = performance.now();
    const wasAway = nowMs - lookedMs > LATE_LOOK_MS;
    lookedMs = nowMs;
    for (const worker of workers) {
      if (wasAway) worker.heardMs = nowMs;
      else if (worker.isReady && nowMs - worker.heardMs > SILENT_MS) worker.child.kill('SIGKILL');
    }
  }
}

const ownWorkerFile = () => fileURLToPath(new URL('./worker/media-worker.ts', import.meta.url));

function socketIn(folder: string): string {
  const name = randomBytes(6).toString('hex');
  return process.platform === 'win32' ? `\\\\.\\pipe\\etalage-${name}` : join(folder, `${name}.sock`);
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.child.connected) worker.child.send(message);
}

/** True when the worker said so in time; false when it died or was silent. */
function heard(worker: Worker, wanted: FromWorker['news'], timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (value: boolean) => {
      clearTimeout(timer);
      worker.child.off('message', look).off('exit', died);
      resolve(value);
    };
    const look = (message: FromWorker) => message.news === wanted && settle(true);
    const died = () => settle(false);
    const timer = setTimeout(settle, timeoutMs, false);
    worker.child.on('message', look).on('exit', died);
  });
}

/** Asks politely, then not. Resolves when the process is gone. */
function end(worker: Worker): Promise<void> {
  const { child } = worker;
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), FINISH_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    tell(worker, { do: 'finish' });
  });
}
