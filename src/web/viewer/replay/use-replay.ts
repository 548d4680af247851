import { useEffect, useMemo, useRef, useState } from 'react';
import type { Replay } from '#contract/replay.ts';
import { ask } from '../../client/api.ts';
import type { ReplayPlayer, ReplayState } from '../../client/player-replay.ts';
import { useLoad, useOnline, useTools } from '../tools.tsx';
import { createResume } from './resume.ts';

const KEEP_EVERY_MS = 5_000;
const LOOK_AGAIN_MS = 4_000;
/** A recording is closed within seconds; a page that stays open does not ask for ever. */
const MOST_LOOKS = 150;

/** Where the replay is and what its chapters are; asks again while it is being made. */
export function useReplayFacts(showId: string) {
  const { api } = useTools();
  const loaded = useLoad<Replay>(`replay ${showId}`, () => ask(api.GET('/api/shows/{showId}/replay', { params: { path: { showId } } })));
  const looks = useRef(0);
  const preparing = loaded.state === 'ready' && loaded.value.state === 'preparing';
  const look = useRef(loaded.reload);
  look.current = loaded.reload;
  useEffect(() => {
    if (!preparing) return;
    const timer = setInterval(() => {
      looks.current += 1;
      if (looks.current <= MOST_LOOKS) look.current();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [preparing]);
  return loaded;
}

/** The picture of a replay: nothing is loaded before somebody wants to see it. */
export function useReplayPlayer(showId: string, facts: Replay | null, linkedMs: number | null) {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<ReplayPlayer | null>(null);
  const resume = useMemo(() => createResume(localStorage), []);
  const [resumeMs] = useState(() => resume.at(showId));
  const [state, setState] = useState<ReplayState | 'idle'>('idle');
  const [positionMs, setPosition] = useState(linkedMs ?? 0);
  const [rate, setRate] = useState(1);
  const [hasPicture, setHasPicture] = useState(true);
  const at = useRef(positionMs);
  at.current = positionMs;
  const durationMs = facts?.durationMs ?? 0;
  const starting = useRef(false);

  async function start(): Promise<void> {
    if (starting.current || !facts || facts.parts.length === 0) return;
    starting.current = true;
    setState('connecting');
    const { createReplayPlayer } = await import('../../client/player-replay.ts');
    const element = video.current;
    if (!element) return void (starting.current = false);
    player.current = createReplayPlayer({
      video: element,
      parts: facts.parts,
      // Where it is wanted by now: the code may have taken its time.
      startMs: at.current,
      onState: setState,
      onPosition: (position) => setPosition(position.positionMs),
    });
  }

  function go(toMs: number): void {
    const to = Math.min(Math.max(0, toMs), Math.max(0, durationMs - 500));
    setPosition(to);
    at.current = to;
    if (player.current) player.current.seek(to);
    else void start();
  }

  function toggle(): void {
    if (!player.current) return void start();
    if (state === 'ended') return go(0);
    if (video.current?.paused) player.current.play();
    else player.current.pause();
  }

  function speed(next: number): void {
    setRate(next);
    if (!video.current) return;
    // A new part loads the element anew, and the default is what it then takes.
    video.current.defaultPlaybackRate = next;
    video.current.playbackRate = next;
  }

  // A link to a moment is a wish to see it.
  const linked = useRef(linkedMs);
  useEffect(() => {
    if (linked.current === null || durationMs === 0) return;
    const to = linked.current;
    linked.current = null;
    go(to);
  }, [durationMs]);

  useEffect(() => {
    const keep = () => durationMs > 0 && at.current > 0 && resume.keep(showId, at.current, durationMs);
    const timer = setInterval(keep, KEEP_EVERY_MS);
    addEventListener('pagehide', keep);
    return () => {
      keep();
      clearInterval(timer);
      removeEventListener('pagehide', keep);
    };
  }, [resume, showId, durationMs]);
  useEffect(
    () => () => {
      player.current?.close();
      player.current = null;
    },
    [],
  );
  useRetryWhenOnline(state === 'failed', () => player.current?.retry());

  return {
    video,
    state,
    positionMs,
    durationMs,
    rate,
    hasPicture,
    resumeMs,
    go,
    toggle,
    speed,
    retry: () => player.current?.retry(),
    seenPicture: (width: number) => setHasPicture(width > 0),
  };
}
export type ReplayPicture = ReturnType<typeof useReplayPlayer>;

function useRetryWhenOnline(failed: boolean, retry: () => void): void {
  const online = useOnline();
  const wasOnline = useRef(online);
  useEffect(() => {
    if (online && !wasOnline.current && failed) retry();
    wasOnline.current = online;
  }, [online]);
}
