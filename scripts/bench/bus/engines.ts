import { createBus, createLocalHub } from '#platform/bus/index.ts';
import { createNatsCarrier } from '#platform/bus/nats-carrier.ts';
import { createPostgresCarrier } from '#platform/bus/postgres-carrier.ts';
import { createLog } from '#platform/log.ts';

export type EngineName = 'in_process' | 'nats' | 'postgres';
export const SHOWS = 100;
export const showKey = (at: number): string => `show-${at}`;

const hub = createLocalHub();

/** One side of a bus; `address` is the server's. */
export function openSide(engine: EngineName, address: string) {
  const log = createLog('silent');
  const carrier =
    engine === 'nats'
      ? createNatsCarrier({ url: address, prefix: 'etalage.bench', log })
      : engine === 'postgres'
        ? createPostgresCarrier({ databaseUrl: address, log })
        : hub.join();
  return createBus({ carrier, secret: 'a secret of the bench' });
}

/** Counts what arrives; a wake-up counts for the events that it tells of. */
export function listen(bus: ReturnType<typeof openSide>) {
  const last = new Map<string, number>();
  let events = 0;
  let delays: number[] = [];
  for (let at = 0; at < SHOWS; at++) bus.follow(showKey(at));
  bus.onGrew((key, grown) => {
    if (!grown) return;
    events += grown.last - Math.max(last.get(key) ?? 0, grown.first - 1);
    last.set(key, grown.last);
    const sentAt = Number(grown.epoch);
    if (sentAt > 0) delays.push(performance.timeOrigin + performance.now() - sentAt);
  });
  return {
    take() {
      const sorted = delays.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
      const told = { events, messages: delays.length, p50Ms: at(0.5), p99Ms: at(0.99) };
      events = 0;
      delays = [];
      last.clear();
      return told;
    },
  };
}
export type Heard = ReturnType<ReturnType<typeof listen>['take']>;
