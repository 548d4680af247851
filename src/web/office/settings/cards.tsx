import type { ReactNode } from 'react';
import type { Organisation } from '#contract/accounts.ts';
import { money } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { AreaField, Field, SelectField, Switch } from '../../ui/parts.tsx';
import { ABOUT_MAX, LIMITS } from './draft.ts';
import type { useSettings } from './use-settings.ts';
import { useWords } from './words.ts';

type Settings = ReturnType<typeof useSettings>;

/** Where a seller of this shop may live; the rules of the European Union and its neighbours. */
const COUNTRIES = [
  'AT',
  'BE',
  'BG',
  'CH',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GB',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'NO',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
];

function Card({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="card pad">
      <h2>{title}</h2>
      {lead ? <p className="sm mm">{lead}</p> : null}
      <div className="settings-fields">{children}</div>
    </section>
  );
}

export function ShopCard({ shop, settings: { draft, wrong, set } }: { shop: Organisation; settings: Settings }) {
  const words = useWords();
  const language = useLanguage();
  const countryName = new Intl.DisplayNames([language], { type: 'region' });
  const countries = [...new Set([...COUNTRIES, shop.country])]
    .map((code) => ({ code, name: countryName.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return (
    <Card title={words.shop} lead={words.shopLead}>
      <Field
        label={words.name}
        value={draft.name}
        onChange={(event) => set({ name: event.target.value })}
        maxLength={120}
        error={wrong.has('name') ? words.required : null}
      />
      <Field
        label={words.legalName}
        value={draft.legalName}
        onChange={(event) => set({ legalName: event.target.value })}
        maxLength={200}
        hint={words.legalHint}
        error={wrong.has('legalName') ? words.required : null}
      />
      <Field label={words.city} value={draft.city} onChange={(event) => set({ city: event.target.value })} maxLength={120} />
      <SelectField label={words.country} value={draft.country} onChange={(event) => set({ country: event.target.value })}>
        {countries.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <Field label={words.address} value={`${location.origin}/shops/${shop.slug}`} readOnly hint={words.addressHint} />
      <Field label={words.currency} value={shop.currency} readOnly hint={words.currencyHint} />
      <div className="whole">
        <AreaField
          label={words.about}
          value={draft.about}
          onChange={(event) => set({ about: event.target.value })}
          maxLength={ABOUT_MAX}
          rows={4}
          hint={words.aboutHint(ABOUT_MAX - draft.about.length)}
        />
      </div>
    </Card>
  );
}

export function DeliveryCard({ shop, settings: { draft, wrong, set } }: { shop: Organisation; settings: Settings }) {
  const words = useWords();
  const language = useLanguage();
  const highest = money({ minor: LIMITS.shippingMinor[1], currency: shop.currency }, language);
  const unit = (text: string) => <span className="sm mm">{text}</span>;
  return (
    <Card title={words.delivery}>
      <Field
        label={words.vat}
        inputMode="decimal"
        value={draft.vatPercent}
        onChange={(event) => set({ vatPercent: event.target.value })}
        after={unit('%')}
        hint={words.vatHint}
        error={wrong.has('vatPercent') ? words.between(...LIMITS.vatPercent) : null}
      />
      <Field
        label={words.shipping}
        inputMode="decimal"
        value={draft.shipping}
        onChange={(event) => set({ shipping: event.target.value })}
        after={unit(shop.currency)}
        hint={words.shippingHint}
        error={wrong.has('shipping') ? words.shippingWrong(highest) : null}
      />
      <Field
        label={words.deliveryDays}
        inputMode="numeric"
        value={draft.deliveryDays}
        onChange={(event) => set({ deliveryDays: event.target.value })}
        after={unit(words.days)}
        error={wrong.has('deliveryDays') ? words.between(...LIMITS.deliveryDays) : null}
      />
      <Field
        label={words.returnDays}
        inputMode="numeric"
        value={draft.returnDays}
        onChange={(event) => set({ returnDays: event.target.value })}
        after={unit(words.days)}
        hint={words.returnHint}
        error={wrong.has('returnDays') ? words.between(...LIMITS.returnDays) : null}
      />
    </Card>
  );
}

export function OrdersCard({ settings: { draft, set }, disabled }: { settings: Settings; disabled: boolean }) {
  const words = useWords();
  return (
    <Card title={words.orders}>
      <div className="whole">
        <Switch
          on={draft.takesOrders}
          disabled={disabled}
          onChange={(takesOrders) => set({ takesOrders })}
          label={
            <>
              <b className="b">{words.takesOrders}</b>
              <span className="sm mm line">{draft.takesOrders ? words.takesOn : words.takesOff}</span>
            </>
          }
        />
      </div>
    </Card>
  );
}

export function SigningInCard({ waived }: { waived: boolean }) {
  const words = useWords();
  return (
    <Card title={words.signingIn}>
      <p className="whole sm">{waived ? words.waived : words.needed}</p>
    </Card>
  );
}
