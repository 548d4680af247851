import type { RoomEvent } from '#contract/room.ts';
import type { Executor } from '#platform/db.ts';
import { findHidden } from './chat.sql.ts';
import type { ChatNeeds } from './needs.ts';

/** The record as people may read it: a hidden line keeps its place and loses its words. */
export function createPeopleLog({ record }: Pick<ChatNeeds, 'record'>) {
  return async function read(ex: Executor, showId: string, after: number, limit: number): Promise<RoomEvent[]> {
    const events = await record.read(ex, showId, after, limit);
    if (!events.some((event) => event.k === 'chat')) return events;
    const hidden = await findHidden(ex, showId, events[0]!.s, events.at(-1)!.s);
    if (hidden.size === 0) return events;
    return events.map((event) => (event.k === 'chat' && hidden.has(event.d.id) ? { ...event, d: { ...event.d, text: '' } } : event));
  };
}
