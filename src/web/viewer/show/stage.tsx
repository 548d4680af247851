import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Pause, Play, Volume, VolumeOff, WifiOff } from '../../ui/icons.ts';
import { Poster } from '../cards.tsx';
import { useLanguage, useWords } from '../words.ts';
import { SoundOnly } from './quality-menu.tsx';
import type { usePlayer } from './use-player.ts';

export type Picture = ReturnType<typeof usePlayer>;

interface StageProps {
  video: RefObject<HTMLVideoElement | null>;
  show: Show;
  picture: Picture;
  /** What is in the way, if anything; the picture stays behind it, blurred. */
  trouble: Trouble | null;
  /** For how long there was no new picture. */
  lostMs: number;
  children?: ReactNode;
}
export type Trouble = { kind: 'starting' } | { kind: 'reconnecting' } | { kind: 'offline' } | { kind: 'gone' };

/** Any video surface: night, the picture, a scrim, and what lies over it. */
export function Stage({ video, show, picture, trouble, lostMs, children }: StageProps) {
  const moving = picture.state === 'playing' || picture.state === 'blocked';
  // Once there was a picture, trouble shows its last frame; before, the poster.
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (moving) setSeen(true);
  }, [moving]);
  const sound = useSound(video);
  const hear = () => {
    picture.play();
    sound.unmute();
  };
  const mayHear = moving && sound.muted && !trouble;
  const [landscape, setLandscape] = useState(false);
  return (
    <section className={`stage vstage night ${trouble ? 'troubled' : ''} ${landscape ? 'landscape' : ''}`} aria-label={show.title}>
      {seen && !picture.isSoundOnly ? null : <Poster show={show} className="behind" />}
      {/* A home of its own: the picture may be lent to a small window, and nothing else may move in meanwhile. */}
      <div className="picture-home">
        <video
          ref={video}
          className={seen && !picture.isSoundOnly ? 'on' : ''}
          playsInline
          autoPlay
          muted={sound.muted}
          aria-label={show.title}
          onLoadedMetadata={({ currentTarget }) => setLandscape(currentTarget.videoWidth > currentTarget.videoHeight)}
        />
      </div>
      <div className="v-scrim" />
      {trouble ? <TroubleText trouble={trouble} show={show} lostMs={seen ? lostMs : 0} /> : null}
      {picture.isSoundOnly && !trouble ? <SoundOnly picture={picture} unmute={mayHear ? hear : null} /> : null}
      {mayHear && !picture.isSoundOnly ? <TapForSound unmute={hear} /> : null}
      {children}
    </section>
  );
}

/** Browsers let a page begin with sound only after a tap: begin muted, and offer the tap. */
function useSound(video: RefObject<HTMLVideoElement | null>) {
  const [muted, setMuted] = useState(true);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const hear = () => setMuted(element.muted || element.volume === 0);
    element.addEventListener('volumechange', hear);
    return () => element.removeEventListener('volumechange', hear);
  }, [video]);
  return {
    muted,
    mute: () => {
      if (video.current) video.current.muted = true;
    },
    unmute: () => {
      const element = video.current;
      if (!element) return;
      element.muted = false;
      setMuted(false);
      element.play().catch(() => {
        element.muted = true;
        setMuted(true);
      });
    },
  };
}

/** Pause and sound, once there is a picture. A live picture that was paused goes on where the show is now. */
export function PictureButtons({ video, picture }: { video: RefObject<HTMLVideoElement | null>; picture: Picture }) {
  const w = useWords();
  const sound = useSound(video);
  const paused = usePaused(video);
  if (picture.state !== 'playing' && !paused) return null;
  return (
    <>
      <IconButton className="glass" label={paused ? w.play : w.pause} onClick={() => (paused ? picture.play() : video.current?.pause())}>
        {paused ? <Play size={20} fill="currentColor" /> : <Pause size={20} />}
      </IconButton>
      <IconButton className="glass" label={sound.muted ? w.soundOn : w.soundOff} onClick={sound.muted ? sound.unmute : sound.mute}>
        {sound.muted ? <VolumeOff size={20} /> : <Volume size={20} />}
      </IconButton>
    </>
  );
}

