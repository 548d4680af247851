import { useRef, useSyncExternalStore } from 'react';

export interface Store<T> {
  get(): T;
  set(next: T | ((now: T) => T)): void;
  /** @returns stops listening */
  subscribe(listener: () => void): () => void;
}

/** One observable value. Listeners hear of it only when it really is another value. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      const made = typeof next === 'function' ? (next as (now: T) => T)(value) : next;
      if (Object.is(made, value)) return;
      value = made;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What `pick` finds in the store; renders again only when that changes (compared by identity, so pick parts, do not build them). */
export function useStore<T, P = T>(store: Store<T>, pick: (value: T) => P = (value) => value as unknown as P): P {
  const latest = useRef(pick);
  latest.current = pick;
  const read = () => latest.current(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
