/**
 * Publishes a camera by WHIP (RFC 9725), and keeps it on air: a lost connection, a restarted media
 * worker or another camera never end the show. No framework, no server code.
 */
export type PublisherState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'failed';

/** Why publishing ended; `failed` states carry one. `refused:<reason>` is what the server answered. */
export type PublisherFailure = 'gave_up' | 'no_common_codec' | `refused:${string}`;

export interface PublisherStats {
  readonly bitsPerSecond: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  /** Null until the server has reported once. */
  readonly roundTripMs: number | null;
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
  /** Packets lost on the way since the connection began. */
  readonly lostPackets: number;
}

export interface PublisherOptions {
  readonly stream: MediaStream;
  readonly whipUrl: string;
  /** A fresh one-use ticket; asked for at every attempt to connect. */
  readonly ticket: () => Promise<string>;
  readonly onState: (state: PublisherState, failure?: PublisherFailure) => void;
  readonly onStats?: (stats: PublisherStats) => void;
  readonly maxBitsPerSecond?: number;
}

export interface Publisher {
  start(): Promise<void>;
  /** Another camera or microphone, without a break; null switches that kind off. */
  replaceTrack(kind: 'video' | 'audio', track: MediaStreamTrack | null): Promise<void>;
  /** The room says that the media worker was restarted: connect again at once. */
  restart(): void;
  /** Leaves for good and tells the server. */
  stop(): Promise<void>;
}

/** As long as the server keeps the show waiting for its host. */
const GIVE_UP_MS = 120_000;
const ATTEMPT_TIMEOUT_MS = 8_000;
const STATS_MS = 1_000;
/** Feedback comes twenty times a second; this long without any is a dead path or a dead worker. */
const SILENCE_MS = 2_500;
const PAUSES_MS = [0, 300, 700, 1_500, 3_000, 5_000];
const MAX_BITS_PER_SECOND = 2_500_000;
const AUDIO_BITS_PER_SECOND = 96_000;

interface Connection {
  readonly pc: RTCPeerConnection;
  /** Absolute address of the WHIP session; empty until answered. */
  resource: string;
}

class Refused extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }
}

