import type { ReactNode } from 'react';
import type { Order } from '#contract/orders.ts';
import { money, time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { OrderTag } from '../../staff/order-tag.tsx';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Receipt, Search } from '../../ui/icons.ts';
import { type Column, EmptyState, ProductPicture, Table } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { Filters } from './filters.tsx';
import { OrderDrawer } from './order-drawer.tsx';
import { useOrderAddress, useOrders } from './use-orders.ts';
import { useWords } from './words.ts';

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export default function Orders() {
  const words = useWords();
  const { orgName } = useOrganisation();
  const { filters, filter, openedId, open } = useOrderAddress();
  const filtered = filters.state !== null || filters.showId !== null || filters.q !== '';
  return (
    <>
      <PageHead title={words.title} under={words.under(orgName, zone())} />
      <div className="page-body orders">
        <Filters filters={filters} onFilter={filter} />
        <List
          filters={filters}
          empty={<Nothing filtered={filtered} onClear={() => filter({ state: null, showId: null, q: '' })} />}
          onOpen={open}
        />
      </div>
      {openedId ? <OrderDrawer orderId={openedId} onClose={() => open(null)} /> : null}
    </>
  );
}

function List({
  filters,
  empty,
  onOpen,
}: {
  filters: ReturnType<typeof useOrderAddress>['filters'];
  empty: ReactNode;
  onOpen: (id: string) => void;
}) {
  const words = useWords();
  const orders = useOrders(filters);
  const columns = useColumns(onOpen);
  if (!orders.data) return orders.error ? <Refused error={orders.error} onRetry={() => void orders.refetch()} /> : <RowsSkeleton />;
  const rows = orders.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return empty;
  return (
    <>
      <div className="card" aria-busy={orders.isPlaceholderData}>
        <Table caption={words.title} columns={columns} rows={rows} rowKey={(order) => order.id} onRow={(order) => onOpen(order.id)} />
      </div>
      {orders.hasNextPage ? (
        <Button busy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </>
  );
}

function useColumns(onOpen: (id: string) => void): readonly Column<Order>[] {
  const words = useWords();
  const language = useLanguage();
  return [
    {
      key: 'number',
      head: words.order,
      cell: (order) => (
        <button type="button" className="b link" onClick={() => onOpen(order.id)}>
          {order.number}
        </button>
      ),
    },
    { key: 'buyer', head: words.buyer, cell: (order) => order.address?.name ?? order.email ?? <span className="mm">{words.noBuyer}</span> },
    { key: 'what', head: words.what, cell: (order) => <What order={order} /> },
    { key: 'total', head: words.total, numeric: true, cell: (order) => money(order.total, language) },
    { key: 'state', head: words.state, cell: (order) => <OrderTag state={order.state} word={words.states[order.state]} /> },
    {
      key: 'when',
      head: words.when,
      numeric: true,
      cell: (order) => <span className="m">{time(order.placedAt, 'moment', language)}</span>,
    },
  ];
}

function What({ order }: { order: Order }) {
  const words = useWords();
  const [first, ...rest] = order.lines;
  if (!first) return null;
  return (
    <span className="row what">
      <ProductPicture src={first.imageUrl} paper={first.paper} width="76%" />
      {rest.length > 0 ? words.several(first.title, rest.length) : first.title}
    </span>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const words = useWords();
  if (!filtered) {
    return (
      <EmptyState icon={<Receipt size={28} />} title={words.emptyTitle}>
        {words.emptyBody}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Search size={28} />} title={words.noneTitle} action={<Button onClick={onClear}>{words.clear}</Button>}>
      {words.noneBody}
    </EmptyState>
  );
}
