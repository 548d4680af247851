import type { ProductCard } from '#contract/catalog.ts';
import type { ShowCard } from '#contract/shows.ts';
import { ask } from '../../client/api.ts';
import { money, time } from '../../client/format.ts';
import { ProductPicture, Tag } from '../../ui/parts.tsx';
import { LiveCard, Poster, ReplayCard } from '../cards.tsx';
import { UpcomingRow } from '../home.tsx';
import { Refused } from '../problems.tsx';
import { pastOf } from '../show/price.tsx';
import { soldOut } from '../show/show-facts.ts';
import { Waiting } from '../states.tsx';
import { useLoad, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';

interface ShopFacts {
  slug: string;
  name: string;
  legalName: string;
  city: string | null;
  about: string;
  imageUrl: string | null;
  deliveryDays: number;
  returnDays: number;
  live: ShowCard[];
  upcoming: ShowCard[];
  replays: ShowCard[];
  products: ProductCard[];
}

export default function ShopPage({ slug }: { slug: string }) {
  const { api } = useTools();
  const loaded = useLoad<ShopFacts>(slug, () => ask(api.GET('/api/shops/{shopSlug}', { params: { path: { shopSlug: slug } } })));
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'refused') return <Refused refusal={loaded.refusal} retry={loaded.reload} />;
  return <Shop shop={loaded.value} />;
}

function Shop({ shop }: { shop: ShopFacts }) {
  const w = useWords();
  const language = useLanguage();
  const front = shop.live[0] ?? shop.upcoming[0] ?? shop.replays[0];
  const next = shop.upcoming[0];
  return (
    <div className="page shop">
      <aside>
        {front ? (
          <a href={`/shows/${front.slug}`} className="shopfront night">
            <Poster show={front} />
            <span className="poster-shade" />
            <b className="b">
              {front.state === 'live'
                ? w.liveNow(front.title)
                : next?.startsAt
                  ? w.nextShow(time(next.startsAt, 'moment', language), next.title)
                  : front.title}
            </b>
            {front.state === 'live' ? (
              <span className="corner">
                <Tag tone="live">{w.live}</Tag>
              </span>
            ) : null}
          </a>
        ) : null}
        <h1 tabIndex={-1}>{shop.name}</h1>
        <ToChannel slug={shop.slug} />
        <p className="lead">{shop.about}</p>
        <section className="card pad">
          <dl className="kv">
            <dt>{w.sellerWord}</dt>
            <dd>{shop.legalName}</dd>
            {shop.city ? (
              <>
                <dt>{w.city}</dt>
                <dd>{shop.city}</dd>
              </>
            ) : null}
            <dt>{w.deliveryTime}</dt>
            <dd>{w.workingDays(shop.deliveryDays)}</dd>
            <dt>{w.changeOfMind}</dt>
            <dd>{w.daysCount(shop.returnDays)}</dd>
          </dl>
        </section>
      </aside>
      <div className="grow">
        {shop.live.length > 1 ? (
          <section className="group">
            <h2>{w.alsoOnAir}</h2>
            <div className="lives n4">
              {shop.live.slice(1).map((show) => (
                <LiveCard key={show.id} show={show} isFirst={false} />
              ))}
            </div>
          </section>
        ) : null}
        <section className="group">
          <h2>{w.onTheShelf(shop.products.length)}</h2>
          {shop.products.length === 0 ? <p className="m">{w.noProducts}</p> : null}
          <div className="goods">
            {shop.products.map((product) => (
              <ProductTile key={product.id} product={product} shop={shop.slug} />
            ))}
          </div>
        </section>
        {shop.upcoming.length > 0 ? (
          <section className="group">
            <h2>{w.comingUp}</h2>
            {shop.upcoming.map((show) => (
              <UpcomingRow key={show.id} show={show} />
            ))}
          </section>
        ) : null}
        {shop.replays.length > 0 ? (
          <section className="group">
            <h2>{w.seenInShow}</h2>
            <div className="replays many">
              {shop.replays.map((show) => (
                <ReplayCard key={show.id} show={show} />
              ))}
            </div>
          </section>
        ) : null}
      </div>
    </div>
  );
}

/** Where something plays round the clock, there is a way to it. */
function ToChannel({ slug }: { slug: string }) {
  const w = useWords();
  const { api } = useTools();
  const channel = useLoad(slug, () => ask(api.GET('/api/shops/{shopSlug}/channel', { params: { path: { shopSlug: slug } } })));
  if (channel.state !== 'ready' || !channel.value.playing || channel.value.live) return null;
  return (
    <p>
      <a href={`/shops/${slug}/channel`}>{w.toChannel(channel.value.playing.show.title)}</a>
    </p>
  );
}

function ProductTile({ product, shop }: { product: ProductCard; shop: string }) {
  const w = useWords();
  const language = useLanguage();
  const variant = product.variants.find((entry) => entry.left > 0) ?? product.variants[0];
  if (!variant) return null;
  const gone = soldOut(product, {});
  return (
    <a href={`/shops/${shop}/products/${product.handle}`} className="tile plain">
      <ProductPicture src={product.image?.url ?? null} paper={product.paper} />
      <b className="b two">{product.title}</b>
      <span className="row wrap tile-p">
        <b className="d">
          {product.variants.length > 1 ? w.from(money(variant.facts.price, language)) : money(variant.facts.price, language)}
        </b>
        <span className="xs mm">{gone ? w.soldOut : pastOf(variant, w, language)}</span>
      </span>
    </a>
  );
}
