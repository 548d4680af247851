import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Role } from '#contract/route.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useOrganisation } from '../organisation.tsx';

/** Roles that a shop gives; operators are made on the machine itself. */
export const GIVEN = ['host', 'producer', 'moderator', 'seller_admin'] as const satisfies readonly Role[];
export type Given = (typeof GIVEN)[number];

export interface Member {
  userId: string;
  name: string;
  email: string;
  roles: Role[];
  joinedAt: string;
  twoFactor: boolean;
}

export function useMembers() {
  const { orgId } = useOrganisation();
  return useQuery({
    queryKey: ['members', orgId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/members', { params: { path: { orgId } } })),
  });
}

/** The three verbs. Each refreshes the list and, because it may be about myself, who I am. */
export function useMemberVerbs() {
  const { orgId } = useOrganisation();
  const queries = useQueryClient();
  const onSuccess = () =>
    Promise.all([queries.invalidateQueries({ queryKey: ['members', orgId] }), queries.invalidateQueries({ queryKey: ['me'] })]);
  const add = useMutation({
    mutationFn: (body: { email: string; roles: Given[] }) =>
      orThrow(api.POST('/api/orgs/{orgId}/members', { params: { path: { orgId } }, body })),
    onSuccess,
  });
  const setRoles = useMutation({
    mutationFn: ({ userId, roles }: { userId: string; roles: Given[] }) =>
      orThrow(api.PUT('/api/orgs/{orgId}/members/{userId}', { params: { path: { orgId, userId } }, body: { roles } })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (userId: string) => orThrow(api.DELETE('/api/orgs/{orgId}/members/{userId}', { params: { path: { orgId, userId } } })),
    onSuccess,
  });
  return { add, setRoles, remove };
}
