import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Player, PlayerState, PlayerStats } from '../../client/player.ts';
import { createStore } from '../../client/store.ts';
import { useQualityWish, wantedOf } from './quality-wish.ts';

interface Received {
  readonly quality: PlayerStats['quality'];
  readonly changing: boolean;
}

/** The picture of a show. The player's code comes when there is something to play. */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  source: { whepUrl: string; hlsUrl: string; generation: number; isOn: boolean; now: () => number },
  onPlayingDate: (wallClockMs: number | null) => void,
) {
  const [state, setState] = useState<PlayerState>({ state: 'connecting' });
  const [received, setReceived] = useState<Received>({ quality: null, changing: false });
  // Once a second: whoever shows a number reads it there, and the page is not drawn anew for it.
  const [stats] = useState(() => createStore<PlayerStats | null>(null));
  const [wish, setWish] = useQualityWish();
  const wanted = wantedOf(wish);
  const latest = useRef(wanted);
  latest.current = wanted;
  const player = useRef<Player | null>(null);
  const tell = useRef(onPlayingDate);
  tell.current = onPlayingDate;
  const clock = useRef(source.now);
  clock.current = source.now;
  const { whepUrl, hlsUrl, isOn, generation } = source;

  useEffect(() => {
    if (!isOn) return;
    let gone = false;
    void import('../../client/player.ts').then(({ createPlayer }) => {
      if (gone || !video.current) return;
      player.current = createPlayer({
        video: video.current,
        whepUrl,
        hlsUrl,
        quality: latest.current,
        now: () => clock.current(),
        onState: setState,
        onStats(now) {
          stats.set(now);
          setReceived((before) => (before.quality === now.quality && before.changing === now.changing ? before : now));
        },
        onPlayingDate: (at) => tell.current(at),
      });
    });
    return () => {
      gone = true;
      player.current?.close();
      player.current = null;
      tell.current(null);
    };
  }, [video, whepUrl, hlsUrl, isOn, stats]);

  useEffect(() => player.current?.setQuality(wanted), [wanted]);

  // A media worker that was restarted counts one up: come back at once instead of waiting for a timeout.
  const seen = useRef(generation);
  useEffect(() => {
    if (generation > seen.current) player.current?.reconnect();
    seen.current = generation;
  }, [generation]);

  const isSoundOnly = wanted === 'audio' && (received.quality === 'audio' || received.quality === null);
  return { ...state, ...received, stats, wish, setWish, isSoundOnly, play: () => player.current?.play() };
}
