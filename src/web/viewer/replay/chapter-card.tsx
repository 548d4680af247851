import type { Chapter } from '#contract/replay.ts';
import type { ShelfItem, Show } from '#contract/shows.ts';
import { money, time } from '../../client/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ProductPicture } from '../../ui/parts.tsx';
import { VariantPrice } from '../show/price.tsx';
import { useOnline } from '../tools.tsx';
import { useLanguage } from '../words.ts';
import { type PriceStory, priceStory, soldVariant } from './replay-facts.ts';
import { useReplayWords } from './words.ts';

interface CardProps {
  show: Show;
  chapter: Chapter;
  nowMs: number;
  onOpen: (productId: string) => void;
  onBuy: (productId: string) => void;
}

/** The product that the picture shows: what it costs now, and apart from it what was asked then. */
export function ChapterCard({ show, chapter, nowMs, onOpen, onBuy }: CardProps) {
  const r = useReplayWords();
  const { product } = chapter;
  if (!product) return null;
  const item = show.shelf.find((entry) => entry.product.id === product.id) ?? null;
  return (
    <article className="rcard" data-theme="light" aria-label={product.title}>
      <ProductPicture src={product.imageUrl} paper={product.paper} width="60%" />
      <div className="rcard-t">
        <h2>
          {item ? (
            <button type="button" className="plain" onClick={() => onOpen(product.id)}>
              {product.title}
            </button>
          ) : (
            product.title
          )}
        </h2>
        {!product.isOnSale ? (
          <>
            <p className="sm b stopc">{r.offSale}</p>
            <p className="sm m">{r.offSaleText}</p>
          </>
        ) : item ? (
          <ForSale item={item} chapter={chapter} nowMs={nowMs} onBuy={() => onBuy(product.id)} />
        ) : (
          <ButtonLink wide href={`/shops/${show.shop.slug}/products/${product.handle}`}>
            {r.seeProduct}
          </ButtonLink>
        )}
      </div>
    </article>
  );
}

function ForSale({ item, chapter, nowMs, onBuy }: { item: ShelfItem; chapter: Chapter; nowMs: number; onBuy: () => void }) {
  const r = useReplayWords();
  const language = useLanguage();
  const online = useOnline();
  const { asked } = chapter;
  const variant = soldVariant(item, asked, nowMs);
  const spoken = item.product.variants.find((entry) => entry.id === asked?.variantId) ?? null;
  const said = useStory(priceStory(asked, spoken, nowMs));
  const gone = variant.left <= 0;
  const isChoice = item.product.variants.length > 1;
  // The price of then is that of one variant: when another is on the card, it says whose it was.
  const then = said && asked && isChoice && asked.variantId !== variant.id ? r.ofVariant(asked.variantTitle, said) : said;
  return (
    <>
      {isChoice && variant.title !== 'Default' ? <p className="sm m">{variant.title}</p> : null}
      <VariantPrice variant={variant} size={28} />
      {then ? <p className="sm m rcard-then">{then}</p> : null}
      <Button tone="buy" wide disabled={gone || !online} onClick={onBuy}>
        {gone ? r.soldOut : online ? r.buyAt(money(variant.facts.price, language)) : r.buyOffline}
      </Button>
    </>
  );
}

function useStory(story: PriceStory): string | null {
  const r = useReplayWords();
  const language = useLanguage();
  switch (story.kind) {
    case 'same':
      return r.askedSame;
    case 'other':
      return r.askedOther(money(story.asked.price, language));
    case 'offer_runs':
      return r.askedOfferRuns(time(story.endsAt, 'moment', language));
    case 'offer_over':
      return r.askedOffer(money(story.asked.price, language), time(story.endsAt, 'clock', language));
    case 'unknown':
      return null;
  }
}
