import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Carrier, CarrierListener } from './carrier.ts';

const CHANNEL = 'etalage_bus';
const LONGEST_PAUSE_MS = 5000;
/** Messages that wait for the connection; the oldest are dropped. */
const MOST_WAITING = 1000;

/**
 * LISTEN and NOTIFY: no other server is needed, and that is its whole merit. Each notification takes a lock of the whole
 * database at commit and carries less than 8,000 bytes, so it only wakes up.
 * A connection of its own: what listens may not be a pool's.
 */
export function createPostgresCarrier(needs: { databaseUrl: string; log: Log }): Carrier {
  const { log } = needs;
  const topics = new Set<string>();
  const ended = new AbortController();
  let to: CarrierListener | null = null;
  let client: pg.Client | null = null;
  let waiting: string[] = [];
  let sending = false;
  let living: Promise<void> = Promise.resolve();

  /** One connection after the other, until closed. */
  async function live(): Promise<void> {
    for (let pauseMs = 100; !ended.signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const made = new pg.Client({
        connectionString: needs.databaseUrl,
        connectionTimeoutMillis: 10_000,
        keepAlive: true,
        application_name: 'etalage bus',
      });
      const gone = new Promise<void>((resolve) => made.once('end', resolve));
      // Without a listener the error of a lost connection would end the process; `end` follows it.
      made.on('error', () => {});
      made.on('notification', ({ payload }) => hear(payload ?? ''));
      try {
        await made.connect();
        await made.query(`listen ${CHANNEL}`);
        client = made;
        pauseMs = 100;
        to?.gap();
        void drain();
        if (!ended.signal.aborted) await Promise.race([gone, whenClosed]);
      } catch (error) {
        log.warn({ error: String(error) }, 'the bus is away; rooms follow the log by looking each second');
      }
      client = null;
      waiting = [];
      await made.end().catch(() => {});
      await sleep(pauseMs, undefined, { signal: ended.signal }).catch(() => {});
    }
  }

  const whenClosed = new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()));

  function hear(payload: string): void {
    const at = payload.indexOf('\n');
    const topic = payload.slice(0, at);
    if (topics.has(topic)) to?.message(topic, payload.slice(at + 1));
  }

  function takeAll(): string[] {
    const all = waiting;
    waiting = [];
    return all;
  }

  /** What gathered while the last notification committed goes together. */
  async function drain(): Promise<void> {
    const connection = client;
    if (sending || !connection) return;
    sending = true;
    try {
      for (let batch = takeAll(); batch.length > 0; batch = takeAll())
        await connection.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [CHANNEL, batch]);
    } catch {
      // The connection went; `live` makes another.
    } finally {
      sending = false;
    }
  }

  return {
    // 8,000 less the topic; Postgres counts bytes.
    maxBytes: 7800,
    wakeUpsOnly: true,
    paceMs: 50,
    send(topic, text) {
      if (!client) return;
      waiting.push(`${topic}\n${text}`);
      if (waiting.length > MOST_WAITING) waiting.shift();
      void drain();
    },
    listen(topic) {
      topics.add(topic);
      return () => void topics.delete(topic);
    },
    start(listener) {
      to = listener;
      living = live();
    },
    async close() {
      to = null;
      ended.abort();
      await living;
    },
  };
}
