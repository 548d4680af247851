import type { RoomEvent } from '#contract/room.ts';
import type { Clock } from '#lib/clock.ts';
import type { Ready } from '#platform/ready.ts';

/** A show is read once in this time, whoever asks and whatever happens. */
const EVERY_MS = 1000;
const MAX_KEPT = 1000;
/** What is said and asked in the room does not stand in the show. */
const CHANGES = new Set<RoomEvent['k']>([
  'show.state',
  'media',
  'recording',
  'stage',
  'pin',
  'segment',
  'shelf',
  'price',
  'offer',
  'stock',
  'sold',
]);

/** A show as it was when its log stood at `seq`, or later. */
export interface MadeShow {
  readonly showId: string;
  readonly seq: number;
  readonly ready: Ready;
}
interface Kept {
  readonly begunAt: number;
  readonly made: Promise<MadeShow | null>;
  next: Promise<MadeShow | null> | null;
}

/**
 * The public show, made once for everybody: when a product comes on the shelf, ten thousand screens ask for the same
 * within a second. Nobody gets one from before an event they know of: they wait for the next reading, together.
 */
export function createSharedShow(needs: { clock: Clock; read: (key: string) => Promise<MadeShow | null> }) {
  const { clock } = needs;
  const kept = new Map<string, Kept>();
  /** The last event that changed a show, as far as this process has heard. */
  const news = new Map<string, number>();

  function read(key: string): Promise<MadeShow | null> {
    const made = needs.read(key);
    const entry: Kept = { begunAt: clock.now(), made, next: null };
    kept.delete(key);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(key, entry);
    // What cannot be read, or is not there, is asked for again.
    const forget = (): void => void (kept.get(key) === entry && kept.delete(key));
    made.then((show) => show ?? forget(), forget);
    return made;
  }

  /** The next reading, when the second is over. */
  function readAgain(key: string, entry: Kept): Promise<MadeShow | null> {
    entry.next ??= new Promise<void>((resolve) => {
      setTimeout(resolve, Math.max(0, entry.begunAt + EVERY_MS - clock.now()));
    }).then(() => (kept.get(key) === entry ? read(key) : get(key, 0)));
    return entry.next;
  }

  /** @param after the last event of its log that the caller knows of */
  async function get(key: string, after: number): Promise<MadeShow | null> {
    const entry = kept.get(key);
    if (!entry || clock.now() - entry.begunAt >= EVERY_MS) return read(key);
    const show = await entry.made;
    return !show || show.seq >= Math.max(after, news.get(show.showId) ?? 0) ? show : readAgain(key, entry);
  }

  return {
    get,
    heard(showId: string, events: readonly RoomEvent[]): void {
      const last = events.findLast((event) => CHANGES.has(event.k));
      if (!last) return;
      news.delete(showId);
      if (news.size >= MAX_KEPT) news.delete(news.keys().next().value!);
      news.set(showId, last.s);
    },
  };
}
