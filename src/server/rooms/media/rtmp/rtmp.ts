import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromGateway, Place, Question, ToGateway } from './messages.ts';

/** Keeps the RTMP gateway running and answers what only this process knows: who may publish, and where. */
export interface RtmpNeeds {
  readonly host: string;
  /** Null: this shop takes no RTMP. 0 picks a free port. */
  readonly port: number | null;
  readonly rateLimitFactor: number;
  readonly log: { warn(facts: object, sentence: string): void };
  /** The stream that this key opens, or null. */
  readonly admit: (key: string) => Promise<string | null>;
  readonly socketOf: (streamId: string) => string | null;
}

export interface Rtmp {
  /** Resolves when encoders can come, or when it is known that they cannot. The shop opens all the same. */
  start(): Promise<void>;
  /** Where encoders connect; null while they cannot. */
  readonly port: number | null;
  /** The gateway's process id, for tests that kill it. */
  readonly pid: number | null;
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 5_000;
const MAX_PAUSE_MS = 10_000;
/** A gateway that lived so long did not die of its start. */
const YOUNG_MS = 10_000;
const HEAP_MB = 256;
const PASSED_ON = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];

export function createRtmp({ host, port: wantedPort, rateLimitFactor, log, admit, socketOf }: RtmpNeeds): Rtmp {
  let child: ChildProcess | null = null;
  let port: number | null = null;
  /** A free port that was picked stays the same when the gateway is started again. */
  let lastPort = wantedPort;
  let failures = 0;
  let closed = false;
  let restart: NodeJS.Timeout | null = null;

  return {
    start: () => (wantedPort === null || child ? Promise.resolve() : begin()),
    get port() {
      return port;
    },
    get pid() {
      return child?.pid ?? null;
    },
    async close() {
      closed = true;
      if (restart) clearTimeout(restart);
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        last.once('exit', () => resolve());
        last.kill('SIGKILL');
      });
    },
  };

  function begin(): Promise<void> {
    const startedMs = performance.now();
    const started = fork(fileURLToPath(new URL('./gateway.ts', import.meta.url)), [], {
      env: Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child = started;
    started.stderr!.on('data', (text: Buffer) => log.warn({ text: text.toString().slice(0, 2_000) }, 'RTMP gateway'));
    started.on('error', (error) => log.warn({ error: error.message }, 'RTMP gateway'));
    started.on('exit', () => gone(performance.now() - startedMs));
    const known = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, START_TIMEOUT_MS);
      const settle = () => (clearTimeout(timer), resolve());
      started.once('exit', settle);
      started.on('message', (message: FromGateway) => {
        listen(message);
        if (message.news !== 'ask') settle();
      });
    });
    tell({ do: 'listen', wish: { host, port: lastPort ?? 0, rateLimitFactor } });
    return known;
  }

  function listen(message: FromGateway): void {
    if (message.news === 'listening') port = lastPort = message.port;
    if (message.news === 'cannot_listen') {
      const why = message.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${message.code})`;
      log.warn({ port: wantedPort }, `Port ${wantedPort} ${why}: encoders cannot come by RTMP. Choose another with RTMP_PORT=N.`);
    }
    if (message.news !== 'ask') return;
    const { id, question } = message;
    answer(question).then(
      (place) => tell({ do: 'answer', id, place }),
      () => tell({ do: 'answer', id, place: null }),
    );
  }

  async function answer(question: Question): Promise<Place | null> {
    const streamId = question.is === 'admit' ? await admit(question.key) : question.streamId;
    return streamId === null ? null : { streamId, socketPath: socketOf(streamId) };
  }

  /** Encoders connect again by themselves; the gateway must be there for them. */
  function gone(livedMs: number): void {
    child = null;
    port = null;
    if (closed) return;
    failures = livedMs < YOUNG_MS ? failures + 1 : 0;
    log.warn({ livedMs: Math.round(livedMs) }, 'the RTMP gateway ended and is started again');
    restart = setTimeout(() => void begin(), failures <= 1 ? 0 : Math.min(MAX_PAUSE_MS, 250 * 2 ** failures));
  }

  function tell(message: ToGateway): void {
    if (child?.connected) child.send(message);
  }
}
