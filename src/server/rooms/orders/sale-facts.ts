import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { OrdersNeeds } from './needs.ts';

/** What is sold, by whom, in which show: kept with the order as it was when the buyer began to pay. */
export interface SaleFacts {
  orgId: string;
  showTitle: string | null;
  shop: { slug: string; name: string; legalName: string; city: string | null };
  productId: string;
  handle: string;
  title: string;
  variantTitle: string;
  imageUrl: string | null;
  paper: string;
  shippingMinor: number;
  vatPercent: number;
  deliveryDays: number;
  returnDays: number;
}
type Looked = Outcome<SaleFacts, 'not_found' | 'host_unavailable'>;

/** So that ten thousand taps on one product ask about it once. Price, stock and limit are never taken from here. */
const KEPT_MS = 3000;
const MAX_KEPT = 2000;

export function createSaleFacts(needs: Pick<OrdersNeeds, 'db' | 'accounts' | 'catalog' | 'shows' | 'clock'>) {
  const { db, accounts, catalog, shows, clock } = needs;
  const kept = new Map<string, { at: number; looked: Promise<Looked> }>();

  /** What a buyer may know before buying. Refuses `not_found` for what this show or shop does not sell. */
  function look(showId: string | null, variantId: string): Promise<Looked> {
    const key = `${showId ?? ''} ${variantId}`;
    const there = kept.get(key);
    if (there && clock.now() - there.at < KEPT_MS) return there.looked;
    const looked = ask(showId, variantId);
    kept.delete(key);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(key, { at: clock.now(), looked });
    // A database that was away for a moment is asked again.
    looked.catch(() => kept.delete(key));
    return looked;
  }

  async function ask(showId: string | null, variantId: string): Promise<Looked> {
    const variant = await catalog.variant(db, variantId);
    if (!variant) return refuse('not_found');
    const show = showId === null ? null : await shows.forOrder(db, showId, variantId);
    if (showId !== null && (!show || show.orgId !== variant.orgId || !show.onShelf)) return refuse('not_found');
    const organisation = await accounts.organisation(db, variant.orgId);
    if (!organisation) return refuse('not_found');
    if (!organisation.takesOrders || show?.state === 'cancelled') return refuse('host_unavailable');
    return done(factsOf(variant, organisation, show?.showTitle ?? null));
  }

  /** For an order that is only a hold: what it was about, also when it could not be bought now; null when that is gone. */
  async function about(showId: string | null, variantId: string): Promise<SaleFacts | null> {
    const looked = await look(showId, variantId);
    if (looked.ok) return looked.value;
    const variant = await catalog.variant(db, variantId);
    const organisation = variant && (await accounts.organisation(db, variant.orgId));
    return organisation ? factsOf(variant, organisation, null) : null;
  }

  return { look, about };
}

function factsOf(
  variant: NonNullable<Awaited<ReturnType<OrdersNeeds['catalog']['variant']>>>,
  shop: NonNullable<Awaited<ReturnType<OrdersNeeds['accounts']['organisation']>>>,
  showTitle: string | null,
): SaleFacts {
  return {
    orgId: shop.id,
    showTitle,
    shop: { slug: shop.slug, name: shop.name, legalName: shop.legalName, city: shop.city },
    productId: variant.productId,
    handle: variant.handle,
    title: variant.title,
    variantTitle: variant.variantTitle,
    imageUrl: variant.imageUrl,
    paper: variant.paper,
    shippingMinor: shop.shippingMinor,
    vatPercent: shop.vatPercent,
    deliveryDays: shop.deliveryDays,
    returnDays: shop.returnDays,
  };
}
