import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffShow } from '#contract/shows.ts';
import { api, ask, orThrow, RefusedError } from '../staff/api.ts';
import { hasRole, keepOrganisation, keptOrganisation, type Membership, type SignedIn, useMe } from '../staff/session.tsx';

const showKey = (showId: string): QueryKey => ['show', showId];

/** The address of the studio names the show only; it belongs to one of my organisations, most likely the last one. */
async function findShow(memberships: readonly Membership[], showId: string): Promise<StaffShow> {
  for (const { orgId } of memberships) {
    const answer = await ask(api.GET('/api/orgs/{orgId}/shows/{showId}', { params: { path: { orgId, showId } } }));
    if (answer.ok) return answer.value;
    if (!['not_found', 'not_allowed'].includes(answer.refusal.reason)) throw new RefusedError(answer.refusal);
  }
  throw new RefusedError({ reason: 'not_found', status: 404, facts: {}, errors: [], requestId: null });
}

function likelyFirst(me: SignedIn): Membership[] {
  const kept = keptOrganisation(me);
  return [...me.memberships].sort((a, b) => Number(b === kept) - Number(a === kept));
}

/** Before and after the show nothing moves by itself; during the show the room tells, and this is the safety net. */
const LIVE_REFRESH_MS = 20_000;
const CALM_REFRESH_MS = 60_000;

export function useShow(showId: string) {
  const me = useMe();
  const queries = useQueryClient();
  return useQuery({
    queryKey: showKey(showId),
    queryFn: async () => {
      const known = queries.getQueryData<StaffShow>(showKey(showId));
      const first = me.memberships.filter(({ orgId }) => orgId === known?.orgId);
      const show = await findShow(first.length > 0 ? first : likelyFirst(me), showId);
      const owner = me.memberships.find(({ orgId }) => orgId === show.orgId);
      if (owner) keepOrganisation(owner.orgSlug);
      return show;
    },
    refetchInterval: (query) => (query.state.data?.state === 'live' ? LIVE_REFRESH_MS : CALM_REFRESH_MS),
  });
}

/** What my roles let me do with this show; the server decides again. */
export function useMay(orgId: string) {
  const me = useMe();
  const membership = me.memberships.find((one) => one.orgId === orgId);
  const holds = (...roles: Parameters<typeof hasRole>[1][]) => membership !== undefined && hasRole(membership, ...roles);
  return {
    /** Plan, publish, start and end. */
    crew: holds('host', 'producer', 'seller_admin'),
    /** Pins, prices, next part. */
    desk: holds('host', 'producer', 'moderator', 'seller_admin'),
    moderate: holds('host', 'producer', 'moderator'),
    seeOrders: holds('host', 'producer', 'seller_admin', 'operator'),
  };
}

type Call<T> = Promise<{ data?: T; error?: unknown; response: Response }>;
type Path = { path: { orgId: string; showId: string } };

/** A verb that answers with the show as it is now; every part of the screen then shows that. */
export function useShowVerb<V = void>(show: StaffShow, call: (params: Path, value: V) => Call<StaffShow>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => orThrow(call({ path: { orgId: show.orgId, showId: show.id } }, value)),
    onSuccess: (next) => {
      queries.setQueryData(showKey(show.id), next);
      void queries.invalidateQueries({ queryKey: ['shows', show.orgId] });
    },
  });
}

export function useRefreshShow(showId: string): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: showKey(showId) });
}
