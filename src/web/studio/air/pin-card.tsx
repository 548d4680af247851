import { money, time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { ProductPicture } from '../../ui/parts.tsx';
import { leftOf, leftOfVariant, lowestPrice, runningOffer } from '../shelf.ts';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

/** The pinned products as viewers have them over the picture, with the timed price that runs. */
export function PinCard({ air }: { air: Air }) {
  const words = useWords();
  const language = useLanguage();
  const now = useNow(air.serverNow);
  const items = air.pins.flatMap((id) => air.show.shelf.find((item) => item.product.id === id) ?? []);
  const [first, ...more] = items;
  if (!first) return null;
  const offer = runningOffer(first, now);
  const variant = first.product.variants.find((one) => one.id === offer?.variantId);
  const left = variant ? leftOfVariant(variant, air.view.registers) : leftOf(first.product, air.view.registers);
  return (
    <div className="pin-card" data-theme="light">
      <ProductPicture src={first.product.image?.url ?? null} paper={first.product.paper} width="76%" />
      <div className="grow">
        <b className="b">
          {variant && first.product.variants.length > 1 ? `${first.product.title}, ${variant.title}` : first.product.title}
        </b>
        <p className="d price">{money(offer?.price ?? lowestPrice(first.product), language)}</p>
        <p className="xs m">
          {offer?.endsAt ? `${words.timeLeft(time(Date.parse(offer.endsAt) - now, 'left', language))}, ` : ''}
          {words.left(left)}
        </p>
        {more.length > 0 ? <p className="xs mm ell">{words.alsoPinned(more.map(({ product }) => product.title).join(', '))}</p> : null}
      </div>
    </div>
  );
}
