import { createHmac, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { steadyClock } from '#lib/clock.ts';
import type { Grown } from '../signals.ts';
import type { Carrier } from './carrier.ts';
import { createNumbers, type NumbersMessage, type SharedNumbers } from './numbers.ts';
import { createPace } from './pace.ts';

/**
 * What the processes of one instance tell each other. Truth is in Postgres: a message may be lost, doubled or late, and
 * the bus being away only means that rooms find out by looking each second.
 */
export interface Bus {
  /** A log grew by this, committed: to everybody who follows it in other processes. */
  publish(key: string, grown: Grown): void;
  /** What other processes published of logs followed here; null when something may have been missed. */
  onGrew(listener: (key: string, grown: Grown | null) => void): () => void;
  /** Only what is followed comes here. @returns stop; callable twice */
  follow(key: string): () => void;
  /** A wake-up for the other processes; who is away misses it. */
  say(name: string, data: readonly unknown[]): void;
  onSaid(listener: (name: string, data: readonly unknown[]) => void): () => void;
  /** Units moved: other processes count again. Said at most four times a second. */
  stockMoved(variantIds: readonly string[]): void;
  onStockMoved(listener: (variantIds: readonly string[]) => void): () => void;
  readonly numbers: SharedNumbers;
  /** Callable twice. */
  close(): Promise<void>;
}

interface Heard {
  grew: [key: string, grown: Grown | null];
  said: [name: string, data: readonly unknown[]];
  stock: [variantIds: readonly string[]];
}

const NUMBERS_MS = 2000;
const STOCK_MS = 250;
/** More variants than this at once are told of by the next count. */
const MOST_VARIANTS = 150;

/**
 * @param needs.carrier null when there is no other process
 * @param needs.secret shared by the processes of the instance: whoever else can reach the carrier may read along, but
 * what they say is not believed
 */
export function createBus(needs: { carrier: Carrier | null; secret: string }): Bus {
  const { carrier } = needs;
  const node = randomUUID();
  const heard = new EventEmitter<Heard>();
  heard.setMaxListeners(100);
  const followed = new Map<string, { count: number; stop: () => void }>();
  const stock = new Set<string>();
  const numbers = createNumbers({ node, clock: steadyClock, say: (message) => send('numbers', message) });
  const pace = createPace({ paceMs: carrier?.paceMs ?? 0, say: sayGrown });
  const timers = [setInterval(numbers.look, NUMBERS_MS), setInterval(sayStock, STOCK_MS)];
  for (const timer of timers) timer.unref();
  let closed = false;

  const signatureOf = (topic: string, body: string): string =>
    createHmac('sha256', `bus ${needs.secret}`).update(`${topic}\n${body}`).digest('base64url').slice(0, SIGNATURE_LENGTH);

  /** @returns false when it is too long for this carrier */
  function send(topic: string, message: object): boolean {
    if (closed || !carrier) return true;
    const body = JSON.stringify(message);
    if (Buffer.byteLength(body) + SIGNATURE_LENGTH > carrier.maxBytes) return false;
    carrier.send(topic, signatureOf(topic, body) + body);
    return true;
  }

  function sayGrown(key: string, { epoch, first, last, events }: Grown): void {
    const wakeUp = { node, e: epoch, a: first, z: last };
    if (!events || carrier?.wakeUpsOnly || !send(`log.${key}`, { ...wakeUp, v: events })) send(`log.${key}`, wakeUp);
  }

  function sayStock(): void {
    if (stock.size > 0) send('stock', { node, ids: [...stock] });
    stock.clear();
  }

  function hear(topic: string, text: string): void {
    const body = text.slice(SIGNATURE_LENGTH);
    if (closed || text.slice(0, SIGNATURE_LENGTH) !== signatureOf(topic, body)) return;
    const message = JSON.parse(body) as { node: string };
    // A carrier may bring us what we said.
    if (message.node === node) return;
    const [kind, key = ''] = topic.split('.');
    if (kind === 'log') hearGrown(key, message as unknown as GrownMessage);
    else if (kind === 'news') heard.emit('said', ...(message as unknown as { news: [string, unknown[]] }).news);
    else if (kind === 'numbers') numbers.hear(message as NumbersMessage);
    else if (kind === 'stock') heard.emit('stock', (message as unknown as { ids: string[] }).ids);
  }

  const hearGrown = (key: string, { e, a, z, v }: GrownMessage) =>
    heard.emit('grew', key, { epoch: e, first: a, last: z, events: v ?? null });

  carrier?.start({
    message: hear,
    gap() {
      for (const key of followed.keys()) heard.emit('grew', key, null);
    },
  });
  carrier?.listen('numbers');
  carrier?.listen('stock');
  carrier?.listen('news');

  const on =
    <K extends keyof Heard>(name: K) =>
    (listener: (...heard: Heard[K]) => void) => {
      heard.on(name, listener as never);
      return () => void heard.off(name, listener as never);
    };

  return {
    publish: pace.tell,
    onGrew: on('grew'),
    follow(key) {
      const known = followed.get(key);
      if (known) known.count += 1;
      else {
        followed.set(key, { count: 1, stop: carrier?.listen(`log.${key}`) ?? (() => {}) });
      }
      let isOver = false;
      return () => {
        const entry = followed.get(key);
        if (isOver || !entry) return;
        isOver = true;
        entry.count -= 1;
        if (entry.count > 0) return;
        followed.delete(key);
        entry.stop();
      };
    },
    say: (name, data) => void send('news', { node, news: [name, data] }),
    onSaid: on('said'),
    stockMoved(variantIds) {
      for (const id of variantIds) if (stock.size < MOST_VARIANTS) stock.add(id);
    },
    onStockMoved: on('stock'),
    numbers: numbers.numbers,
    async close() {
      if (closed) return;
      sayStock();
      closed = true;
      pace.close();
      for (const timer of timers) clearInterval(timer);
      await carrier?.close();
    },
  };
}

interface GrownMessage {
  readonly e: string;
  readonly a: number;
  readonly z: number;
  readonly v?: readonly { readonly s: number }[];
}

/** 16 bytes. */
const SIGNATURE_LENGTH = 22;
