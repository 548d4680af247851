import type { Duplex } from 'node:stream';
import type { Clock } from '#lib/clock.ts';
import { createFlvReader } from '#lib/flv.ts';
import { done } from '#lib/outcome.ts';
import { PUBLISHER } from '#lib/rtmp/chunks.ts';
import type { Broadcast } from './broadcast.ts';
import { createOpusTranscoder } from './opus-transcoder.ts';
import { openRtmpSession } from './rtmp-session.ts';

/**
 * The worker's end of one RTMP publisher: the gateway has checked who it is and sends FLV. We say
 * something only when it should stop: one line of JSON. Without it the gateway takes us for dead and comes
 * again with the same encoder.
 */
export interface Farewell {
  /** The codec it sent that nobody could play; absent when another took over or the show ended. */
  readonly foreign?: string;
}

export const FLV_PATH = '/flv';
export const FLV_UPGRADE = 'flv';

export interface FlvLinkNeeds {
  readonly socket: Duplex;
  /** What came behind the request's header. */
  readonly head: Buffer;
  readonly broadcast: Broadcast;
  readonly clock: Clock;
}

export function takeFlv({ socket, head, broadcast, clock }: FlvLinkNeeds): void {
  socket.on('error', () => socket.destroy());
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${FLV_UPGRADE}\r\n\r\n`);
  void broadcast.admit(async (on) => {
    const session = openRtmpSession({
      clock,
      on,
      transcode: createOpusTranscoder,
      onForeign: (foreign) => farewell(socket, { foreign }),
      disconnect: () => farewell(socket, {}),
    });
    const reader = createFlvReader({ maxTagBytes: PUBLISHER.messageBytes, onTag: session.push });
    const take = (bytes: Buffer) => {
      try {
        reader.push(bytes);
      } catch {
        // The gateway writes whole tags; half of one means that the two of us differ, and a new link helps.
        socket.destroy();
      }
    };
    // Later than `admit` returns: media that comes in the same breath must find the session admitted.
    setImmediate(() => {
      if (head.length > 0) take(head);
      socket.on('data', take);
    });
    socket.once('close', on.onEnded);
    return done(session);
  });
}

/** The words get out before the link goes; what still comes in is nobody's. */
function farewell(socket: Duplex, words: Farewell): void {
  socket.removeAllListeners('data').resume();
  socket.end(`${JSON.stringify(words)}\n`, () => socket.destroy());
}
