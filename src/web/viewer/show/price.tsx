import type { Variant } from '#contract/catalog.ts';
import { money, time } from '../../client/format.ts';
import { PriceLabel } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';

/** A price with its past: "was" is the 30-day low that the server computed; otherwise since when it holds. */
export function VariantPrice({ variant, size }: { variant: Variant; size?: number }) {
  const w = useWords();
  const language = useLanguage();
  const { price, was, percentOff, since } = variant.facts;
  const past = was ? (
    <>
      {w.wasWord} <b>{money(was, language)}</b>, {w.low30Tail}
    </>
  ) : (
    w.since(time(since, 'day', language))
  );
  return <PriceLabel size={size ?? 28} now={money(price, language)} off={was && percentOff ? `−${percentOff}%` : null} was={past} />;
}

/** The short form for a row of the shelf. */
export function pastOf(variant: Variant, words: ReturnType<typeof useWords>, language: ReturnType<typeof useLanguage>): string {
  const { was, since } = variant.facts;
  return was ? words.low30(money(was, language)) : words.since(time(since, 'day', language));
}
