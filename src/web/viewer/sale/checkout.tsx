import { type FormEvent, useState } from 'react';
import type { ProductCard, Variant } from '#contract/catalog.ts';
import type { Order } from '#contract/orders.ts';
import type { Offer } from '#contract/shows.ts';
import { sentence } from '../../client/api.ts';
import { money, time } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { CreditCard, Undo } from '../../ui/icons.ts';
import { Field, Note, ProductPicture, Ring, SelectField, Skeleton } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { runningOffer } from '../show/show-facts.ts';
import { useClock, useMe } from '../tools.tsx';
import { useLanguage, useSheetWords, useWords } from '../words.ts';
import { Paid } from './paid.tsx';
import { SaleRefused } from './sale-refused.tsx';
import { type Contact, type PayMethod, useSale } from './use-sale.ts';

interface CheckoutProps {
  product: Pick<ProductCard, 'title' | 'paper' | 'image'>;
  variant: Variant;
  offers: readonly Offer[];
  showId: string | null;
  backWord: string;
  serverNow: () => number;
  onClose: () => void;
  /** What was shown is no longer true: read it again. */
  onStale: () => void;
}

/** Hold, address, pay, done: the reservation is made first, so that nobody loses the last unit while typing. */
export function Checkout({ product, variant, offers, showId, backWord, serverNow, onClose, onStale }: CheckoutProps) {
  const w = useWords();
  const language = useLanguage();
  const words = useSheetWords();
  const sale = useSale({ showId, variantId: variant.id, quantity: 1, expectedMinor: variant.facts.price.minor });
  const now = useClock(serverNow);
  const { state } = sale;
  const close = () => {
    sale.giveBack();
    onClose();
  };
  // The clock here only shows; whether the hold is over is the server's answer.
  const ranOut =
    (state.step === 'held' || state.step === 'declined') && state.order.holdEndsAt !== null && Date.parse(state.order.holdEndsAt) <= now;
  const formId = 'checkout-form';

  if (state.step === 'paid') return <Paid order={state.order} backWord={backWord} onClose={onClose} />;
  return (
    <Sheet
      title={w.checkout}
      kind="side"
      detent="full"
      words={words}
      onClose={close}
      footer={
        (state.step === 'held' || state.step === 'declined') && !ranOut ? (
          <>
            <Button type="submit" form={formId} tone="buy" size="xl" wide busy={sale.busy}>
              {w.buyAndPay(money(state.order.total, language))}
            </Button>
            <p className="xs mm foot-note">{w.noAccountNeeded}</p>
          </>
        ) : null
      }
    >
      {state.step === 'holding' ? <Holding /> : null}
      {state.step === 'refused' ? (
        <SaleRefused
          refusal={state.refusal}
          product={product}
          variant={variant}
          retry={sale.hold}
          accept={sale.accept}
          onStale={onStale}
          onClose={onClose}
        />
      ) : null}
      {state.step === 'expired' || ranOut ? <Expired again={sale.hold} onClose={onClose} /> : null}
      {state.step === 'paying' ? <PayFrame order={state.order} refresh={sale.refresh} /> : null}
      {(state.step === 'held' || state.step === 'declined') && !ranOut ? (
        <>
          <HoldClock order={state.order} now={now} offerEndsAt={runningOffer({ offers: [...offers] }, variant.id, now)?.endsAt ?? null} />
          {state.step === 'declined' ? <Declined order={state.order} now={now} /> : null}
          {state.step === 'held' && state.refusal ? <PayRefused message={state.refusal} /> : null}
          <Lines order={state.order} />
          <ContactForm id={formId} onPay={sale.pay} />
          <Sums order={state.order} />
        </>
      ) : null}
    </Sheet>
  );
}

function Holding() {
  const w = useWords();
  return (
    <div className="col g4">
      <Skeleton height="64px" radius="12px" label={w.reserving} />
      <p className="m">{w.reserving}</p>
      <Skeleton height="60px" radius="10px" />
      <Skeleton width="60%" />
    </div>
  );
}

