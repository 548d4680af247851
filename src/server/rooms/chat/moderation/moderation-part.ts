import type { RoomPart } from '../room-part.ts';
import { findMode } from './mode.sql.ts';
import { modeOf } from './mode.ts';

/** What a newcomer must know of how the chat is led. */
export const createModerationPart = (): RoomPart => ({
  commands: {},
  async state(ex, showId) {
    const row = await findMode(ex, showId);
    return { mode: modeOf(row), pinned: row.pinned };
  },
});
