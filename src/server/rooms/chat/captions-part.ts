import type { RoomState } from '#contract/room.ts';
import type { Executor } from '#platform/db.ts';
import type { ChatNeeds } from './needs.ts';
import type { RoomPart } from './room-part.ts';

const SNAPSHOT_CUES = 12;

/** What a newcomer can still read along: the languages, and the last cues of their present tracks. */
export function createCaptionsPart({ record }: Pick<ChatNeeds, 'record'>): RoomPart {
  async function newest(ex: Executor, showId: string): Promise<RoomState['captions']> {
    const opened = (await record.latest(ex, showId, 'caption.track', { limit: 50 })).toReversed();
    const tracks = [...new Map(opened.map(({ d: { trackId, language, label } }) => [language, { trackId, language, label }])).values()];
    if (tracks.length === 0) return { tracks, cues: [] };
    const said = (await record.latest(ex, showId, 'caption', { limit: SNAPSHOT_CUES })).toReversed().map((event) => event.d);
    const replaced = new Set(said.map((cue) => cue.replaces));
    const holds = (cue: (typeof said)[number]) =>
      cue.text !== '' && !replaced.has(cue.id) && tracks.some(({ trackId }) => trackId === cue.trackId);
    return { tracks, cues: said.filter(holds) };
  }

  return { commands: {}, state: async (ex, showId) => ({ captions: await newest(ex, showId) }) };
}
