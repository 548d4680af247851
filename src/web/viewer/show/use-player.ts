import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Player, PlayerState } from '../../client/player.ts';

/** The picture of a show. The player's code comes when there is something to play. */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  source: { whepUrl: string; hlsUrl: string; generation: number; isOn: boolean; now: () => number },
  onPlayingDate: (wallClockMs: number | null) => void,
) {
  const [state, setState] = useState<PlayerState>({ state: 'connecting' });
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
        now: () => clock.current(),
        onState: setState,
        onPlayingDate: (at) => tell.current(at),
      });
    });
    return () => {
      gone = true;
      player.current?.close();
      player.current = null;
      tell.current(null);
    };
  }, [video, whepUrl, hlsUrl, isOn]);

  // A media worker that was restarted counts one up: come back at once instead of waiting for a timeout.
  const seen = useRef(generation);
  useEffect(() => {
    if (generation > seen.current) player.current?.reconnect();
    seen.current = generation;
  }, [generation]);

  return { ...state, play: () => player.current?.play() };
}
