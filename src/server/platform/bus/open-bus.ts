import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createBus, type Bus } from './bus.ts';
import type { Carrier } from './carrier.ts';
import { createNatsCarrier } from './nats-carrier.ts';
import { createPostgresCarrier } from './postgres-carrier.ts';

/** The bus that the operator chose. Never waits for it: without a bus a room is a second late and nothing else. */
export function openBus(needs: { config: Config; log: Log }): Bus {
  return createBus({ carrier: carrierOf(needs), secret: needs.config.secret });
}

function carrierOf({ config, log }: { config: Config; log: Log }): Carrier | null {
  switch (config.bus.kind) {
    case 'nats': {
      // Instances that share a server do not hear each other.
      const prefix = `etalage.${createHash('sha256').update(`bus ${config.secret}`).digest('hex').slice(0, 16)}`;
      return createNatsCarrier({ url: config.bus.url, prefix, log });
    }
    case 'postgres':
      return createPostgresCarrier({ databaseUrl: config.databaseUrl, log });
    case 'none':
      return null;
  }
}
