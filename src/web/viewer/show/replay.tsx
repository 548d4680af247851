import { useEffect, useRef, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { Maximize, Pause, Play, Volume, VolumeOff } from '../../ui/icons.ts';
import { Spinner } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';
import { ReplayCaptionControls } from './captions/replay-captions.tsx';

/** The recorded show with one mark per product: a tap goes to the moment when it was shown. */
export function Replay({
  show,
  url,
  startAt,
  secondOf,
}: {
  show: Show;
  url: string;
  startAt: number;
  secondOf: (moment: string) => number | null;
}) {
  const w = useWords();
  const language = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [at, setAt] = useState(startAt);
  const [length, setLength] = useState((show.media.replayDurationMs ?? 0) / 1000);
  const [playing, setPlaying] = useState(false);
  const [ready, setReady] = useState(false);
  const [muted, setMuted] = useState(false);
  const chapters = show.shelf.flatMap((item) => {
    const second = item.shownAt === null ? null : secondOf(item.shownAt);
    return second === null ? [] : [{ second, title: item.product.title }];
  });

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    let close = () => {};
    let gone = false;
    void import('../../client/player-replay.ts').then(({ createReplayPlayer }) => {
      if (gone) return;
      const player = createReplayPlayer({
        video: element,
        url,
        onState: (state) => setReady(state !== 'connecting' && state !== 'failed'),
      });
      close = player.close;
    });
    return () => {
      gone = true;
      close();
    };
  }, [url]);

  // A chapter tapped on the page below while the replay is open.
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.scrollIntoView({ block: 'nearest' });
    const go = () => {
      element.currentTime = startAt;
    };
    if (element.readyState > 0) go();
    else element.addEventListener('loadedmetadata', go, { once: true });
    return () => element.removeEventListener('loadedmetadata', go);
  }, [startAt]);

  const toggle = () => (video.current?.paused ? void video.current.play().catch(() => setPlaying(false)) : video.current?.pause());
  const seek = (second: number) => {
    if (video.current) video.current.currentTime = second;
    setAt(second);
  };

  return (
    <section className="replay night" aria-label={w.replay}>
      <video
        ref={video}
        playsInline
        onClick={toggle}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onVolumeChange={({ currentTarget }) => setMuted(currentTarget.muted)}
        onDurationChange={({ currentTarget }) => Number.isFinite(currentTarget.duration) && setLength(currentTarget.duration)}
      />
      {ready ? null : (
        <div className="replay-wait">
          <Spinner label={w.loading} />
        </div>
      )}
      <div className="replay-bar">
        <IconButton className="glass" label={playing ? w.pause : w.play} onClick={toggle}>
          {playing ? <Pause size={20} /> : <Play size={20} fill="currentColor" />}
        </IconButton>
        <IconButton
          className="glass"
          label={muted ? w.soundOn : w.soundOff}
          onClick={() => {
            if (video.current) video.current.muted = !muted;
          }}
        >
          {muted ? <VolumeOff size={20} /> : <Volume size={20} />}
        </IconButton>
        <div className="seek grow">
          {length > 0
            ? chapters.map((chapter) => (
                <button
                  key={chapter.title}
                  type="button"
                  className="mark"
                  style={{ left: `${Math.min(100, (chapter.second / length) * 100)}%` }}
                  aria-label={w.playMoment(chapter.title)}
                  title={chapter.title}
                  onClick={() => seek(chapter.second)}
                />
              ))
            : null}
          <input
            type="range"
            min={0}
            max={Math.max(1, length)}
            step={1}
            value={at}
            aria-label={w.seek}
            aria-valuetext={time(at * 1000, 'left', language)}
            onChange={(event) => seek(Number(event.currentTarget.value))}
          />
        </div>
        <span className="sm nw">
          {time(at * 1000, 'left', language)} / {time(length * 1000, 'left', language)}
        </span>
        <ReplayCaptionControls show={show} video={video} />
        <IconButton className="glass" label={w.fullScreen} onClick={() => void video.current?.requestFullscreen?.()}>
          <Maximize size={18} />
        </IconButton>
      </div>
    </section>
  );
}
