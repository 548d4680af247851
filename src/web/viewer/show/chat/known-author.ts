/** Shows of which this device remembers who it was. */
const MOST = 20;
const KEY = 'chat-authors';

/** Which author of a show's chat is me: learned from the place of my own lines, kept on this device. */
export function createKnownAuthors(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const read = (): [string, string][] => {
    try {
      const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
      return Array.isArray(kept) ? kept.filter((entry): entry is [string, string] => Array.isArray(entry) && entry.length === 2) : [];
    } catch {
      return [];
    }
  };
  return {
    of: (showId: string): string | null => read().find(([id]) => id === showId)?.[1] ?? null,
    keep(showId: string, author: string): void {
      try {
        storage.setItem(KEY, JSON.stringify([...read().filter(([id]) => id !== showId), [showId, author]].slice(-MOST)));
      } catch {
        // Without storage it is learned again from the next line.
      }
    },
  };
}
