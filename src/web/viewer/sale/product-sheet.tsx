import { useState } from 'react';
import type { PublicProduct } from '#contract/catalog.ts';
import type { z } from 'zod';
import type { Registers } from '#contract/room.ts';
import type { ShelfItem } from '#contract/shows.ts';
import { ask } from '../../client/api.ts';
import { money } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { Store } from '../../ui/icons.ts';
import { ProductPicture, Skeleton } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Countdown } from '../show/countdown.tsx';
import { Left } from '../show/counters.tsx';
import { VariantPrice } from '../show/price.tsx';
import { leftOf, pricedProduct, runningOffer } from '../show/show-facts.ts';
import { useClock, useLoad, useTools } from '../tools.tsx';
import { useLanguage, useSheetWords, useWords } from '../words.ts';
import { ProductAnswers } from './product-answers.tsx';
import { PassportCard, Promises } from './product-facts.tsx';
import { VariantPicker } from './variant-picker.tsx';

type ProductFacts = z.infer<typeof PublicProduct>;

interface SheetProps {
  item: ShelfItem;
  shop: string;
  initial: string;
  registers: Registers;
  serverNow: () => number;
  onClose: () => void;
  onBuy: (variantId: string) => void;
}

/** Evidence and Buy in one thumb's reach; the show keeps playing above. */
export function ProductSheet({ item, shop, initial, registers, serverNow, onClose, onBuy }: SheetProps) {
  const w = useWords();
  const language = useLanguage();
  const words = useSheetWords();
  const { api } = useTools();
  const now = useClock(serverNow);
  const [pickedId, setPicked] = useState(initial);
  const product = pricedProduct(item, now);
  const variant = product.variants.find((entry) => entry.id === pickedId) ?? product.variants[0]!;
  const facts = useLoad<ProductFacts>(product.handle, () =>
    ask(api.GET('/api/shops/{shopSlug}/products/{handle}', { params: { path: { shopSlug: shop, handle: product.handle } } })),
  );
  const more = facts.state === 'ready' ? facts.value : null;
  const left = leftOf(variant, registers);
  const offer = runningOffer(item, variant.id, now);
  const picture = more?.images.find((image) => image.id === variant.imageId)?.url ?? product.image?.url ?? null;
  const total = more ? { minor: variant.facts.price.minor + more.shop.shipping.minor, currency: variant.facts.price.currency } : null;

  return (
    <Sheet
      title={product.title}
      hideTitle
      detent="full"
      kind="side"
      words={words}
      onClose={onClose}
      footer={
        <div className="buyfoot">
          <div>
            <b className="d">{money(total ?? variant.facts.price, language)}</b>
            <p className="xs m">{total ? w.allIn : w.plusDelivery}</p>
          </div>
          <Button tone="buy" size="xl" disabled={left <= 0} onClick={() => onBuy(variant.id)}>
            {left <= 0 ? w.soldOut : variant.title === 'Default' ? w.buy : w.buyThis(variant.title)}
          </Button>
        </div>
      }
    >
      <div className="ps-head">
        <ProductPicture src={picture} paper={product.paper} alt={product.title} width="88%" />
        <div>
          <span className="eyebrow">{product.vendor}</span>
          <p className="d ps-title" aria-hidden="true">
            {product.title}
          </p>
          <VariantPrice variant={variant} size={34} />
        </div>
      </div>
      <VariantPicker product={product} picked={variant} leftOf={(entry) => leftOf(entry, registers)} onPick={setPicked} />
      <p className="sm m row wrap ps-left">
        <Left left={left} />
        {offer?.endsAt ? <Countdown endsAt={offer.endsAt} now={now} /> : null}
        {offer?.limitPerBuyer ? <span>{w.limit(offer.limitPerBuyer)}</span> : null}
      </p>
      {more ? (
        <>
          <Promises shop={more.shop} />
          {more.description ? <p className="prose m">{more.description}</p> : null}
          <PassportCard passport={more.passport} />
          <ProductAnswers productId={product.id} />
          <p className="xs mm row">
            <Store size={16} aria-hidden="true" />
            {w.soldBy([more.shop.legalName, more.shop.city].filter(Boolean).join(', '))}
          </p>
        </>
      ) : facts.state === 'loading' ? (
        <div className="col g3">
          <Skeleton label={w.loading} />
          <Skeleton width="80%" />
          <Skeleton height="72px" radius="14px" />
        </div>
      ) : null}
    </Sheet>
  );
}
