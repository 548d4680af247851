import type { z } from 'zod';
import type { Passport, PublicProduct } from '#contract/catalog.ts';
import { money, time } from '../../client/format.ts';
import { Package, Truck, Undo } from '../../ui/icons.ts';
import { Ring, Tag } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';

/** When it arrives, how it goes back: the same two facts on the sheet and on the page. */
export function Promises({ shop, left }: { shop: z.infer<typeof PublicProduct>['shop']; left?: number }) {
  const w = useWords();
  const language = useLanguage();
  const by = workingDaysFrom(new Date(), shop.deliveryDays);
  return (
    <ul className="facts">
      <li>
        <Truck size={20} aria-hidden="true" />
        <span>
          <b className="b">{w.withYou(time(by, 'weekday', language))}</b>
          {w.deliveryFrom(shop.city ?? shop.name, money(shop.shipping, language))}
        </span>
      </li>
      <li>
        <Undo size={20} aria-hidden="true" />
        <span>
          <b className="b">{w.returnDays(shop.returnDays)}</b>
        </span>
      </li>
      {left === undefined ? null : (
        <li>
          <Package size={20} aria-hidden="true" />
          <span>{left > 0 ? w.inStock(left) : w.soldOut}</span>
        </li>
      )}
    </ul>
  );
}

/** An estimate to read before buying; the order itself carries the promise. Saturdays and Sundays do not count. */
function workingDaysFrom(start: Date, days: number): Date {
  const at = new Date(start);
  for (let left = Math.min(days, 60); left > 0;) {
    at.setDate(at.getDate() + 1);
    if (at.getDay() !== 0 && at.getDay() !== 6) left -= 1;
  }
  return at;
}

export function PassportCard({ passport }: { passport: z.infer<typeof Passport> }) {
  const w = useWords();
  const filled = Object.entries(passport.fields).filter(([, value]) => value);
  return (
    <details className="card passport">
      <summary>
        <Ring part={passport.score / 100} tone={passport.score >= 60 ? 'proof' : 'ink'} size={44}>
          {passport.score}
        </Ring>
        <span className="grow">
          <b className="b">{passport.score >= 85 ? w.passportComplete : passport.score >= 60 ? w.passportPartly : w.passportThin}</b>
          <span className="xs m">{w.passportVersion(passport.version)}</span>
        </span>
      </summary>
      <dl className="kv">
        {filled.map(([field, value]) => (
          <Fact key={field} name={w.passportFields[field as keyof typeof w.passportFields]} value={value} />
        ))}
        {passport.missing.map((field) => (
          <Fact key={field} name={w.passportFields[field]} value={w.notFilled} />
        ))}
      </dl>
      {passport.syntheticImages ? <Tag tone="info">{w.syntheticImages}</Tag> : null}
    </details>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);
