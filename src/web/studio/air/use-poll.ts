import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Poll } from '#contract/polls.ts';
import type { StaffShow } from '#contract/shows.ts';
import type { RoomView } from '../../client/room.ts';
import { api, orThrow } from '../../staff/api.ts';

export interface PollWish {
  readonly question: string;
  readonly options: string[];
  readonly seconds: number;
}

/** The poll of this show: what runs now, its votes, opening one and closing it before its time. */
export function usePoll(show: Pick<StaffShow, 'id' | 'orgId'>, view: RoomView) {
  const path = { orgId: show.orgId, showId: show.id };
  // The same wish sent again after a lost answer is the same poll.
  const id = useRef(crypto.randomUUID());
  const open = useMutation({
    mutationFn: (wish: PollWish): Promise<Poll> =>
      orThrow(
        api.PUT('/api/orgs/{orgId}/shows/{showId}/polls/{pollId}', { params: { path: { ...path, pollId: id.current } }, body: wish }),
      ),
    onSuccess: () => {
      id.current = crypto.randomUUID();
    },
  });
  const close = useMutation({
    mutationFn: (pollId: string): Promise<Poll> =>
      orThrow(api.POST('/api/orgs/{orgId}/shows/{showId}/polls/{pollId}/close', { params: { path: { ...path, pollId } } })),
  });
  const { poll } = view;
  return {
    now: poll,
    /** Until the server says it is closed, it is open. */
    running: poll !== null && poll.counts === null,
    votes: poll ? poll.options.map((_, at) => poll.counts?.[at] ?? view.registers[`votes:${poll.id}:${at}`] ?? 0) : [],
    open,
    close,
  };
}
