import type { Actor } from '#platform/actor.ts';
import type { RelationNow } from '#rooms/accounts/index.ts';
import type { ChatNeeds } from '../needs.ts';

/** A relation that began or ended is known to the next line after this time. */
const KEPT_MS = 5000;
const MAX_KEPT = 50_000;
/** What was bought is named by its first titles. */
const TITLES = 3;
const LONGEST = 120;

/** What somebody outside of the crew is to this shop, and what about it everybody may read. From rows, never from them. */
export function createCrowdLabels({ db, accounts, orders, clock }: Pick<ChatNeeds, 'db' | 'accounts' | 'orders' | 'clock'>) {
  const relations = new Map<string, { at: number; found: Promise<RelationNow | null> }>();

  function relationOf(orgId: string, userId: string): Promise<RelationNow | null> {
    const key = `${orgId} ${userId}`;
    const known = relations.get(key);
    if (known && clock.now() - known.at < KEPT_MS) return known.found;
    const found = accounts.relationNow(db, orgId, userId);
    relations.delete(key);
    if (relations.size >= MAX_KEPT) relations.delete(relations.keys().next().value!);
    relations.set(key, { at: clock.now(), found });
    // Nobody stays unlabelled because the database was away for a moment.
    found.catch(() => relations.delete(key));
    return found;
  }

  return {
    /** Paid or given something by the shop: wins over having bought, because it is what others must know. */
    async relation(orgId: string, actor: Actor): Promise<RelationNow['kind'] | null> {
      return actor.user ? ((await relationOf(orgId, actor.user.id))?.kind ?? null) : null;
    },
    /** @returns what stands behind the label, in words of the shop or of its shelf */
    async about(showId: string, orgId: string, actor: Actor, label: string | null): Promise<string | undefined> {
      if ((label === 'affiliate' || label === 'sample') && actor.user) return (await relationOf(orgId, actor.user.id))?.about;
      if (label !== 'bought' || !actor.visitorId) return undefined;
      const titles = await orders.boughtTitles(db, showId, actor.visitorId, TITLES);
      return titles.length > 0 ? titles.join(', ').slice(0, LONGEST) : undefined;
    },
  };
}
