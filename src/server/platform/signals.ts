import { EventEmitter } from 'node:events';

/**
 * Wake-ups inside this process: "something new is in the log of this show". They may be lost without harm,
 * because the listener reads the truth from Postgres. Work that must happen goes through `events`.
 */
export interface Signals {
  /** The record of a show grew. */
  recordGrew: [showId: string];
  /** Units of a variant moved between free, held and sold. */
  stockMoved: [variantIds: readonly string[]];
  /** Something was said to one person in a show. */
  inboxGrew: [showId: string, visitorId: string];
  /** A list of the crew of a show changed. */
  crewCalled: [showId: string, list: 'moderation' | 'questions' | 'team'];
  /** Sessions or roles of a person changed. */
  rightsMoved: [userId: string];
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
