import { useState } from 'react';
import type { z } from 'zod';
import type { PublicProduct } from '#contract/catalog.ts';
import { ask } from '../../client/api.ts';
import { money, time } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { Store } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import { Checkout } from '../sale/checkout.tsx';
import { ProductAnswers } from '../sale/product-answers.tsx';
import { PassportCard, Promises } from '../sale/product-facts.tsx';
import { VariantPicker } from '../sale/variant-picker.tsx';
import { VariantPrice } from '../show/price.tsx';
import { Waiting } from '../states.tsx';
import { useLoad, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';

type Facts = z.infer<typeof PublicProduct>;

export default function ProductPage({ shop, handle, wanted }: { shop: string; handle: string; wanted: string | null }) {
  const { api } = useTools();
  const loaded = useLoad<Facts>(`${shop}/${handle}`, () =>
    ask(api.GET('/api/shops/{shopSlug}/products/{handle}', { params: { path: { shopSlug: shop, handle } } })),
  );
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'refused') return <Refused refusal={loaded.refusal} retry={loaded.reload} />;
  return <Product product={loaded.value} wanted={wanted} reload={loaded.reload} />;
}

function Product({ product, wanted, reload }: { product: Facts; wanted: string | null; reload: () => void }) {
  const w = useWords();
  const language = useLanguage();
  const [pickedId, setPicked] = useState(wanted);
  const [pictureId, setPicture] = useState<string | null>(null);
  const [buying, setBuying] = useState(false);
  const variant =
    product.variants.find((entry) => entry.id === pickedId) ?? product.variants.find((entry) => entry.left > 0) ?? product.variants[0]!;
  const shown = product.images.find((image) => image.id === (pictureId ?? variant.imageId)) ?? product.image;
  const total = { minor: variant.facts.price.minor + product.shop.shipping.minor, currency: variant.facts.price.currency };
  const gone = variant.left <= 0;

  return (
    <article className="page">
      <nav className="sm m crumbs" aria-label={w.crumbs}>
        <a href={`/shops/${product.shop.slug}`}>{product.shop.name}</a> <span aria-hidden="true">/</span>{' '}
        <b className="b">{product.title}</b>
      </nav>
      <div className="prod">
        <div className="prod-pics">
          <ProductPicture src={shown?.url ?? null} paper={product.paper} alt={shown?.alt ?? product.title} width="70%" className="big" />
          {product.images.length > 1 ? (
            <div className="thumbs">
              {product.images.slice(0, 8).map((image, at) => (
                <button
                  key={image.id}
                  type="button"
                  aria-label={w.picture(at + 1)}
                  aria-pressed={image.id === shown?.id}
                  onClick={() => setPicture(image.id)}
                >
                  <ProductPicture src={image.url} paper={product.paper} width="60%" />
                </button>
              ))}
            </div>
          ) : null}
        </div>
        <div className="prod-main">
          <span className="eyebrow">{product.vendor}</span>
          <h1 tabIndex={-1}>{product.title}</h1>
          {product.description ? <p className="lead prose">{product.description}</p> : null}
          <VariantPrice variant={variant} size={44} />
          <VariantPicker
            product={product}
            picked={variant}
            leftOf={(entry) => entry.left}
            onPick={(id) => {
              setPicked(id);
              setPicture(null);
            }}
          />
          <Button tone="buy" size="xl" wide disabled={gone} onClick={() => setBuying(true)}>
            {gone ? w.soldOut : w.buyWithDelivery(variant.title === 'Default' ? '' : variant.title, money(total, language))}
          </Button>
          <Promises shop={product.shop} left={variant.left} />
        </div>
        <div className="prod-side">
          <section className="card pad">
            <h2>{w.priceFacts}</h2>
            <dl className="kv">
              <dt>{w.priceNow}</dt>
              <dd>{money(variant.facts.price, language)}</dd>
              <dt>{w.holdsSince}</dt>
              <dd>{time(variant.facts.since, 'day', language)}</dd>
              <dt>{w.lowest30}</dt>
              <dd>{money(variant.facts.lowest30, language)}</dd>
              {variant.facts.was ? (
                <>
                  <dt>{w.wasWord}</dt>
                  <dd>{money(variant.facts.was, language)}</dd>
                </>
              ) : null}
            </dl>
            <p className="xs m">{w.wasRule}</p>
          </section>
          <PassportCard passport={product.passport} />
          <ProductAnswers productId={product.id} />
          <p className="xs mm row">
            <Store size={16} aria-hidden="true" />
            {w.soldBy([product.shop.legalName, product.shop.city].filter(Boolean).join(', '))}
          </p>
        </div>
      </div>
      {buying ? (
        <Checkout
          key={variant.id}
          product={product}
          variant={variant}
          offers={[]}
          showId={null}
          backWord={w.done}
          serverNow={Date.now}
          onClose={() => {
            setBuying(false);
            reload();
          }}
          onStale={() => {
            setBuying(false);
            reload();
          }}
        />
      ) : null}
    </article>
  );
}
