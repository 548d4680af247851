import { EventEmitter } from 'node:events';

/**
 * Wake-ups inside this process: "something new is in the log of this show". They may be lost without harm,
 * because the listener reads the truth from Postgres. Work that must happen goes through `events`.
 */
export interface Signals {
  /** The record of a show grew, here or in another process; null when nobody knows by what, or whether. */
  recordGrew: [showId: string, grown: Grown | null];
  /** Units of a variant moved between free, held and sold. */
  stockMoved: [variantIds: readonly string[]];
  /** Something was said to one person in a show. */
  inboxGrew: [showId: string, visitorId: string];
  /** A list of the crew of a show changed. */
  crewCalled: [showId: string, list: 'moderation' | 'questions' | 'team'];
  /** Sessions or roles of a person changed. */
  rightsMoved: [userId: string];
}

/** What a log grew by. It may come late, twice, or before what was appended earlier. */
export interface Grown {
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  /** As the log has them, in order; null when they did not fit and are to be read. */
  readonly events: readonly { readonly s: number }[] | null;
}

export interface SignalBus {
  emit<K extends keyof Signals>(name: K, ...data: Signals[K]): void;
  /** @returns stop listening */
  on<K extends keyof Signals>(name: K, listener: (...data: Signals[K]) => void): () => void;
}

export function createSignals(): SignalBus {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(100);
  return {
    emit: (name, ...data) => void emitter.emit(name, ...data),
    on(name, listener) {
      emitter.on(name, listener as (...data: unknown[]) => void);
      return () => void emitter.off(name, listener as (...data: unknown[]) => void);
    },
  };
}
