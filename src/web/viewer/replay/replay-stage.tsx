import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { History, Play, RefreshCw, Volume, WifiOff } from '../../ui/icons.ts';
import { Spinner } from '../../ui/parts.tsx';
import { Poster } from '../cards.tsx';
import { Label } from '../show/live.tsx';
import { useOnline } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';
import { spell } from './replay-facts.ts';
import type { ReplayPicture } from './use-replay.ts';
import { useReplayWords } from './words.ts';

interface StageProps {
  box: RefObject<HTMLElement | null>;
  show: Show;
  picture: ReplayPicture;
  isReady: boolean;
  isLoading: boolean;
  /** Why there is nothing to play; null when there is, or when nobody knows. */
  absent: string | null;
  onMuted: (muted: boolean) => void;
  children?: ReactNode;
}

/** The picture of a replay with what is in its way, and its labels: they stay, as they did live. */
export function ReplayStage({ box, show, picture, isReady, isLoading, absent, onMuted, children }: StageProps) {
  const r = useReplayWords();
  const language = useLanguage();
  const [landscape, setLandscape] = useState(false);
  const { state } = picture;
  // Once there was a picture, what is in the way lies over its last frame; before, over the poster.
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (state === 'playing' || state === 'paused') setSeen(true);
  }, [state]);
  const moved = seen && picture.hasPicture;
  return (
    <section
      ref={box}
      className={`rstage stage night ${landscape ? 'landscape' : ''} ${state === 'idle' ? 'idle' : ''}`}
      aria-label={show.title}
    >
      {moved ? null : <Poster show={show} className="behind" />}
      <video
        ref={picture.video}
        className={moved ? 'on' : ''}
        playsInline
        aria-label={show.title}
        onClick={picture.toggle}
        onVolumeChange={({ currentTarget }) => onMuted(currentTarget.muted)}
        onLoadedData={({ currentTarget }) => {
          setLandscape(currentTarget.videoWidth > currentTarget.videoHeight);
          picture.seenPicture(currentTarget.videoWidth);
        }}
      />
      <div className="rstage-top">
        {show.endedAt ? (
          <span className="pill white">
            <History size={16} aria-hidden="true" />
            {r.replayOf(time(show.startedAt ?? show.endedAt, 'day', language))}
          </span>
        ) : null}
        <Label show={show} brief />
      </div>
      {isReady || absent !== null ? <InTheWay picture={picture} absent={absent} /> : isLoading ? <Waits /> : null}
      {children}
    </section>
  );
}

function InTheWay({ picture, absent }: { picture: ReplayPicture; absent: string | null }) {
  const w = useWords();
  const r = useReplayWords();
  const online = useOnline();
  const { state, resumeMs } = picture;
  if (absent !== null)
    return (
      <p className="rstage-wait" role="status">
        {absent}
      </p>
    );
  if (!online && (state === 'connecting' || state === 'failed'))
    return (
      <div className="rstage-said paper-card" data-theme="light" role="status">
        <h2 className="row">
          <WifiOff size={18} aria-hidden="true" />
          {r.offline}
        </h2>
        <p className="sm m">{r.offlineText}</p>
      </div>
    );
  if (state === 'failed')
    return (
      <div className="rstage-said paper-card" data-theme="light" role="alert">
        <h2>{r.failed}</h2>
        <p className="sm m">{r.failedText}</p>
        <Button onClick={picture.retry} icon={<RefreshCw size={17} />}>
          {w.tryAgain}
        </Button>
      </div>
    );
  if (state === 'idle' || state === 'ended')
    return (
      <div className="rstage-go" data-theme="light">
        {state === 'idle' && resumeMs !== null ? (
          <Button icon={<Play size={18} fill="currentColor" />} onClick={() => picture.go(resumeMs)}>
            {r.continueAt(spell(resumeMs))}
          </Button>
        ) : null}
        <Button icon={<Play size={18} fill="currentColor" />} onClick={() => picture.go(0)}>
          {state === 'ended' ? r.again : w.watchFromStart(spell(picture.durationMs))}
        </Button>
      </div>
    );
  if (state === 'blocked')
    return (
      <div className="rstage-go" data-theme="light">
        <Button icon={<Play size={18} fill="currentColor" />} onClick={picture.toggle}>
          {r.blocked}
        </Button>
      </div>
    );
  if (!picture.hasPicture)
    return (
      <p className="rstage-wait row">
        <Volume size={20} aria-hidden="true" />
        {r.soundOnly}
      </p>
    );
  return state === 'connecting' ? <Waits /> : null;
}

function Waits() {
  const w = useWords();
  return (
    <div className="rstage-wait">
      <Spinner label={w.loading} />
    </div>
  );
}
