import { LIMITS } from './limits.ts';

/**
 * One pass over all readers, in slices, so that a handshake or a command waits for 2,000 writes at most.
 * @param from where this pass begins: it moves on every time, so that nobody is always last
 * @returns where the next pass begins
 */
export function broadcast<T>(readers: readonly T[], from: number, offer: (reader: T) => void, done: () => void): number {
  const count = readers.length;
  const start = count === 0 ? 0 : from % count;
  let at = 0;
  const slice = () => {
    const end = Math.min(count, at + LIMITS.slice);
    for (; at < end; at++) offer(readers[(start + at) % count]!);
    if (at < count) setImmediate(slice);
    else done();
  };
  slice();
  // About 0.38 of the circle: successive starts lie far apart for any number of readers.
  return start + Math.max(1, Math.floor(count * 0.381_966));
}
