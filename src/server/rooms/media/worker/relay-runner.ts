import { Socket } from 'node:net';
import type { Clock } from '#lib/clock.ts';
import type { WhepEgress, WhepNeeds } from './egress-whep.ts';
import type { IceOptions } from './ingest-whip.ts';
import { createRelay, type Relay } from './relay.ts';
import { MEDIA_FD, type FromRelay, type ToRelay } from './relay-messages.ts';

/** Long enough for the goodbyes of every connection to leave. */
const LINGER_MS = 100;

/** Makes this process a relay. It belongs to the worker that started it and ends with it, also after a kill -9. */
export function runRelay(openEgress: (needs: WhepNeeds) => Promise<WhepEgress>): void {
  const clock: Clock = { now: () => performance.timeOrigin + performance.now() };
  let relay: Relay | null = null;

  // A packet or description that we did not foresee must not cost hundreds of viewers their picture.
  process.on('uncaughtException', trouble);
  process.on('unhandledRejection', trouble);
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  // Ctrl-C reaches the whole process group; the worker decides when its viewers are let go.
  process.on('SIGINT', () => {});
  process.on('message', (message: ToRelay) => {
    if (message.do !== 'begin') relay?.told(message);
    else if (!relay) void begin(message.ice).catch(() => process.exit(1));
  });

  async function begin(ice: IceOptions): Promise<void> {
    const opened = createRelay({ egress: await openEgress({ ice, clock }), clock, tell });
    relay = opened;
    const media = new Socket({ fd: MEDIA_FD, readable: true, writable: false });
    media.on('data', (chunk: Buffer) => opened.media(chunk));
    media.on('close', end);
    media.on('error', end);
    tell({ news: 'ready' });
  }

  function end(): void {
    setTimeout(() => process.exit(0), LINGER_MS);
    relay?.close();
    relay = null;
  }

  function trouble(error: unknown): void {
    tell({ news: 'trouble', message: String(error instanceof Error ? error.stack : error).slice(0, 2_000) });
  }

  function tell(message: FromRelay): void {
    if (process.connected) process.send!(message);
  }
}
