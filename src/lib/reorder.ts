/**
 * Puts packets back in order. Without it the answer to a NACK counts as loss, because it comes
 * after the packets that followed it. A hole is waited for up to `windowMs`, then given up.
 */
export interface ReorderOptions<T> {
  /** How long a hole may hold up what came after it. */
  readonly windowMs: number;
  /** Packets held at most; when full the oldest hole is given up early. */
  readonly maxHeld: number;
  /** In order. `lost` counts the packets given up just before this one. */
  readonly onPacket: (packet: T, lost: number) => void;
}

export interface ReorderBuffer<T> {
  /** `sequence` must be unwrapped. */
  push(sequence: number, packet: T, nowMs: number): void;
  /** Gives up holes that waited long enough; call it every few tens of ms. */
  tick(nowMs: number): void;
  /** Missing sequence numbers that should be asked for (again) now, ascending. */
  takeDue(nowMs: number): number[];
  readonly lost: number;
  readonly late: number;
}

const ASK_AGAIN_MS = 40;
const MAX_ASKED_AT_ONCE = 64;
/** So many old numbers in a row, ascending and with nothing new between them, are a numbering that was set back. */
const SET_BACK = 128;

export function createReorderBuffer<T>({ windowMs, maxHeld, onPacket }: ReorderOptions<T>): ReorderBuffer<T> {
  const held = new Map<number, { packet: T; sinceMs: number }>();
  const askAtMs = new Map<number, number>();
  let next: number | null = null;
  let highest = 0;
  let lost = 0;
  let late = 0;
  /** Loss that belongs to the next packet handed out, besides the hole just before it. */
  let carried = 0;
  let lateRow = { last: 0, length: 0 };

  return {
    push(sequence, packet, nowMs) {
      if (next === null || Math.abs(sequence - next) > maxHeld * 4) restart(sequence);
      if (isSetBack(sequence)) restart(sequence);
      if (sequence < next! || held.has(sequence)) {
        late++;
        return;
      }
      for (let hole = Math.max(highest + 1, next!); hole < sequence; hole++) askAtMs.set(hole, nowMs);
      highest = Math.max(highest, sequence);
      askAtMs.delete(sequence);
      held.set(sequence, { packet, sinceMs: nowMs });
      release(0);
      while (held.size > maxHeld) skipHole();
    },
    tick(nowMs) {
      while (held.size > 0 && nowMs - oldestHeldMs() > windowMs) skipHole();
    },
    takeDue(nowMs) {
      const due: number[] = [];
      for (const [sequence, atMs] of askAtMs) {
        if (atMs > nowMs || due.length === MAX_ASKED_AT_ONCE) continue;
        due.push(sequence);
        askAtMs.set(sequence, nowMs + ASK_AGAIN_MS);
      }
      return due;
    },
    get lost() {
      return lost;
    },
    get late() {
      return late;
    },
  };

  /** Answers to our NACKs come late too, but mixed with new packets. */
  function isSetBack(sequence: number): boolean {
    if (sequence >= next!) lateRow.length = 0;
    else lateRow = { last: sequence, length: sequence === lateRow.last + 1 ? lateRow.length + 1 : 1 };
    if (lateRow.length < SET_BACK) return false;
    lateRow.length = 0;
    return true;
  }

  /** A jump this large is a new numbering, not loss. */
  function restart(sequence: number) {
    carried = next === null ? 0 : 1;
    held.clear();
    askAtMs.clear();
    next = sequence;
    highest = sequence - 1;
  }

  function release(missing: number) {
    let count = missing + carried;
    for (let entry = held.get(next!); entry; entry = held.get(next!)) {
      held.delete(next!);
      next!++;
      carried = 0;
      onPacket(entry.packet, count);
      count = 0;
    }
  }

  function skipHole() {
    let missing = 0;
    while (!held.has(next!)) {
      askAtMs.delete(next!);
      next!++;
      missing++;
    }
    lost += missing;
    release(missing);
  }

  function oldestHeldMs(): number {
    let oldest = Infinity;
    for (const { sinceMs } of held.values()) oldest = Math.min(oldest, sinceMs);
    return oldest;
  }
}
