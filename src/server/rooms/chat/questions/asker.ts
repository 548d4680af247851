import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { findTimeout } from '../chat.sql.ts';
import { createLineRules, type LineRefusal } from '../line-rules.ts';
import type { ChatNeeds } from '../needs.ts';
import { createSpeakers, isTrusted } from '../speaker.ts';
import type { Person } from './questions.sql.ts';

export type AskerRefusal = 'not_found' | 'show_not_live' | 'name_needed' | 'timed_out' | LineRefusal;

export interface Asker extends Person {
  readonly author: string;
  readonly name: string;
  /** As it may be shown. */
  readonly text: string;
}

/** Whether this person may ask this now: a question obeys the rules of a line. */
export function createAskers(needs: ChatNeeds) {
  const { db, shows, clock } = needs;
  const speakers = createSpeakers(needs);
  const rules = createLineRules({ clock });

  return async function mayAsk(showId: string, actor: Actor, raw: string): Promise<Outcome<Asker, AskerRefusal>> {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    if (show.state !== 'live') return refuse('show_not_live');
    const name = await speakers.nameOf(actor);
    if (!actor.visitorId || !name) return refuse('name_needed');
    const author = await speakers.authorOf(showId, actor.visitorId);
    const until = await findTimeout(db, showId, author);
    if (until && until.getTime() > clock.now()) return refuse('timed_out', { retryMs: until.getTime() - clock.now() });
    const label = await speakers.labelOf(showId, show.orgId, actor);
    const text = rules.judge(`${showId} ${author}`, raw, isTrusted(label));
    if (!text.ok) return text;
    return done({ visitorId: actor.visitorId, userId: actor.user?.id ?? null, author, name, text: text.value });
  };
}
