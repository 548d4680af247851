import type HlsPlayer from 'hls.js';
import type { LevelDetails } from 'hls.js';
import { baseTargetS, startLatency, steer } from './player-latency.ts';
import type { Path, PathLoss, PathNeeds } from './player-path.ts';
import { besideUrl, createBitMeter, isOurs, type Level, pickLevel, type PlayedQuality, type WantedQuality } from './player-quality.ts';

/** New media arrives and the picture stands still: only a new start helps. */
const BROKEN_MS = 5000;
/** Nothing arrives: the publisher is away, or the server; look again from the beginning now and then. */
const AWAY_MS = 20_000;
const OVER_MS = 1500;
const EDGE_MOVES_MS = 2500;
/** Less than this behind what was shown is its own end. */
const NEW_MS = 500;
/** A stream so far behind what was shown has another clock, and waiting for it would be for ever. */
const SAME_CLOCK_MS = 60_000;
/** One part fills, one frame is kept back, and the camera and the screen have their own delay. */
const BEFORE_BUFFER_MS = 300;
const GOOD_NETWORK_BITS = 8_000_000;

export const loadHls = () => import('hls.js/light');

export const isWebKit = (): boolean => /AppleWebKit/.test(navigator.userAgent) && !/Chrom(e|ium)|Edg/.test(navigator.userAgent);

/** Low-latency HLS: hls.js where there is MSE, the browser's own player (AAC) where there is not. */
export function openHls(needs: PathNeeds): Path {
  const { video } = needs;
  let inner: Path | null = null;
  let closed = false;
  loadHls()
    .then(({ default: Hls }) => {
      if (closed) return;
      if (Hls.isSupported()) inner = openWithHlsJs(Hls, needs);
      else if (video.canPlayType('application/vnd.apple.mpegurl')) inner = openNative(needs);
      else needs.onLost('refused');
    })
    .catch(() => needs.onLost('failed'));
  return {
    name: 'hls',
    tick: (elapsedMs, stuckMs) => inner?.tick(elapsedMs, stuckMs),
    delayMs: () => inner?.delayMs() ?? null,
    playingDateMs: () => inner?.playingDateMs() ?? null,
    quality: () => inner?.quality() ?? null,
    bitsPerSecond: () => inner?.bitsPerSecond() ?? null,
    choose: (wanted) => inner?.choose(wanted) ?? false,
    close() {
      closed = true;
      inner?.close();
    },
  };
}

