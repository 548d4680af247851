import type HlsPlayer from 'hls.js';
import { loadHls } from './player-hls.ts';
import { retryDelayMs } from './player-latency.ts';

export type ReplayState = 'connecting' | 'playing' | 'paused' | 'blocked' | 'ended' | 'failed';

export interface ReplayPosition {
  readonly positionMs: number;
  /** When this moment happened, ms since 1970; null while unknown. */
  readonly dateMs: number | null;
}

/** A playlist of its own; very long replays have many, and a player holds one at a time. */
export interface ReplayPart {
  readonly url: string;
  /** Where it begins on the replay. */
  readonly atMs: number;
  readonly durationMs: number;
}

export interface ReplayPlayer {
  play(): void;
  pause(): void;
  seek(positionMs: number): void;
  /** After `failed`: from where it stood. */
  retry(): void;
  /** May be called twice. */
  close(): void;
}

const POSITION_MS = 250;
const MOST_RETRIES = 8;
/** The server says that it is not there, or not any more; asking again is no use. */
const GONE = new Set([404, 410]);

/** Plays the recording of an ended show. Positions are those of the whole replay, whatever part is loaded. */
export function createReplayPlayer(needs: {
  readonly video: HTMLVideoElement;
  /** In order, at least one. */
  readonly parts: readonly ReplayPart[];
  readonly startMs?: number;
  readonly onState: (state: ReplayState) => void;
  /** Four times a second while there is something to play. */
  readonly onPosition?: (position: ReplayPosition) => void;
}): ReplayPlayer {
  const { video, parts } = needs;
  let hls: HlsPlayer | null = null;
  let part = partAt(needs.startMs ?? 0);
  /** Where the picture will be once it is loaded; null when it is there. */
  let headingForMs: number | null = needs.startMs ?? 0;
  let wantsToPlay = true;
  let state: ReplayState = 'connecting';
  let closed = false;
  let retries = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const listening = new AbortController();
  const on = (event: string, heard: () => void) => video.addEventListener(event, heard, { signal: listening.signal });

  on('playing', () => enter('playing'));
  on('pause', () => !video.ended && headingForMs === null && enter('paused'));
  // A paused picture that was moved never says `playing`, so it must not begin to wait.
  on('waiting', () => !video.paused && enter('connecting'));
  on('ended', () => {
    const next = parts[parts.indexOf(part) + 1];
    if (next) open(next, next.atMs);
    else enter('ended');
  });
  on('loadedmetadata', () => {
    if (headingForMs === null) return;
    const positionMs = headingForMs;
    headingForMs = null;
    // hls.js begins where it was told to; the browser's own player begins at the beginning.
    if (Math.abs(video.currentTime * 1000 + part.atMs - positionMs) > 1000) seek(positionMs);
    if (!wantsToPlay) enter('paused');
  });
  const timer = setInterval(tellPosition, POSITION_MS);
  needs.onState(state);
  open(part, headingForMs);

  function open(next: ReplayPart, positionMs: number): void {
    part = next;
    headingForMs = positionMs;
    clearTimeout(retry);
    hls?.destroy();
    hls = null;
    enter('connecting');
    load(next, positionMs).catch(() => enter('failed'));
  }

  async function load(wanted: ReplayPart, positionMs: number): Promise<void> {
    const { default: Hls } = await loadHls();
    if (closed || wanted !== part || hls) return;
    if (!Hls.isSupported()) return openNative();
    hls = new Hls({ enableWorker: false, startPosition: Math.max(0, positionMs - part.atMs) / 1000 });
    hls.on(Hls.Events.MANIFEST_PARSED, playWhenWanted);
    hls.on(Hls.Events.FRAG_BUFFERED, () => (retries = 0));
    hls.on(Hls.Events.ERROR, (_, { fatal, type, response }) => {
      if (fatal) recover(type === Hls.ErrorTypes.MEDIA_ERROR, GONE.has(response?.code ?? 0));
    });
    hls.loadSource(part.url);
    hls.attachMedia(video);
  }

  /** Safari without MSE plays the playlist itself. */
  function openNative(): void {
    if (!video.canPlayType('application/vnd.apple.mpegurl')) return enter('failed');
    video.addEventListener('error', () => enter('failed'), { signal: listening.signal, once: true });
    video.src = part.url;
    playWhenWanted();
  }

  function recover(ofMedia: boolean, isGone: boolean): void {
    if (isGone || ++retries > MOST_RETRIES) return enter('failed');
    enter('connecting');
    if (ofMedia) return hls?.recoverMediaError();
    clearTimeout(retry);
    // A playlist that never came has nothing to go on loading.
    const again = () => (hls?.levels.length ? hls.startLoad() : hls?.loadSource(part.url));
    retry = setTimeout(again, retryDelayMs(retries - 1, Math.random()));
  }

  function play(): void {
    wantsToPlay = true;
    video.play().catch((error: DOMException) => error.name === 'NotAllowedError' && enter('blocked'));
  }

  function playWhenWanted(): void {
    if (wantsToPlay) play();
  }

  function pause(): void {
    wantsToPlay = false;
    video.pause();
  }

  function seek(positionMs: number): void {
    const target = partAt(positionMs);
    if (target !== part || headingForMs !== null) return open(target, positionMs);
    const endS = Number.isFinite(video.duration) ? video.duration : Infinity;
    video.currentTime = Math.max(0, Math.min((positionMs - part.atMs) / 1000, endS));
  }

  function partAt(positionMs: number): ReplayPart {
    return parts.findLast((candidate) => candidate.atMs <= positionMs) ?? parts[0]!;
  }

  const positionNow = (): number => headingForMs ?? Math.round(part.atMs + video.currentTime * 1000);

  function tellPosition(): void {
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING || headingForMs !== null) return;
    needs.onPosition?.({ positionMs: positionNow(), dateMs: hls?.playingDate?.getTime() ?? null });
  }

  function enter(next: ReplayState): void {
    if (closed || next === state) return;
    state = next;
    needs.onState(next);
  }

  function close(): void {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    clearTimeout(retry);
    listening.abort();
    hls?.destroy();
    if (!hls) video.removeAttribute('src');
  }

  return {
    play,
    pause,
    seek,
    retry() {
      retries = 0;
      open(part, positionNow());
    },
    close,
  };
}