function usePaused(video: RefObject<HTMLVideoElement | null>): boolean {
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const hear = () => setPaused(element.paused && element.readyState > 0);
    element.addEventListener('pause', hear);
    element.addEventListener('play', hear);
    return () => {
      element.removeEventListener('pause', hear);
      element.removeEventListener('play', hear);
    };
  }, [video]);
  return paused;
}

function TapForSound({ unmute }: { unmute: () => void }) {
  const w = useWords();
  return (
    <Button className="tap-sound" data-theme="light" onClick={unmute} icon={<VolumeOff size={20} />}>
      {w.tapForSound}
    </Button>
  );
}

function TroubleText({ trouble, show, lostMs }: { trouble: Trouble; show: Show; lostMs: number }) {
  const w = useWords();
  const language = useLanguage();
  const host = show.host.name.split(' ')[0] ?? show.host.name;
  if (trouble.kind === 'offline')
    return (
      <div className="trouble paper-card" data-theme="light" role="status">
        <h2 className="row">
          <WifiOff size={18} aria-hidden="true" />
          {w.netDropped}
        </h2>
        <p className="sm m">{w.netDroppedText}</p>
      </div>
    );
  const starting = trouble.kind === 'starting';
  const seconds = starting ? 0 : Math.round(lostMs / 1000);
  return (
    <div className={`trouble ${starting ? '' : 'glass boxed'}`} role="status">
      {starting ? null : <WifiOff size={34} aria-hidden="true" />}
      <h2>{starting ? w.lightsGoOn : trouble.kind === 'gone' ? w.hostGone(host) : w.hostReconnecting(host)}</h2>
      {starting && show.startsAt ? <p className="d big-time">{time(show.startsAt, 'clock', language)}</p> : null}
      <p>
        {/* Seconds that run are for the eye: a screen reader would begin anew with each. */}
        {seconds > 0 ? <span aria-hidden="true">{w.lastPicture(seconds)} </span> : null}
        {show.notice ?? (starting ? w.checkingSound(host) : w.ordersKeepWorking)}
      </p>
    </div>
  );
}

/** How far behind the picture is, or why there is none. The number is measured by the player. */
export function LivePill({ picture, trouble, sinceMs }: { picture: Picture; trouble: Trouble | null; sinceMs: number }) {
  const w = useWords();
  const language = useLanguage();
  const seconds = Math.max(0, Math.round(sinceMs / 1000));
  const away = <WifiOff size={15} aria-hidden="true" />;
  if (trouble?.kind === 'offline')
    return (
      <span className="pill amber">
        {away}
        {w.offlineFor(seconds)}
      </span>
    );
  if (trouble?.kind === 'starting') return <span className="pill glass">{w.starting}</span>;
  if (trouble)
    return (
      <span className="pill amber">
        {away}
        {w.pausedFor(seconds)}
      </span>
    );
  if (picture.state !== 'playing' || picture.delayMs === null)
    return (
      <span className="pill on">
        <span className="dot" />
        {w.liveCaps}
      </span>
    );
  const late = new Intl.NumberFormat(language === 'nl' ? 'nl-BE' : 'en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    picture.delayMs / 1000,
  );
  return (
    <Popover
      className="pill on"
      title={w.liveCaps}
      label={
        <>
          <span className="dot" />
          {w.liveCaps}
          <span className="lat">{late} s</span>
        </>
      }
    >
      <h2>{w.behind(late)}</h2>
      <p>{picture.path === 'whep' ? w.pathDirect : picture.wish.choice !== 'auto' || picture.wish.saver ? w.pathChosen : w.pathHls}</p>
    </Popover>
  );
}
