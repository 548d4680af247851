import type { Carrier, CarrierListener } from '../../src/server/platform/bus/carrier.ts';
import type { VirtualTime } from './virtual-time.ts';

const LOSS = 0.1;
const DOUBLE = 0.1;
const LATE_MS = 400;
/** A burst does not fit: it becomes a wake-up. */
const MAX_BYTES = 20_000;

/** Carries messages between processes: a tenth is lost, a tenth comes twice, and nothing comes in order. */
export function createLossyHub(time: VirtualTime): { join(): Carrier } {
  const members = new Set<(topic: string, text: string) => void>();

  function join(): Carrier {
    const topics = new Set<string>();
    let to: CarrierListener | null = null;
    const hear = (topic: string, text: string): void => {
      if (to && topics.has(topic)) to.message(topic, text);
    };
    members.add(hear);
    return {
      maxBytes: MAX_BYTES,
      wakeUpsOnly: false,
      paceMs: 0,
      send(topic, text) {
        // Counts of people are said by the real clock, which must not decide what chance does here.
        if (!topic.startsWith('log.') && topic !== 'news') return;
        for (const other of members)
          for (let copies = copiesOf(time); copies > 0; copies--)
            time.later(time.pick(LATE_MS), () => members.has(other) && other(topic, text));
      },
      listen(topic) {
        topics.add(topic);
        return () => void topics.delete(topic);
      },
      start: (listener) => void (to = listener),
      async close() {
        members.delete(hear);
      },
    };
  }
  return { join };
}

const copiesOf = (time: VirtualTime): number => (time.random() < LOSS ? 0 : time.random() < DOUBLE ? 2 : 1);
