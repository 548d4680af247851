import { v7 as uuidv7 } from 'uuid';
import type { ChatLine } from '#contract/room.ts';
import { type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { createTurns } from '#lib/turns.ts';
import { createAppendLines, type Said, type SaidOutcome, type Wish } from './append-lines.ts';
import { languageOf } from './clean-line.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { createLineRules, type LineRefusal } from './line-rules.ts';
import type { Words } from '../moderation/words.ts';
import type { ChatNeeds } from '../needs.ts';
import type { PlaceRefusal } from './place-line.ts';
import { createReplies } from './replies.ts';
import { type createSpeakers, isCrew } from './speaker.ts';

/** A retry within this time gets the first answer from memory; after it, from the database. */
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 20_000;

export type { Said } from './append-lines.ts';
export type SayRefusal = 'not_found' | 'show_not_live' | 'name_needed' | 'busy' | LineRefusal | PlaceRefusal;
export type SayOutcome = Outcome<Said, SayRefusal>;
export interface SayWish {
  readonly clientId: string;
  readonly text: string;
  readonly language?: string | null;
  /** The id of the line this answers. */
  readonly replyTo?: string | null;
}

/** Says lines. What happens to them afterwards is moderation. */
export function createChatVerbs(
  needs: ChatNeeds & { speakers: ReturnType<typeof createSpeakers>; words: Words; inbox: Inbox; callCrew: (showId: string) => void },
) {
  const { db, shows, clock, speakers, words, callCrew } = needs;
  const rules = createLineRules({ clock });
  const replies = createReplies({ db });
  const sayInTurn = createTurns<Wish, SaidOutcome>({ work: createAppendLines(needs), mostAtOnce: 200, mostWaiting: 1000, gatherMs: 5 });
  const said = new Map<string, { at: number; outcome: Promise<SayOutcome> }>();

  /**
   * Says a line, once per person and client id: a copy gets the answer of the first.
   * When this answers the line is kept: in the record at `seq`, or held, or counted with others.
   */
  function say(showId: string, actor: Actor, wish: SayWish): Promise<SayOutcome> {
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

  async function decide(showId: string, actor: Actor, visitorId: string, wish: SayWish): Promise<SayOutcome> {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    if (show.state !== 'live') return refuse('show_not_live');
    const name = await speakers.nameOf(actor);
    if (!name) return refuse('name_needed');
    const author = await speakers.authorOf(showId, visitorId);
    const label = await speakers.labelOf(showId, show.orgId, actor);
    const judged = rules.judge(`${showId} ${author}`, wish.text, isCrew(label));
    if (!judged.ok) return judged;
    const { text, wordsKey, doubts } = judged.value;
    const verdict = isCrew(label) ? null : await words.verdict(show.orgId, text);
    if (verdict === 'refuse') return refuse('line_refused', { why: 'word_list' });
    const line: ChatLine = {
      id: uuidv7(),
      author,
      name,
      label,
      text,
      language: languageOf(text, wish.language ?? null),
      at: new Date(clock.now()).toISOString(),
    };
    const about = await speakers.aboutOf(showId, show.orgId, actor, label);
    if (about) line.about = about;
    const replyTo = wish.replyTo ? await replies.answered(showId, wish.replyTo) : null;
    if (replyTo) line.replyTo = replyTo;
    const mentioned = text.includes('@') ? await replies.mentioned(showId, text) : [];
    if (mentioned.length > 0) line.mentions = mentioned.map((person) => person.author);
    const userId = actor.user?.id ?? null;
    const told = await sayInTurn(showId, {
      orgId: show.orgId,
      id: line.id,
      author,
      visitorId,
      userId,
      clientId: wish.clientId,
      wordsKey,
      line,
      payers: isCrew(label) ? [] : await speakers.payersOf(visitorId, userId),
      doubts: verdict === 'hold' ? ['word_list', ...doubts] : doubts,
      isCrew: isCrew(label),
      isKept: isCrew(label) || mentioned.some((person) => isCrew(person.label)),
    });
    if (!told?.ok) rules.forget(`${showId} ${author}`);
    if (!told) return refuse('busy', { retryMs: 1000 });
    if (told.ok && told.value.w === 'held') callCrew(showId);
    return told;
  }

  return { say };
}
export type ChatVerbs = ReturnType<typeof createChatVerbs>;
