import { money } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Pin } from '../../ui/icons.ts';
import { EmptyState, ProductPicture } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { leftOf, lowestPrice } from '../shelf.ts';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';

const PINS_MAX = 3;

/** One to three products over the picture; the first is the large one. */
export function PinSheet({ air, onClose }: { air: Air; onClose: () => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const language = useLanguage();
  const pins = air.pin.isPending ? air.pin.variables : air.pins;
  const toggle = (id: string) => air.pin.mutate(pins.includes(id) ? pins.filter((one) => one !== id) : [...pins, id]);
  return (
    <Sheet title={words.pinTitle} words={staff} kind="side" detent="full" onClose={onClose}>
      <p className="m sm">{words.pinHow}</p>
      <RefusedNote error={air.pin.error} />
      {air.show.shelf.length === 0 ? <EmptyState title={words.shelfEmpty}>{words.shelfEmptyBody}</EmptyState> : null}
      <ul className="shelf-list">
        {air.show.shelf.map(({ product }) => {
          const at = pins.indexOf(product.id);
          const full = at === -1 && pins.length >= PINS_MAX;
          return (
            <li key={product.id}>
              <button type="button" className="pick" aria-pressed={at !== -1} disabled={full} onClick={() => toggle(product.id)}>
                <span className={`tick ${at === -1 ? '' : 'on'}`}>{at === -1 ? <Pin size={13} /> : at + 1}</span>
                <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />
                <span className="grow">
                  <b className="b">{product.title}</b>
                  <span className="sm m">
                    {money(lowestPrice(product), language)}, {words.left(leftOf(product, air.view.registers))}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
