import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type ToOpusMaker =
  | { readonly do: 'begin'; readonly config: Uint8Array }
  | { readonly do: 'frame'; readonly frame: Uint8Array; readonly ms: number };

export type FromOpusMaker =
  /** The optional codecs are not installed. */
  | { readonly is: 'absent' }
  /** One frame was decoded. */
  | { readonly is: 'taken' }
  | { readonly is: 'packet'; readonly packet: Uint8Array; readonly ms: number };

export interface OpusTranscoder {
  /** An AAC frame with its time; dropped when the codecs are two seconds behind. */
  push(frame: Uint8Array, ms: number): void;
  close(): void;
}

export interface OpusTranscoderNeeds {
  /** The AudioSpecificConfig of the frames. */
  readonly config: Uint8Array;
  readonly onPacket: (packet: Uint8Array, ms: number) => void;
  readonly onAbsent: () => void;
  /** The codecs crashed; they are started again. */
  readonly onFailed: (error: Error) => void;
}

const MOST_IN_FLIGHT = 100;
const RESTART_MS = 1_000;
/** Sound that crashes the codecs this often in a row will do so again. */
const MOST_FAILURES = 5;
const PASSED_ON = ['PATH', 'TMPDIR'];

/**
 * AAC in, stereo Opus packets of 20 ms out, in a process of its own: the codecs are native code fed with
 * strangers' bytes, and a crash of theirs must cost direct viewers a second of sound and nobody anything else.
 */
export function createOpusTranscoder(needs: OpusTranscoderNeeds): OpusTranscoder {
  let child: ChildProcess | null = null;
  let restart: NodeJS.Timeout | null = null;
  let inFlight = 0;
  let failures = 0;
  let closed = false;
  start();

  return {
    push(frame, ms) {
      if (!child?.connected || inFlight >= MOST_IN_FLIGHT) return;
      inFlight++;
      tell({ do: 'frame', frame, ms });
    },
    close() {
      closed = true;
      if (restart) clearTimeout(restart);
      child?.kill('SIGKILL');
    },
  };

  function start(): void {
    restart = null;
    inFlight = 0;
    const started = fork(fileURLToPath(new URL('./opus-maker.ts', import.meta.url)), [], {
      env: Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      execArgv: ['--max-old-space-size=128'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    child = started;
    started.on('message', listen);
    started.on('error', () => {});
    started.on('exit', (code, signal) => child === started && gone(`${code ?? signal}`));
    tell({ do: 'begin', config: needs.config });
  }

  function listen(message: FromOpusMaker): void {
    if (closed) return;
    if (message.is === 'absent') {
      closed = true;
      needs.onAbsent();
    } else if (message.is === 'taken') inFlight--;
    else {
      failures = 0;
      needs.onPacket(message.packet, message.ms);
    }
  }

  function gone(how: string): void {
    child = null;
    if (closed) return;
    needs.onFailed(new Error(`The Opus encoder ended (${how}).`));
    if (++failures >= MOST_FAILURES) needs.onAbsent();
    else restart = setTimeout(start, RESTART_MS);
  }

  function tell(message: ToOpusMaker): void {
    if (child?.connected) child.send(message);
  }
}
