import { Shared } from './shared.ts';

/** Numbers derived on the server: the last value of a tick wins, and none of it is in the log. */
export interface Registers {
  /** @returns whether it changed */
  set(name: string, value: number): boolean;
  readonly changed: boolean;
  /** What changed since the last tick. */
  take(): Record<string, number>;
  all(): Record<string, number>;
  /** How often anything changed. */
  readonly version: number;
  /** Everything as one shared frame. */
  frame(now: number): Shared;
}

export function createRegisters(): Registers {
  const values = new Map<string, number>();
  const dirty = new Map<string, number>();
  let encoded: Shared | null = null;
  let version = 0;
  return {
    set(name, value) {
      if (values.get(name) === value) return false;
      values.set(name, value);
      dirty.set(name, value);
      encoded = null;
      version += 1;
      return true;
    },
    get changed() {
      return dirty.size > 0;
    },
    take() {
      const taken = Object.fromEntries(dirty);
      dirty.clear();
      return taken;
    },
    get version() {
      return version;
    },
    all: () => Object.fromEntries(values),
    frame: (now) => (encoded ??= new Shared(JSON.stringify({ n: now, r: Object.fromEntries(values) }))),
  };
}
