import { EventEmitter } from 'node:events';

/**
 * Carries short messages between the processes of one instance. It may lose, double and reorder them: whoever listens
 * finds the truth in Postgres.
 */
export interface Carrier {
  /** A longer message is not taken. */
  readonly maxBytes: number;
  /** Events are not worth carrying here: only that there are some. */
  readonly wakeUpsOnly: boolean;
  /** One topic is not sent more often than this, in ms. */
  readonly paceMs: number;
  /** Lost without a word while there is no connection. */
  send(topic: string, text: string): void;
  /** From now on messages of this topic arrive. @returns stop */
  listen(topic: string): () => void;
  /** Before anything is listened to. */
  start(to: CarrierListener): void;
  /** Callable twice. */
  close(): Promise<void>;
}

export interface CarrierListener {
  /** Perhaps our own. */
  message(topic: string, text: string): void;
  /** Anything may have been lost: the connection was new, too slow, or away. */
  gap(): void;
}

/** Several buses of one process; the tests' network, and the one that needs none when there is one process. */
export function createLocalHub(): { join(): Carrier } {
  const wire = new EventEmitter();
  wire.setMaxListeners(100);
  return {
    join() {
      const topics = new Set<string>();
      let end = () => {};
      return {
        maxBytes: 1_000_000,
        wakeUpsOnly: false,
        paceMs: 0,
        send: (topic, text) => void wire.emit('message', topic, text),
        listen(topic) {
          topics.add(topic);
          return () => void topics.delete(topic);
        },
        start(to) {
          const hear = (topic: string, text: string) => topics.has(topic) && to.message(topic, text);
          wire.on('message', hear);
          end = () => void wire.off('message', hear);
        },
        async close() {
          end();
        },
      };
    },
  };
}
