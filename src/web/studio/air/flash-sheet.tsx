import { type FormEvent, useState } from 'react';
import { money, time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Timer } from '../../ui/icons.ts';
import { Chip, Field, Note, SelectField } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useWords } from '../words.ts';
import { minorOf, wrongWith } from './flash-wish.ts';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

const LENGTHS_S = [60, 180, 300, 600, 1800] as const;

/** A price promise with an end. It is the server's from the moment it is published; five seconds remain to take it back. */
export function FlashSheet({ air, onClose }: { air: Air; onClose: () => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const language = useLanguage();
  const now = useNow(air.serverNow);
  const options = optionsOf(air, now);
  const [variantId, setVariant] = useState(options.find((option) => option.runsUntil === null)?.id ?? '');
  const [price, setPrice] = useState('');
  const [lastsSeconds, setLasts] = useState<number>(300);
  const [limit, setLimit] = useState('2');
  const [tried, setTried] = useState(false);
  const chosen = options.find((option) => option.id === variantId && option.runsUntil === null);
  const minor = minorOf(price);
  const wrong = chosen ? wrongWith(minor, chosen.price.minor) : null;
  const limitPerBuyer = limit === '' ? null : Number(limit);

  const publish = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!chosen || wrong || minor === null) return;
    const label = words.flashSoon(chosen.title, money({ minor, currency: chosen.price.currency }, language));
    air.flash(label, { variantId, priceMinor: minor, lastsSeconds, limitPerBuyer });
    onClose();
  };

  return (
    <Sheet title={words.flash} words={staff} kind="side" detent="full" onClose={onClose}>
      <form className="col g4" onSubmit={publish}>
        <SelectField label={words.flashWhat} value={variantId} onChange={(event) => setVariant(event.target.value)}>
          {options.map((option) => (
            <option key={option.id} value={option.id} disabled={option.runsUntil !== null}>
              {option.runsUntil === null ? option.title : words.flashRuns(option.title, time(option.runsUntil, 'clock', language))}
            </option>
          ))}
        </SelectField>
        <Field
          label={words.flashPrice}
          inputMode="decimal"
          value={price}
          onChange={(event) => setPrice(event.target.value)}
          required
          hint={chosen ? words.flashNow(money(chosen.price, language), money(chosen.lowest30, language)) : undefined}
          error={tried && wrong ? words.flashWrong[wrong] : null}
          autoComplete="off"
        />
        <fieldset className="col">
          <legend className="lab">{words.flashLasts}</legend>
          <div className="row wrap">
            {LENGTHS_S.map((seconds) => (
              <Chip key={seconds} on={seconds === lastsSeconds} onClick={() => setLasts(seconds)}>
                {words.minutes(seconds / 60)}
              </Chip>
            ))}
          </div>
          <p className="sm m">{words.flashEnds(time(now + lastsSeconds * 1000, 'exact', language))}</p>
        </fieldset>
        <SelectField label={words.flashLimit} value={limit} onChange={(event) => setLimit(event.target.value)}>
          {['1', '2', '3', '5', '10'].map((count) => (
            <option key={count}>{count}</option>
          ))}
          <option value="">{words.flashNoLimit}</option>
        </SelectField>
        <Note tone="info" icon={<Timer size={17} />}>
          {words.flashPromise}
        </Note>
        <Button type="submit" tone="solid" size="xl" disabled={!chosen}>
          {words.flashPublish}
        </Button>
      </form>
    </Sheet>
  );
}

/** Pinned products first: those are what the host has in hand. One timed price at a time per variant. */
function optionsOf(air: Air, nowMs: number) {
  const rank = (id: string) => (air.pins.includes(id) ? air.pins.indexOf(id) : air.pins.length);
  return [...air.show.shelf]
    .sort((a, b) => rank(a.product.id) - rank(b.product.id))
    .flatMap(({ product, offers }) =>
      product.variants.map((variant) => ({
        id: variant.id,
        title: product.variants.length > 1 ? `${product.title}, ${variant.title}` : product.title,
        price: variant.facts.price,
        lowest30: variant.facts.lowest30,
        runsUntil:
          offers.find((offer) => offer.variantId === variant.id && offer.endsAt !== null && Date.parse(offer.endsAt) > nowMs)?.endsAt ??
          null,
      })),
    );
}
