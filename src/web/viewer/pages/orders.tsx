import { useState } from 'react';
import type { Order } from '#contract/orders.ts';
import { ask } from '../../client/api.ts';
import { money, time } from '../../client/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ChevronRight, Receipt } from '../../ui/icons.ts';
import { EmptyState, Note, ProductPicture, Tag } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import { orderPath } from '../sale/paid.tsx';
import { Waiting } from '../states.tsx';
import { useLoad, useMe, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';

interface Page {
  items: Order[];
  nextCursor: string | null;
}

/** What was bought on this device, or by this account. */
export default function OrdersPage() {
  const w = useWords();
  const me = useMe();
  const { api } = useTools();
  const [more, setMore] = useState<Page | null>(null);
  const first = useLoad<Page>(`orders-${me?.user?.id ?? ''}`, () => ask(api.GET('/api/me/orders', { params: { query: { limit: 30 } } })));
  if (first.state === 'loading') return <Waiting />;
  if (first.state === 'refused') return <Refused refusal={first.refusal} retry={first.reload} />;
  const orders = [...first.value.items, ...(more?.items ?? [])];
  const cursor = more ? more.nextCursor : first.value.nextCursor;
  const next = async () => {
    const answer = await ask(api.GET('/api/me/orders', { params: { query: { limit: 30, cursor: cursor! } } }));
    if (answer.ok) setMore({ items: [...(more?.items ?? []), ...(answer.value as Page).items], nextCursor: answer.value.nextCursor });
  };

  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{w.navOrders}</h1>
      {me?.user ? null : (
        <Note tone="info">
          {w.ordersOnDevice} <a href="/sign-in?next=/orders">{w.signIn}</a>
        </Note>
      )}
      {orders.length === 0 ? (
        <EmptyState
          icon={<Receipt size={36} />}
          title={w.noOrders}
          action={
            <ButtonLink href="/" tone="solid">
              {w.toHome}
            </ButtonLink>
          }
        >
          {w.noOrdersText}
        </EmptyState>
      ) : null}
      <ul className="orders">
        {orders.map((order) => (
          <li key={order.id}>
            <OrderRow order={order} />
          </li>
        ))}
      </ul>
      {cursor ? <Button onClick={() => void next()}>{w.more}</Button> : null}
    </div>
  );
}

function OrderRow({ order }: { order: Order }) {
  const language = useLanguage();
  const line = order.lines[0];
  return (
    <a href={orderPath(order)} className="orow plain">
      <ProductPicture src={line?.imageUrl ?? null} paper={line?.paper ?? 'stone'} width="74%" />
      <span className="grow">
        <b className="b">{line?.title ?? order.number}</b>
        <span className="sm m">
          {order.number}, {order.shop.name}, {time(order.placedAt, 'day', language)}
        </span>
        <StateTag order={order} />
      </span>
      <b className="b nw">{money(order.total, language)}</b>
      <ChevronRight size={18} aria-hidden="true" />
    </a>
  );
}

export function StateTag({ order }: { order: Order }) {
  const w = useWords();
  const tone = order.state === 'paid' ? 'proof' : order.state === 'held' || order.state === 'paying' ? 'warn' : undefined;
  return <Tag {...(tone ? { tone } : {})}>{w.orderStates[order.state]}</Tag>;
}
