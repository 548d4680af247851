import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { QueuedQuestion } from '#contract/questions.ts';
import type { ChatMode, RoomEvent } from '#contract/room.ts';
import type { StaffShow } from '#contract/shows.ts';
import { type Ack, emptyView, type RoomView } from '../../client/room.ts';
import { createStore, useStore } from '../../client/store.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useOnline } from '../../staff/connection.tsx';
import { hasRole, useMe } from '../../staff/session.tsx';
import { useRoom } from '../air/use-room.ts';
import { useMay, useRefreshShow } from '../use-show.ts';
import { chosenOf } from './desk.ts';
import { useLines } from './use-lines.ts';
import { useModeration } from './use-moderation.ts';
import { useDeskNews } from './use-news.ts';
import { useQuestions, useReadyAnswers } from './use-questions.ts';

const NOWHERE = createStore<RoomView>(emptyView());

/** Everything the moderator's desk knows and can do; its screens only show it. */
export function useConsole(show: StaffShow) {
  const may = useMay(show.orgId).moderate;
  const online = useOnline();
  const refresh = useRefreshShow(show.id);
  const news = useDeskNews(show.id);
  const onLine = useRef<(event: RoomEvent) => void>(() => {});
  const room = useRoom(show, refresh, {
    onNotice: news.onNotice,
    onEvent: (event) => {
      news.onEvent(event);
      onLine.current(event);
    },
  });
  const view = useStore(room?.view ?? NOWHERE);
  const serverNow = useCallback(() => room?.serverNow() ?? Date.now(), [room]);
  const moderation = useModeration(show, may, serverNow);
  const questions = useQuestions(show, may);
  const { lines, record, onEvent } = useLines(show, may, view.chat);
  onLine.current = onEvent;
  const held = useChosen(null, moderation.held);
  const me = useSelf(show);
  const question = useChosen(mineFirst(questions.waiting, me.userId), questions.waiting);
  useOnceOpen(view.status === 'open', () => {
    void moderation.desk.refetch();
    void questions.desk.refetch();
    void record.refetch();
  });
  const mode: ChatMode = view.known ? view.mode : (moderation.desk.data?.mode ?? view.mode);
  const say = useCallback(
    (text: string, replyTo: string | null): Promise<Ack> =>
      room?.send('chat', { text, language: show.language, replyTo }) ?? Promise.resolve({ ok: false, reason: 'unreachable' }),
    [room, show.language],
  );
  return {
    show,
    may,
    me,
    online,
    view,
    room,
    serverNow,
    moderation,
    questions,
    ready: useReadyAnswers(show.orgId, may, question.now?.productId ?? null),
    lines,
    record,
    held,
    question,
    mode,
    say,
    ...useChatVerbs(show, moderation.desk.refetch),
  };
}
export type Console = ReturnType<typeof useConsole>;

/** What was told while the room was away is read again when it is back. */
function useOnceOpen(isOpen: boolean, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  const was = useRef(false);
  useEffect(() => {
    // The first opening finds everything just read.
    if (isOpen && was.current) latest.current();
    was.current ||= isOpen;
  }, [isOpen]);
}

function useChatVerbs(show: StaffShow, refresh: () => unknown) {
  const params = { path: { orgId: show.orgId, showId: show.id } };
  const setMode = useMutation({
    mutationFn: (body: { slowSeconds: SlowSeconds; paused: boolean }) =>
      orThrow(api.PUT('/api/orgs/{orgId}/shows/{showId}/moderation/mode', { params, body })),
    onSuccess: refresh,
  });
  const pin = useMutation({
    mutationFn: (lineId: string | null) =>
      orThrow(api.PUT('/api/orgs/{orgId}/shows/{showId}/moderation/pinned', { params, body: { lineId } })),
  });
  return { setMode, pin };
}

export const SLOW_S = [0, 5, 10, 30, 120] as const;
export type SlowSeconds = (typeof SLOW_S)[number];
/** The contract takes only these; an older or automatic value is shown as the nearest one above. */
export const slowOf = ({ slowSeconds }: ChatMode): SlowSeconds => SLOW_S.find((seconds) => seconds >= slowSeconds) ?? 120;

/** Before anybody chose: what was given to me, then what nobody has; the rest is being answered. */
function mineFirst(waiting: readonly QueuedQuestion[], userId: string): QueuedQuestion | null {
  const open = waiting.filter(({ state }) => state === 'open');
  return open.find(({ assignee }) => assignee?.userId === userId) ?? open.find(({ assignee }) => assignee === null) ?? null;
}

/** One row of a list is chosen; when it goes, what stands in its place is. */
function useChosen<T extends { readonly id: string }>(first: T | null, rows: readonly T[]) {
  const [chosenId, setChosen] = useState<string | null>(null);
  const place = useRef(0);
  const now = chosenId === null && first ? first : chosenOf(rows, chosenId, place.current);
  const at = now ? rows.indexOf(now) : 0;
  useEffect(() => {
    place.current = at;
  }, [at]);
  return {
    rows,
    now,
    choose: setChosen,
    move: (by: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
      if (next) setChosen(next.id);
    },
  };
}

/** As whom I write here: the server sets the label by the same order of roles. */
function useSelf(show: StaffShow): { name: string; userId: string; role: 'host' | 'moderator' | 'staff' } {
  const me = useMe();
  const membership = me.memberships.find(({ orgId }) => orgId === show.orgId);
  const role = membership && hasRole(membership, 'host') ? 'host' : membership && hasRole(membership, 'moderator') ? 'moderator' : 'staff';
  return { name: me.name ?? me.user.name, userId: me.user.id, role };
}