/** A ring for the reservation alone; the offer has its own end. */
function HoldClock({ order, now, offerEndsAt }: { order: Order; now: number; offerEndsAt: string | null }) {
  const w = useWords();
  const language = useLanguage();
  if (order.holdEndsAt === null) return null;
  const leftMs = Date.parse(order.holdEndsAt) - now;
  const wholeMs = Math.max(1, Date.parse(order.holdEndsAt) - Date.parse(order.placedAt));
  return (
    <div className="hold">
      <Ring part={leftMs / wholeMs} size={40} stroke={4} tone={leftMs < 30_000 ? 'stop' : 'ink'} />
      <div className="grow">
        <b className="b">
          {w.heldForYou} <span className="d hold-t">{time(leftMs, 'left', language)}</span>
        </b>
        <p className="xs m">{offerEndsAt ? w.holdTextOffer(time(offerEndsAt, 'clock', language)) : w.holdText}</p>
      </div>
    </div>
  );
}

function Lines({ order }: { order: Order }) {
  const language = useLanguage();
  return (
    <ul className="lines">
      {order.lines.map((line) => (
        <li key={line.variantId}>
          <ProductPicture src={line.imageUrl} paper={line.paper} width="80%" />
          <span className="grow">
            <b className="b">{line.title}</b>
            <span className="sm m">
              {[line.variantTitle === 'Default' ? '' : line.variantTitle, line.quantity > 1 ? `× ${line.quantity}` : '']
                .filter(Boolean)
                .join(' ')}
            </span>
          </span>
          <b className="b nw">{money(line.total, language)}</b>
        </li>
      ))}
    </ul>
  );
}

export function Sums({ order }: { order: Order }) {
  const w = useWords();
  const language = useLanguage();
  return (
    <>
      <dl className="sum">
        <dt className="m">{w.goods}</dt>
        <dd>{money(order.goods, language)}</dd>
        <dt className="m">{w.delivery}</dt>
        <dd>{money(order.shipping, language)}</dd>
        <dt className="tot">{order.state === 'paid' ? w.youPaid : w.youPay}</dt>
        <dd className="tot">{money(order.total, language)}</dd>
        <dt className="xs mm">{w.includesVat(new Intl.NumberFormat(language).format(order.vatPercent))}</dt>
        <dd className="xs mm">{money(order.vat, language)}</dd>
      </dl>
      <Note tone="proof" icon={<Undo size={18} aria-hidden="true" />}>
        {w.changeMind(order.returnDays)}
      </Note>
      <p className="xs mm">{w.seller([order.shop.legalName, order.shop.city].filter(Boolean).join(', '))}</p>
    </>
  );
}

const COUNTRIES = ['BE', 'NL', 'DE', 'FR', 'LU', 'IE', 'AT'];
const KEPT = 'contact';

