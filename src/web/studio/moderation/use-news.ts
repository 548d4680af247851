import { useCallback, useEffect, useRef } from 'react';
import type { Notice, RoomEvent } from '#contract/room.ts';
import { useRefreshModeration } from './use-moderation.ts';
import { useRefreshQuestions } from './use-questions.ts';

/** Several decisions a second are read once. */
const SETTLE_MS = 250;

/** What the room says to the crew: which list changed. Read again after a breath. */
export function useDeskNews(showId: string) {
  const refreshModeration = useRefreshModeration(showId);
  const refreshQuestions = useRefreshQuestions(showId);
  const moderation = useSettled(refreshModeration);
  const questions = useSettled(refreshQuestions);
  return {
    onNotice: useCallback(
      (notice: Notice) => {
        if (notice.k !== 'desk') return;
        if (notice.list === 'moderation') moderation();
        else questions();
      },
      [moderation, questions],
    ),
    onEvent: useCallback(
      (event: RoomEvent) => {
        if (event.k === 'question') questions();
        // A snapshot or a repaired gap brings the events of decisions without their notices.
        if (event.k === 'chat.hidden' || event.k === 'chat.shown' || event.k === 'chat.ban') moderation();
      },
      [moderation, questions],
    ),
  };
}

function useSettled(run: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      run();
    }, SETTLE_MS);
  }, [run]);
}
