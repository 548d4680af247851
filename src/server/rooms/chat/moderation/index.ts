import type { ChatNeeds } from '../needs.ts';
import type { RoomVoice } from '../room-part.ts';
import type { createSpeakers } from '../speaker.ts';
import { createBans } from './bans.ts';
import { createDecisions } from './decisions.ts';
import { createDesk } from './desk.ts';
import { createModes } from './mode.ts';
import { createPeople } from './person.ts';
import { createUpkeep } from './upkeep.ts';
import type { Words } from './words.ts';

/** People who look after a chat: what they decide, how it is set, and what happens by the clock. */
export function createModeration(
  needs: ChatNeeds & {
    speakers: ReturnType<typeof createSpeakers>;
    words: Words;
    voice: Pick<RoomVoice, 'tell' | 'tellCrew'>;
    open: () => readonly string[];
  },
) {
  const people = createPeople(needs);
  const decisions = createDecisions({ ...needs, people });
  const bans = createBans({ ...needs, people, decisions });
  const modes = createModes(needs);
  const upkeep = createUpkeep({ ...needs, decisions, modes });
  return { decisions, bans, modes, desk: createDesk(needs), words: needs.words, upkeep };
}
export type Moderation = ReturnType<typeof createModeration>;
