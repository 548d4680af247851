import type { Retry } from '#contract/frames.ts';
import { onClose } from '#contract/wire.ts';
import type { OpenWire, Wire } from './web-socket.ts';
import type { Timers } from './timers.ts';

const HEARTBEAT_MS = 5_000;
const SILENCE_MS = HEARTBEAT_MS * 2 + 2_000;
const BACKOFF_MS = { first: 400, most: 15_000 };
const MAX_ATTEMPT = 10;

/** One connection after the other, for as long as somebody wants it. */
export interface Line {
  start(): void;
  send(text: string): void;
  /** Drops this connection and comes back; what was missed is asked for by the position in the address. */
  restart(): void;
  /** This connection is worth something: the next one need not wait longer than the first did. */
  settle(): void;
  /** When the server wants us back. */
  advise(retry: Retry | null): void;
  setOnline(online: boolean): void;
  close(): void;
}

export function createLine(needs: {
  /** Asked for each connection: it carries the position. */
  url: () => string;
  open: OpenWire;
  timers: Timers;
  opened: () => void;
  received: (text: string) => void;
  /** @param isLast nothing more will be tried */
  lost: (isLast: boolean) => void;
}): Line {
  const { timers } = needs;
  let wire: Wire | null = null;
  /** Counts connections, so that a frame of one that we gave up does not reach the log. */
  let generation = 0;
  let attempt = 0;
  let online = true;
  let closed = false;
  let advice: Retry | null = null;
  let reconnectTimer: unknown;
  let silenceTimer: unknown;

  function connect(): void {
    if (closed || wire || !online) return;
    const mine = (generation += 1);
    const isMine = () => mine === generation;
    listenOn();
    wire = needs.open(needs.url(), {
      opened() {
        if (!isMine()) return;
        listenOn();
        needs.opened();
      },
      received(text) {
        if (!isMine()) return;
        listenOn();
        needs.received(text);
      },
      closed: (code) => isMine() && lost(code),
    });
  }

  /** The server is never silent for long: a connection that is, is dead. */
  function listenOn(): void {
    timers.clear(silenceTimer);
    silenceTimer = timers.set(restart, SILENCE_MS);
  }

  function lost(code: number): void {
    wire = null;
    generation += 1;
    timers.clear(silenceTimer);
    const problem = onClose(code);
    closed ||= problem.remedy === 'stop';
    // A server that does not understand us may be a newer one: seldom is better than never.
    if (!closed) later(problem.remedy === 'mend' ? BACKOFF_MS.most : (problem.afterMs ?? 0));
    needs.lost(closed);
  }

  function later(atLeastMs: number): void {
    if (!online) return;
    const ceiling = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** attempt);
    const ms = advice ? advice.min + timers.random() * (advice.max - advice.min) : atLeastMs + timers.random() * ceiling;
    advice = null;
    attempt = Math.min(attempt + 1, MAX_ATTEMPT);
    timers.clear(reconnectTimer);
    reconnectTimer = timers.set(connect, ms);
  }

  function restart(): void {
    const old = wire;
    if (!old) return;
    lost(0);
    old.close();
  }

  function send(text: string): void {
    try {
      wire?.send(text);
    } catch {
      // A socket that is not open yet or no more: what must arrive is sent again after connecting.
    }
  }

  return {
    start: connect,
    send,
    restart,
    settle: () => void (attempt = 0),
    advise: (retry) => void (advice = retry),
    setOnline(is) {
      online = is;
      attempt = 0;
      if (is) connect();
      else restart();
    },
    close() {
      closed = true;
      const old = wire;
      wire = null;
      generation += 1;
      for (const timer of [silenceTimer, reconnectTimer]) timers.clear(timer);
      old?.close();
    },
  };
}
