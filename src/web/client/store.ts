import { useRef, useSyncExternalStore } from 'react';

export interface Readable<T> {
  get(): T;
  /** @returns stops listening */
  subscribe(listener: () => void): () => void;
}
export interface Store<T> extends Readable<T> {
  set(next: T | ((now: T) => T)): void;
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

/**
 * The same value, told at most once in `everyMs`: the first change at once, the last of a rush when it is over.
 * A chat of fifty lines a second is then ten renders and not fifty.
 */
export function paced<T>(store: Readable<T>, everyMs: number): Readable<T> {
  const listeners = new Set<() => void>();
  let shown = store.get();
  let resting: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};

  function tell(): void {
    if (resting !== undefined || Object.is(shown, store.get())) return;
    shown = store.get();
    resting = setTimeout(() => {
      resting = undefined;
      tell();
    }, everyMs);
    for (const listener of listeners) listener();
  }
  return {
    get: () => (listeners.size === 0 ? store.get() : shown),
    subscribe(listener) {
      if (listeners.size === 0) {
        shown = store.get();
        stop = store.subscribe(tell);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop();
        clearTimeout(resting);
        resting = undefined;
      };
    },
  };
}

/** What `pick` finds in the store; renders again only when that changes (compared by identity, so pick parts, do not build them). */
export function useStore<T, P = T>(store: Readable<T>, pick: (value: T) => P = (value) => value as unknown as P): P {
  const latest = useRef(pick);
  latest.current = pick;
  const read = () => latest.current(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
