import { HeartsCommand } from '#contract/room.ts';
import type { createHearts } from './hearts.ts';
import type { ChatNeeds } from '../needs.ts';
import { roomCommand, type RoomPart, type RoomVoice } from '../room-part.ts';

/** Taps arrive in batches, are capped per person and counted once. */
export function createHeartsPart(
  { db, shows }: Pick<ChatNeeds, 'db' | 'shows'>,
  hearts: ReturnType<typeof createHearts>,
  voice: RoomVoice,
): RoomPart {
  return {
    commands: {
      hearts: roomCommand(HeartsCommand, async (who, { n }, id) => {
        if ((await shows.facts(db, who.showId))?.state !== 'live') return { ok: false, reason: 'show_not_live' };
        // A stranger without a cookie has one budget with all other strangers: hearts of nobody are worth little.
        const total = await hearts.add(who.showId, (await who.actor()).visitorId ?? 'stranger', n, id);
        if (total !== null) voice.show(who.showId, 'hearts', total);
        return { ok: true };
      }),
    },
    numbers: async (showId) => ({ hearts: await hearts.open(showId) }),
  };
}
