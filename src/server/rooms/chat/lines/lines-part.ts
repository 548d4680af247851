import { ChatCommand, type RoomState } from '#contract/room.ts';
import type { Executor } from '#platform/db.ts';
import { findRepeats } from '../chat.sql.ts';
import type { ChatVerbs } from './chat.ts';
import type { ChatNeeds } from '../needs.ts';
import { forPeople, hiddenOf } from './people-log.ts';
import { roomCommand, type RoomPart } from '../room-part.ts';

const SNAPSHOT_LINES = 50;
/** More than this many hidden lines among the newest and a newcomer sees fewer than fifty. */
const LOOK_BACK = 150;

/** What is said, and what of it a newcomer still reads. */
export function createLinesPart({ record }: Pick<ChatNeeds, 'record'>, verbs: ChatVerbs): RoomPart {
  async function newestLines(ex: Executor, showId: string): Promise<RoomState['chat']> {
    const lines = (await record.latest(ex, showId, 'chat', { limit: LOOK_BACK })).toReversed();
    if (lines.length === 0) return [];
    const repeats = await findRepeats(ex, showId, lines[0]!.s, lines.at(-1)!.s);
    const hidden = await hiddenOf(
      ex,
      showId,
      lines.map(({ d }) => d),
    );
    return lines
      .filter(({ d }) => !hidden.has(d.id))
      .slice(-SNAPSHOT_LINES)
      .map(({ d }) => ({ ...forPeople(d, hidden), ...(repeats.has(d.id) ? { repeats: repeats.get(d.id)! } : {}) }));
  }

  return {
    commands: {
      chat: roomCommand(ChatCommand, async (who, wish, id) => {
        if (id === null || id.length < 8) return { ok: false, reason: 'invalid_input' };
        const told = await verbs.say(who.showId, await who.actor(), { ...wish, clientId: id });
        if (told.ok) {
          const { seq, w } = told.value;
          return { ok: true, ...(seq === null ? {} : { s: seq }), ...(w ? { w } : {}) };
        }
        const retryMs = told.facts?.['retryMs'];
        return { ok: false, reason: told.reason, ...(typeof retryMs === 'number' ? { retryMs } : {}) };
      }),
    },
    state: async (ex, showId) => ({ chat: await newestLines(ex, showId) }),
  };
}
