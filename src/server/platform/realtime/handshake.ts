import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { agreeOnDeflate } from './deflate.ts';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Sixteen bytes in base64. */
const KEY = /^[+/0-9A-Za-z]{22}==$/;

/** The answer to an upgrade, as it goes over the wire. */
export interface Handshake {
  readonly ok: boolean;
  readonly text: string;
  /** Whether messages may be compressed, in both directions. */
  readonly deflates: boolean;
}

const refusal = (status: string, headers: readonly string[] = []): Handshake => ({
  ok: false,
  deflates: false,
  text: [`HTTP/1.1 ${status}`, ...headers, 'Connection: close', 'Content-Length: 0', '', ''].join('\r\n'),
});

/** Sockets of an HTTP server stay half open: whoever keeps their end would hold ours for ever. */
export function refuseUpgrade(socket: Duplex, text: string): void {
  const destroy = () => socket.destroy();
  socket.once('error', destroy);
  socket.once('finish', destroy);
  socket.end(text);
}

export const BUSY = refusal('503 Service Unavailable', ['Retry-After: 5']);

/** RFC 6455, 4.2. No subprotocols: the version of ours stands in the path and the frames. */
export function shakeHands({ method, headers }: IncomingMessage): Handshake {
  const key = headers['sec-websocket-key'];
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket' || key === undefined || !KEY.test(key))
    return refusal('400 Bad Request');
  if (headers['sec-websocket-version'] !== '13') return refusal('426 Upgrade Required', ['Sec-WebSocket-Version: 13']);
  const deflate = agreeOnDeflate(headers['sec-websocket-extensions']);
  const accept = createHash('sha1')
    .update(key + MAGIC)
    .digest('base64');
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  if (deflate) lines.push(`Sec-WebSocket-Extensions: ${deflate}`);
  return { ok: true, deflates: deflate !== null, text: [...lines, '', ''].join('\r\n') };
}
