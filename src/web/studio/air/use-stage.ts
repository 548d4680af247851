import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Stage, StaffShow } from '#contract/shows.ts';
import { api, orThrow } from '../../staff/api.ts';
import type { Publishing } from './use-publishing.ts';

/** Hosts come and go by the second while a hand-over is prepared; the answer is a few bytes from memory. */
const LOOK_MS = 2_000;
const EMPTY: Stage = { onAir: null, backstage: [], open: false, auto: false, mayCall: false };

/** Who is on stage and who waits, and where this browser stands in it. */
export function useStage(show: StaffShow, publishing: Publishing) {
  const params = { path: { orgId: show.orgId, showId: show.id } };
  const queries = useQueryClient();
  const key = ['stage', show.id];
  const query = useQuery({
    queryKey: key,
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows/{showId}/stage', { params })),
    refetchInterval: LOOK_MS,
  });
  const stage = query.data ?? EMPTY;
  const keep = (next: Stage) => queries.setQueryData(key, next);
  const call = useMutation({
    mutationFn: (spot: string) =>
      orThrow(api.POST('/api/orgs/{orgId}/shows/{showId}/stage', { params, body: { spot, insteadOf: stage.onAir?.spot ?? null } })),
    onSuccess: keep,
    // Refused because somebody was faster: show who.
    onError: () => void query.refetch(),
  });
  const rules = useMutation({
    mutationFn: (body: { open: boolean; auto: boolean }) =>
      orThrow(api.PUT('/api/orgs/{orgId}/shows/{showId}/stage/rules', { params, body })),
    onSuccess: keep,
  });

  const mine = stage.backstage.find((seat) => seat.spot === publishing.spot) ?? null;
  const isOnAir = publishing.spot !== null && stage.onAir?.spot === publishing.spot;
  const { stand } = publishing;
  useEffect(() => {
    if (isOnAir) stand('browser');
    else if (mine) stand('backstage');
  }, [isOnAir, mine !== null, stand]);

  const isFree = stage.onAir === null || !stage.onAir.ready;
  return {
    ...stage,
    /** My seat behind the stage; null when I am on it, or do not send. */
    mine,
    others: stage.backstage.filter((seat) => seat !== mine),
    isFree,
    mayGoOn: mine !== null && (stage.mayCall || stage.open || isFree),
    call,
    rules,
  };
}
export type StageView = ReturnType<typeof useStage>;
