import type { Grown } from '../signals.ts';
import { createEarly } from './early.ts';
import { LIMITS } from './limits.ts';

/** The log that a channel follows. `read` gives events with seq > after, in order, gap-free. */
export interface LogSource {
  head(key: string): Promise<{ epoch: string; last: number } | null>;
  read(key: string, after: number, limit: number): Promise<readonly LogEvent[]>;
  /** What somebody needs who was not here, as of a seq of the log. */
  snapshot(key: string): Promise<{ epoch: string; seq: number; state: object } | null>;
}
export interface LogEvent {
  readonly s: number;
}

/** Follows one log: what is new waits here until a tick takes it. */
export interface Tail {
  readonly epoch: string;
  /** The last seq that came, from the log or from whoever appended it. */
  readonly read: number;
  /** Events that wait for the tick. */
  readonly waiting: number;
  /** Starts at the end of the log. @returns the last events before it, or null when there is no log */
  start(): Promise<{ from: number; events: readonly LogEvent[] } | null>;
  take(count: number): LogEvent[];
  /**
   * The log grew, perhaps. What it grew by is taken as it is when it follows on; when it comes early it waits a moment
   * for what is missing, which may be on its way, and then the log is read. One reading at a time.
   */
  wake(grown?: Grown | null): void;
  /** Finds what a lost wake-up hid. @returns true when the log was replaced under us and `start` is due */
  poll(): Promise<boolean>;
}

export interface TailNeeds {
  readonly source: LogSource;
  /** @returns cancel */
  readonly later: (ms: number, act: () => void) => () => void;
  readonly onEvents: (events: readonly LogEvent[]) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Two batches of one process may be told in the wrong order, and two processes' always: it is mended within this time or not at all. */
const GRACE_MS = 30;

export function createTail(key: string, needs: TailNeeds): Tail {
  const { source } = needs;
  let epoch = '';
  let read = 0;
  let waiting: LogEvent[] = [];
  let reading = false;
  let again = false;
  let graceEnds: (() => void) | null = null;
  const early = createEarly(LIMITS.earlyEvents);

  async function readOn(): Promise<void> {
    // Before `start` there is no place to read on from.
    if (reading || epoch === '') return;
    reading = true;
    try {
      // Reading stops when sending does not keep up; whoever takes reads on.
      while (again && waiting.length < LIMITS.pendingEvents) {
        again = false;
        const asked = { epoch, read };
        const events = await source.read(key, read, LIMITS.page);
        // The log was replaced while we read: these numbers belong to the old one.
        if (asked.epoch !== epoch || read < asked.read) continue;
        if (events.length > 0) acceptPage(events, asked.read);
        again ||= events.length === LIMITS.page;
      }
    } catch (error) {
      // The safety poll tries again within a second.
      needs.onTrouble(error);
    } finally {
      reading = false;
    }
  }

  /** A page of the log. Some of it may have come directly meanwhile. */
  function acceptPage(events: readonly LogEvent[], after: number): void {
    if (events[0]!.s !== after + 1 || events.at(-1)!.s !== after + events.length)
      throw new Error(`The log of ${key} has a hole after ${after}.`);
    accept(events);
  }

  /** Takes what is new of these, and then what waited for them. */
  function accept(events: readonly LogEvent[]): void {
    const fresh = events.slice(Math.max(0, read + 1 - events[0]!.s));
    fresh.push(...early.after(fresh.at(-1)?.s ?? read));
    if (fresh.length === 0) return;
    for (const event of fresh) waiting.push(event);
    read = fresh.at(-1)!.s;
    if (early.size === 0) endGrace();
    needs.onEvents(fresh);
  }

  function hear(grown: Grown): void {
    if (grown.epoch !== epoch || grown.last <= read) return;
    // Reading on from here is what bounds the memory when sending does not keep up.
    if (!grown.events || waiting.length >= LIMITS.pendingEvents) return look();
    if (grown.first <= read + 1) return accept(grown.events);
    early.hold(grown.events);
    graceEnds ??= needs.later(GRACE_MS, () => {
      graceEnds = null;
      look();
    });
  }

  function endGrace(): void {
    graceEnds?.();
    graceEnds = null;
  }

  function look(): void {
    again = true;
    void readOn();
  }

  return {
    get epoch() {
      return epoch;
    },
    get read() {
      return read;
    },
    get waiting() {
      return waiting.length;
    },
    async start() {
      const head = await source.head(key);
      if (!head) return null;
      const from = Math.max(0, head.last - LIMITS.page);
      const events = await source.read(key, from, LIMITS.page);
      ({ epoch } = head);
      read = events.at(-1)?.s ?? from;
      waiting = [];
      early.clear();
      endGrace();
      return { from, events };
    },
    take(count) {
      const taken = waiting.splice(0, count);
      if (again) void readOn();
      return taken;
    },
    wake: (grown) => (grown ? hear(grown) : look()),
    async poll() {
      // Taken before the question: what we read meanwhile must not look like a log that shrank.
      const had = read;
      const head = await source.head(key);
      if (!head || (head.epoch === epoch && head.last >= had)) {
        if (head && head.last > read) look();
        return false;
      }
      return true;
    },
  };
}
