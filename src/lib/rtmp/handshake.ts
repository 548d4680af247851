/**
 * The RTMP handshake, plain version: C0 C1 -> S0 S1 S2, C2. Encoders that send a digest fall back to
 * it when the server's version is zero. It proves nothing about anybody; the stream key does.
 */
const VERSION = 3;
const BLOCK = 1536;

export interface Handshake {
  /**
   * @returns what is left behind the handshake, once it is done; null while it is not; 'wrong' when this is no RTMP
   */
  push(bytes: Buffer): Buffer | null | 'wrong';
}

export function createHandshake({ send, random }: { send(bytes: Buffer): void; random(bytes: number): Buffer }): Handshake {
  let held = Buffer.alloc(0);
  let answered = false;
  return {
    push(bytes) {
      held = Buffer.concat([held, bytes]);
      if (held.length > 0 && held[0] !== VERSION) return 'wrong';
      if (!answered && held.length >= 1 + BLOCK) {
        answered = true;
        const ours = Buffer.concat([Buffer.alloc(8), random(BLOCK - 8)]);
        send(Buffer.concat([Buffer.of(VERSION), ours, held.subarray(1, 1 + BLOCK)]));
      }
      // What C2 echoes is not compared: some encoders get it wrong, and it protects nothing.
      return held.length < 1 + 2 * BLOCK ? null : held.subarray(1 + 2 * BLOCK);
    },
  };
}

/** A client's first bytes and how many it must read before it may speak, for tests and probes. */
export const clientHello = (random: (bytes: number) => Buffer): Buffer =>
  Buffer.concat([Buffer.of(VERSION), Buffer.alloc(8), random(BLOCK - 8)]);
export const HELLO_ANSWER_BYTES = 1 + 2 * BLOCK;
