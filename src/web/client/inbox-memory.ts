import type { RoomNeeds } from './room.ts';

const KEY = 'room.inboxes';
/** Rooms somebody was told something in, the latest last. */
const MAX_ROOMS = 30;

/**
 * Where this browser's notices of a room stand, so that a page that is opened again tells what was said meanwhile, and
 * nothing twice. Without a place to keep it, everything that is kept is told again.
 */
export function inboxMemory(room: string, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): NonNullable<RoomNeeds['memory']> {
  let known = 0;

  function all(): [room: string, inbox: number][] {
    try {
      const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
      return Array.isArray(kept) ? kept.filter((entry) => Array.isArray(entry) && Number.isSafeInteger(entry[1])) : [];
    } catch {
      return [];
    }
  }

  return {
    read() {
      known = all().find(([name]) => name === room)?.[1] ?? 0;
      return { inbox: known };
    },
    keep({ inbox }) {
      if (inbox === known) return;
      known = inbox;
      try {
        storage.setItem(KEY, JSON.stringify([...all().filter(([name]) => name !== room), [room, inbox]].slice(-MAX_ROOMS)));
      } catch {
        // A browser that keeps nothing, or is full.
      }
    },
  };
}
