import type HlsPlayer from 'hls.js';
import { loadHls } from './player-hls.ts';
import { retryDelayMs } from './player-latency.ts';

export type ReplayState = 'connecting' | 'playing' | 'paused' | 'blocked' | 'ended' | 'failed';

export interface ReplayPosition {
  readonly positionMs: number;
  readonly durationMs: number;
  /** When this moment happened, ms since 1970; null while unknown. */
  readonly dateMs: number | null;
}

export interface ReplayPlayer {
  play(): void;
  pause(): void;
  seek(positionMs: number): void;
  /** To a moment of the show, as its record tells it; to the nearest moment that was recorded. */
  seekToDate(dateMs: number): void;
  /** May be called twice. */
  close(): void;
}

const POSITION_MS = 250;
const MOST_RETRIES = 8;

/** Plays the recording of an ended show. */
export function createReplayPlayer(needs: {
  readonly video: HTMLVideoElement;
  readonly url: string;
  readonly startMs?: number;
  readonly onState: (state: ReplayState) => void;
  /** Four times a second while there is something to play. */
  readonly onPosition?: (position: ReplayPosition) => void;
}): ReplayPlayer {
  const { video, url } = needs;
  let hls: HlsPlayer | null = null;
  let state: ReplayState = 'connecting';
  let closed = false;
  let retries = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const listening = new AbortController();
  const on = (event: string, heard: () => void) => video.addEventListener(event, heard, { signal: listening.signal });

  on('playing', () => enter('playing'));
  on('pause', () => !video.ended && enter('paused'));
  // A paused picture that was moved never says `playing`, so it must not begin to wait.
  on('waiting', () => !video.paused && enter('connecting'));
  on('ended', () => enter('ended'));
  const timer = setInterval(tellPosition, POSITION_MS);
  needs.onState(state);
  open().catch(() => enter('failed'));

  async function open(): Promise<void> {
    const { default: Hls } = await loadHls();
    if (closed) return;
    if (!Hls.isSupported()) return openNative();
    hls = new Hls({ enableWorker: false, startPosition: (needs.startMs ?? 0) / 1000 });
    hls.on(Hls.Events.MANIFEST_PARSED, play);
    hls.on(Hls.Events.FRAG_BUFFERED, () => (retries = 0));
    hls.on(Hls.Events.ERROR, (_, { fatal, type }) => fatal && recover(type === Hls.ErrorTypes.MEDIA_ERROR));
    hls.loadSource(url);
    hls.attachMedia(video);
  }

  /** Safari without MSE plays the playlist itself. */
  function openNative(): void {
    if (!video.canPlayType('application/vnd.apple.mpegurl')) return enter('failed');
    on('error', () => enter('failed'));
    video.src = url;
    on('loadedmetadata', () => {
      if (needs.startMs) seek(needs.startMs);
      play();
    });
  }

  function recover(ofMedia: boolean): void {
    if (++retries > MOST_RETRIES) return enter('failed');
    enter('connecting');
    if (ofMedia) return hls?.recoverMediaError();
    clearTimeout(retry);
    // A playlist that never came has nothing to go on loading.
    const again = () => (hls?.levels.length ? hls.startLoad() : hls?.loadSource(url));
    retry = setTimeout(again, retryDelayMs(retries - 1, Math.random()));
  }

  function play(): void {
    video.play().catch((error: DOMException) => error.name === 'NotAllowedError' && enter('blocked'));
  }

  function seek(positionMs: number): void {
    const endS = Number.isFinite(video.duration) ? video.duration : Infinity;
    video.currentTime = Math.max(0, Math.min(positionMs / 1000, endS));
  }

  function seekToDate(dateMs: number): void {
    const fragments = hls?.levels[0]?.details?.fragments ?? [];
    const at = fragments.findLast((fragment) => (fragment.programDateTime ?? Infinity) <= dateMs) ?? fragments[0];
    if (!at || at.programDateTime === null) return;
    // The host may have been away: what was not recorded counts as the end of what was.
    const intoS = Math.max(0, Math.min((dateMs - at.programDateTime) / 1000, at.duration));
    seek((at.start + intoS) * 1000);
  }

  function tellPosition(): void {
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING) return;
    const dateMs = hls?.playingDate?.getTime() ?? null;
    needs.onPosition?.({ positionMs: Math.round(video.currentTime * 1000), durationMs: Math.round(video.duration * 1000), dateMs });
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

  return { play, pause: () => video.pause(), seek, seekToDate, close };
}
