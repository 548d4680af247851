import type { Registers, RoomEvent } from '#contract/room.ts';
import { soldNet } from '#rooms/orders/index.ts';
import type { ChatNeeds } from '../needs.ts';

/** Every number of every open room is counted again after this time, whatever news was lost. */
const RECOUNT_MS = 5000;
const LOOK_MS = 1000;
const MAX_VARIANTS = 2000;

interface Room {
  streamId: string;
  variantIds: ReadonlySet<string>;
  countedAt: number;
  /** Something that is counted changed: count at the next look. */
  stale: boolean;
}

/**
 * The numbers of open rooms, derived from the media that was received, the orders that were paid and the stock that is
 * free. They are only ever computed here: no command, route or function takes a number from outside.
 */
export function createCounters(
  needs: ChatNeeds & {
    /** What the parts of the room count. */
    numbers: (showId: string) => Promise<Registers>;
    openRooms: () => string[];
    show: (showId: string, name: string, value: number) => void;
  },
) {
  const { db, shows, orders, stock, media, signals, clock, log, numbers, openRooms, show } = needs;
  const rooms = new Map<string, Room>();
  let looking = false;

  const stop = signals.on('stockMoved', (variantIds) => {
    for (const room of rooms.values()) if (variantIds.some((id) => room.variantIds.has(id))) room.stale = true;
  });
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();

  async function open(showId: string): Promise<void> {
    const facts = await shows.facts(db, showId);
    if (!facts) return;
    const variantIds = new Set((await shows.shelfVariantIds(db, showId)).slice(0, MAX_VARIANTS));
    const room: Room = { streamId: facts.streamId, variantIds, countedAt: 0, stale: true };
    rooms.set(showId, room);
    await count(showId, room);
  }

  async function count(showId: string, room: Room): Promise<void> {
    room.stale = false;
    room.countedAt = clock.now();
    show(showId, 'watching', media.audience(room.streamId).watching);
    for (const [name, value] of Object.entries(await numbers(showId))) show(showId, name, value);
    const sold = (await orders.soldInShows(db, [showId])).get(showId);
    show(showId, 'sold', sold ? soldNet(sold) : 0);
    for (const [variantId, { available }] of await stock.levels(db, [...room.variantIds])) show(showId, `left:${variantId}`, available);
  }

  /** Once a second: rooms where something moved, and each room at least every five seconds. One look at a time. */
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const listening = new Set(openRooms());
      for (const [showId, room] of rooms) {
        if (!listening.has(showId)) rooms.delete(showId);
        else if (room.stale || clock.now() - room.countedAt >= RECOUNT_MS) await count(showId, room);
        else show(showId, 'watching', media.audience(room.streamId).watching);
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'the counters could not be read; trying again');
    } finally {
      looking = false;
    }
  }

  return {
    /** Somebody entered a room that was empty. */
    opened(showId: string): void {
      open(showId).catch((error: unknown) => log.warn({ showId, error: String(error) }, 'the counters of a room could not be read'));
    },
    heard(showId: string, events: readonly RoomEvent[]): void {
      const room = rooms.get(showId);
      if (!room) return;
      if (events.some((event) => event.k === 'shelf')) this.opened(showId);
      else if (events.some((event) => event.k === 'sold' || event.k === 'stock')) room.stale = true;
    },
    close(): void {
      stop();
      clearInterval(timer);
    },
  };
}
