import { ChatCommand, type RoomState } from '#contract/room.ts';
import type { Executor } from '#platform/db.ts';
import type { createChatVerbs } from './chat.ts';
import type { ChatNeeds } from './needs.ts';
import { roomCommand, type RoomPart } from './room-part.ts';

const SNAPSHOT_LINES = 50;
/** More than this many hidden lines among the newest and a newcomer sees fewer than fifty. */
const LOOK_BACK = 150;

/** What is said, and what of it a newcomer still reads. */
export function createLinesPart({ record }: Pick<ChatNeeds, 'record'>, verbs: ReturnType<typeof createChatVerbs>): RoomPart {
  async function newestLines(ex: Executor, showId: string): Promise<RoomState['chat']> {
    const lines = (await record.latest(ex, showId, 'chat', { limit: LOOK_BACK })).toReversed().map((event) => event.d);
    if (lines.length === 0) return [];
    const hidden = new Set((await record.latest(ex, showId, 'chat.hidden', { limit: 500 })).map((event) => event.d.id));
    return lines.filter((line) => !hidden.has(line.id)).slice(-SNAPSHOT_LINES);
  }

  return {
    commands: {
      chat: roomCommand(ChatCommand, async (who, wish, id) => {
        if (id === null || id.length < 8) return { ok: false, reason: 'invalid_input' };
        const told = await verbs.say(who.showId, await who.actor(), { ...wish, clientId: id });
        if (told.ok) return { ok: true, s: told.value.seq };
        const retryMs = told.facts?.['retryMs'];
        return { ok: false, reason: told.reason, ...(typeof retryMs === 'number' ? { retryMs } : {}) };
      }),
    },
    state: async (ex, showId) => ({ chat: await newestLines(ex, showId) }),
  };
}
