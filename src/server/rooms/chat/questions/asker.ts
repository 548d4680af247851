import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { createLineRules, type LineRefusal } from '../lines/line-rules.ts';
import type { Standings } from '../moderation/standing.ts';
import type { Words } from '../moderation/words.ts';
import type { ChatNeeds } from '../needs.ts';
import { createSpeakers, isCrew } from '../lines/speaker.ts';
import type { Person } from './questions.sql.ts';

export type AskerRefusal = 'not_found' | 'show_not_live' | 'name_needed' | 'timed_out' | 'banned' | LineRefusal;

export interface AskerNeeds extends ChatNeeds {
  readonly standing: Pick<Standings, 'banIn' | 'refusalOf'>;
  readonly words: Pick<Words, 'verdict'>;
}
export interface Asker extends Person {
  readonly orgId: string;
  readonly author: string;
  readonly name: string;
  /** As it may be shown. */
  readonly text: string;
}

/** Whether this person may ask this now: a question obeys the rules of a line. */
export function createAskers(needs: AskerNeeds) {
  const { db, shows, clock, standing, words } = needs;
  const speakers = createSpeakers(needs);
  const rules = createLineRules({ clock });

  return async function mayAsk(showId: string, actor: Actor, raw: string): Promise<Outcome<Asker, AskerRefusal>> {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    if (show.state !== 'live') return refuse('show_not_live');
    const name = await speakers.nameOf(actor);
    if (!actor.visitorId || !name) return refuse('name_needed');
    const author = await speakers.authorOf(showId, actor.visitorId);
    const refused = await standing.refusalOf(showId, actor);
    // A ban is found under the list's lock, where it cannot be made beside the question.
    if (refused?.reason === 'timed_out') return refuse('timed_out', { retryMs: refused.retryMs });
    const label = await speakers.labelOf(showId, show.orgId, actor);
    const judged = rules.judge(`${showId} ${author}`, raw, isCrew(label));
    if (!judged.ok) return judged;
    const { text, doubts } = judged.value;
    // A question has no queue where a moderator looks first, so what would be held is refused.
    const isDoubted = doubts.length > 0 || (!isCrew(label) && (await words.verdict(show.orgId, text)) !== null);
    if (isDoubted) return refuse('line_refused', { why: doubts[0] ?? 'word_list' });
    return done({ orgId: show.orgId, visitorId: actor.visitorId, userId: actor.user?.id ?? null, author, name, text });
  };
}
