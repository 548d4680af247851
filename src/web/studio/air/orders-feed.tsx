import { useQuery } from '@tanstack/react-query';
import type { StaffShow } from '#contract/shows.ts';
import { money, time } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { OrderTag } from '../../staff/order-tag.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { EmptyState, ProductPicture } from '../../ui/parts.tsx';
import { useWords } from '../words.ts';

const SHOWN = 30;

/** The newest orders of this show. Read again when something was sold, and in any case every ten seconds. */
export function OrdersFeed({ show }: { show: StaffShow }) {
  const words = useWords();
  const language = useLanguage();
  const orders = useQuery({
    queryKey: ['orders', show.orgId, 'feed', show.id, show.totals.orders, show.totals.holds],
    queryFn: () =>
      orThrow(api.GET('/api/orgs/{orgId}/orders', { params: { path: { orgId: show.orgId }, query: { showId: show.id, limit: SHOWN } } })),
    refetchInterval: 10_000,
    placeholderData: (old) => old,
  });
  if (!orders.data) return orders.error ? <Refused error={orders.error} onRetry={() => void orders.refetch()} /> : <RowsSkeleton />;
  if (orders.data.items.length === 0) return <EmptyState title={words.noOrders}>{words.noOrdersBody}</EmptyState>;
  return (
    <ul className="feed" tabIndex={0} aria-label={words.orders}>
      {orders.data.items.map((order) => (
        <li key={order.id}>
          {order.lines[0] ? <ProductPicture src={order.lines[0].imageUrl} paper={order.lines[0].paper} width="76%" /> : null}
          <span className="grow">
            <b className="b">{order.lines.map((line) => `${line.quantity} × ${line.title}`).join(', ')}</b>
            <span className="xs mm">
              {order.number}, {time(order.placedAt, 'exact', language)}
            </span>
          </span>
          <span className="r">
            <b className="b">{money(order.total, language)}</b>
            <OrderTag state={order.state} word={words.orderStates[order.state]} />
          </span>
        </li>
      ))}
    </ul>
  );
}
