import type { ReactNode } from 'react';
import type { Chapter } from '#contract/replay.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Maximize, Pause, Play, SkipBack, SkipForward, Volume, VolumeOff } from '../../ui/icons.ts';
import { useLanguage, useWords } from '../words.ts';
import { chapterStep, spell } from './replay-facts.ts';
import type { ReplayPicture } from './use-replay.ts';
import { useReplayWords } from './words.ts';

const RATES = [1, 1.25, 1.5, 2, 0.75] as const;

interface ControlsProps {
  picture: ReplayPicture;
  chapters: readonly Chapter[];
  muted: boolean;
  onMute: () => void;
  onFullScreen: () => void;
  /** What else belongs to the picture: captions, sharing. */
  children?: ReactNode;
}

export function Controls({ picture, chapters, muted, onMute, onFullScreen, children }: ControlsProps) {
  const w = useWords();
  const r = useReplayWords();
  const language = useLanguage();
  const playing = picture.state === 'playing' || picture.state === 'connecting';
  const step = (by: 1 | -1) => {
    const to = chapterStep(chapters, picture.positionMs, by);
    if (to) picture.go(to.atMs);
  };
  const rate = `${picture.rate.toLocaleString(language)}×`;
  return (
    <div className="rctl">
      <IconButton className="rctl-play" label={playing ? w.pause : w.play} onClick={picture.toggle}>
        {playing ? <Pause size={20} /> : <Play size={20} fill="currentColor" />}
      </IconButton>
      <span className="nw">
        <b className="b">{spell(picture.positionMs)}</b> <span className="mm">{r.ofLength(spell(picture.durationMs))}</span>
      </span>
      <span className="row g1 end">
        <IconButton className="desk-only" label={r.previous} onClick={() => step(-1)}>
          <SkipBack size={18} />
        </IconButton>
        <IconButton className="desk-only" label={r.next} onClick={() => step(1)}>
          <SkipForward size={18} />
        </IconButton>
        <IconButton label={muted ? w.soundOn : w.soundOff} onClick={onMute}>
          {muted ? <VolumeOff size={18} /> : <Volume size={18} />}
        </IconButton>
        <Button
          size="sm"
          aria-label={r.speed(rate)}
          onClick={() => picture.speed(RATES[(RATES.indexOf(picture.rate as (typeof RATES)[number]) + 1) % RATES.length]!)}
        >
          {rate}
        </Button>
        {children}
        <IconButton label={w.fullScreen} onClick={onFullScreen}>
          <Maximize size={18} />
        </IconButton>
      </span>
    </div>
  );
}
