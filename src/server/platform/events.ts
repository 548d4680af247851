import type { Tx } from './db.ts';
import type { Jobs } from './jobs.ts';

/** News that a room announces; the type parameter is its payload (JSON). */
export interface EventType<T> {
  readonly name: string;
  /** Never set; carries the payload's type. */
  readonly payload?: T;
}
export const eventType = <T>(name: string): EventType<T> => ({ name });

/**
 * Calls go down, news goes up. An announcement becomes one job per listener in the caller's transaction,
 * so a listener that fails is retried alone and nothing announced is lost. At least once, in no set order.
 */
export interface Events {
  announce<T>(tx: Tx, type: EventType<T>, payload: T): Promise<void>;
  /** @param listener a short name, unique per type; it names the job. */
  listen<T>(type: EventType<T>, listener: string, handler: (payload: T) => Promise<void>): void;
}

export function createEvents(needs: { jobs: Jobs }): Events {
  const listeners = new Map<string, string[]>();
  return {
    async announce(tx, type, payload) {
      for (const job of listeners.get(type.name) ?? []) await needs.jobs.add(tx, job, payload);
    },
    listen<T>(type: EventType<T>, listener: string, handler: (payload: T) => Promise<void>) {
      const job = `${type.name}:${listener}`;
      needs.jobs.handle(job, (payload) => handler(payload as T));
      listeners.set(type.name, [...(listeners.get(type.name) ?? []), job]);
    },
  };
}
