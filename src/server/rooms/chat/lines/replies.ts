import type { ChatLine } from '#contract/room.ts';
import type { ChatNeeds } from '../needs.ts';
import { findRecentSpeakers, findVisibleLine } from '../chat.sql.ts';

/** Enough of a line to know it again when it is long gone from the screen. */
const QUOTED = 80;
const MAX_MENTIONS = 5;
/** Whoever spoke last may be meant by an @. */
const RECENT_SPEAKERS = 300;

/** What a line says about other lines and people, as the server found it. */
export function createReplies({ db }: Pick<ChatNeeds, 'db'>) {
  return {
    /** @returns null when nobody can see that line any more: the answer is then a line like any other */
    async answered(showId: string, lineId: string): Promise<NonNullable<ChatLine['replyTo']> | null> {
      const line = await findVisibleLine(db, showId, lineId);
      return line && { id: line.id, name: line.name, text: [...line.text].slice(0, QUOTED).join('') };
    },

    /** Names may have spaces, so the longest name that stands after an @ is meant; of two of the same name the last to speak. */
    async mentioned(showId: string, text: string): Promise<{ author: string; label: string | null }[]> {
      const speakers = (await findRecentSpeakers(db, showId, RECENT_SPEAKERS)).toSorted((a, b) => b.name.length - a.name.length);
      const found = new Map<string, { author: string; label: string | null }>();
      for (const [, after] of text.matchAll(/(?<![\p{L}\p{N}])@(?=(.{1,41}))/gu)) {
        const person = speakers.find(({ name }) => startsWithName(after!, name));
        if (person && found.size < MAX_MENTIONS) found.set(person.author, { author: person.author, label: person.label });
      }
      return [...found.values()];
    },
  };
}

function startsWithName(text: string, name: string): boolean {
  if (text.slice(0, name.length).toLowerCase() !== name.toLowerCase()) return false;
  return !/^[\p{L}\p{N}]/u.test(text.slice(name.length));
}
