import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Lane, Weather } from './fault-weather.ts';

/**
 * TCP in bad weather, as an application sees it. A lost segment is sent again after a round trip, and
 * everything behind it waits: bytes are never lost, they are late. That the sender also slows down
 * (its congestion window) is not modelled; `bitsPerSecond` is for that.
 */
export interface TcpRelay {
  readonly port: number;
  weatherChanged(): void;
  close(): Promise<void>;
}

const SEGMENT_BYTES = 1448;
/** The receiver's window: what may be under way before the sender has to wait. */
const WINDOW_BYTES = 1 << 20;
/** How soon Linux sends again when nothing tells it of the loss. */
const RESEND_LEAST_MS = 200;
const MOST_CONNECTIONS = 500;

export async function openTcpRelay(target: { host: string; port: number }, newLane: () => Lane, weather: () => Weather): Promise<TcpRelay> {
  const open = new Set<Socket>();
  const pipes = new Set<() => void>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ ...target, allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      open.add(socket.setNoDelay());
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
      socket.on('close', () => open.delete(socket));
    }
    // A connection is made in one round trip before the first byte can leave.
    pipes.add(pipe(client, upstream, newLane(), weather, () => 2 * weather().delayMs, pipes));
    pipes.add(pipe(upstream, client, newLane(), weather, () => 0, pipes));
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    weatherChanged() {
      for (const wake of pipes) wake();
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** @returns what to call when the weather has changed */
function pipe(
  from: Socket,
  to: Socket,
  lane: Lane,
  weather: () => Weather,
  firstExtraMs: () => number,
  pipes: Set<() => void>,
): () => void {
  const queue: { bytes: Buffer | null; atMs: number | null }[] = [];
  let queuedBytes = 0;
  let lastMs = 0;
  let isFirst = true;
  let timer: NodeJS.Timeout | null = null;

  from.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += SEGMENT_BYTES) add(chunk.subarray(at, at + SEGMENT_BYTES));
    if (queuedBytes > WINDOW_BYTES) from.pause();
    pump();
  });
  from.on('end', () => {
    queue.push({ bytes: null, atMs: lastMs });
    pump();
  });
  const stop = () => {
    if (timer) clearTimeout(timer);
    queue.length = 0;
    pipes.delete(pump);
    to.destroy();
  };
  from.on('close', (failed) => failed && stop());
  to.on('close', () => {
    from.destroy();
    stop();
  });
  return pump;

  function add(bytes: Buffer): void {
    queuedBytes += bytes.length;
    queue.push({ bytes, atMs: arrivalOf(bytes.length) });
  }

  /** Null while nothing passes: it is sent again when the weather changes. */
  function arrivalOf(bytes: number): number | null {
    if (weather().stopped) return null;
    let sentMs = performance.now() + (isFirst ? firstExtraMs() : 0);
    isFirst = false;
    for (let tries = 0; tries < 8; tries++) {
      const atMs = lane.arrival(bytes, sentMs);
      if (atMs !== null) return (lastMs = Math.max(lastMs, atMs));
      sentMs += Math.max(2 * weather().delayMs, tries === 0 ? 0 : RESEND_LEAST_MS);
    }
    return (lastMs = Math.max(lastMs, sentMs));
  }

  function pump(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    for (let head = queue[0]; head; head = queue[0]) {
      if (weather().stopped) return;
      if (head.atMs === null && head.bytes) head.atMs = arrivalOf(head.bytes.length);
      const waitMs = Math.max(head.atMs ?? 0, 0) - performance.now();
      if (waitMs > 0.5) return void (timer = setTimeout(pump, waitMs));
      queue.shift();
      deliver(head.bytes);
    }
  }

  function deliver(bytes: Buffer | null): void {
    if (!bytes) return void to.end();
    queuedBytes -= bytes.length;
    if (!to.destroyed && !to.write(bytes)) {
      from.pause();
      to.once('drain', () => from.resume());
      return;
    }
    if (queuedBytes < WINDOW_BYTES / 2 && from.isPaused()) from.resume();
  }
}
