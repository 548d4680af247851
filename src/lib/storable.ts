/** What no database row can hold: the sign with number zero, and halves of a sign. Programs send both; people paste them. */
const UNKEEPABLE = /\0|\p{Surrogate}/u;
/** Deeper than any body that a schema would take. */
const DEEPEST = 40;

/** The same value with its texts as they can be kept: zeros left out, halves replaced by U+FFFD. Untouched where nothing is wrong. */
export function storable<T>(value: T, depth = 0): T {
  if (typeof value === 'string') return (UNKEEPABLE.test(value) ? value.replace(/\0/g, '').toWellFormed() : value) as T;
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return value;
  if (Array.isArray(value)) return mapped(value, depth);
  // Anything but plain data (a file, a stream) is not text.
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return value;
  const entries = Object.entries(value);
  const kept = entries.map(([key, each]) => [storable(key), storable(each, depth + 1)] as const);
  return kept.every(([key, each], at) => key === entries[at]![0] && each === entries[at]![1]) ? value : (Object.fromEntries(kept) as T);
}

function mapped<T>(all: T & unknown[], depth: number): T {
  const kept = all.map((each) => storable(each, depth + 1));
  return kept.every((each, at) => each === all[at]) ? all : (kept as T & unknown[]);
}
