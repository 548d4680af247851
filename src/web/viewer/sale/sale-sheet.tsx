import { useState } from 'react';
import type { Registers } from '#contract/room.ts';
import type { Show } from '#contract/shows.ts';
import { mainVariant, pricedProduct } from '../show/show-facts.ts';
import { useWords } from '../words.ts';
import { Checkout } from './checkout.tsx';
import { ProductSheet } from './product-sheet.tsx';

export interface SaleWish {
  readonly productId: string;
  /** `buy` skips the product's sheet when there is nothing to choose. */
  readonly step: 'product' | 'buy';
}

/** From a product to an order, in one sheet over the show. */
export function SaleSheet({
  wish,
  show,
  registers,
  serverNow,
  onClose,
  reload,
}: {
  wish: SaleWish;
  show: Show;
  registers: Registers;
  serverNow: () => number;
  onClose: () => void;
  reload: () => void;
}) {
  const w = useWords();
  const item = show.shelf.find((entry) => entry.product.id === wish.productId);
  const first = item ? mainVariant(item.product, item, registers, serverNow()) : null;
  const [buying, setBuying] = useState(wish.step === 'buy' && item?.product.variants.length === 1 ? first?.id : null);
  if (!item || !first) return null;
  const variant = pricedProduct(item, serverNow()).variants.find((entry) => entry.id === buying);

  if (variant)
    return (
      <Checkout
        product={item.product}
        variant={variant}
        offers={item.offers}
        // What a replay sells was shown in its show; a cancelled show has sold nothing.
        showId={show.state === 'live' || show.state === 'ended' ? show.id : null}
        backWord={show.state === 'live' ? w.backToShow : w.done}
        serverNow={serverNow}
        onClose={onClose}
        onStale={() => {
          reload();
          setBuying(null);
        }}
      />
    );
  return (
    <ProductSheet
      item={item}
      shop={show.shop.slug}
      initial={first.id}
      registers={registers}
      serverNow={serverNow}
      onClose={onClose}
      onBuy={setBuying}
    />
  );
}
