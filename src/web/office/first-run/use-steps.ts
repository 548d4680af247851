import { useQueries } from '@tanstack/react-query';
import { api, orThrow } from '../../staff/api.ts';
import { useMe } from '../../staff/session.tsx';
import { useOrganisation } from '../organisation.tsx';
import type { Facts } from './steps.ts';

/** The facts of the list, each read where it belongs. */
export function useSteps() {
  const { user } = useMe();
  const { orgId, may } = useOrganisation();
  const seesPeople = may('seller_admin', 'producer', 'operator');
  const path = { orgId };
  const [org, products, people, shows] = useQueries({
    queries: [
      { queryKey: ['org', orgId], queryFn: () => orThrow(api.GET('/api/orgs/{orgId}', { params: { path } })) },
      {
        queryKey: ['products', orgId, 'first-run'],
        queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/products', { params: { path, query: { status: 'active', limit: 20 } } })),
      },
      {
        queryKey: ['members', orgId],
        queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/members', { params: { path } })),
        enabled: seesPeople,
      },
      {
        queryKey: ['shows', orgId, 'first-run'],
        queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows', { params: { path, query: { limit: 1 } } })),
      },
    ],
  });
  const asked = [org, products, shows, ...(seesPeople ? [people] : [])];
  const error = asked.find((query) => query.error)?.error ?? null;
  const retry = () => void Promise.all(asked.map((query) => query.refetch()));
  if (!org.data || !products.data || !shows.data || (seesPeople && !people.data)) return { facts: null, error, retry };
  const facts: Facts = {
    user,
    org: org.data,
    products: {
      count: products.data.items.length,
      more: products.data.nextCursor !== null,
      pictures: products.data.items.map(({ image }) => image?.url ?? null),
    },
    people: people.data?.items.length ?? null,
    firstShow: shows.data.items[0]?.title ?? null,
  };
  return { facts, error: null, retry };
}
