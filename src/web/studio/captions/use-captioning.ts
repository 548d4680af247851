import { useEffect, useMemo, useRef, useState } from 'react';
import type { Caption } from '#contract/captions.ts';
import type { StaffShow } from '#contract/shows.ts';
import { emptyView, type RoomView } from '../../client/room.ts';
import { createStore, useStore } from '../../client/store.ts';
import { useRoom } from '../air/use-room.ts';
import { useRefreshShow } from '../use-show.ts';
import type { Unsent } from './outbox.ts';
import { useDesk, useRefreshDesk } from './use-desk.ts';
import { useOutbox } from './use-outbox.ts';

const NOWHERE = createStore<RoomView>(emptyView());
const NOTHING = createStore<readonly Unsent[]>([]);
/** Between hearing the first word and the first key. */
const REACTION_MS = 700;

export interface SaidLine {
  readonly cue: Caption;
  /** When this page saw it come back from the room, as every viewer does; null for what was there before. */
  readonly seenAtMs: number | null;
}

/** Everything the captioner's page knows and can do in one language. */
export function useCaptioning(show: StaffShow, language: string) {
  const refresh = useRefreshShow(show.id);
  const room = useRoom(show, refresh);
  const view = useStore(room?.view ?? NOWHERE);
  const outbox = useOutbox(show);
  const unsent = useStore(outbox?.unsent ?? NOTHING);
  const desk = useDesk(show, language);
  const refreshDesk = useRefreshDesk(show.id);
  const serverNow = useRef(() => Date.now());
  serverNow.current = room?.serverNow ?? Date.now;
  const lines = useSaid(view, desk.data?.cues, language, serverNow);
  const pictureDelayMs = useRef(0);

  // What was taken back leaves no trace in the room's view; the desk's own list must forget it too.
  const waitingFor = unsent.filter((cue) => cue.replaces !== null).length;
  const forget = useRef(refreshDesk);
  forget.current = refreshDesk;
  useEffect(() => forget.current(), [waitingFor]);

  return {
    view,
    lines,
    unsent: unsent.filter((cue) => cue.language === language),
    drop: (clientId: string) => outbox?.drop(clientId),
    /** When what is typed now was heard: the picture's own moment, a breath before the first key. */
    heardNow: () => serverNow.current() - pictureDelayMs.current - REACTION_MS,
    serverNow: () => serverNow.current(),
    toldPicture: (dateMs: number) => {
      pictureDelayMs.current = Math.max(0, serverNow.current() - dateMs);
    },
    /** @returns false when nothing more is taken */
    send: (text: string, heardAtMs: number, replaces: string | null = null): boolean =>
      outbox?.add({ language, text, source: 'typed', heardAtMs, replaces }) ?? false,
  };
}

function useSaid(
  view: RoomView,
  before: readonly Caption[] | undefined,
  language: string,
  now: { readonly current: () => number },
): SaidLine[] {
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(new Map());
  const first = useRef(true);
  const { cues } = view.captions;
  useEffect(() => {
    if (!view.known) return;
    const at = now.current();
    // What the room told first was said before we came.
    setSeen(
      (old) =>
        new Map([...old, ...cues.filter(({ id }) => !old.has(id)).map(({ id }) => [id, first.current ? 0 : at] as const)].slice(-200)),
    );
    first.current = false;
  }, [cues, view.known, now]);
  return useMemo(() => {
    const all = new Map([...(before ?? []), ...cues].filter((cue) => cue.language === language).map((cue) => [cue.id, cue]));
    for (const { replaces } of Array.from(all.values())) if (replaces) all.delete(replaces);
    const inOrder = [...all.values()].sort((one, other) => one.startsAtMs - other.startsAtMs);
    return inOrder.slice(-50).map((cue) => ({ cue, seenAtMs: seen.get(cue.id) || null }));
  }, [before, cues, language, seen]);
}
