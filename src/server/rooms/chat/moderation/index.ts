import type { Inbox } from '../inbox/inbox.ts';
import type { ChatNeeds } from '../needs.ts';
import type { createSpeakers } from '../lines/speaker.ts';
import { createBans } from './bans.ts';
import { createDecisions } from './decisions.ts';
import { createDesk } from './desk.ts';
import { createModes } from './mode.ts';
import { createPeople } from './person.ts';
import { createStandings } from './standing.ts';
import { createUpkeep } from './upkeep.ts';
import type { Words } from './words.ts';

/** People who look after a chat: what they decide, how it is set, and what happens by the clock. */
export function createModeration(
  needs: ChatNeeds & {
    speakers: ReturnType<typeof createSpeakers>;
    words: Words;
    inbox: Inbox;
    /** The crew's list changed. */
    callCrew: (showId: string) => void;
    open: () => readonly string[];
  },
) {
  const people = createPeople(needs);
  const standing = createStandings({ ...needs, people });
  const decisions = createDecisions({ ...needs, people });
  const bans = createBans({ ...needs, people, decisions, standing });
  const modes = createModes(needs);
  const upkeep = createUpkeep({ ...needs, decisions, modes });
  return { decisions, standing, bans, modes, desk: createDesk(needs), words: needs.words, upkeep };
}
export type Moderation = ReturnType<typeof createModeration>;
