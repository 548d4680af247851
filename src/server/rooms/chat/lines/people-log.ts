import type { ChatLine, RoomEvent } from '#contract/room.ts';
import type { Executor } from '#platform/db.ts';
import { findHiddenAmong } from '../chat.sql.ts';
import type { ChatNeeds } from '../needs.ts';

/** The record as people may read it: a hidden line keeps its place and loses its words, also where others quote them. */
export function createPeopleLog({ record }: Pick<ChatNeeds, 'record'>) {
  return async function read(ex: Executor, showId: string, after: number, limit: number): Promise<RoomEvent[]> {
    const events = await record.read(ex, showId, after, limit);
    const lines = events.flatMap((event) => (event.k === 'chat' ? [event.d] : event.k === 'chat.shown' ? [event.d.line] : []));
    const hidden = await hiddenOf(ex, showId, lines);
    if (hidden.size === 0) return events;
    return events.map((event) => {
      if (event.k === 'chat') return { ...event, d: forPeople(event.d, hidden) };
      return event.k === 'chat.shown' ? { ...event, d: { ...event.d, line: forPeople(event.d.line, hidden) } } : event;
    });
  };
}

/** Which of these lines, and of those that they answer, are hidden now. */
export async function hiddenOf(ex: Executor, showId: string, lines: readonly ChatLine[]): Promise<ReadonlySet<string>> {
  const ids = lines.flatMap((line) => (line.replyTo ? [line.id, line.replyTo.id] : [line.id]));
  return ids.length > 0 ? findHiddenAmong(ex, showId, ids) : new Set();
}

export function forPeople(line: ChatLine, hidden: ReadonlySet<string>): ChatLine {
  const quoted = line.replyTo && hidden.has(line.replyTo.id) ? { ...line, replyTo: { ...line.replyTo, text: '' } } : line;
  return hidden.has(line.id) ? { ...quoted, text: '' } : quoted;
}
