import type { RTCPeerConnection } from 'werift';
import type { Clock } from '#lib/clock.ts';
import { looksLikeStun, parseStun, verifyIntegrity } from '#lib/stun.ts';

/**
 * Keeps strangers' packets away from werift 0.25.2.
 *
 * That version answers STUN requests without checking who sent them, and hands every other datagram
 * to DTLS whatever its source: forged ClientHellos during set-up leave a session "connected" that
 * never carries a packet. The guard stands in front of each UDP socket, before its first packet:
 *
 * 1. STUN requests must name our ufrag and carry a valid MESSAGE-INTEGRITY.
 * 2. DTLS and SRTP must come from an address that sent such a request.
 * 3. Once DTLS is up, no handshake may begin again and no plaintext alert is believed. A repeated
 *    client flight still passes: it holds epoch-0 messages beside the Finished.
 *
 * The internals it touches are named in `Internals`; the version is pinned exactly for their sake.
 */
export interface GuardCounters {
  passed: number;
  unauthenticated: number;
  flooded: number;
  wrongSource: number;
  forgedHandshake: number;
  unknown: number;
}

export const newGuardCounters = (): GuardCounters => ({
  passed: 0,
  unauthenticated: 0,
  flooded: 0,
  wrongSource: 0,
  forgedHandshake: 0,
  unknown: 0,
});

type Address = readonly [host: string, port: number];
type Receive = (datagram: Buffer, from: Address) => void;

interface Internals {
  readonly userHistory: Readonly<Record<string, string>>;
  readonly protocols: readonly GuardedProtocol[];
  ensureProtocol(protocol: GuardedProtocol): void;
}
interface GuardedProtocol {
  datagramReceived: Receive;
}

/** Checks per second and socket. A browser sends about 20 while it connects and one every few seconds after. */
const CHECKS_PER_SECOND = 200;
/** Addresses one publisher may check from: one per network interface, and some for a NAT that rebinds. */
const MAX_SOURCES = 16;

/**
 * Guards every socket that `pc` will open. Call it after the remote description is set and before
 * candidates are gathered. `assertGuarded` then proves that nothing slipped past.
 */
export function guardPeerConnection(pc: RTCPeerConnection, counters: GuardCounters, clock: Clock): { assertGuarded(): void } {
  const guarded = new WeakSet<GuardedProtocol>();
  const connections = pc.iceTransports.map((transport) => transport.connection as unknown as Internals);
  const isConnected = () => pc.dtlsTransports.some((transport) => transport.state === 'connected');

  for (const connection of connections) {
    const open = connection.ensureProtocol;
    connection.ensureProtocol = (protocol) => {
      const pass = protocol.datagramReceived.bind(protocol);
      const judge = createJudge({ connection, isConnected, clock });
      protocol.datagramReceived = (datagram, from) => {
        const verdict = judge(datagram, from);
        counters[verdict]++;
        if (verdict === 'passed') pass(datagram, from);
      };
      guarded.add(protocol);
      open.call(connection, protocol);
    };
  }
  return {
    assertGuarded() {
      const open = connections.flatMap((connection) => connection.protocols).filter((protocol) => !guarded.has(protocol));
      if (open.length > 0) throw new Error('a media socket is open without its guard');
    },
  };
}

interface JudgeNeeds {
  readonly connection: Internals;
  readonly isConnected: () => boolean;
  readonly clock: Clock;
}

function createJudge({ connection, isConnected, clock }: JudgeNeeds) {
  const sources = new Set<string>();
  const bucket = createBucket(CHECKS_PER_SECOND, clock);

  return (datagram: Buffer, from: Address): keyof GuardCounters => {
    if (looksLikeStun(datagram)) return judgeStun(datagram, from);
    const first = datagram[0] ?? 255;
    const isDtls = first >= 20 && first <= 63;
    const isMedia = first >= 128 && first <= 191;
    if (!isDtls && !isMedia) return 'unknown';
    if (!sources.has(nameOf(from))) return 'wrongSource';
    if (isDtls && isConnected() && beginsHandshakeOrAlerts(datagram)) return 'forgedHandshake';
    return 'passed';
  };

  function judgeStun(datagram: Buffer, from: Address): keyof GuardCounters {
    const message = parseStun(datagram);
    if (!message || message.class === 'indication') return 'unknown';
    // Responses are matched to our own requests by transaction and key inside werift.
    if (message.class !== 'request') return 'passed';
    if (!bucket.take()) return 'flooded';
    const ourName = message.username?.split(':', 1)[0] ?? '';
    const password = Object.hasOwn(connection.userHistory, ourName) ? connection.userHistory[ourName]! : null;
    if (password === null || !verifyIntegrity(datagram, message, password)) return 'unauthenticated';
    remember(nameOf(from));
    return 'passed';
  }

  function remember(source: string) {
    sources.delete(source);
    sources.add(source);
    if (sources.size > MAX_SOURCES) sources.delete(sources.values().next().value!);
  }
}

const nameOf = ([host, port]: Address) => `${host}|${port}`;

function createBucket(perSecond: number, clock: Clock) {
  let tokens = perSecond;
  let atMs = clock.now();
  return {
    take(): boolean {
      const now = clock.now();
      tokens = Math.min(perSecond, tokens + (Math.max(0, now - atMs) / 1000) * perSecond);
      atMs = now;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}

const RECORD_HEADER_BYTES = 13;
const HANDSHAKE_HEADER_BYTES = 12;
const RECORD = { alert: 21, handshake: 22 } as const;
/** hello_request, client_hello, server_hello, hello_verify_request: how a handshake begins. */
const LAST_OPENING_MESSAGE = 3;

/** Walks all records and all handshake headers: a forged hello may hide behind an innocent first record. */
export function beginsHandshakeOrAlerts(datagram: Uint8Array): boolean {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  for (let at = 0; at + RECORD_HEADER_BYTES <= datagram.length;) {
    const type = view.getUint8(at);
    const epoch = view.getUint16(at + 3);
    const start = at + RECORD_HEADER_BYTES;
    const end = Math.min(start + view.getUint16(at + 11), datagram.length);
    if (epoch === 0 && type === RECORD.alert) return true;
    if (epoch === 0 && type === RECORD.handshake && opensHandshake(view, start, end)) return true;
    at = start + view.getUint16(at + 11);
  }
  return false;
}

function opensHandshake(view: DataView, start: number, end: number): boolean {
  for (let at = start; at < end;) {
    if (view.getUint8(at) <= LAST_OPENING_MESSAGE) return true;
    if (at + HANDSHAKE_HEADER_BYTES > end) return false;
    at += HANDSHAKE_HEADER_BYTES + (view.getUint16(at + 9) * 256 + view.getUint8(at + 11));
  }
  return false;
}
