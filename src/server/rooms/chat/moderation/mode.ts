import type { ChatMode, PinnedAnswer } from '#contract/room.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { attempt, transact } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import { READABLE_PER_SECOND } from '../lines/pace.ts';
import { isCrew } from '../lines/speaker.ts';
import { findLine } from './lines.sql.ts';
import { countSaid, findMode, lockRooms, type ModeRow, saveMode, savePinned } from './mode.sql.ts';
import { nextMode } from './slow-machine.ts';

/** Over this time the accepted lines are counted. */
const RATE_MS = 5000;

/** How one may speak now, and what stays above the chat. */
export function createModes({ db, shows, record, clock, config }: Pick<ChatNeeds, 'db' | 'shows' | 'record' | 'clock' | 'config'>) {
  type Place = { orgId: string; showId: string };
  const readable = READABLE_PER_SECOND * config.rateLimitFactor;

  function set(place: Place, wish: { slowSeconds: number; paused: boolean }): Promise<Outcome<ChatMode, 'not_found' | 'show_not_live'>> {
    return attempt(db, async (tx): Promise<Outcome<ChatMode, 'not_found' | 'show_not_live'>> => {
      const show = await shows.facts(tx, place.showId);
      if (show?.orgId !== place.orgId) return refuse('not_found');
      if (show.state !== 'live') return refuse('show_not_live');
      await lockRooms(tx, [place.showId]);
      const mode: ChatMode = { ...wish, auto: false };
      if (isSame(modeOf(await findMode(tx, place.showId)), mode)) return done(mode);
      await saveMode(tx, place.showId, mode, new Date(clock.now()));
      await record.append(tx, place.showId, [{ k: 'chat.mode', d: mode, now: true }]);
      return done(mode);
    });
  }

  /** Raises or releases slow mode by what is said. Of several processes that look at once one changes it. */
  async function adjust(showId: string): Promise<void> {
    const nowMs = clock.now();
    const perSecond = (await countSaid(db, showId, new Date(nowMs - RATE_MS))) / (RATE_MS / 1000);
    const next = (row: ModeRow) =>
      nextMode(modeOf(row), { perSecond, readable, sinceMs: row.modeAt ? nowMs - row.modeAt.getTime() : Number.POSITIVE_INFINITY });
    if (!next(await findMode(db, showId))) return;
    await transact(db, async (tx) => {
      await lockRooms(tx, [showId]);
      const mode = next(await findMode(tx, showId));
      if (!mode) return;
      await saveMode(tx, showId, mode, new Date(nowMs));
      await record.append(tx, showId, [{ k: 'chat.mode', d: mode, now: true }]);
    });
  }

  /** @param lineId a line of the crew that can be seen; null takes down what stands there */
  function pin(place: Place, lineId: string | null): Promise<Outcome<void, 'not_found' | 'show_not_live'>> {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | 'show_not_live'>> => {
      const show = await shows.facts(tx, place.showId);
      if (show?.orgId !== place.orgId) return refuse('not_found');
      if (show.state !== 'live') return refuse('show_not_live');
      await lockRooms(tx, [place.showId]);
      const line = lineId ? await findLine(tx, place.showId, lineId) : null;
      if (lineId && (!line || line.state !== 'shown' || line.hidden_at || !isCrew(line.label))) return refuse('not_found');
      if ((await findMode(tx, place.showId)).pinnedLine === lineId) return done(undefined);
      const pinned: PinnedAnswer | null = line && {
        name: line.name,
        label: line.label as PinnedAnswer['label'],
        text: line.text,
        question: line.reply_to && { id: line.reply_to.id, text: line.reply_to.text },
      };
      await savePinned(tx, place.showId, lineId, pinned);
      await record.append(tx, place.showId, [{ k: 'chat.pinned', d: { pinned }, now: true }]);
      return done(undefined);
    });
  }

  return { set, adjust, pin };
}

export const modeOf = ({ slowSeconds, paused, auto }: ChatMode): ChatMode => ({ slowSeconds, paused, auto });
const isSame = (a: ChatMode, b: ChatMode): boolean => a.slowSeconds === b.slowSeconds && a.paused === b.paused && a.auto === b.auto;
