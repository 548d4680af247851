import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ORDER_STATES, type Order } from '#contract/orders.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useOrganisation } from '../organisation.tsx';

const PAGE = 50;
/** The list follows the sale without a reload; a person reading does not need it faster. */
const FRESH_MS = 15_000;

export interface OrderFilters {
  readonly state: Order['state'] | null;
  readonly showId: string | null;
  readonly q: string;
}

/** Filters and the opened order, both from the address. */
export function useOrderAddress() {
  const search = useSearch({ strict: false });
  const { org = '', id = null } = useParams({ strict: false }) as { org?: string; id?: string };
  const navigate = useNavigate();
  const filters: OrderFilters = {
    state: ORDER_STATES.find((state) => state === search['state']) ?? null,
    showId: search['show'] ?? null,
    q: search['q'] ?? '',
  };
  const go = (next: OrderFilters, opened: string | null, replace: boolean) =>
    void navigate({
      to: '/$org/orders/{-$id}',
      params: { org, id: opened ?? undefined },
      search: { state: next.state ?? undefined, show: next.showId ?? undefined, q: next.q || undefined },
      replace,
    });
  return {
    filters,
    openedId: id,
    filter: (part: Partial<OrderFilters>) => go({ ...filters, ...part }, null, true),
    open: (orderId: string | null) => go(filters, orderId, orderId === null),
  };
}

export function useOrders({ state, showId, q }: OrderFilters) {
  const { orgId } = useOrganisation();
  return useInfiniteQuery({
    queryKey: ['orders', orgId, state, showId, q],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/orgs/{orgId}/orders', {
          params: {
            path: { orgId },
            query: {
              limit: PAGE,
              ...(pageParam ? { cursor: pageParam } : {}),
              ...(state ? { state } : {}),
              ...(showId ? { showId } : {}),
              ...(q ? { q } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_MS,
  });
}

export function useOrder(orderId: string) {
  const { orgId } = useOrganisation();
  return useQuery({
    queryKey: ['order', orgId, orderId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/orders/{orderId}', { params: { path: { orgId, orderId } } })),
    refetchInterval: FRESH_MS,
  });
}

/** For the filter: the shows of this organisation, newest first, as many as a menu can hold. */
export function useShowNames() {
  const { orgId } = useOrganisation();
  return useQuery({
    queryKey: ['shows', orgId, 'names'],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows', { params: { path: { orgId }, query: { limit: 100 } } })),
    staleTime: 60_000,
  });
}
