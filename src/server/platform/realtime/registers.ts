import { textFrame } from './frame.ts';

/** Numbers derived on the server: the last value of a tick wins, and none of it is in the log. */
export interface Registers {
  /** @returns whether it changed */
  set(name: string, value: number): boolean;
  readonly changed: boolean;
  /** What changed since the last tick. */
  take(): Record<string, number>;
  all(): Record<string, number>;
  /** Everything as one shared frame. */
  frame(now: number): Buffer;
}

export function createRegisters(): Registers {
  const values = new Map<string, number>();
  const dirty = new Map<string, number>();
  let encoded: Buffer | null = null;
  return {
    set(name, value) {
      if (values.get(name) === value) return false;
      values.set(name, value);
      dirty.set(name, value);
      encoded = null;
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
    all: () => Object.fromEntries(values),
    frame: (now) => (encoded ??= textFrame(JSON.stringify({ n: now, r: Object.fromEntries(values) }))),
  };
}
