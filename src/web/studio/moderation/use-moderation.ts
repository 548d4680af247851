import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Decision, ModerationDesk } from '#contract/moderation.ts';
import type { StaffShow } from '#contract/shows.ts';
import { useStore } from '../../client/store.ts';
import { api, ask, orThrow } from '../../staff/api.ts';
import { useMe } from '../../staff/session.tsx';
import { lastOfMine, stillHeld, undoneByOther, withDecision } from './desk.ts';
import { createOutgoing } from './outgoing.ts';
import type { Wish } from './wish.ts';

/** The room tells of every change; this is the safety net for a notice that was lost. */
const REFRESH_MS = 10_000;
const TOLD_MS = 8_000;

const keyOf = (showId: string) => ['moderation', showId];

export function useRefreshModeration(showId: string): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: keyOf(showId) }), [queries, showId]);
}

/** What the rules hold, what the crew decided, and deciding. The server owns the five seconds, so all of the crew see the same. */
export function useModeration(show: Pick<StaffShow, 'id' | 'orgId'>, enabled: boolean, serverNow: () => number) {
  const me = useMe();
  const queries = useQueryClient();
  const path = { orgId: show.orgId, showId: show.id };
  const queryKey = keyOf(show.id);
  const desk = useQuery({
    queryKey,
    enabled,
    refetchInterval: REFRESH_MS,
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows/{showId}/moderation', { params: { path } })),
  });

  const taken = (decision: Decision) => {
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<ModerationDesk>(queryKey, (now) => now && withDecision(now, decision));
    void queries.invalidateQueries({ queryKey });
  };
  const send = (id: string, wish: Wish) => {
    const { kind, lineId, author, seconds, reason, note } = wish;
    const body = { id, kind, lineId, author, seconds, reason, note };
    return ask(api.POST('/api/orgs/{orgId}/shows/{showId}/moderation/decisions', { params: { path }, body }));
  };
  const latest = useRef({ taken, send });
  latest.current = { taken, send };
  const [outgoing] = useState(() =>
    createOutgoing({ send: (id, wish) => latest.current.send(id, wish), taken: (decision) => latest.current.taken(decision) }),
  );
  const sent = useStore(outgoing.all);

  const undone = useRef(new Set<string>());
  const undo = useMutation({
    mutationFn: (decisionId: string) => {
      undone.current.add(decisionId);
      return orThrow(
        api.DELETE('/api/orgs/{orgId}/shows/{showId}/moderation/decisions/{decisionId}', { params: { path: { ...path, decisionId } } }),
      );
    },
    onSuccess: taken,
    onError: (_, decisionId) => undone.current.delete(decisionId),
  });

  const decided = desk.data?.decided ?? NONE;
  return {
    desk,
    decided,
    held: desk.data ? stillHeld(desk.data, sent) : [],
    outgoing: sent,
    decide: outgoing.decide,
    again: outgoing.again,
    forget: outgoing.drop,
    undo,
    undoLast: () => {
      const last = lastOfMine(decided, me.user.id, serverNow());
      if (last && !undo.isPending) undo.mutate(last.id);
    },
    undoneByOther: useUndoneByOther(decided, me.user.id, undone.current),
    serverNow,
    isMine: (decision: Decision) => decision.by.userId === me.user.id,
  };
}
export type Moderation = ReturnType<typeof useModeration>;

const NONE: readonly Decision[] = [];

/** What a colleague took back of mine, for as long as it takes to read it. */
function useUndoneByOther(decided: readonly Decision[], userId: string, mine: ReadonlySet<string>): Decision | null {
  const before = useRef(decided);
  const [told, setTold] = useState<Decision | null>(null);
  useEffect(() => {
    const found = undoneByOther(before.current, decided, userId, mine);
    before.current = decided;
    if (found) setTold(found);
  }, [decided, userId, mine]);
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return told;
}
