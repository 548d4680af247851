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
  /** The last seq read from the log. */
  readonly read: number;
  /** Events that wait for the tick. */
  readonly waiting: number;
  /** Starts at the end of the log. @returns the last events before it, or null when there is no log */
  start(): Promise<{ from: number; events: readonly LogEvent[] } | null>;
  take(count: number): LogEvent[];
  /** The log grew, perhaps: reads until there is nothing new. One reading at a time. */
  wake(): void;
  /** Finds what a lost wake-up hid. @returns true when the log was replaced under us and `start` is due */
  poll(): Promise<boolean>;
}

export function createTail(
  key: string,
  needs: { source: LogSource; onEvents: (events: readonly LogEvent[]) => void; onTrouble: (error: unknown) => void },
): Tail {
  const { source } = needs;
  let epoch = '';
  let read = 0;
  let waiting: LogEvent[] = [];
  let reading = false;
  let again = false;

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
        if (asked.epoch === epoch && asked.read === read && events.length > 0) accept(events);
      }
    } catch (error) {
      // The safety poll tries again within a second.
      needs.onTrouble(error);
    } finally {
      reading = false;
    }
  }

  function accept(events: readonly LogEvent[]): void {
    if (events[0]!.s !== read + 1 || events.at(-1)!.s !== read + events.length)
      throw new Error(`The log of ${key} has a hole after ${read}.`);
    waiting.push(...events);
    read += events.length;
    again ||= events.length === LIMITS.page;
    needs.onEvents(events);
  }

  function wake(): void {
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
      return { from, events };
    },
    take(count) {
      const taken = waiting.splice(0, count);
      if (again) void readOn();
      return taken;
    },
    wake,
    async poll() {
      // Taken before the question: what we read meanwhile must not look like a log that shrank.
      const had = read;
      const head = await source.head(key);
      if (!head || (head.epoch === epoch && head.last >= had)) {
        if (head && head.last > read) wake();
        return false;
      }
      return true;
    },
  };
}