function openWithHlsJs(Hls: typeof HlsPlayer, needs: PathNeeds): Path {
  const { video, url } = needs;
  const soundOnly = needs.wanted === 'audio';
  let { wanted } = needs;
  const bits = createBitMeter();
  let closed = false;
  let lost = false;
  let latency = startLatency(baseTargetS(isWebKit() ? 'webkit' : 'other'));
  let ranDry = false;
  let hadVideo: boolean | null = null;
  let sinceEdgeMs = 0;
  let edgeS = 0;
  let ready = false;

  // The rate stays ours: with its own catch-up on, hls.js and this controller would fight.
  const hls = new Hls({
    lowLatencyMode: true,
    liveSyncOnStallIncrease: 0,
    maxLiveSyncPlaybackRate: 1,
    liveDurationInfinity: true,
    backBufferLength: 10,
    maxBufferLength: 10,
    enableWorker: false, // fMP4 is passed through; a worker only adds a copy
    // Begin with the best: a smaller one that is not being made would have to be begun for us.
    abrEwmaDefaultEstimate: GOOD_NETWORK_BITS,
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    // A rung that ended: the list says which are left. The source's own absence is another matter.
    const gone = data.response?.code === 404 && levelId() !== 'source' && !soundOnly;
    if (data.fatal) lose(gone ? 'rebuild' : 'failed');
  });
  hls.on(Hls.Events.FRAG_BUFFERED, (_, { stats }) => bits.add(stats.total, performance.now()));
  hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
    // Who comes when all is over would be shown the last half minute again, as if it were live.
    if (!details.live && edgeS === 0) queueMicrotask(needs.onEnded);
    if (details.edge !== edgeS) sinceEdgeMs = 0;
    edgeS = details.edge;
    if (!ready && !isOld(details)) begins();
  });
  // A SourceBuffer made for picture and sound cannot take sound alone, nor the other way round.
  hls.on(Hls.Events.BUFFER_CODECS, (_, tracks) => {
    const hasVideo = Boolean(tracks.video ?? tracks.audiovideo);
    if (hadVideo !== null && hadVideo !== hasVideo) lose('rebuild');
    hadVideo = hasVideo;
  });
  const onWaiting = () => void (ranDry = video.readyState > HTMLMediaElement.HAVE_NOTHING && edgeS > 0 && video.currentTime > 0);
  video.addEventListener('waiting', onWaiting);
  video.addEventListener('ended', needs.onEnded);
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    for (let at = hls.levels.length - 1; at >= 0; at--) if (hls.levels.length > 1 && !isOurs(idAt(at))) hls.removeLevel(at);
    if (!soundOnly) begin();
  });
  hls.loadSource(url);
  hls.attachMedia(video);

  function begins(): void {
    ready = true;
    needs.onReady();
  }

  /** While the host is away the playlist stays as it was: its end was seen, and seeing it again would look like a picture. */
  function isOld({ live, fragments, edge }: LevelDetails): boolean {
    const last = fragments.at(-1);
    if (!live || needs.playedToMs === null || !last?.programDateTime) return false;
    const newMs = last.programDateTime + (edge - last.start) * 1000 - needs.playedToMs;
    return newMs < NEW_MS && newMs > -SAME_CLOCK_MS;
  }

  function lose(loss: PathLoss): void {
    if (closed || lost) return;
    lost = true;
    // Not inside of an event of hls.js: it goes on using itself after the listener.
    queueMicrotask(() => needs.onLost(loss));
  }

  const idAt = (at: number): string => hls.levels[at]?.attrs['STABLE-VARIANT-ID'] ?? 'source';
  const levelId = (): string => idAt(hls.loadLevel);
  const levels = (): (Level & { at: number })[] => hls.levels.map(({ width, height }, at) => ({ at, id: idAt(at), width, height }));

  function begin(): void {
    const picked = pickLevel(levels(), wanted);
    if (picked) choose(wanted);
    else hls.startLevel = levels().find(({ id }) => id === 'source')?.at ?? -1;
  }

  /** With the next piece that is loaded: what is buffered plays on, so nothing stops. */
  function choose(next: WantedQuality): boolean {
    if (soundOnly || next === 'audio' || lost) return false;
    const picked = pickLevel(levels(), next);
    if (next !== 'auto' && next !== 'smallest' && picked?.id !== next) return false;
    wanted = next;
    hls.loadLevel = levels().find(({ id }) => id === picked?.id)?.at ?? -1;
    return true;
  }

  function quality(): PlayedQuality | null {
    if (soundOnly) return 'audio';
    return hls.currentLevel < 0 ? null : (idAt(hls.currentLevel) as PlayedQuality);
  }

  const live = (): boolean => hls.latestLevelDetails?.live ?? true;

  function tick(elapsedMs: number, stuckMs: number): void {
    sinceEdgeMs += elapsedMs;
    // The last frames may be too few to decode; then the browser never says that it reached the end.
    if (!live() && stuckMs > OVER_MS) return needs.onEnded();
    if (stuckMs > (sinceEdgeMs < EDGE_MOVES_MS ? BROKEN_MS : AWAY_MS)) return lose('failed');
    const endS = bufferedEndS(video);
    if (!live() || endS === null || video.paused) return;
    const bufferedS = endS - video.currentTime;
    const advice = steer(latency, { bufferedS, elapsedS: elapsedMs / 1000, stuckS: stuckMs / 1000, ranDry });
    ranDry = false;
    latency = advice.next;
    if (advice.seekBehindEndS !== null) seekBehind(endS, advice.seekBehindEndS);
    if (video.playbackRate !== advice.rate) video.playbackRate = advice.rate;
  }

  function seekBehind(endS: number, behindS: number): void {
    const startS = video.buffered.start(video.buffered.length - 1);
    const toS = Math.max(startS + 0.01, endS - behindS);
    // Backwards would show the same again; a seek to where we are only flushes the decoder.
    if (toS > video.currentTime + 0.05) video.currentTime = toS;
  }

  function delayMs(): number | null {
    const endS = bufferedEndS(video);
    const dateMs = hls.playingDate?.getTime();
    const fromClockMs = dateMs === undefined ? null : needs.now() - dateMs;
    // The page's idea of the server's clock may be off; then the buffer tells the part that varies.
    if (fromClockMs !== null && fromClockMs > 0 && fromClockMs < 60_000) return Math.round(fromClockMs);
    return endS === null ? null : Math.round((endS - video.currentTime) * 1000 + BEFORE_BUFFER_MS);
  }

  function close(): void {
    if (closed) return;
    closed = true;
    video.removeEventListener('waiting', onWaiting);
    video.removeEventListener('ended', needs.onEnded);
    video.playbackRate = 1;
    hls.destroy();
  }

  return {
    name: 'hls',
    tick,
    delayMs,
    playingDateMs: () => hls.playingDate?.getTime() ?? null,
    quality,
    bitsPerSecond: () => bits.read(performance.now()),
    choose,
    close,
  };
}

/** Safari without MSE. Apple's player holds its own distance; it wants AAC. */
function openNative(needs: PathNeeds): Path {
  const { video } = needs;
  const onError = () => needs.onLost('failed');
  video.addEventListener('error', onError);
  video.addEventListener('ended', needs.onEnded);
  video.src = besideUrl(needs.url, 'index-aac.m3u8');
  needs.onReady();

  const startMs = (): number => (video as HTMLVideoElement & { getStartDate?(): Date }).getStartDate?.().getTime() ?? NaN;
  const playingDateMs = (): number | null => {
    const dateMs = startMs() + video.currentTime * 1000;
    return Number.isFinite(dateMs) ? dateMs : null;
  };
  return {
    name: 'hls',
    tick: (_, stuckMs) => void (stuckMs > AWAY_MS && onError()),
    quality: () => 'source',
    bitsPerSecond: () => null,
    choose: () => true,
    delayMs() {
      const dateMs = playingDateMs();
      return dateMs === null ? null : Math.round(needs.now() - dateMs);
    },
    playingDateMs,
    close() {
      video.removeEventListener('error', onError);
      video.removeEventListener('ended', needs.onEnded);
      video.removeAttribute('src');
      video.load();
    },
  };
}

function bufferedEndS(video: HTMLVideoElement): number | null {
  const { buffered } = video;
  return buffered.length === 0 ? null : buffered.end(buffered.length - 1);
}
