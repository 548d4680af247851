import { createHash, randomBytes } from 'node:crypto';
import type { CHAT_LABELS } from '#contract/room.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import { createCrowdLabels } from './crowd-labels.ts';
import type { ChatNeeds } from '../needs.ts';
import { saltOf } from '../chat.sql.ts';

export type Label = (typeof CHAT_LABELS)[number];

/** Whoever did not buy may buy any moment; whoever bought, bought. */
const NOT_BOUGHT_MS = 5000;
/** Somebody banned who pays with the same card on a new device is known after this time. */
const PAYERS_MS = 10_000;
const MAX_KEPT = 50_000;

/** Who speaks, as the server knows it: nothing of it comes from the sender. */
export function createSpeakers(needs: Pick<ChatNeeds, 'db' | 'accounts' | 'orders' | 'clock'>) {
  const { db, accounts, orders, clock } = needs;
  const crowd = createCrowdLabels(needs);
  const salts = new Map<string, Promise<Buffer>>();
  const buyers = new Map<string, { bought: boolean; at: number }>();
  const payers = new Map<string, { marks: readonly string[]; at: number }>();

  /** Opaque, and stable within the show. */
  async function authorOf(showId: string, visitorId: string): Promise<string> {
    let salt = salts.get(showId);
    if (!salt) {
      if (salts.size > 1000) salts.clear();
      salts.set(showId, (salt = saltOf(db, showId, randomBytes(16))));
      salt.catch(() => salts.delete(showId));
    }
    return createHash('sha256')
      .update(await salt)
      .update(visitorId)
      .digest('base64url')
      .slice(0, 16);
  }

  async function labelOf(showId: string, orgId: string, actor: Actor): Promise<Label | null> {
    if (hasRole(actor, orgId, ['host'])) return 'host';
    if (hasRole(actor, orgId, ['moderator'])) return 'moderator';
    if (hasRole(actor, orgId, ['producer', 'seller_admin'])) return 'staff';
    const relation = await crowd.relation(orgId, actor);
    if (relation) return relation;
    return actor.visitorId && (await hasBought(showId, actor.visitorId)) ? 'bought' : null;
  }

  async function hasBought(showId: string, visitorId: string): Promise<boolean> {
    const key = `${showId} ${visitorId}`;
    const known = buyers.get(key);
    if (known && (known.bought || clock.now() - known.at < NOT_BOUGHT_MS)) return known.bought;
    const bought = await orders.hasBought(db, showId, visitorId);
    if (buyers.size >= MAX_KEPT) buyers.delete(buyers.keys().next().value!);
    buyers.set(key, { bought, at: clock.now() });
    return bought;
  }

  /** Marks of what this person paid with, where the provider tells. */
  async function payersOf(visitorId: string, userId: string | null): Promise<readonly string[]> {
    const known = payers.get(visitorId);
    if (known && clock.now() - known.at < PAYERS_MS) return known.marks;
    const marks = await orders.payersOf(db, { visitorIds: [visitorId], userId });
    payers.delete(visitorId);
    if (payers.size >= MAX_KEPT) payers.delete(payers.keys().next().value!);
    payers.set(visitorId, { marks, at: clock.now() });
    return marks;
  }

  /** The name on this device now: it may have been chosen after the socket was opened. */
  const nameOf = async (actor: Actor): Promise<string | null> =>
    actor.name ?? (actor.visitorId ? accounts.visitorName(db, actor.visitorId) : null);

  return { authorOf, labelOf, aboutOf: crowd.about, nameOf, payersOf };
}

/**
 * Whoever works here: bound by no rule of the chat, and moderated by nobody. An affiliate is paid and a sample was
 * given: that is a reason to say so, not to trust.
 */
export const isCrew = (label: string | null): boolean => label === 'host' || label === 'staff' || label === 'moderator';
