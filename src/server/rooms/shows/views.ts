import type { ProductCard } from '#contract/catalog.ts';
import type { Language } from '#contract/common.ts';
import { mediaPaths } from '#contract/media.ts';
import type { Offer, Segment, ShelfItem, Show, ShowCard, StaffShow } from '#contract/shows.ts';
import type { Executor } from '#platform/db.ts';
import { checklist } from './checklist.ts';
import type { ShowsNeeds, Tally } from './needs.ts';
import { runOfShow } from './run-of-show.ts';
import { findSegments, findShelf, findShelfHeads } from './shelf.sql.ts';
import type { ShowRow } from './shows.sql.ts';

type Organisation = NonNullable<Awaited<ReturnType<ShowsNeeds['accounts']['organisation']>>>;

/** Products on the card of a show. */
const ON_CARD = 4;

/** Reads shows as the contract shows them. */
export function createViews(needs: ShowsNeeds & { tally: () => Tally }) {
  const { accounts, catalog, media, offers, tally } = needs;

  async function cards(ex: Executor, shows: readonly ShowRow[]): Promise<ShowCard[]> {
    if (shows.length === 0) return [];
    const ids = shows.map((show) => show.id);
    const heads = await findShelfHeads(ex, ids, ON_CARD);
    const products = byId(await catalog.cards(ex, [...new Set([...heads.values()].flatMap((head) => head.ids))]));
    const shops = new Map<string, Organisation>();
    for (const orgId of new Set(shows.map((show) => show.org_id))) shops.set(orgId, await shopOf(ex, orgId));
    return shows.map((show) => {
      const head = heads.get(show.id) ?? { ids: [], count: 0 };
      const shown = head.ids.map((id) => products.get(id)).filter((product) => product !== undefined);
      return cardView(show, shops.get(show.org_id)!, shown, head.count);
    });
  }

  function cardView(show: ShowRow, shop: Organisation, products: readonly ProductCard[], productCount: number): ShowCard {
    return {
      id: show.id,
      slug: show.slug,
      title: show.title,
      state: show.state,
      language: show.language,
      shop: { id: shop.id, slug: shop.slug, name: shop.name, city: shop.city, imageUrl: shop.imageUrl },
      host: { name: show.host_name, imageUrl: show.host_image_url },
      disclosure: { kind: show.disclosure_kind, text: show.disclosure_text },
      isDemo: show.is_demo,
      isSynthetic: show.is_synthetic,
      startsAt: instant(show.starts_at),
      startedAt: instant(show.started_at),
      endedAt: instant(show.ended_at),
      posterUrl: show.poster_url,
      thumbUrl:
        show.state === 'live' && show.media_state === 'live'
          ? mediaPaths.thumb(show.stream_id)
          : show.replay_url
            ? mediaPaths.replayPoster(show.stream_id)
            : null,
      watching: watching(show),
      products: products.slice(0, ON_CARD).map(({ id, title, image, paper, variants }) => ({
        id,
        title,
        imageUrl: image?.url ?? null,
        paper,
        price: lowestPrice(variants),
      })),
      productCount,
      hasReplay: show.replay_url !== null,
    };
  }

  const watching = (show: ShowRow): number => (show.state === 'live' ? media.audience(show.stream_id).watching : 0);

  async function publicShow(ex: Executor, show: ShowRow): Promise<Show> {
    const shop = await shopOf(ex, show.org_id);
    const run = await planOf(ex, show);
    // What the crew notes down is for the crew.
    return view(
      ex,
      show,
      shop,
      await shelfOf(ex, show, run),
      run.map((segment) => ({ ...segment, notes: '' })),
    );
  }

  async function staffShow(ex: Executor, show: ShowRow, language: Language): Promise<StaffShow> {
    const shop = await shopOf(ex, show.org_id);
    const run = await planOf(ex, show);
    const shelf = await shelfOf(ex, show, run);
    const encoder = await media.encoder(show.stream_id);
    const { soldUnits, takenNetMinor, orders, holds } = await tally().takings(ex, show.id);
    return {
      ...(await view(ex, show, shop, shelf, run)),
      orgId: show.org_id,
      checklist: checklist(
        show,
        shelf.map((item) => item.product),
        shop.takesOrders,
        language,
      ),
      encoder: { whipUrl: encoder.whipUrl, rtmpUrl: encoder.rtmpUrl, hasKey: encoder.hasKey, keyRotatedAt: instant(encoder.keyRotatedAt) },
      totals: { soldUnits, takenNet: { minor: takenNetMinor, currency: shop.currency }, orders, holds },
    };
  }

  async function view(ex: Executor, show: ShowRow, shop: Organisation, shelf: ShelfItem[], runOfShowView: Segment[]): Promise<Show> {
    const counts = (await tally().counts(ex, [show.id])).get(show.id) ?? { sold: 0, hearts: 0 };
    return {
      ...cardView(
        show,
        shop,
        shelf.slice(0, ON_CARD).map((item) => item.product),
        shelf.length,
      ),
      description: show.description,
      notice: show.notice,
      shelf,
      pins: show.pins,
      runOfShow: runOfShowView,
      counters: { watching: watching(show), ...counts },
      media: {
        state: show.media_state,
        generation: show.media_generation,
        whepUrl: mediaPaths.whep(show.stream_id),
        hlsUrl: mediaPaths.live(show.stream_id),
        replayUrl: show.replay_url,
        replayStartsAtMs: show.replay_url ? (show.replay_starts_at?.getTime() ?? null) : null,
        replayDurationMs: show.replay_url ? show.replay_duration_ms : null,
      },
      clipsAllowed: show.clips_allowed,
      roomUrl: `/room/${show.id}`,
    };
  }

  const planOf = async (ex: Executor, show: ShowRow): Promise<Segment[]> =>
    runOfShow(await findSegments(ex, show.id), show.now_segment_id, show.starts_at ?? show.started_at);

  async function shelfOf(ex: Executor, show: ShowRow, run: readonly Segment[]): Promise<ShelfItem[]> {
    const rows = await findShelf(ex, show.id);
    const products = byId(
      await catalog.cards(
        ex,
        rows.map((row) => row.product_id),
      ),
    );
    const variantIds = [...products.values()].flatMap((product) => product.variants.map((variant) => variant.id));
    const running = Map.groupBy(await offers.forVariants(ex, variantIds), (offer) => offer.variantId);
    return rows.flatMap((row, position) => {
      const product = products.get(row.product_id);
      if (!product) return [];
      const plannedAt = run.find((segment) => segment.productId === product.id)?.plannedAt ?? null;
      return { product, position, shownAt: instant(row.shown_at), plannedAt, offers: offersOf(product, running) };
    });
  }

  async function shopOf(ex: Executor, orgId: string): Promise<Organisation> {
    const shop = await accounts.organisation(ex, orgId);
    if (!shop) throw new Error(`The shop ${orgId} of a show does not exist.`);
    return shop;
  }

  return { cards, publicShow, staffShow, shopOf };
}

const offersOf = (product: ProductCard, offers: ReadonlyMap<string, Offer[]>): Offer[] =>
  product.variants.flatMap((variant) => offers.get(variant.id) ?? []).filter((offer) => offer.state !== 'ended');

/** A product has at least one variant. */
const lowestPrice = (variants: ProductCard['variants']) =>
  variants.map((variant) => variant.facts.price).reduce((low, price) => (price.minor < low.minor ? price : low));

const byId = (products: readonly ProductCard[]) => new Map(products.map((product) => [product.id, product]));
const instant = (date: Date | null): string | null => date?.toISOString() ?? null;
