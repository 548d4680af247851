import { systemClock } from '#lib/clock.ts';
import { createBus, connectSignals } from '#platform/bus/index.ts';
import type { Carrier } from '#platform/bus/carrier.ts';
import { openDatabase, transact } from '#platform/db.ts';
import { createTail } from '#platform/realtime/tail.ts';
import { createSignals } from '#platform/signals.ts';
import { createRecord, type Entry } from '#rooms/record/index.ts';

export const SECRET = 'what the processes of one instance share';
/** A channel looks each second; here often enough that a test need not wait long for what was lost. */
const LOOK_MS = 400;

/** What a server process has of the road from an append to a reader: its own pool, record, wake-ups and bus. */
export function createBusNode(databaseUrl: string, carrier: Carrier | null, secret = SECRET) {
  const database = openDatabase(databaseUrl, { max: 6 });
  const { db } = database;
  const signals = createSignals();
  const record = createRecord({ signals, clock: systemClock });
  const bus = createBus({ carrier, secret });
  const disconnect = connectSignals(signals, bus);
  const closing: (() => void)[] = [disconnect];

  return {
    db,
    bus,
    record,
    signals,
    append: (showId: string, texts: readonly string[]) => transact(db, (tx) => record.append(tx, showId, texts.map(lineOf))),
    /** Follows a show as a channel does. */
    async follow(showId: string, options: { looks?: boolean } = {}) {
      let reads = 0;
      const seqs: number[] = [];
      const texts: string[] = [];
      const tail = createTail(showId, {
        source: {
          head: () => record.head(db, showId),
          read(_key, after, limit) {
            reads += 1;
            return record.read(db, showId, after, limit);
          },
          snapshot: async () => null,
        },
        later(ms, act) {
          const timer = setTimeout(act, ms);
          return () => clearTimeout(timer);
        },
        onEvents: () => keep(tail.take(10_000)),
        // While the database restarts; the next look tries again.
        onTrouble: () => {},
      });
      const keep = (events: readonly { s: number }[]) => {
        for (const event of events) {
          seqs.push(event.s);
          texts.push((event as unknown as { d: { text: string } }).d.text);
        }
      };
      keep((await tail.start())!.events);
      const unfollow = bus.follow(showId);
      const deaf = signals.on('recordGrew', (key, grown) => key === showId && tail.wake(grown));
      const timer = setInterval(() => options.looks !== false && void tail.poll().catch(() => {}), LOOK_MS);
      closing.push(unfollow, deaf, () => clearInterval(timer));
      return { seqs, texts, reads: () => reads };
    },
    async close() {
      for (const end of closing.toReversed()) end();
      await bus.close();
      await database.close();
    },
  };
}
export type BusNode = ReturnType<typeof createBusNode>;

const lineOf = (text: string): Entry => ({
  k: 'chat',
  d: { id: crypto.randomUUID(), author: 'a', name: 'Ann', label: null, text, language: null, at: '2026-01-01T00:00:00.000Z' },
  now: true,
});
