import type { Order } from '#contract/orders.ts';
import { money, time } from '../../client/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CircleCheck, Receipt, Truck, Undo } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useLanguage, useSheetWords, useWords } from '../words.ts';

/** The slip: what was paid, when it comes, where the order lives. */
export function Paid({ order, backWord, onClose }: { order: Order; backWord: string; onClose: () => void }) {
  const w = useWords();
  const words = useSheetWords();
  return (
    <Sheet title={w.itsYours('')} hideTitle kind="dialog" detent="full" words={words} onClose={onClose}>
      <Slip order={order} />
      <div className="col g3 slip-end">
        <ButtonLink href={orderPath(order)} icon={<Receipt size={18} />} wide>
          {w.seeOrder}
        </ButtonLink>
        <Button tone="solid" size="xl" wide onClick={onClose}>
          {backWord}
        </Button>
      </div>
    </Sheet>
  );
}

export const orderPath = (order: Pick<Order, 'id' | 'link'>): string => {
  // The link opens the order without an account; as a path it stays in this page.
  const key = order.link ? new URL(order.link, location.origin).searchParams.get('k') : null;
  return `/orders/${order.id}${key ? `?k=${encodeURIComponent(key)}` : ''}`;
};

export function Slip({ order }: { order: Order }) {
  const w = useWords();
  const language = useLanguage();
  const first = order.address?.name.split(' ')[0] ?? '';
  const line = order.lines[0];
  return (
    <section className="slip" data-theme="light">
      <div className="row between wrap">
        <b className="b">{w.orderNr(order.number)}</b>
        <span className="mm sm">{time(order.paidAt ?? order.placedAt, 'proof', language)}</span>
      </div>
      <h2 className="slip-h">{w.itsYours(first)}</h2>
      <p className="m">
        {w.paidWith(
          money(order.total, language),
          order.payment ? (w.methods[order.payment.method as keyof typeof w.methods] ?? order.payment.method) : '',
        )}
      </p>
      <div className="slip-b">
        {line ? <ProductPicture src={line.imageUrl} paper={line.paper} width="80%" /> : null}
        <ul>
          {line ? (
            <li>
              <CircleCheck size={18} aria-hidden="true" />
              {[line.title, line.variantTitle === 'Default' ? '' : line.variantTitle].filter(Boolean).join(', ')},{' '}
              {money(line.unitPrice, language)}
            </li>
          ) : null}
          {order.deliveryBy ? (
            <li>
              <Truck size={18} aria-hidden="true" />
              {w.arrives(time(order.deliveryBy, 'weekday', language))}
            </li>
          ) : null}
          <li>
            <Undo size={18} aria-hidden="true" />
            {w.returnDays(order.returnDays)}
          </li>
        </ul>
      </div>
    </section>
  );
}
