import { useState } from 'react';
import type { Order } from '#contract/orders.ts';
import { money, time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { OrderTag } from '../../staff/order-tag.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useOrder } from './use-orders.ts';
import { useWords } from './words.ts';

/** One order beside the list. The address names it, so that back closes it and a link opens it. */
export function OrderDrawer({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const order = useOrder(orderId);
  return (
    <Sheet title={order.data?.number ?? words.order} words={staff} kind="side" detent="full" backCloses={false} onClose={onClose}>
      {order.data ? (
        <Detail order={order.data} />
      ) : order.error ? (
        <Refused error={order.error} onRetry={() => void order.refetch()} />
      ) : (
        <RowsSkeleton height="36px" />
      )}
    </Sheet>
  );
}

function Detail({ order }: { order: Order }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <div className="col g4 order-detail">
      <div className="row wrap">
        <OrderTag state={order.state} word={words.states[order.state]} />
        <span className="m sm">{time(order.placedAt, 'proof', language)}</span>
        {order.holdEndsAt ? <span className="m sm">{words.heldUntil(time(order.holdEndsAt, 'exact', language))}</span> : null}
      </div>
      <ul className="col g3">
        {order.lines.map((line) => (
          <li key={line.variantId} className="row g3">
            <ProductPicture src={line.imageUrl} paper={line.paper} width="76%" />
            <div className="grow">
              <b className="b">{line.title}</b>
              <p className="sm m">{line.variantTitle}</p>
              <p className="sm m">{words.quantity(line.quantity, money(line.unitPrice, language))}</p>
            </div>
            <span className="b">{money(line.total, language)}</span>
          </li>
        ))}
      </ul>
      <dl className="sum">
        <dt className="m">{words.goods}</dt>
        <dd>{money(order.goods, language)}</dd>
        <dt className="m">{words.shipping}</dt>
        <dd>{money(order.shipping, language)}</dd>
        <dt className="tot">{words.total}</dt>
        <dd className="tot">{money(order.total, language)}</dd>
        <dt className="m xs">{words.vat(order.vatPercent)}</dt>
        <dd className="m xs">{money(order.vat, language)}</dd>
      </dl>
      <Facts order={order} />
      <section>
        <h3>{words.history}</h3>
        <ol className="tml">
          {order.history.map((entry) => (
            <li key={entry.at + entry.what}>
              <i />
              <span>{words.happened[entry.what] ?? entry.what}</span>
              <span className="mm">{time(entry.at, 'exact', language)}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Facts({ order }: { order: Order }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <>
      {order.address ? <Address address={order.address} email={order.email} /> : null}
      <dl className="kv">
        {order.payment ? (
          <>
            <dt>{words.payment}</dt>
            <dd>{words.paidBy[order.payment.method] ?? order.payment.method}</dd>
          </>
        ) : null}
        {order.showTitle ? (
          <>
            <dt>{words.during}</dt>
            <dd>{order.showTitle}</dd>
          </>
        ) : null}
      </dl>
      {order.deliveryBy ? (
        <p className="sm m">
          {words.deliveryBy(time(order.deliveryBy, 'weekday', language))}. {words.toReturn(order.returnDays)}.
        </p>
      ) : null}
    </>
  );
}

function Address({ address, email }: { address: NonNullable<Order['address']>; email: string | null }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const lines = [address.name, address.line1, `${address.postcode} ${address.city}`, address.country];
  const copy = async () => {
    await navigator.clipboard.writeText(lines.join('\n'));
    setCopied(true);
  };
  return (
    <section className="row between">
      <div>
        <h3>{words.deliverTo}</h3>
        <address>
          {lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
          {email ? <a href={`mailto:${email}`}>{email}</a> : null}
        </address>
      </div>
      <Button size="sm" tone="quiet" icon={<Copy size={16} />} onClick={() => void copy()}>
        {copied ? words.copied : words.copy}
      </Button>
    </section>
  );
}
