import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { QuestionDesk, QueuedQuestion, ReadyAnswer } from '#contract/questions.ts';
import type { StaffShow } from '#contract/shows.ts';
import { api, orThrow } from '../../staff/api.ts';

/** Asking also says that I am here: the server forgets a member of the team who did not ask for half a minute. */
const REFRESH_MS = 10_000;
export const LATE_S = 180;
const READY_SHOWN = 9;

const keyOf = (showId: string) => ['questions', showId];

export function useRefreshQuestions(showId: string): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: keyOf(showId) }), [queries, showId]);
}

export interface Given {
  readonly questionId: string;
  readonly state?: 'open' | 'next' | 'dropped';
  readonly assigneeId?: string | null;
}
export interface Answered {
  readonly questionId: string;
  /** Null: the host answers on camera now. */
  readonly text: string | null;
  readonly readyAnswerId?: string | null;
  readonly pin?: boolean;
}

/** The queue of questions, the team, and what can be done with a question. */
export function useQuestions(show: Pick<StaffShow, 'id' | 'orgId'>, enabled: boolean) {
  const queries = useQueryClient();
  const path = { orgId: show.orgId, showId: show.id };
  const queryKey = keyOf(show.id);
  const desk = useQuery({
    queryKey,
    enabled,
    refetchInterval: REFRESH_MS,
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows/{showId}/questions', { params: { path } })),
  });
  const onSuccess = (question: QueuedQuestion) => {
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<QuestionDesk>(queryKey, (now) => now && withQuestion(now, question));
    void queries.invalidateQueries({ queryKey });
  };
  const give = useMutation({
    mutationFn: ({ questionId, ...body }: Given) =>
      orThrow(api.PUT('/api/orgs/{orgId}/shows/{showId}/questions/{questionId}', { params: { path: { ...path, questionId } }, body })),
    onSuccess,
  });
  const answer = useMutation({
    mutationFn: ({ questionId, text, readyAnswerId = null, pin = false }: Answered) =>
      orThrow(
        api.POST('/api/orgs/{orgId}/shows/{showId}/questions/{questionId}/answer', {
          params: { path: { ...path, questionId } },
          body: { text, readyAnswerId, pin },
        }),
      ),
    onSuccess,
  });
  return { desk, waiting: waitingOf(desk.data?.questions ?? NONE), team: desk.data?.team ?? [], give, answer };
}
export type Questions = ReturnType<typeof useQuestions>;

const NONE: readonly QueuedQuestion[] = [];
const isWaiting = ({ state }: QueuedQuestion) => state === 'open' || state === 'next';

/** The oldest first: people wait in the order in which they asked. */
const waitingOf = (questions: readonly QueuedQuestion[]): QueuedQuestion[] =>
  questions.filter(isWaiting).sort((a, b) => a.at.localeCompare(b.at));

const withQuestion = (desk: QuestionDesk, question: QueuedQuestion): QuestionDesk => ({
  ...desk,
  questions: desk.questions.map((one) => (one.id === question.id ? question : one)),
});

/** Ready answers that fit: those about its product first, then those that fit all. */
export function useReadyAnswers(orgId: string, enabled: boolean, productId: string | null): readonly ReadyAnswer[] {
  const answers = useQuery({
    queryKey: ['ready-answers', orgId],
    enabled,
    staleTime: 60_000,
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/ready-answers', { params: { path: { orgId } } })),
  });
  const items = answers.data?.items ?? [];
  return [
    ...items.filter((answer) => answer.productId !== null && answer.productId === productId),
    ...items.filter((answer) => answer.productId === null),
  ].slice(0, READY_SHOWN);
}
