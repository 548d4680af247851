import { connect, type NatsConnection, type NodeConnectionOptions, type Subscription } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import type { Carrier, CarrierListener } from './carrier.ts';

const RETRY_MS = 500;
const PING_MS = 10_000;

/**
 * NATS core: at most once, ordered per publisher. It drops who does not keep up and forgets who was away, so each new
 * connection is a gap.
 * @param needs.url `nats://[user:password@]host[:port]`, several separated by commas; `tls://` for encryption
 * @param needs.prefix of every subject, so that instances can share a server
 */
export function createNatsCarrier(needs: { url: string; prefix: string; log: Log }): Carrier {
  const { prefix, log } = needs;
  const topics = new Map<string, Subscription | null>();
  let to: CarrierListener | null = null;
  let connection: NatsConnection | null = null;
  /** The client would keep what is said meanwhile in memory, without end. */
  let isUp = false;
  let closed = false;

  async function open(): Promise<void> {
    // It comes back by itself for ever, also when the server was not there at first.
    const made = await connect({ ...optionsOf(needs.url), reconnect: true, maxReconnectAttempts: -1, waitOnFirstConnect: true });
    if (closed) return void (await made.close());
    connection = made;
    isUp = true;
    for (const topic of topics.keys()) topics.set(topic, subscribe(made, topic));
    to?.gap();
    void watch(made);
  }

  async function watch(nats: NatsConnection): Promise<void> {
    for await (const status of nats.status()) {
      if (status.type === 'disconnect') {
        isUp = false;
        if (!closed) log.warn({ server: nats.getServer() }, 'the bus is away; rooms follow the log by looking each second');
      } else if (status.type === 'reconnect') {
        isUp = true;
        to?.gap();
      } else if (status.type === 'slowConsumer') to?.gap();
    }
  }

  const subscribe = (nats: NatsConnection, topic: string): Subscription =>
    nats.subscribe(`${prefix}.${topic}`, {
      callback: (error, message) => void (error || to?.message(topic, message.string())),
    });

  return {
    // The server's own limit is 1,048,576 with the subject.
    maxBytes: 1_000_000,
    wakeUpsOnly: false,
    paceMs: 20,
    send(topic, text) {
      if (isUp) connection!.publish(`${prefix}.${topic}`, text);
    },
    listen(topic) {
      if (!topics.has(topic)) topics.set(topic, connection && subscribe(connection, topic));
      return () => {
        topics.get(topic)?.unsubscribe();
        topics.delete(topic);
      };
    },
    start(listener) {
      to = listener;
      open().catch((error: unknown) => closed || log.error({ error: String(error) }, 'the bus cannot be used; check ETALAGE_BUS'));
    },
    async close() {
      closed = true;
      isUp = false;
      to = null;
      await connection?.close();
    },
  };
}

function optionsOf(url: string): NodeConnectionOptions {
  const urls = url.split(',').map((one) => new URL(one.trim()));
  const { username, password, protocol } = urls[0]!;
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    name: 'etalage',
    // What we say ourselves is known here.
    noEcho: true,
    ignoreAuthErrorAbort: true,
    pingInterval: PING_MS,
    reconnectTimeWait: RETRY_MS,
    reconnectJitter: RETRY_MS,
    ...(protocol === 'tls:' && { tls: {} }),
    ...(pass ? { user, pass } : user ? { token: user } : {}),
  };
}
