import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Caption, CaptionInput, CaptionTrack } from '#contract/captions.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { tidyLines } from '#lib/webvtt.ts';
import { attempt, type Tx } from '#platform/db.ts';
import { findCopy, findCue, findTrack, insertCues, insertTrack, type TrackRow } from './captions.sql.ts';
import type { CaptionsNeeds } from './needs.ts';
import { readingMs } from './reading-time.ts';

/** A captioner without a network types on and sends later; what is older than this was not heard in this show. */
const LATEST_MS = 15 * 60_000;

export type CaptionWish = z.output<typeof CaptionInput>;

/** The verbs on cues. The row, the event that tells of it, and the language it opens are one transaction. */
export function createCaptionVerbs(needs: CaptionsNeeds) {
  const { db, shows, record, clock } = needs;

  /** Captions what was said: in the show's record when this answers. A copy of it gets the answer of the first. */
  function caption(
    show: { orgId: string; showId: string; language: string },
    wish: CaptionWish,
    userId: string,
  ): Promise<Outcome<Caption, 'not_found' | 'show_not_live' | 'invalid_input' | 'conflict'>> {
    return attempt(db, async (tx) => {
      const facts = await shows.facts(tx, show.showId);
      if (facts?.orgId !== show.orgId) return refuse('not_found');
      const text = tidyLines(wish.text);
      if (text === '' && wish.replaces === null) return refuse('invalid_input');
      const known = await findTrack(tx, show.showId, show.language);
      // Before the state is asked: the show may have ended while the answer to the first copy was on its way.
      const copy = known && (await findCopy(tx, known.id, wish.clientId));
      if (copy) return done(copy);
      if (wish.replaces === null && facts.state !== 'live') return refuse('show_not_live');
      const corrected = wish.replaces !== null && known ? await findCue(tx, known.id, wish.replaces) : null;
      if (wish.replaces !== null && !corrected) return refuse('not_found');
      const track = known ?? (await openTrack(tx, show, userId));
      const cue = newCue(track, { ...wish, text }, corrected);
      const written = await insertCues(tx, track.id, userId, [{ ...cue, clientId: wish.clientId }]);
      if (written === 0) {
        const first = await findCopy(tx, track.id, wish.clientId);
        // Not a copy, so somebody else corrected this cue already.
        return first ? done(first) : refuse('conflict');
      }
      await record.append(tx, show.showId, [{ k: 'caption', d: cue, now: true }]);
      return done(cue);
    });
  }

  function newCue(
    track: TrackRow,
    wish: Pick<CaptionWish, 'text' | 'source' | 'heardAtMs' | 'replaces'>,
    corrected: Caption | null,
  ): Caption {
    const now = Math.round(clock.now());
    const heardAtMs = Math.round(Math.min(now, Math.max(now - LATEST_MS, wish.heardAtMs ?? now)));
    // A correction stands where the mistake stood.
    const startsAtMs = corrected?.startsAtMs ?? heardAtMs;
    return {
      id: uuidv7(),
      trackId: track.id,
      language: track.language,
      text: wish.text,
      source: wish.source,
      startsAtMs,
      endsAtMs: startsAtMs + readingMs(wish.text),
      saidAtMs: now,
      replaces: wish.replaces,
    };
  }

  /** The open track of a language; a new one is told to everybody. */
  async function openTrack(tx: Tx, show: { showId: string; language: string }, userId: string): Promise<TrackRow> {
    const track = { id: uuidv7(), language: show.language, label: labelOf(show.language) };
    const opened = await insertTrack(tx, { ...track, showId: show.showId, at: new Date(clock.now()), userId });
    if (!opened) return (await findTrack(tx, show.showId, show.language))!;
    await record.append(tx, show.showId, [{ k: 'caption.track', d: { ...trackView(track), imported: false }, now: true }]);
    return track;
  }

  return { caption };
}

export const trackView = ({ id, language, label }: TrackRow): CaptionTrack => ({ trackId: id, language, label });

/** "Nederlands" for nl: whoever needs a language recognises its own name. */
export function labelOf(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
