import type { Clock } from '#lib/clock.ts';

/** What a process counts of one thing, by name. */
export type Counted = Readonly<Record<string, number>>;

/** Numbers that each process counts for itself, and their sum over all processes of the instance. */
export interface SharedNumbers {
  /** What we count now, instead of what we said before. It holds for 15 s: whoever counts says it again, changed or not. */
  share(key: string, counted: Counted): void;
  /** Ours and what the others said within the last 15 s: a process that died is forgotten with its numbers. */
  sum(key: string, name: string): number;
  /** The same without ours. */
  elsewhere(key: string, name: string): number;
}

export interface NumbersMessage {
  readonly node: string;
  /** The sender's own clock: what is older than what came last is not taken. */
  readonly at: number;
  readonly counted: Readonly<Record<string, Counted>>;
}

const TTL_MS = 15_000;
/** What did not change is said again, so that it is not forgotten. */
const REPEAT_MS = 5000;
const MOST_NODES = 256;
const MOST_KEYS = 2000;
/** In one message; a line of one key has some 150 bytes. */
const KEYS_PER_MESSAGE = 40;

interface Held {
  counted: Counted;
  untilMs: number;
}
interface Own extends Held {
  changed: boolean;
  saidAt: number;
}
interface Heard {
  at: number;
  readonly keys: Map<string, Held>;
}

/** @param needs.clock a steady one */
export function createNumbers(needs: { node: string; clock: Clock; say: (message: NumbersMessage) => void }) {
  const { node, clock } = needs;
  const own = new Map<string, Own>();
  const nodes = new Map<string, Heard>();
  let at = 0;

  function say(entries: readonly (readonly [string, Counted])[]): void {
    for (let from = 0; from < entries.length; from += KEYS_PER_MESSAGE)
      needs.say({ node, at: (at += 1), counted: Object.fromEntries(entries.slice(from, from + KEYS_PER_MESSAGE)) });
  }

  const valueOf = (held: Held | undefined, name: string): number => (held && held.untilMs > clock.now() ? (held.counted[name] ?? 0) : 0);

  const numbers: SharedNumbers = {
    share(key, counted) {
      const before = own.get(key);
      if (!before && own.size >= MOST_KEYS) return;
      const changed = !before || before.changed || !isSame(before.counted, counted);
      own.set(key, { counted, changed, saidAt: before?.saidAt ?? 0, untilMs: clock.now() + TTL_MS });
    },
    sum: (key, name) => valueOf(own.get(key), name) + numbers.elsewhere(key, name),
    elsewhere(key, name) {
      let sum = 0;
      for (const { keys } of nodes.values()) sum += valueOf(keys.get(key), name);
      return sum;
    },
  };

  return {
    numbers,
    /** Every two seconds: says what changed, repeats what did not, forgets who is silent. */
    look(): void {
      const now = clock.now();
      forgetOld(own, now);
      const due = [...own].filter(([, { changed, saidAt }]) => changed || now - saidAt >= REPEAT_MS);
      for (const [, mine] of due) Object.assign(mine, { changed: false, saidAt: now });
      say(due.map(([key, { counted }]) => [key, counted]));
      for (const [name, { keys }] of nodes) {
        forgetOld(keys, now);
        if (keys.size === 0) nodes.delete(name);
      }
    },
    hear({ node: from, at: theirs, counted }: NumbersMessage): void {
      const heard: Heard = nodes.get(from) ?? { at: 0, keys: new Map() };
      if (theirs <= heard.at || (!nodes.has(from) && nodes.size >= MOST_NODES)) return;
      nodes.set(from, heard);
      heard.at = theirs;
      for (const [key, theirCounted] of Object.entries(counted))
        if (heard.keys.has(key) || heard.keys.size < MOST_KEYS)
          heard.keys.set(key, { counted: theirCounted, untilMs: clock.now() + TTL_MS });
    },
  };
}

function forgetOld(keys: Map<string, Held>, now: number): void {
  for (const [key, { untilMs }] of keys) if (untilMs <= now) keys.delete(key);
}

function isSame(one: Counted, other: Counted): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