function ContactForm({ id, onPay }: { id: string; onPay: (contact: Contact, method: PayMethod) => void }) {
  const w = useWords();
  const language = useLanguage();
  const me = useMe();
  const [kept] = useState(readContact);
  const [method, setMethod] = useState<PayMethod>('test_card');
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const countryName = new Intl.DisplayNames([language], { type: 'region' });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const read = (name: string) => String(data.get(name) ?? '').trim();
    const contact: Contact = {
      email: read('email'),
      name: read('name'),
      line1: read('line1'),
      postcode: read('postcode'),
      city: read('city'),
      country: read('country'),
    };
    const empty = Object.entries(contact).flatMap(([name, value]) =>
      value === '' || (name === 'email' && !/^\S+@\S+\.\S+$/.test(value)) ? [name] : [],
    );
    setMissing(new Set(empty));
    if (empty.length > 0) return form.querySelector<HTMLElement>(`[name="${empty[0]}"]`)?.focus();
    keepContact(contact);
    onPay(contact, method);
  }
  const field = (name: keyof Contact, label: string, autoComplete: string, type = 'text') => (
    <Field
      label={label}
      name={name}
      type={type}
      autoComplete={autoComplete}
      defaultValue={kept?.[name] ?? (name === 'email' ? (me?.user?.email ?? '') : name === 'name' ? (me?.user?.name ?? '') : '')}
      error={missing.has(name) ? (name === 'email' ? w.emailWrong : w.fillIn) : null}
      maxLength={160}
    />
  );

  return (
    <form id={id} className="contact" onSubmit={submit} noValidate>
      <h3>{w.deliverTo}</h3>
      {field('email', w.email, 'email', 'email')}
      {field('name', w.fullName, 'name')}
      {field('line1', w.street, 'street-address')}
      <div className="pc">
        {field('postcode', w.postcode, 'postal-code')}
        {field('city', w.city, 'address-level2')}
      </div>
      <SelectField label={w.country} name="country" autoComplete="country" defaultValue={kept?.country ?? 'BE'}>
        {COUNTRIES.map((code) => (
          <option key={code} value={code}>
            {countryName.of(code)}
          </option>
        ))}
      </SelectField>
      <fieldset>
        <legend className="eyebrow">{w.payWith}</legend>
        <div className="pays" role="radiogroup" aria-label={w.payWith}>
          {(['test_card', 'test_bank'] as const).map((each) => (
            <button
              key={each}
              type="button"
              role="radio"
              aria-checked={method === each}
              className={`pay ${method === each ? 'on' : ''}`}
              onClick={() => setMethod(each)}
            >
              {w.methods[each]}
            </button>
          ))}
        </div>
        <p className="xs m test-note">{w.testMoney}</p>
      </fieldset>
    </form>
  );
}

/** On this device only, so that nobody types an address twice. */
function readContact(): Contact | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Contact | null;
  } catch {
    return null;
  }
}
function keepContact(contact: Contact): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(contact));
  } catch {
    // A browser without storage asks again next time.
  }
}

function Declined({ order, now }: { order: Order; now: number }) {
  const w = useWords();
  const language = useLanguage();
  const leftMs = order.holdEndsAt === null ? 0 : Date.parse(order.holdEndsAt) - now;
  return (
    <Note tone="stop" icon={<CreditCard size={20} aria-hidden="true" />} role="alert">
      <b className="b">{order.payment?.state === 'cancelled' ? w.payCancelled : w.bankSaidNo}</b>
      <p>{w.nothingCharged(order.payment?.reason ?? '')}</p>
      <p>{w.stillHeld(time(leftMs, 'left', language))}</p>
    </Note>
  );
}

function PayRefused({ message }: { message: Parameters<typeof sentence>[0] }) {
  const language = useLanguage();
  return (
    <Note tone="stop" role="alert">
      {sentence(message, language)}
    </Note>
  );
}

/** The provider's own page: card and code never touch ours. */
function PayFrame({ order, refresh }: { order: Order; refresh: () => void }) {
  const w = useWords();
  const language = useLanguage();
  const url = order.payment?.url ?? null;
  return (
    <div className="payframe">
      <p className="sm m" role="status">
        {w.payAtProvider(money(order.total, language))}
      </p>
      {url ? <iframe src={url} title={w.payPage} allow="payment" /> : <Skeleton height="380px" radius="14px" label={w.loading} />}
      <div className="row between wrap">
        <Button size="sm" onClick={refresh}>
          {w.iHavePaid}
        </Button>
        {url ? (
          <a className="sm b" href={url} target="_blank" rel="noopener">
            {w.openInTab}
          </a>
        ) : null}
      </div>
    </div>
  );
}

function Expired({ again, onClose }: { again: () => void; onClose: () => void }) {
  const w = useWords();
  return (
    <div className="state" role="alert">
      <Ring part={0} size={48} stroke={5} />
      <h2>{w.holdOver}</h2>
      <p className="m">{w.holdOverText}</p>
      <Button tone="solid" wide onClick={again}>
        {w.holdAgain}
      </Button>
      <Button tone="quiet" onClick={onClose}>
        {w.leaveIt}
      </Button>
    </div>
  );
}
