import { retryDelayMs } from './player-latency.ts';
import { loadHls, openHls } from './player-hls.ts';
import type { Path, PathLoss } from './player-path.ts';
import { besideUrl, type PlayedQuality, type WantedQuality } from './player-quality.ts';
import { warmUp } from './player-warm.ts';
import { openWhep } from './player-whep.ts';

export type PlayerState =
  | { readonly state: 'connecting' }
  | { readonly state: 'playing'; readonly path: 'whep' | 'hls'; readonly delayMs: number | null }
  /** It played and will again: the host's network, ours, or a restart. */
  | { readonly state: 'reconnecting' }
  /** The browser wants a tap before sound; call `play()` from it. */
  | { readonly state: 'blocked' }
  | { readonly state: 'offline' }
  | { readonly state: 'ended' };

export interface PlayerStats {
  readonly path: 'whep' | 'hls' | null;
  /** Media really shown, which is what makes a watcher count. */
  readonly receivedMs: number;
  readonly delayMs: number | null;
  readonly stalls: number;
  readonly attempts: number;
  readonly width: number;
  readonly height: number;
  readonly quality: PlayedQuality | null;
  /** What arrives, as measured. */
  readonly bitsPerSecond: number | null;
  /** A quality was chosen and is being got ready; the one before plays on. */
  readonly changing: boolean;
}

export interface PlayerNeeds {
  readonly video: HTMLVideoElement;
  readonly whepUrl: string | null;
  readonly hlsUrl: string;
  readonly prefer?: 'whep' | 'hls';
  /** `auto` by default. Anything else comes by HLS. */
  readonly quality?: WantedQuality;
  /** The server's clock as far as the page knows it; the device's by default. */
  readonly now?: () => number;
  readonly onState: (state: PlayerState) => void;
  /** Once a second. */
  readonly onStats?: (stats: PlayerStats) => void;
  /** Five times a second: the capture time of what is on screen, ms since 1970. */
  readonly onPlayingDate?: (dateMs: number) => void;
}

export interface Player {
  /** From a tap, after `blocked`. */
  play(): void;
  /** Changes over when the other is ready; may be called at any time. */
  setQuality(wanted: WantedQuality): void;
  /** The room says that the media server, or the host, is back: do not wait for timeouts. */
  reconnect(): void;
  /** May be called twice. */
  close(): void;
}

const TICK_MS = 100;
/** No picture by WHEP within this, and HLS still has a second to make the promised three. */
const WHEP_FIRST_FRAME_MS = 2000;
const HLS_FIRST_FRAME_MS = 8000;
const WARM_UP_HLS_MS = 700;
/** People notice a still picture after about a second. */
const STALL_MS = 1000;
/** About ten minutes of trying. */
const MOST_ATTEMPTS = 60;
const DELAY_STEP_MS = 100;
/** A direct picture cannot become smaller: one that stands still so often is too large for this network. */
const STALLS_TOO_MANY = 3;
const STALLS_WITHIN_MS = 60_000;

/**
 * Plays a live stream: WHEP first, low-latency HLS when that is refused, blocked or dies; always
 * without a reload and without asking. Opens one path at a time and owns the video element's source.
 */
