import type { Registers } from '#contract/room.ts';
import type { ShelfItem } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { Package, Timer } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';
import { Countdown } from './countdown.tsx';
import { Left } from './counters.tsx';
import { VariantPrice } from './price.tsx';
import { leftOf, mainVariant, runningOffer, soldOut } from './show-facts.ts';
import type { useGuardedPin } from './use-pin.ts';

interface PinProps {
  item: ShelfItem;
  registers: Registers;
  now: number;
  calm: boolean;
  offline: boolean;
  guard: ReturnType<typeof useGuardedPin>;
  onBuy: () => void;
  onOpen: () => void;
}

/** The product that the host shows now, on paper over the night. */
export function PinCard({ item, registers, now, calm, offline, guard, onBuy, onOpen }: PinProps) {
  const w = useWords();
  const language = useLanguage();
  const { product } = item;
  const variant = mainVariant(product, item, registers, now);
  const offer = runningOffer(item, variant.id, now);
  const gone = soldOut(product, registers);
  const title = product.variants.length > 1 && variant.title !== 'Default' ? `${product.title}, ${variant.title}` : product.title;
  const guarded = (act: () => void) => () => {
    if (guard.isSettled()) act();
  };

  return (
    <article className="pin" data-theme="light" aria-label={w.pinned} onPointerDown={guard.touch} onPointerMove={guard.touch}>
      <div className="body">
        <button type="button" className="pin-pic" onClick={guarded(onOpen)} aria-label={w.see(product.title)}>
          <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="78%" />
        </button>
        <div className="pin-t">
          <h2>
            <button type="button" className="ell plain" onClick={guarded(onOpen)}>
              {title}
            </button>
          </h2>
          <div className="buyrow">
            <VariantPrice variant={variant} size={28} />
            <Button tone="buy" disabled={gone || offline} onClick={guarded(onBuy)}>
              {gone ? w.soldOut : offline ? w.offline : w.buy}
            </Button>
          </div>
        </div>
      </div>
      <div className="edge">
        {calm ? (
          <>
            <Package size={16} aria-hidden="true" />
            <Left left={leftOf(variant, registers)} />
            <span className="end">{offer?.endsAt ? w.offerEnds(time(offer.endsAt, 'clock', language)) : w.inShow}</span>
          </>
        ) : (
          <>
            {offer?.endsAt ? (
              <>
                <Timer size={16} aria-hidden="true" />
                <Countdown endsAt={offer.endsAt} now={now} />
              </>
            ) : (
              <span>{w.inShow}</span>
            )}
            <span className="end">
              <Left left={leftOf(variant, registers)} />
            </span>
          </>
        )}
      </div>
    </article>
  );
}
