import type { Path, PathNeeds } from './player-path.ts';
import { createBitMeter } from './player-quality.ts';

const GATHER_MS = 500;
/** A connection that says it is up while nothing moves has lost its publisher, who may return. */
const PUBLISHER_AWAY_MS = 15_000;
const CONNECTION_LOST_MS = 1000;
/** Camera, encoder and screen, which no statistic tells. */
const ENDS_MS = 50;
const STATS_MS = 1000;

/** Sub-second playback by WHEP: one POST, one RTCPeerConnection, DELETE when leaving. */
export function openWhep(needs: PathNeeds): Path {
  const { video, url } = needs;
  const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  const stream = new MediaStream();
  const abort = new AbortController();
  let session: string | null = null;
  let closed = false;
  let lost = false;
  let delayMs: number | null = null;
  let sinceStatsMs = 0;
  let lastPlayedMs: number | null = null;

  pc.ontrack = ({ track }) => {
    stream.addTrack(track);
    if (video.srcObject !== stream) video.srcObject = stream;
    needs.onReady();
  };
  pc.onconnectionstatechange = () => {
    if (pc.connectionState === 'failed' || pc.connectionState === 'closed') lose('failed');
  };
  connect().catch(() => lose('failed'));

  async function connect(): Promise<void> {
    pc.addTransceiver('video', { direction: 'recvonly' });
    pc.addTransceiver('audio', { direction: 'recvonly' });
    await pc.setLocalDescription();
    await gathered(pc);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: pc.localDescription?.sdp ?? '',
      signal: abort.signal,
    });
    const location = answer.headers.get('location');
    if (location) session = new URL(location, answer.url).href;
    // 503 is "full", 406 "no codec fits", 404 "not here": asking again changes nothing for this viewer.
    if (answer.status >= 400 && answer.status < 600) return lose('refused');
    const sdp = await answer.text();
    if (closed) return leave();
    await pc.setRemoteDescription({ type: 'answer', sdp });
  }

  function lose(loss: 'refused' | 'failed'): void {
    if (closed || lost) return;
    lost = true;
    needs.onLost(loss);
  }

  /**
   * A MediaStream's clock runs on when its publisher is away. What was last played out does not; browsers forget it
   * after ten seconds, so it is kept here.
   */
  function playedOutMs(): number | null {
    const times = pc.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources?.().map(({ timestamp }) => timestamp) ?? []);
    if (times.length > 0) lastPlayedMs = Math.max(...times);
    return lastPlayedMs;
  }

  function tick(elapsedMs: number, stuckMs: number): void {
    const limitMs = pc.connectionState === 'connected' ? PUBLISHER_AWAY_MS : CONNECTION_LOST_MS;
    if (session && stuckMs > limitMs) lose('failed');
    sinceStatsMs += elapsedMs;
    if (sinceStatsMs < STATS_MS) return;
    sinceStatsMs = 0;
    void measure();
  }

  let buffered = { delayS: 0, frames: 0 };
  const bits = createBitMeter();
  const counted = new Map<string, number>();
  async function measure(): Promise<void> {
    if (closed) return;
    let networkMs = 0;
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type === 'candidate-pair' && entry.nominated) networkMs = ((entry.currentRoundTripTime ?? 0) * 1000) / 2;
      if (entry.type === 'inbound-rtp') {
        const bytes: number = entry.bytesReceived ?? 0;
        bits.add(bytes - (counted.get(entry.id) ?? bytes), performance.now());
        counted.set(entry.id, bytes);
      }
      if (entry.type !== 'inbound-rtp' || entry.kind !== 'video') continue;
      const now = { delayS: entry.jitterBufferDelay ?? 0, frames: entry.jitterBufferEmittedCount ?? 0 };
      const frames = now.frames - buffered.frames;
      if (frames > 0) delayMs = ((now.delayS - buffered.delayS) / frames) * 1000;
      buffered = now;
    }
    if (delayMs !== null) delayMs = Math.round(delayMs + networkMs + ENDS_MS);
  }

  function leave(): void {
    if (!session) return;
    // keepalive: the request outlives the page, and the server frees the place at once.
    fetch(session, { method: 'DELETE', keepalive: true }).catch(() => {});
    session = null;
  }

  function close(): void {
    if (closed) return;
    closed = true;
    leave();
    abort.abort();
    pc.close();
    if (video.srcObject === stream) video.srcObject = null;
  }

  return {
    name: 'whep',
    tick,
    progress: playedOutMs,
    delayMs: () => delayMs,
    quality: () => 'source',
    bitsPerSecond: () => bits.read(performance.now()),
    choose: (wanted) => wanted === 'auto',
    playingDateMs: () => (delayMs === null ? null : needs.now() - delayMs),
    close,
  };
}

/** Host candidates come at once; an unreachable interface must not hold up the rest. */
function gathered(pc: RTCPeerConnection): Promise<void> {
  if (pc.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_MS);
    pc.onicegatheringstatechange = () => {
      if (pc.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    };
  });
}
