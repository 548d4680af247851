import type { ProductCard, Variant } from '#contract/catalog.ts';
import { money } from '../../client/format.ts';
import { Chip } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';

interface PickerProps {
  product: Pick<ProductCard, 'options' | 'variants'>;
  picked: Variant;
  leftOf: (variant: Variant) => number;
  onPick: (variantId: string) => void;
}

/** One row of chips per option. What is sold out is struck and still said, and can be looked at. */
export function VariantPicker({ product, picked, leftOf, onPick }: PickerProps) {
  const w = useWords();
  const language = useLanguage();
  if (product.variants.length < 2) return null;
  const single = product.options.length === 1;

  /** The variant that this value leads to: the rest of the choice kept when it exists. */
  function towards(at: number, value: string): Variant | undefined {
    const wanted = picked.options.map((old, index) => (index === at ? value : old));
    const exact = product.variants.find((variant) => variant.options.every((option, index) => option === wanted[index]));
    const candidates = product.variants.filter((variant) => variant.options[at] === value);
    return exact ?? candidates.find((variant) => leftOf(variant) > 0) ?? candidates[0];
  }

  return (
    <>
      {product.options.map((option, at) => (
        <fieldset key={option.name} className="pick">
          <legend className="lab">{option.name}</legend>
          <div className="row wrap" role="radiogroup" aria-label={option.name}>
            {option.values.map((value) => {
              const target = towards(at, value);
              if (!target) return null;
              const gone = leftOf(target) <= 0;
              const on = picked.options[at] === value;
              return (
                <Chip key={value} radio on={on} off={gone && !on} onClick={() => onPick(target.id)}>
                  {value}
                  {single ? <span className="chip-p">{money(target.facts.price, language)}</span> : null}
                  {gone ? <span className="sr">{w.soldOut}</span> : null}
                </Chip>
              );
            })}
          </div>
        </fieldset>
      ))}
    </>
  );
}
