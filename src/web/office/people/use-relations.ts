import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, orThrow } from '../../staff/api.ts';
import { useOrganisation } from '../organisation.tsx';

export type RelationKind = 'affiliate' | 'sample';
export interface Relation {
  id: string;
  userId: string;
  name: string;
  email: string;
  kind: RelationKind;
  about: string;
  note: string;
  since: string;
  until: string | null;
  addedBy: string;
  endedBy: string | null;
}

export function useRelations() {
  const { orgId } = useOrganisation();
  return useQuery({
    queryKey: ['relations', orgId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/relations', { params: { path: { orgId } } })),
  });
}

export function useRelationVerbs() {
  const { orgId } = useOrganisation();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['relations', orgId] });
  const add = useMutation({
    mutationFn: (body: { email: string; kind: RelationKind; about: string; note: string }) =>
      orThrow(api.POST('/api/orgs/{orgId}/relations', { params: { path: { orgId } }, body })),
    onSuccess,
  });
  const end = useMutation({
    mutationFn: (relationId: string) =>
      orThrow(api.DELETE('/api/orgs/{orgId}/relations/{relationId}', { params: { path: { orgId, relationId } } })),
    onSuccess,
  });
  return { add, end };
}
