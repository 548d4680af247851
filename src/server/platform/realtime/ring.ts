import type { Shared } from './shared.ts';

/** Events first..last of a log, encoded. */
export interface LogFrame {
  readonly first: number;
  readonly last: number;
  /** When it was encoded, in ms. */
  readonly at: number;
  readonly shared: Shared;
}

/**
 * The newest encoded frames of one log, so that a reader who comes back costs a few writes and no encoding.
 * Bounded in bytes and in age; what is older is read again by snapshot.
 */
export interface Ring {
  /** A reader who has this seq can be brought up to date from here. */
  readonly floor: number;
  /** The last seq inside; equals `floor` when empty. */
  readonly last: number;
  push(frame: LogFrame): void;
  /** Frames that hold something after `seq`, oldest first; null when some of it is gone. */
  after(seq: number): readonly LogFrame[] | null;
  /** The last seq that was encoded at or before a moment. */
  lastAt(at: number): number;
  trim(now: number): void;
}

export function createRing(limits: { maxBytes: number; maxAgeMs: number }, start: number): Ring {
  let frames: LogFrame[] = [];
  let bytes = 0;
  let floor = start;

  function forget(count: number): void {
    for (const frame of frames.slice(0, count)) bytes -= size(frame);
    floor = frames[count - 1]?.last ?? floor;
    frames = frames.slice(count);
  }

  return {
    get floor() {
      return floor;
    },
    get last() {
      return frames.at(-1)?.last ?? floor;
    },
    push(frame) {
      if (frame.first !== this.last + 1) throw new Error(`A frame from ${frame.first} does not follow ${this.last}.`);
      frames.push(frame);
      bytes += size(frame);
      let over = 0;
      for (let left = bytes; left > limits.maxBytes && over < frames.length; over++) left -= size(frames[over]!);
      if (over > 0) forget(over);
    },
    after(seq) {
      if (seq < floor) return null;
      let from = frames.length;
      while (from > 0 && frames[from - 1]!.last > seq) from--;
      return frames.slice(from);
    },
    lastAt(at) {
      for (let index = frames.length - 1; index >= 0; index--) if (frames[index]!.at <= at) return frames[index]!.last;
      return floor;
    },
    trim(now) {
      let old = 0;
      while (old < frames.length && frames[old]!.at < now - limits.maxAgeMs) old++;
      if (old > 0) forget(old);
    },
  };
}

const size = ({ shared }: LogFrame): number => shared.bytes.length;
