import type { ReasonCode } from '#contract/reasons.ts';
import type { Timers } from './timers.ts';

/** `w`: a moderator looks first (`held`), or it is kept and not shown to all (`sampled`). */
export type Ack = { ok: true; s?: number; w?: 'held' | 'sampled' } | { ok: false; reason: ReasonCode | 'unreachable'; retryMs?: number };

const ACK_MS = 8_000;
/** What comes back with a connection is sent at once, and the server takes twenty messages of one socket in a moment. */
const QUEUE_MAX = 15;
const BUSY_TRIES = 5;

interface Pending {
  readonly text: string;
  readonly queue: boolean;
  readonly answer: (ack: Ack) => void;
  timer: unknown;
  busy: number;
}

/** Commands on their way: answered once each, and what may wait is repeated under its id until it is answered. */
export function createCommands(needs: {
  timers: Timers;
  newId: () => string;
  transmit: (text: string) => void;
  /** How many wait for the connection. */
  onWaiting: (count: number) => void;
}) {
  const { timers, transmit } = needs;
  const pending = new Map<string, Pending>();
  const UNREACHABLE: Ack = { ok: false, reason: 'unreachable' };

  function settle(id: string, ack: Ack): void {
    const entry = pending.get(id);
    if (!entry) return;
    pending.delete(id);
    timers.clear(entry.timer);
    count();
    entry.answer(ack);
  }

  function count(): void {
    needs.onWaiting([...pending.values()].filter((entry) => entry.queue).length);
  }

  function watch(id: string, entry: Pending, ms: number): void {
    timers.clear(entry.timer);
    // What is queued waits as long as the page lives; the rest gives up.
    entry.timer = timers.set(() => (entry.queue ? repeat(id, entry) : settle(id, UNREACHABLE)), ms);
  }

  /** An answer may be lost while the connection lives: the same id asks again. */
  function repeat(id: string, entry: Pending): void {
    transmit(entry.text);
    watch(id, entry, ACK_MS);
  }

  return {
    send(command: string, data: unknown, options: { queue: boolean; connected: boolean; id?: string | undefined }): Promise<Ack> {
      if (!options.connected && !options.queue) return Promise.resolve(UNREACHABLE);
      if (pending.size >= QUEUE_MAX) return Promise.resolve({ ok: false, reason: 'too_fast' });
      const id = options.id ?? needs.newId();
      const text = JSON.stringify({ i: id, c: command, d: data });
      return new Promise<Ack>((answer) => {
        const entry: Pending = { text, queue: options.queue, answer, timer: undefined, busy: 0 };
        pending.set(id, entry);
        count();
        repeat(id, entry);
      });
    },
    answered(id: string, ack: Ack): void {
      const entry = pending.get(id);
      if (!entry) return;
      const again = entry.queue && !ack.ok && ack.reason === 'busy' && (entry.busy += 1) < BUSY_TRIES;
      if (again) watch(id, entry, ack.retryMs ?? 1000);
      else settle(id, ack);
    },
    opened(): void {
      for (const [id, entry] of pending) if (entry.queue) repeat(id, entry);
    },
    /** The connection is gone, and with it the answers: only what is queued will be sent again. */
    lost(): void {
      for (const [id, entry] of pending) if (!entry.queue) settle(id, UNREACHABLE);
    },
    close(): void {
      for (const id of pending.keys()) settle(id, UNREACHABLE);
    },
  };
}
