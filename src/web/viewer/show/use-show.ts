import { useEffect, useRef, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import type { RoomEvent } from '#contract/room.ts';
import { ask, type Refusal } from '../../client/api.ts';
import { useTools } from '../tools.tsx';
import { applyToShow, makesStale } from './show-facts.ts';

export type ShowState = { state: 'loading' } | { state: 'refused'; refusal: Refusal } | { state: 'ready'; show: Show };
/** Thousands of screens hear the same event: they do not all ask in the same moment. */
const SPREAD_MS = 1500;

/** The facts of a show, kept current by its events. */
export function useShow(showId: string) {
  const { api } = useTools();
  const [now, setNow] = useState<ShowState>({ state: 'loading' });
  const [round, setRound] = useState(0);
  /** The last event that made it stale. */
  const known = useRef(0);
  const again = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    let current = true;
    void ask(api.GET('/api/shows/{showId}', { params: { path: { showId }, query: { after: known.current } } })).then((answer) => {
      if (!current) return;
      if (answer.ok) setNow({ state: 'ready', show: answer.value as Show });
      // A failed repeat keeps what is on the screen.
      else setNow((old) => (old.state === 'ready' ? old : { state: 'refused', refusal: answer.refusal }));
    });
    return () => {
      current = false;
    };
  }, [api, showId, round]);
  useEffect(() => () => clearTimeout(again.current), []);

  const reload = () => setRound((old) => old + 1);
  return {
    ...now,
    reload,
    onEvent(event: RoomEvent) {
      setNow((old) => (old.state === 'ready' ? { ...old, show: applyToShow(old.show, event) } : old));
      if (!makesStale(event)) return;
      known.current = event.s;
      clearTimeout(again.current);
      again.current = setTimeout(reload, 150 + Math.random() * SPREAD_MS);
    },
  };
}
