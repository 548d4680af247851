import type { Behind } from './behind.ts';
import { broadcast } from './broadcast.ts';
import { LIMITS } from './limits.ts';
import type { Registers } from './registers.ts';
import type { Ring } from './ring.ts';
import type { Shared } from './shared.ts';
import type { Subscriber } from './subscriber.ts';

/** Frames up to `last` as one piece. */
interface Bundle {
  readonly last: number;
  readonly bytes: Buffer;
}

/**
 * Readers whose screen nobody looks at: once a second each gets, in one write, every frame since its last, so that a
 * phone's radio wakes once. They miss nothing. Most of them stand at the same seq and share the same bytes.
 */
export function createPaced(needs: { ring: () => Ring; registers: Registers; behind: Behind }) {
  const { registers, behind } = needs;
  const readers = new Set<Subscriber>();
  let startAt = 0;
  let isPassing = false;
  let toldVersion = 0;

  /** What this reader lacks; null when it is too much for one write. */
  function bundleFor(reader: Subscriber, numbers: Shared | null): Bundle | null {
    const ring = needs.ring();
    const parts = ring.after(reader.sent)?.map(({ shared }) => shared.for(reader));
    if (!parts) return null;
    if (numbers) parts.push(numbers.for(reader));
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    return length > LIMITS.queuedBytes ? null : { last: ring.last, bytes: Buffer.concat(parts) };
  }

  function pass(now: number): void {
    // The pass before may still be under way, a slice at a time.
    if (isPassing || readers.size === 0) return;
    const numbers = registers.version === toldVersion ? null : registers.frame(now);
    toldVersion = registers.version;
    const bundles = new Map<string, Bundle>();

    function offer(reader: Subscriber): void {
      if (!readers.has(reader) || reader.laggingSince > 0) return;
      if (!numbers && reader.sent >= needs.ring().last) return;
      if (reader.wire.pending() > LIMITS.queuedBytes) return behind.lag(reader);
      const key = `${reader.sent} ${reader.deflates}`;
      const bundle = bundles.get(key) ?? bundleFor(reader, numbers);
      if (!bundle) return void behind.bring(reader);
      if (bundles.size < LIMITS.bundles) bundles.set(key, bundle);
      reader.sent = Math.max(reader.sent, bundle.last);
      reader.wire.write(bundle.bytes);
    }
    isPassing = true;
    startAt = broadcast([...readers], startAt, offer, () => (isPassing = false));
  }

  return {
    /** Call it when the reader is in the channel. */
    add(reader: Subscriber): void {
      readers.add(reader);
    },
    forget(reader: Subscriber): void {
      readers.delete(reader);
    },
    /** Once a second. */
    pass,
  };
}
