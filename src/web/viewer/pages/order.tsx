import type { Order } from '#contract/orders.ts';
import { ask } from '../../client/api.ts';
import { money, time } from '../../client/format.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Lock } from '../../ui/icons.ts';
import { Note, ProductPicture } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import { Sums } from '../sale/checkout.tsx';
import { Slip } from '../sale/paid.tsx';
import { Waiting } from '../states.tsx';
import { useLoad, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';
import { StateTag } from './orders.tsx';

/** One order, for its buyer: by cookie, by account, or by the link in the mail. */
export default function OrderPage({ orderId, linkKey }: { orderId: string; linkKey: string | null }) {
  const { api } = useTools();
  const query = linkKey ? { k: linkKey } : {};
  const loaded = useLoad<Order>(orderId, () => ask(api.GET('/api/orders/{orderId}', { params: { path: { orderId }, query } })) as never);
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'refused') return <Refused refusal={loaded.refusal} retry={loaded.reload} />;
  return <OrderFacts order={loaded.value} />;
}

function OrderFacts({ order }: { order: Order }) {
  const w = useWords();
  const language = useLanguage();
  return (
    <div className="page orderp">
      <div>
        <h1 tabIndex={-1}>{w.orderNr(order.number)}</h1>
        <p className="row wrap">
          <StateTag order={order} />
          <a href={`/shops/${order.shop.slug}`}>{order.shop.name}</a>
          {order.showTitle ? <span className="m">{w.boughtIn(order.showTitle)}</span> : null}
        </p>
        {order.state === 'paid' ? <Slip order={order} /> : null}
        {order.state === 'held' || order.state === 'paying' ? (
          <Note tone="warn">{order.holdEndsAt ? w.stillOpen(time(order.holdEndsAt, 'clock', language)) : ''}</Note>
        ) : null}
        {order.state === 'expired' || order.state === 'released' ? <Note>{w.holdOverText}</Note> : null}
        {order.link ? (
          <p className="xs mm row">
            <Lock size={14} aria-hidden="true" />
            {w.keepLink}
          </p>
        ) : null}
      </div>
      <section className="card pad">
        <h2>{w.whatYouBought}</h2>
        <ul className="lines">
          {order.lines.map((line) => (
            <li key={line.variantId}>
              <ProductPicture src={line.imageUrl} paper={line.paper} width="80%" />
              <span className="grow">
                <a href={`/shops/${order.shop.slug}/products/${line.handle}`} className="b">
                  {line.title}
                </a>
                <span className="sm m">
                  {[line.variantTitle === 'Default' ? '' : line.variantTitle, `${line.quantity} × ${money(line.unitPrice, language)}`]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </span>
              <b className="b nw">{money(line.total, language)}</b>
            </li>
          ))}
        </ul>
        <Sums order={order} />
      </section>
      <section className="card pad">
        {order.address ? (
          <>
            <h2>{w.deliverTo}</h2>
            <address>
              {order.address.name}
              <br />
              {order.address.line1}
              <br />
              {order.address.postcode} {order.address.city}, {order.address.country}
            </address>
          </>
        ) : null}
        <h2>{w.whatHappened}</h2>
        <ol className="tml">
          {order.history.map((entry) => (
            <li key={`${entry.at}${entry.what}`}>
              <i />
              <span>{w.history[entry.what as keyof typeof w.history] ?? entry.what}</span>
              <span className="xs mm">{time(entry.at, 'moment', language)}</span>
            </li>
          ))}
        </ol>
        <ButtonLink href="/orders" wide>
          {w.navOrders}
        </ButtonLink>
      </section>
    </div>
  );
}
