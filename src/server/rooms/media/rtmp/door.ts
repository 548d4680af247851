import type { Socket } from 'node:net';
import type { Clock } from '#lib/clock.ts';
import { createRtmpSession, type RtmpPublishRequest, type RtmpRefusalCode, type RtmpSession } from '#lib/rtmp/session.ts';
import { TokenBucket } from '#lib/token-bucket.ts';
import type { Place } from './messages.ts';
import { createWorkerLink, type LinkEnd, type WorkerLink } from './worker-link.ts';

/**
 * The RTMP door: connections of encoders, mostly strangers until they show a stream key. Whatever one
 * of them sends costs bounded memory and time, and nobody else anything.
 */
export interface DoorNeeds {
  readonly clock: Clock;
  random(bytes: number): Buffer;
  /** Null for a key that opens nothing. */
  admit(key: string): Promise<Place | null>;
  /** Where the stream is served now; null while it is not. */
  where(streamId: string): Promise<string | null>;
  readonly rateLimitFactor: number;
  readonly timing?: Partial<typeof TIMING>;
}

export interface Door {
  take(socket: Socket): void;
  readonly connections: number;
  close(): void;
}

const TIMING = {
  /** From the connection to a key that was accepted. */
  strangerMs: 10_000,
  /** Silence of a publisher: its network is gone, and it will connect anew. */
  silentMs: 30_000,
  /** Every refusal takes as long, whatever was wrong, and guessing takes long. */
  refusalMs: 1_000,
};
const MOST_CONNECTIONS = 200;
const MOST_STRANGERS_PER_ADDRESS = 10;
/** Keys that one address may try: ten at once, one in five seconds in the long run. */
const TRIES = { perSecond: 0.2, burst: 10 } as const;
const MOST_ADDRESSES = 10_000;
const KEY = /^[\w-]{20,200}$/;
const GOODBYE_MS = 500;

const SENTENCES = {
  key: 'This stream key is not right, or the show is not open. Copy it again from the studio.',
  tries: 'Too many attempts from here. Wait a minute and try again.',
  over: 'Another encoder took over, or the show has ended.',
  lost: 'The media server does not answer. Try again in a moment.',
  foreign: (codec: string) => `We carry H.264 video and AAC audio. This encoder sends ${codec}; change it in its output settings.`,
} as const;

export function createDoor(needs: DoorNeeds): Door {
  const { clock, random, admit, where, rateLimitFactor } = needs;
  const timing = { ...TIMING, ...needs.timing };
  const sockets = new Set<Socket>();
  const strangers = new Map<string, number>();
  const tries = new Map<string, TokenBucket>();

  return {
    take,
    get connections() {
      return sockets.size;
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };

  function take(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const waiting = strangers.get(address) ?? 0;
    if (sockets.size >= MOST_CONNECTIONS || waiting >= MOST_STRANGERS_PER_ADDRESS * rateLimitFactor) return void socket.destroy();
    sockets.add(socket);
    strangers.set(address, waiting + 1);
    serve(
      socket,
      address,
      once(() => forgetStranger(address)),
    );
  }

  function forgetStranger(address: string): void {
    const left = (strangers.get(address) ?? 1) - 1;
    if (left > 0) strangers.set(address, left);
    else strangers.delete(address);
  }

  function serve(socket: Socket, address: string, known: () => void): void {
    let link: WorkerLink | null = null;
    let refusing = false;
    const deadline = setTimeout(() => socket.destroy(), timing.strangerMs);
    const session = createRtmpSession({
      send: (bytes) => socket.writable && socket.write(bytes),
      random,
      on: {
        publish: (request) => void decide(request),
        media: (kind, timestamp, body) => kind !== 'data' && link?.send({ kind, timestamp, body }),
        unpublish: () => goodbye(socket),
      },
    });
    socket.setNoDelay(true);
    socket.setTimeout(timing.silentMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      if (refusing) return;
      try {
        session.push(bytes);
      } catch {
        // Not RTMP, or more than anybody needs: there is nobody to explain it to.
        socket.destroy();
      }
    });
    socket.once('close', () => {
      sockets.delete(socket);
      clearTimeout(deadline);
      known();
      link?.close();
    });

    async function decide(request: RtmpPublishRequest): Promise<void> {
      const begunMs = clock.now();
      const allowed = mayTry(address);
      const key = keyOf(request);
      const place = allowed && key ? await admit(key).catch(() => null) : null;
      if (socket.destroyed) return;
      if (!place) return refuseLater('NetStream.Publish.BadName', allowed ? SENTENCES.key : SENTENCES.tries, begunMs);
      if (!place.socketPath) return refuseLater('NetStream.Publish.Rejected', SENTENCES.lost, begunMs);
      clearTimeout(deadline);
      known();
      const { streamId, socketPath } = place;
      // Only then may it send: its first picture is a key frame, and the next one may be ten seconds away.
      const onOpen = () => session.accept();
      link = createWorkerLink({ socketPath, whereNow: () => where(streamId), onOpen, onOver: end });
    }

    function refuseLater(code: RtmpRefusalCode, sentence: string, begunMs: number): void {
      const pauseMs = Math.max(0, timing.refusalMs - (clock.now() - begunMs));
      setTimeout(() => refuse(code, sentence), pauseMs);
    }

    function refuse(code: RtmpRefusalCode, sentence: string): void {
      refusing = true;
      sayNo(session, socket, code, sentence);
    }

    function end(why: LinkEnd): void {
      if (why.is === 'foreign') return refuse('NetStream.Publish.Rejected', SENTENCES.foreign(why.codec));
      refuse('NetStream.Publish.Denied', SENTENCES[why.is]);
    }
  }

  function mayTry(address: string): boolean {
    const nowMs = clock.now();
    let budget = tries.get(address);
    if (!budget) {
      if (tries.size >= MOST_ADDRESSES) for (const [other, one] of tries) if (one.isFull(nowMs)) tries.delete(other);
      if (tries.size >= MOST_ADDRESSES) return false;
      tries.set(address, (budget = new TokenBucket(TRIES.perSecond * rateLimitFactor, TRIES.burst * rateLimitFactor, nowMs)));
    }
    return budget.take(nowMs) === 0;
  }
}

/** Encoders with a single field put the key behind the address; some add a query of their own. */
function keyOf({ app, key }: RtmpPublishRequest): string | null {
  const plain = (key || (app.split('/').at(-1) ?? '')).split('?', 1)[0]!;
  return KEY.test(plain) ? plain : null;
}

function sayNo(session: RtmpSession, socket: Socket, code: RtmpRefusalCode, sentence: string): void {
  if (socket.destroyed) return;
  session.refuse(code, sentence);
  goodbye(socket);
}

/** The last words get out before the connection goes, also to one who does not hang up. */
function goodbye(socket: Socket): void {
  socket.end();
  setTimeout(() => socket.destroy(), GOODBYE_MS);
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
