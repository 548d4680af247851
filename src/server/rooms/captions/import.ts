import { v7 as uuidv7 } from 'uuid';
import { type Caption, type CaptionProblem, MAX_SCRIPT_LINES } from '#contract/captions.ts';
import { MAX_CUE_CHARS } from '#contract/wire.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { momentOf } from '#lib/replay-timeline.ts';
import { readVtt } from '#lib/webvtt.ts';
import { attempt } from '#platform/db.ts';
import type { Timeline } from '#rooms/media/index.ts';
import { type Entry, MAX_APPEND } from '#rooms/record/index.ts';
import { labelOf, trackView } from './captions.ts';
import { closeTrack, findHolding, findScript, findTrack, insertCues, insertTrack, saveScript } from './captions.sql.ts';
import type { CaptionsNeeds } from './needs.ts';

/** Five hours at a cue every four seconds. */
export const MAX_CUES = 5000;
const MAX_PROBLEMS = 200;
const MAX_PROBLEM_CHARS = 600;

interface Where {
  readonly orgId: string;
  readonly showId: string;
  readonly language: string;
}
interface File {
  readonly vtt: string;
  readonly into: 'script' | 'replay';
  readonly dryRun: boolean;
}
interface Imported {
  cues: number;
  replaced: number;
  problems: CaptionProblem[];
  problemCount: number;
}

/** Reads WebVTT files: as prepared lines, or as the captions of the replay. Looks first when asked. */
export function createImports(needs: CaptionsNeeds) {
  const { db, shows, media, record, clock } = needs;

  async function importFile(
    where: Where,
    file: File,
    userId: string,
  ): Promise<Outcome<Imported, 'not_found' | 'captions_unreadable' | 'show_ended' | 'no_replay' | 'conflict'>> {
    const facts = await shows.facts(db, where.showId);
    if (facts?.orgId !== where.orgId) return refuse('not_found');
    const isOver = facts.state === 'ended' || facts.state === 'cancelled';
    if (file.into === 'script' && isOver) return refuse('show_ended');
    const timeline = file.into === 'replay' && facts.state === 'ended' ? await media.timeline(facts.streamId) : null;
    if (file.into === 'replay' && !timeline) return refuse('no_replay');
    const read = readVtt(file.vtt, { maxCues: file.into === 'script' ? MAX_SCRIPT_LINES : MAX_CUES, maxChars: MAX_CUE_CHARS });
    if (!read) return refuse('captions_unreadable');
    return timeline ? toReplay(where, file, read, timeline, userId) : toScript(where, file, read, userId);
  }

  async function toScript(where: Where, file: File, { cues, problems }: Read, userId: string) {
    const replaced = (await findScript(db, where.showId, where.language)).length;
    const lines = cues.map(({ text }) => text.replaceAll('\n', ' '));
    if (!file.dryRun) await saveScript(db, { ...where, lines, at: new Date(clock.now()), userId });
    return done(answer(lines.length, replaced, problems));
  }

  async function toReplay(
    where: Where,
    file: File,
    { cues, problems }: Read,
    { spans, durationMs }: Pick<Timeline, 'spans' | 'durationMs'>,
    userId: string,
  ) {
    const track = { id: uuidv7(), language: where.language, label: labelOf(where.language) };
    const now = Math.round(clock.now());
    const placed: Caption[] = [];
    const outside: CaptionProblem[] = [];
    for (const { startMs, endMs, text, line } of cues) {
      const startsAtMs = startMs < durationMs ? momentOf(spans, startMs) : null;
      if (startsAtMs === null) {
        outside.push({ line, code: 'after_end', text });
        continue;
      }
      placed.push({
        id: uuidv7(),
        trackId: track.id,
        language: where.language,
        text,
        source: 'imported',
        startsAtMs,
        endsAtMs: startsAtMs + endMs - startMs,
        saidAtMs: now,
        replaces: null,
      });
    }
    const all = [...problems, ...outside].sort((one, other) => one.line - other.line);
    return attempt(db, async (tx): Promise<Outcome<Imported, 'conflict'>> => {
      const before = await findTrack(tx, where.showId, where.language);
      const replaced = before ? (await findHolding(tx, before.id, MAX_CUES)).length : 0;
      const told = done(answer(placed.length, replaced, all));
      if (file.dryRun || placed.length === 0) return told;
      const at = new Date(now);
      await closeTrack(tx, where.showId, where.language, at);
      // The index on open tracks is the lock: of two imports at once the second waits here and is then too late.
      if (!(await insertTrack(tx, { ...track, showId: where.showId, at, userId }))) return refuse('conflict');
      await insertCues(
        tx,
        track.id,
        userId,
        placed.map((cue) => ({ ...cue, clientId: cue.id })),
      );
      const entries: Entry[] = [
        { k: 'caption.track', d: { ...trackView(track), imported: true }, now: true },
        ...placed.map((cue): Entry => ({ k: 'caption', d: cue, now: true })),
      ];
      for (let from = 0; from < entries.length; from += MAX_APPEND)
        await record.append(tx, where.showId, entries.slice(from, from + MAX_APPEND));
      return told;
    });
  }

  return { importFile };
}

type Read = NonNullable<ReturnType<typeof readVtt>>;

const answer = (cues: number, replaced: number, problems: readonly CaptionProblem[]): Imported => ({
  cues,
  replaced,
  problems: problems.slice(0, MAX_PROBLEMS).map((problem) => ({ ...problem, text: problem.text.slice(0, MAX_PROBLEM_CHARS) })),
  problemCount: problems.length,
});
