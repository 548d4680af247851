import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Offer, StaffShow } from '#contract/shows.ts';
import { type Ack, emptyView, type Room, type RoomView } from '../../client/room.ts';
import { createStore, useStore } from '../../client/store.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useOnline } from '../../staff/connection.tsx';
import { keepSource } from '../source.ts';
import { useMay, useRefreshShow, useShowVerb } from '../use-show.ts';
import { useDeskNews } from '../moderation/use-news.ts';
import { useModeration } from '../moderation/use-moderation.ts';
import { useQuestions } from '../moderation/use-questions.ts';
import { soundAlarm } from './alarm.ts';
import { usePoll } from './use-poll.ts';
import { usePrepared } from './use-prepared.ts';
import { usePublishing } from './use-publishing.ts';
import { useRoom } from './use-room.ts';
import { useStage } from './use-stage.ts';
import { useUndo } from './use-undo.ts';

export interface FlashWish {
  readonly variantId: string;
  readonly priceMinor: number;
  readonly lastsSeconds: number;
  readonly limitPerBuyer: number | null;
}

const NOWHERE = createStore<RoomView>(emptyView());

/** Everything the live studio knows and can do; the screens only show it. */
export function useAir(show: StaffShow) {
  const may = useMay(show.orgId);
  const refresh = useRefreshShow(show.id);
  const news = useDeskNews(show.id);
  const room = useRoom(show, refresh, news);
  const view = useStore(room?.view ?? NOWHERE);
  const publishing = usePublishing(show, may.crew);
  const stage = useStage(show, publishing);
  const undo = useUndo();
  const verbs = useVerbs(show, undo, refresh);
  const lost = useLost(view, publishing);
  const serverNow = useCallback(() => room?.serverNow() ?? Date.now(), [room]);
  const moderation = useModeration(show, may.moderate, serverNow);
  const questions = useQuestions(show, may.moderate);
  const poll = usePoll(show, view);
  // The room hears of a pin before the show is read again.
  const known = view.status === 'open';
  const pins = known ? view.show.pins : show.pins;
  const media = known ? view.show.media : show.media;
  const recordingStop = known ? view.show.recordingStop : null;
  useAlarmWhen(recordingStop !== null);
  useOnceLive(publishing.state === 'live', refresh);
  const say = useSay(room, show);
  const prepared = usePrepared(show, serverNow, may.moderate);
  return {
    show,
    may,
    room,
    view,
    publishing,
    stage,
    undo,
    ...verbs,
    lost,
    serverNow,
    pins,
    media,
    recordingStop,
    say,
    prepared,
    moderation,
    questions,
    poll,
  };
}
export type Air = ReturnType<typeof useAir>;

function useVerbs(show: StaffShow, undo: ReturnType<typeof useUndo>, refresh: () => void) {
  const params = { path: { orgId: show.orgId, showId: show.id } };
  const queries = useQueryClient();
  const moveTo = useShowVerb<string>(show, (path, segmentId) =>
    api.PUT('/api/orgs/{orgId}/shows/{showId}/now', { params: path, body: { segmentId } }),
  );
  const pin = useShowVerb<string[]>(show, (path, productIds) =>
    api.PUT('/api/orgs/{orgId}/shows/{showId}/pins', { params: path, body: { productIds } }),
  );
  const end = useShowVerb(show, (path) => api.POST('/api/orgs/{orgId}/shows/{showId}/end', { params: path }));
  const offer = useMutation({
    mutationFn: (wish: FlashWish): Promise<Offer> => orThrow(api.POST('/api/orgs/{orgId}/shows/{showId}/offers', { params, body: wish })),
    onSuccess: refresh,
  });
  const next = show.runOfShow.find((segment) => segment.state === 'next') ?? null;
  return {
    moveTo,
    pin,
    offer,
    nextPart: next,
    goNext: () => next && moveTo.mutate(next.id),
    /** Published after five seconds, unless it is taken back. */
    flash: (label: string, wish: FlashWish) => undo.schedule(`flash:${wish.variantId}`, label, () => offer.mutate(wish)),
    end: {
      ...end,
      run: () => {
        keepSource(show.id, null);
        end.mutate();
        void queries.invalidateQueries({ queryKey: ['orders'] });
      },
    },
    refused: usePassing([moveTo, pin, offer, end]),
  };
}

const REFUSED_SHOWN_MS = 10_000;
/** A refusal of any of these verbs, for as long as it takes to read it. */
function usePassing(verbs: readonly { error: Error | null; reset: () => void }[]): Error | null {
  const refused = verbs.find((verb) => verb.error) ?? null;
  const error = refused?.error ?? null;
  const forget = useRef(() => {});
  forget.current = () => refused?.reset();
  useEffect(() => {
    if (!error) return;
    const timer = setTimeout(() => forget.current(), REFUSED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [error]);
  return error;
}

/** The picture went out or came back: what the show says of its media is old then. */
function useOnceLive(isLive: boolean, refresh: () => void): void {
  const run = useRef(refresh);
  run.current = refresh;
  useEffect(() => {
    if (isLive) run.current();
  }, [isLive]);
}

function useAlarmWhen(isWrong: boolean): void {
  useEffect(() => {
    if (isWrong) soundAlarm();
  }, [isWrong]);
}

function useSay(room: Room | null, show: StaffShow) {
  return useCallback(
    (text: string): Promise<Ack> =>
      room?.send('chat', { text, language: show.language }) ?? Promise.resolve({ ok: false, reason: 'unreachable' }),
    [room, show.language],
  );
}

export interface Lost {
  readonly who: 'browser' | 'picture' | 'gone';
  /** Since when, on this page's clock. */
  readonly sinceMs: number;
}

/** What the host must know at once: my internet is gone, or my picture does not arrive. */
function useLost(view: RoomView, publishing: ReturnType<typeof usePublishing>): Lost | null {
  const online = useOnline();
  const picture = view.show.media.state;
  const who =
    !online || (view.status === 'lost' && publishing.state !== 'live')
      ? 'browser'
      : picture === 'gone'
        ? 'gone'
        : publishing.state === 'reconnecting' || picture === 'reconnecting'
          ? 'picture'
          : null;
  const [sinceMs, setSince] = useState<number | null>(null);
  const isLost = who !== null;
  useEffect(() => {
    setSince(isLost ? Date.now() : null);
    if (isLost) soundAlarm();
  }, [isLost]);
  return useMemo(() => (who && sinceMs !== null ? { who, sinceMs } : null), [who, sinceMs]);
}