export function createPublisher(options: PublisherOptions): Publisher {
  const tracks: Record<'video' | 'audio', MediaStreamTrack | null> = {
    video: options.stream.getVideoTracks()[0] ?? null,
    audio: options.stream.getAudioTracks()[0] ?? null,
  };
  let connection: Connection | null = null;
  let state: PublisherState = 'idle';
  let wanted = false;
  /** Rises with every attempt; an older attempt that wakes up late gives way. */
  let attempt = 0;
  let stopWatching = () => {};

  const leaveOnHide = () => void leave(connection);

  return {
    async start() {
      if (wanted) return;
      wanted = true;
      addEventListener('pagehide', leaveOnHide);
      await run('connecting');
    },
    async replaceTrack(kind, track) {
      tracks[kind] = track;
      await senderOf(kind)?.replaceTrack(track);
    },
    restart() {
      if (wanted && state !== 'failed') void run('reconnecting');
    },
    async stop() {
      wanted = false;
      attempt++;
      removeEventListener('pagehide', leaveOnHide);
      const last = connection;
      drop();
      setState('idle');
      await leave(last);
    },
  };

  /** Tries until it is live, is told to stop, or the show gives up on its host. */
  async function run(during: 'connecting' | 'reconnecting'): Promise<void> {
    const mine = ++attempt;
    const untilMs = performance.now() + GIVE_UP_MS;
    const isCurrent = () => wanted && mine === attempt;
    drop();
    setState(during);
    for (let tries = 0; isCurrent(); tries++) {
      await pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]!);
      if (!isCurrent()) return;
      try {
        const next = await connect();
        if (!isCurrent()) return void leave(next);
        goLive(next);
        return;
      } catch (error) {
        const failure = failureFrom(error) ?? (performance.now() > untilMs ? 'gave_up' : null);
        if (failure && isCurrent()) return fail(failure);
      }
    }
  }

  async function connect(): Promise<Connection> {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const made: Connection = { pc, resource: '' };
    try {
      addTracks(pc);
      await pc.setLocalDescription(await pc.createOffer());
      const answer = await post(made, pc.localDescription!.sdp);
      await pc.setRemoteDescription({ type: 'answer', sdp: answer });
      await whenConnected(pc);
      return made;
    } catch (error) {
      void leave(made);
      throw error;
    }
  }

  function addTracks(pc: RTCPeerConnection): void {
    for (const kind of ['video', 'audio'] as const) {
      const track = tracks[kind];
      if (!track) continue;
      const maxBitrate = kind === 'video' ? (options.maxBitsPerSecond ?? MAX_BITS_PER_SECOND) : AUDIO_BITS_PER_SECOND;
      const transceiver = pc.addTransceiver(track, { direction: 'sendonly', streams: [options.stream], sendEncodings: [{ maxBitrate }] });
      if (kind === 'video') preferH264(transceiver);
    }
  }

  /** The server answers with all its addresses, so there is no need to wait for ours: it learns them from our checks. */
  async function post(made: Connection, sdp: string): Promise<string> {
    const response = await fetch(options.whipUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${await options.ticket()}` },
      body: sdp,
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
    if (response.status !== 201) throw new Refused(response.status, await reasonIn(response));
    made.resource = new URL(response.headers.get('location') ?? '', response.url).href;
    return response.text();
  }

  function goLive(next: Connection): void {
    connection = next;
    next.pc.addEventListener('connectionstatechange', () => {
      // `disconnected` comes seconds after the path died; the silence of the feedback is noticed sooner.
      if (next === connection && (next.pc.connectionState === 'failed' || next.pc.connectionState === 'closed')) void run('reconnecting');
    });
    const meter = createMeter(next.pc);
    const timer = setInterval(async () => {
      const { stats, silentMs } = await meter.read();
      if (next !== connection) return;
      if (silentMs > SILENCE_MS) return void run('reconnecting');
      options.onStats?.(stats);
    }, STATS_MS);
    stopWatching = () => clearInterval(timer);
    setState('live');
  }

  function drop(): void {
    stopWatching();
    connection?.pc.close();
    connection = null;
  }

  function fail(failure: PublisherFailure): void {
    wanted = false;
    removeEventListener('pagehide', leaveOnHide);
    state = 'failed';
    options.onState('failed', failure);
  }

  function setState(next: PublisherState): void {
    if (state === next) return;
    state = next;
    options.onState(next);
  }

  function senderOf(kind: 'video' | 'audio'): RTCRtpSender | undefined {
    return connection?.pc.getTransceivers().find((one) => one.receiver.track.kind === kind)?.sender;
  }
}

/** A refusal that trying again cannot change; null for anything that may pass (busy, network, an expired ticket). */
function failureFrom(error: unknown): PublisherFailure | null {
  if (!(error instanceof Refused)) return null;
  if (error.status === 406) return 'no_common_codec';
  const mayPass =
    error.status === 401 || error.status === 408 || error.status === 429 || error.status >= 500 || error.reason === 'stream_not_live';
  return mayPass ? null : `refused:${error.reason}`;
}

async function reasonIn(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as { reason?: unknown } | null;
  return typeof body?.reason === 'string' ? body.reason : 'broken';
}

/** H.264 first; a changing resolution is a visible hiccup for LL-HLS viewers, so frames go before pixels. */
function preferH264(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
  const isH264 = ({ mimeType }: { mimeType: string }) => mimeType.toLowerCase() === 'video/h264';
  if (codecs.some(isH264)) transceiver.setCodecPreferences?.([...codecs.filter(isH264), ...codecs.filter((codec) => !isH264(codec))]);
  const parameters = transceiver.sender.getParameters() as RTCRtpSendParameters & { degradationPreference?: string };
  parameters.degradationPreference = 'maintain-resolution';
  transceiver.sender.setParameters(parameters).catch(() => {});
}

function whenConnected(pc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no connection in time')), ATTEMPT_TIMEOUT_MS);
    const look = () => {
      if (pc.connectionState === 'connected') resolve();
      else if (pc.connectionState === 'failed' || pc.connectionState === 'closed') reject(new Error(pc.connectionState));
      else return;
      clearTimeout(timer);
      pc.removeEventListener('connectionstatechange', look);
    };
    pc.addEventListener('connectionstatechange', look);
    look();
  });
}

/** `keepalive` lets the request outlive the page. */
async function leave(connection: Connection | null): Promise<void> {
  if (!connection) return;
  connection.pc.close();
  if (connection.resource)
    await fetch(connection.resource, { method: 'DELETE', keepalive: true, signal: AbortSignal.timeout(3_000) }).catch(() => {});
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Rates since the last reading, and how long nothing has come back. */
function createMeter(pc: RTCPeerConnection) {
  let sentBytes = 0;
  let heard = -1;
  let heardMs = performance.now();
  let readMs = performance.now();

  return {
    async read(): Promise<{ stats: PublisherStats; silentMs: number }> {
      const found = sortStats(await pc.getStats());
      const nowMs = performance.now();
      const bits = (found.sentBytes - sentBytes) * 8;
      const seconds = Math.max(0.001, (nowMs - readMs) / 1000);
      sentBytes = found.sentBytes;
      readMs = nowMs;
      if (found.receivedPackets !== heard) heardMs = nowMs;
      heard = found.receivedPackets;
      return { stats: { ...found.stats, bitsPerSecond: Math.max(0, Math.round(bits / seconds)) }, silentMs: nowMs - heardMs };
    },
  };
}

type AnyStat = Record<string, unknown> & { type: string; kind?: string };

function sortStats(report: RTCStatsReport) {
  const all = [...report.values()] as AnyStat[];
  const number = (value: unknown) => (typeof value === 'number' ? value : 0);
  const sum = (type: string, field: string) =>
    all.filter((stat) => stat.type === type).reduce((total, stat) => total + number(stat[field]), 0);
  const video = all.find((stat) => stat.type === 'outbound-rtp' && stat.kind === 'video');
  const pair = all.find((stat) => stat.type === 'candidate-pair' && stat['nominated'] === true);
  const remote = all.find((stat) => stat.type === 'remote-inbound-rtp' && typeof stat['roundTripTime'] === 'number');
  const seconds = remote?.['roundTripTime'] ?? pair?.['currentRoundTripTime'];
  return {
    sentBytes: sum('outbound-rtp', 'bytesSent'),
    receivedPackets: sum('transport', 'packetsReceived') + number(pair?.['packetsReceived']),
    stats: {
      framesPerSecond: Math.round(number(video?.['framesPerSecond'])),
      width: number(video?.['frameWidth']),
      height: number(video?.['frameHeight']),
      roundTripMs: typeof seconds === 'number' ? Math.round(seconds * 1000) : null,
      limitedBy: (video?.['qualityLimitationReason'] as PublisherStats['limitedBy'] | undefined) ?? 'none',
      lostPackets: sum('remote-inbound-rtp', 'packetsLost'),
    },
  };
}
