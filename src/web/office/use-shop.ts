import { useQuery } from '@tanstack/react-query';
import { api, orThrow } from '../staff/api.ts';
import { useOrganisation } from './organisation.tsx';

/** The facts of the shop whose office this is. */
export function useShop() {
  const { orgId } = useOrganisation();
  return useQuery({ queryKey: ['org', orgId], queryFn: () => orThrow(api.GET('/api/orgs/{orgId}', { params: { path: { orgId } } })) });
}
