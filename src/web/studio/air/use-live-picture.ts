import { useEffect, useRef, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { createPlayer, type Player, type PlayerState } from '../../client/player.ts';

/** The stream as it comes back from the server, on a video of this page. The crew is not the audience. */
export function useLivePicture({
  urls,
  media,
  isOn,
  serverNow,
  onDelay,
  onPlayingDate,
}: {
  urls: Pick<Show['media'], 'whepUrl' | 'hlsUrl'>;
  media: Pick<Show['media'], 'state' | 'generation'>;
  /** There is, or was, something to see. */
  isOn: boolean;
  serverNow: () => number;
  onDelay?: (delayMs: number | null) => void;
  /** Five times a second: the capture time of what is on screen. */
  onPlayingDate?: (dateMs: number) => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<Player | null>(null);
  const [state, setState] = useState<PlayerState | null>(null);
  const tell = useRef({ onDelay, onPlayingDate, serverNow });
  tell.current = { onDelay, onPlayingDate, serverNow };
  const { whepUrl, hlsUrl } = urls;
  const ever = useEver(isOn);

  useEffect(() => {
    if (!ever || !video.current) return;
    const made = createPlayer({
      video: video.current,
      whepUrl: `${whepUrl}?uncounted`,
      hlsUrl,
      now: () => tell.current.serverNow(),
      onState: (next) => {
        setState(next);
        tell.current.onDelay?.(next.state === 'playing' ? next.delayMs : null);
      },
      onStats: ({ delayMs }) => tell.current.onDelay?.(delayMs),
      onPlayingDate: (dateMs) => tell.current.onPlayingDate?.(dateMs),
    });
    player.current = made;
    return () => {
      player.current = null;
      made.close();
    };
  }, [ever, whepUrl, hlsUrl]);

  // A new generation of the stream is told to the player, so that it does not wait for timeouts.
  const { state: picture, generation } = media;
  const seen = useRef(generation);
  useEffect(() => {
    if (picture !== 'live' || generation === seen.current) return;
    seen.current = generation;
    player.current?.reconnect();
  }, [picture, generation]);
  return { video, state };
}

function useEver(is: boolean): boolean {
  const [ever, setEver] = useState(is);
  useEffect(() => {
    if (is) setEver(true);
  }, [is]);
  return ever;
}
