import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { Replay } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { holesOf } from '#lib/replay-timeline.ts';
import { time } from '../../client/format.ts';
import { useMedia } from '../tools.tsx';
import { useLanguage } from '../words.ts';
import { AnsweredHere } from './answered.tsx';
import { ChapterCard } from './chapter-card.tsx';
import { Controls } from './controls.tsx';
import { chapterAt, chapterStep, spell } from './replay-facts.ts';
import { ReplayStage } from './replay-stage.tsx';
import { ShareButton } from './share.tsx';
import { Timeline } from './timeline.tsx';
import type { ReplayPicture } from './use-replay.ts';
import { useReplayWords } from './words.ts';

const WIDE = '(min-width: 1000px)';

interface WatchProps {
  show: Show;
  /** Null while it is asked for, and when it could not be. */
  replay: Replay | null;
  isLoading: boolean;
  picture: ReplayPicture;
  nowMs: number;
  onOpen: (productId: string) => void;
  onBuy: (productId: string) => void;
  /** What lies over the picture. */
  over: ReactNode;
  /** Further buttons beside the speed, such as captions. */
  children?: ReactNode;
}

/** Picture, buttons, the shoppable timeline, and the product of the moment: over the picture on a desk, below it on a phone. */
export function Watch({ show, replay, isLoading, picture, nowMs, onOpen, onBuy, over, children }: WatchProps) {
  const r = useReplayWords();
  const language = useLanguage();
  const wide = useMedia(WIDE);
  const box = useRef<HTMLElement>(null);
  const [muted, setMuted] = useState(false);
  const chapters = replay?.chapters ?? [];
  const current = chapterAt(chapters, picture.positionMs);
  const holes = holesOf(replay?.spans ?? []);
  const lostMs = holes.reduce((sum, hole) => sum + hole.lostMs, 0);
  const isReady = replay?.state === 'ready';
  const absent = !replay || replay.state === 'ready' ? null : r[replay.state];
  const card = current && isReady ? <ChapterCard show={show} chapter={current} nowMs={nowMs} onOpen={onOpen} onBuy={onBuy} /> : null;
  const questions = replay?.questions ?? [];
  const answered =
    current && isReady ? (
      <AnsweredHere show={show} chapter={current} questions={questions} positionMs={picture.positionMs} onGo={picture.go} />
    ) : null;

  const toggleMuted = () => {
    if (picture.video.current) picture.video.current.muted = !muted;
  };
  // iOS fills the screen with the video alone.
  const fullScreen = () => {
    const video = picture.video.current as (HTMLVideoElement & { webkitEnterFullscreen?: () => void }) | null;
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (box.current?.requestFullscreen) void box.current.requestFullscreen();
    else video?.webkitEnterFullscreen?.();
  };

  function onKey(event: KeyboardEvent): void {
    // Buttons, fields and the slider have their own keys.
    if (event.target instanceof Element && event.target.closest('button, a, input, [role=slider]')) return;
    const act = { ' ': picture.toggle, k: picture.toggle, m: toggleMuted, f: fullScreen }[event.key];
    const step =
      event.key === 'n'
        ? chapterStep(chapters, picture.positionMs, 1)
        : event.key === 'p'
          ? chapterStep(chapters, picture.positionMs, -1)
          : null;
    if (!act && !step) return;
    event.preventDefault();
    if (act) act();
    else picture.go(step!.atMs);
  }

  return (
    <div className="rmain" onKeyDown={onKey} tabIndex={-1}>
      <ReplayStage box={box} show={show} picture={picture} isReady={isReady} isLoading={isLoading} absent={absent} onMuted={setMuted}>
        {over}
        {wide ? card : null}
        {wide && picture.state !== 'idle' ? answered : null}
      </ReplayStage>
      {replay && isReady ? (
        <>
          <Controls picture={picture} chapters={chapters} muted={muted} onMute={toggleMuted} onFullScreen={fullScreen}>
            {children}
            <ShareButton show={show} chapters={chapters} positionMs={picture.positionMs} durationMs={picture.durationMs} />
          </Controls>
          <Timeline
            chapters={chapters}
            holes={holes}
            questions={questions}
            thumbs={replay.thumbs}
            positionMs={picture.positionMs}
            durationMs={picture.durationMs}
            onSeek={picture.go}
          />
          {holes.length > 0 ? (
            <p className="xs mm">
              {r.holes(holes.length, spell(lostMs))} {r.holesText}
            </p>
          ) : null}
          {replay.stoppedAt ? <p className="xs mm">{r.stopped(time(replay.stoppedAt, 'clock', language))}</p> : null}
          {wide ? null : card}
          {wide ? null : answered}
        </>
      ) : null}
    </div>
  );
}