export function createPlayer(needs: PlayerNeeds): Player {
  const { video } = needs;
  const now = needs.now ?? Date.now;
  let path: Path | null = null;
  let current: PlayerState = { state: 'connecting' };
  let closed = false;
  const whepImpossible = needs.whepUrl === null || typeof RTCPeerConnection === 'undefined';
  let whepRefused = whepImpossible;
  let whepRetried = false;
  let attempts = 0;
  let openedMs = 0;
  let progressMs = 0;
  /** The open path has shown a picture: from then on it knows best how long to wait for the next. */
  let hasMoved = false;
  let movedAtMs = 0;
  let lastProgress = 0;
  let lastTickMs = performance.now();
  let ticks = 0;
  let receivedMs = 0;
  let playedToMs: number | null = null;
  let stalls = 0;
  let directStalls: number[] = [];
  let wanted = needs.quality ?? 'auto';
  let changing: AbortController | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const timer = setInterval(tick, TICK_MS);
  window.addEventListener('pagehide', onPageHide);
  window.addEventListener('pageshow', onPageShow);
  window.addEventListener('online', reconnect);
  window.addEventListener('offline', onOffline);
  needs.onState(current);
  open(firstPath());

  function firstPath(): 'whep' | 'hls' {
    return whepRefused || needs.prefer === 'hls' || wanted !== 'auto' ? 'hls' : 'whep';
  }

  function open(name: 'whep' | 'hls'): void {
    drop();
    openedMs = movedAtMs = performance.now();
    progressMs = 0;
    hasMoved = false;
    lastProgress = 0;
    const url = name === 'whep' ? (needs.whepUrl ?? '') : besideUrl(needs.hlsUrl, wanted === 'audio' ? 'index-audio.m3u8' : 'main.m3u8');
    // A path that was dropped may still speak; only the open one is heard.
    const mine =
      <A extends unknown[]>(heard: (...args: A) => void) =>
      (...args: A) =>
        void (path === opened && heard(...args));
    const opened: Path = (name === 'whep' ? openWhep : openHls)({
      video,
      url,
      wanted,
      now,
      playedToMs,
      onLost: mine((loss: PathLoss) => onLost(name, loss)),
      onEnded: mine(() => finish({ state: 'ended' })),
      onReady: mine(play),
    });
    path = opened;
  }

  function drop(): void {
    clearTimeout(retry);
    const old = path;
    // Direct pictures are newer than any playlist, and comparing would only make people wait.
    if (old && hasMoved) playedToMs = old.name === 'hls' ? old.playingDateMs() : null;
    path = null;
    old?.close();
  }

  function onLost(name: 'whep' | 'hls', loss: PathLoss): void {
    if (current.state === 'playing') enter({ state: 'reconnecting' });
    if (loss === 'rebuild') return open(name);
    if (name === 'hls') return tryLater();
    if (loss === 'refused') whepRefused = true;
    // A connection may break in its first moments for no reason that would come again.
    const early = performance.now() - openedMs < WHEP_FIRST_FRAME_MS / 2;
    if (loss === 'failed' && early && !whepRetried) {
      whepRetried = true;
      return open('whep');
    }
    open('hls');
  }

  function tryLater(): void {
    drop();
    if (!navigator.onLine) return enter({ state: 'offline' });
    if (++attempts > MOST_ATTEMPTS) return enter({ state: 'offline' });
    // Both paths failed, so the show was not there; when it is, there may be room for a direct viewer.
    whepRefused = whepImpossible;
    retry = setTimeout(() => open(firstPath()), retryDelayMs(attempts - 1, Math.random()));
  }

  function reconnect(): void {
    if (closed) return;
    attempts = 0;
    // A server that was full or gone may have room now.
    whepRefused = whepImpossible;
    whepRetried = false;
    enter({ state: current.state === 'connecting' ? 'connecting' : 'reconnecting' });
    open(firstPath());
  }

  function setQuality(next: WantedQuality): void {
    if (closed || next === wanted) return;
    wanted = next;
    changing?.abort();
    changing = null;
    if (path) void changeOver(path, next);
  }

  /** What plays goes on until the other can begin at once. */
  async function changeOver(from: Path, next: WantedQuality): Promise<void> {
    const mine = (changing = new AbortController());
    await warmUp(needs.hlsUrl, next, mine.signal);
    if (closed || mine.signal.aborted) return;
    changing = null;
    // Automatic means direct again, where that is possible.
    if (path !== from || path.name !== firstPath() || !path.choose(next)) open(firstPath());
  }

  function play(): void {
    video.play().then(
      () => current.state === 'blocked' && enter({ state: 'connecting' }),
      (error: DOMException) => error.name === 'NotAllowedError' && enter({ state: 'blocked' }),
    );
  }

  function tick(): void {
    const atMs = performance.now();
    const elapsedMs = atMs - lastTickMs;
    lastTickMs = atMs;
    ticks++;
    if (path) watch(path, atMs, elapsedMs);
    if (ticks % 10 === 0) needs.onStats?.(stats());
  }

  function watch(open: Path, atMs: number, elapsedMs: number): void {
    // A hidden page may rest its video and its timers; a person who paused is not stuck.
    if (document.hidden || video.paused || current.state === 'blocked') movedAtMs = atMs;
    const progress = open.progress?.() ?? video.currentTime;
    const moved = progress !== lastProgress && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    lastProgress = progress;
    if (moved) onMoved(atMs, elapsedMs);
    open.tick(elapsedMs, atMs - movedAtMs);
    if (path !== open) return;
    if (current.state === 'playing') watchPlaying(open, atMs);
    else watchOpening(open, atMs);
  }

  function onMoved(atMs: number, elapsedMs: number): void {
    // Timers of a resting page come seconds apart; media time cannot have run faster than that.
    progressMs += Math.min(elapsedMs, 1000);
    receivedMs += Math.min(elapsedMs, 1000);
    movedAtMs = atMs;
    hasMoved = true;
  }

  function watchPlaying(open: Path, atMs: number): void {
    if (atMs - movedAtMs > STALL_MS) {
      stalls++;
      progressMs = 0;
      if (open.name === 'whep') noteDirectStall(atMs);
      return enter({ state: 'reconnecting' });
    }
    const dateMs = ticks % 2 === 0 ? open.playingDateMs() : null;
    if (dateMs !== null) needs.onPlayingDate?.(dateMs);
    if (ticks % 10 === 0) tellDelay(open);
  }

  function noteDirectStall(atMs: number): void {
    directStalls = [...directStalls.filter((ms) => atMs - ms < STALLS_WITHIN_MS), atMs];
    if (directStalls.length < STALLS_TOO_MANY) return;
    directStalls = [];
    queueMicrotask(() => path?.name === 'whep' && onLost('whep', 'refused'));
  }

  function tellDelay(open: Path): void {
    const delayMs = open.delayMs();
    const known = current.state === 'playing' ? current.delayMs : null;
    const changed = delayMs === null || known === null ? delayMs !== known : Math.abs(delayMs - known) >= DELAY_STEP_MS;
    if (changed) enter({ state: 'playing', path: open.name, delayMs });
  }

  function watchOpening(open: Path, atMs: number): void {
    const playsAgain = progressMs >= 2 * TICK_MS && atMs - movedAtMs < 2 * TICK_MS && !video.paused;
    if (playsAgain && current.state !== 'ended') {
      attempts = 0;
      return enter({ state: 'playing', path: open.name, delayMs: open.delayMs() });
    }
    if (current.state === 'blocked' || hasMoved) return;
    const waitedMs = atMs - openedMs;
    if (open.name === 'whep' && waitedMs > WARM_UP_HLS_MS) void loadHls().catch(() => {});
    if (waitedMs > (open.name === 'whep' ? WHEP_FIRST_FRAME_MS : HLS_FIRST_FRAME_MS)) onLost(open.name, 'failed');
  }

  function stats(): PlayerStats {
    return {
      path: path?.name ?? null,
      receivedMs: Math.round(receivedMs),
      delayMs: path?.delayMs() ?? null,
      stalls,
      attempts,
      width: video.videoWidth,
      height: video.videoHeight,
      quality: path?.quality() ?? null,
      bitsPerSecond: path?.bitsPerSecond() ?? null,
      changing: changing !== null,
    };
  }

  function enter(next: PlayerState): void {
    if (closed || (next.state === current.state && next.state !== 'playing')) return;
    current = next;
    needs.onState(next);
  }

  function finish(last: PlayerState): void {
    drop();
    enter(last);
  }

  function onOffline(): void {
    drop();
    enter({ state: 'offline' });
  }

  function onPageHide(): void {
    drop();
  }

  /** Back from the browser's cache of pages: everything was closed when leaving. */
  function onPageShow(event: PageTransitionEvent): void {
    if (event.persisted) reconnect();
  }

  function close(): void {
    if (closed) return;
    closed = true;
    changing?.abort();
    clearInterval(timer);
    drop();
    window.removeEventListener('pagehide', onPageHide);
    window.removeEventListener('pageshow', onPageShow);
    window.removeEventListener('online', reconnect);
    window.removeEventListener('offline', onOffline);
  }

  return { play, setQuality, reconnect, close };
}
