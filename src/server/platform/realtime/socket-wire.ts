import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Wire } from './subscriber.ts';

/**
 * Writes finished frames past `ws`. That is safe only because nothing on these sockets goes through `ws.send`,
 * pings or a compressor: its queue is always empty, so our bytes cannot land inside a frame of its own.
 */
export class SocketWire implements Wire {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #part: (ws: WebSocket, code: number) => void;

  constructor(ws: WebSocket, socket: Duplex, part: (ws: WebSocket, code: number) => void) {
    this.#ws = ws;
    this.#socket = socket;
    this.#part = part;
  }

  write(bytes: Buffer): void {
    // After a close frame nothing may follow.
    if (this.#ws.readyState === this.#ws.OPEN) this.#socket.write(bytes);
  }

  pending(): number {
    return this.#socket.writableLength;
  }

  close(code: number): void {
    this.#part(this.#ws, code);
  }

  destroy(): void {
    this.#ws.terminate();
  }
}
