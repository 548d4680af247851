import type { Inbox } from './inbox.ts';

/** Somebody who is told what is for them, on one of their screens. */
export interface Reader {
  readonly showId: string;
  readonly visitorId: string;
  /** The last notice this screen has; null until it is known where "from now on" is. */
  told: number | null;
  /** @returns false when nothing more fits on its way now */
  tell(frame: object): boolean;
}

/**
 * Brings notices to screens: each screen in order and without holes, whatever wakes it and how often. Truth is the inbox;
 * a wake-up only says that it is worth a look.
 */
export function createDelivery(needs: { inbox: Pick<Inbox, 'read'>; onTrouble: (error: unknown) => void }) {
  /** Screens under way; true when they were woken meanwhile. */
  const running = new Map<Reader, boolean>();
  /** Screens that could not take everything, or whose question failed. */
  const behind = new Set<Reader>();

  async function deliver(reader: Reader): Promise<void> {
    if (running.has(reader)) return void running.set(reader, true);
    running.set(reader, false);
    behind.delete(reader);
    try {
      // A page that was full says that there is more.
      while (await next(reader)) running.set(reader, false);
    } catch (error) {
      behind.add(reader);
      needs.onTrouble(error);
    } finally {
      running.delete(reader);
    }
  }

  function send(reader: Reader, frame: object, n: number): boolean {
    const sent = reader.tell(frame);
    if (sent) reader.told = n;
    else behind.add(reader);
    return sent;
  }

  /** @returns whether to look again at once */
  async function next(reader: Reader): Promise<boolean> {
    const { showId, visitorId, told } = reader;
    const { last, notices } = await needs.inbox.read({ showId, visitorId, after: told });
    if (told === null) reader.told = last;
    // A number that was never given out, by a client of another time: it is told where the inbox stands.
    else if (told > last) return send(reader, { pn: last }, last);
    for (const { n, data } of notices) if (!send(reader, { p: data, pn: n, pa: reader.told! }, n)) return false;
    return running.get(reader) === true || (reader.told ?? 0) < last;
  }

  return {
    deliver,
    /** Tries again for those that could not take everything. */
    retry(): void {
      for (const reader of behind) void deliver(reader);
    },
    forget: (reader: Reader): void => void behind.delete(reader),
  };
}
