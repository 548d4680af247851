import { v7 as uuidv7 } from 'uuid';
import type { ChatLine } from '#contract/room.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { attempt } from '#platform/db.ts';
import { createAppendQueue, type Said } from './append-queue.ts';
import { findTimeout, hideLine, lineExists, saveTimeout } from './chat.sql.ts';
import { createLineRules, type LineRefusal } from './line-rules.ts';
import type { ChatNeeds } from './needs.ts';
import { createSpeakers, isTrusted } from './speaker.ts';

/** A retry within this time gets the first answer from memory; after it, from the database. */
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 20_000;

export type SayRefusal = 'not_found' | 'show_not_live' | 'name_needed' | 'timed_out' | 'busy' | LineRefusal;
export type SayOutcome = Outcome<Said, SayRefusal>;

/** The verbs on lines. */
export function createChatVerbs(needs: ChatNeeds) {
  const { db, shows, record, clock } = needs;
  const speakers = createSpeakers(needs);
  const rules = createLineRules({ clock });
  const queue = createAppendQueue(needs);
  const said = new Map<string, { at: number; outcome: Promise<SayOutcome> }>();

  /**
   * Says a line, once per person and client id: a copy gets the answer of the first.
   * The line is in the record when this answers, and `seq` is its place.
   */
  function say(showId: string, actor: Actor, wish: { clientId: string; text: string; language: string | null }): Promise<SayOutcome> {
    if (!actor.visitorId) return Promise.resolve(refuse('name_needed'));
    const key = `${showId} ${actor.visitorId} ${wish.clientId}`;
    const before = said.get(key);
    if (before && clock.now() - before.at < REMEMBERED_MS) return before.outcome;
    const outcome = decide(showId, actor, actor.visitorId, wish);
    said.delete(key);
    if (said.size >= MAX_REMEMBERED) said.delete(said.keys().next().value!);
    said.set(key, { at: clock.now(), outcome });
    // Only what was said is remembered: a refusal is decided again.
    const forget = () => said.delete(key);
    outcome.then((told) => told.ok || forget(), forget);
    return outcome;
  }

  async function decide(
    showId: string,
    actor: Actor,
    visitorId: string,
    wish: { clientId: string; text: string; language: string | null },
  ): Promise<SayOutcome> {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    if (show.state !== 'live') return refuse('show_not_live');
    const name = await speakers.nameOf(actor);
    if (!name) return refuse('name_needed');
    const author = await speakers.authorOf(showId, visitorId);
    const until = await findTimeout(db, showId, author);
    if (until && until.getTime() > clock.now()) return refuse('timed_out', { retryMs: until.getTime() - clock.now() });
    const label = await speakers.labelOf(showId, show.orgId, actor);
    const text = rules.judge(`${showId} ${author}`, wish.text, isTrusted(label));
    if (!text.ok) return text;
    const id = uuidv7();
    const at = new Date(clock.now()).toISOString();
    const line: ChatLine = { id, author, name, label, text: text.value, language: wish.language, at };
    const about = await speakers.aboutOf(showId, show.orgId, actor, label);
    if (about) line.about = about;
    const told = queue.say(showId, { id, visitorId, clientId: wish.clientId, author, text: text.value, saidAt: at }, line);
    return told ? done(await told) : refuse('busy', { retryMs: 1000 });
  }

  /** Everybody's screens drop the line; the row keeps its words as evidence. Twice is the same as once. */
  function hide(orgId: string, showId: string, lineId: string, userId: string): Promise<Outcome<void, 'not_found'>> {
    return attempt(db, async (tx) => {
      const show = await shows.facts(tx, showId);
      if (show?.orgId !== orgId || !(await lineExists(tx, showId, lineId))) return refuse('not_found');
      const hidden = await hideLine(tx, { showId, id: lineId, by: 'moderator', userId, at: new Date(clock.now()) });
      if (hidden) await record.append(tx, showId, [{ k: 'chat.hidden', d: { id: lineId, by: 'moderator' }, now: true }]);
      return done(undefined);
    });
  }

  async function timeOut(
    orgId: string,
    showId: string,
    author: string,
    seconds: number,
    userId: string,
  ): Promise<Outcome<void, 'not_found'>> {
    const show = await shows.facts(db, showId);
    if (show?.orgId !== orgId) return refuse('not_found');
    const at = clock.now();
    await saveTimeout(db, { showId, author, until: new Date(at + seconds * 1000), userId, at: new Date(at) });
    return done(undefined);
  }

  return { say, hide, timeOut };
}
