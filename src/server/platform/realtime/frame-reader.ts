import { isUtf8 } from 'node:buffer';
import { inflateMessage } from './deflate.ts';
import { LIMITS } from './limits.ts';

/** What a client sent. After `bad` nothing more is read: `code` is what to close with. */
export type Heard =
  | { readonly kind: 'text' | 'binary' | 'ping' | 'pong'; readonly bytes: Buffer }
  | { readonly kind: 'close'; readonly code: number }
  | { readonly kind: 'bad'; readonly code: 1002 | 1007 | 1009 };

const [CONTINUATION, BINARY, CLOSE, PING, PONG] = [0x0, 0x2, 0x8, 0x9, 0xa];
const NOTHING = Buffer.alloc(0);
const NO_STATUS = 1005;
const bad = (code: 1002 | 1007 | 1009): Heard => ({ kind: 'bad', code });

interface Header {
  readonly isLast: boolean;
  readonly isCompressed: boolean;
  readonly opcode: number;
  /** Where its mask begins. */
  readonly maskAt: number;
  readonly length: number;
}

/**
 * Reads the frames of one client, RFC 6455 to the letter: three fields while nothing is under way. What has come of an
 * unfinished frame is kept, at most one message of it; a length is believed only when it is small.
 */
export class FrameReader {
  readonly #deflates: boolean;
  #unread: Buffer = NOTHING;
  #message: { opcode: number; isCompressed: boolean; pieces: number; bytes: Buffer } | null = null;
  #isBroken = false;

  /** @param deflates whether messages may be compressed */
  constructor(deflates: boolean) {
    this.#deflates = deflates;
  }

  /** Takes what the network brought; then call `next` until it gives null. */
  push(chunk: Buffer): void {
    if (!this.#isBroken) this.#unread = this.#unread.length > 0 ? Buffer.concat([this.#unread, chunk]) : chunk;
  }

  next(): Heard | null {
    for (;;) {
      if (this.#isBroken) return null;
      const heard = this.#readFrame();
      if (heard === 'more') continue;
      if (heard?.kind === 'bad' || heard?.kind === 'close') this.#end();
      return heard;
    }
  }

  #end(): void {
    this.#isBroken = true;
    this.#unread = NOTHING;
    this.#message = null;
  }

  /** @returns 'more' after a piece of a message that is not whole yet */
  #readFrame(): Heard | 'more' | null {
    const bytes = this.#unread;
    const header = readHeader(bytes, this.#deflates);
    if (!header) return this.#wait();
    if ('kind' in header) return header;
    const from = header.maskAt + 4;
    const end = from + header.length;
    if (bytes.length < end) return this.#wait();
    const payload = bytes.subarray(from, end);
    unmask(payload, bytes.subarray(header.maskAt, from));
    this.#unread = bytes.subarray(end);
    return header.opcode >= CLOSE ? control(header.opcode, payload) : this.#gather(header, payload);
  }

  /** The network's chunk may be part of something large: only our few bytes of it are kept alive. */
  #wait(): null {
    const { length } = this.#unread;
    if (length === 0) this.#unread = NOTHING;
    else if (this.#unread.buffer.byteLength > length) {
      const own = Buffer.allocUnsafeSlow(length);
      this.#unread.copy(own);
      this.#unread = own;
    }
    return null;
  }

  #gather({ opcode, isLast, isCompressed }: Header, payload: Buffer): Heard | 'more' {
    const begun = this.#message;
    // A continuation of nothing, a message inside a message, or compression that begins in the middle.
    if ((opcode === CONTINUATION) !== (begun !== null) || (begun && isCompressed)) return bad(1002);
    if (!begun && isLast) return whole(opcode, isCompressed, payload);
    const message = begun ?? { opcode, isCompressed, pieces: 0, bytes: NOTHING };
    message.pieces += 1;
    if (message.pieces > LIMITS.messagePieces || message.bytes.length + payload.length > LIMITS.messageBytes) return bad(1009);
    message.bytes = Buffer.concat([message.bytes, payload]);
    this.#message = isLast ? null : message;
    return isLast ? whole(message.opcode, message.isCompressed, message.bytes) : 'more';
  }
}

/** @returns null when it has not all come; what is wrong is known before its bytes are waited for */
function readHeader(bytes: Buffer, deflates: boolean): Header | Heard | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes[0]!, bytes[1]!];
  const opcode = first & 0x0f;
  const isLast = (first & 0x80) !== 0;
  const isCompressed = (first & 0x40) !== 0;
  const isControl = opcode >= CLOSE;
  // Every client masks; the other two bits belong to extensions that nobody agreed on.
  if ((first & 0x30) !== 0 || (second & 0x80) === 0) return bad(1002);
  if (opcode > (isControl ? PONG : BINARY) || (isCompressed && (isControl || !deflates))) return bad(1002);
  let length = second & 0x7f;
  if (isControl && (!isLast || length > 125)) return bad(1002);
  let maskAt = 2;
  if (length === 126) {
    if (bytes.length < 4) return null;
    length = bytes.readUInt16BE(2);
    maskAt = 4;
    // The shortest form is the only one.
    if (length < 126) return bad(1002);
  }
  // 127 announces 64 kB and more.
  if ((second & 0x7f) === 127 || length > LIMITS.messageBytes) return bad(1009);
  return { isLast, isCompressed, opcode, maskAt, length };
}

function unmask(payload: Buffer, mask: Buffer): void {
  for (let at = 0; at < payload.length; at++) payload[at]! ^= mask[at & 3]!;
}

function whole(opcode: number, isCompressed: boolean, payload: Buffer): Heard {
  let bytes = payload;
  if (isCompressed) {
    const inflated = inflateMessage(payload, LIMITS.messageBytes);
    if (!inflated.ok) return bad(inflated.code);
    ({ bytes } = inflated);
  }
  if (opcode === BINARY) return { kind: 'binary', bytes };
  return isUtf8(bytes) ? { kind: 'text', bytes } : bad(1007);
}

function control(opcode: number, payload: Buffer): Heard {
  if (opcode === PING) return { kind: 'ping', bytes: payload };
  if (opcode === PONG) return { kind: 'pong', bytes: payload };
  if (payload.length === 0) return { kind: 'close', code: NO_STATUS };
  if (payload.length === 1) return bad(1002);
  const code = payload.readUInt16BE(0);
  if (!mayBeSent(code)) return bad(1002);
  return isUtf8(payload.subarray(2)) ? { kind: 'close', code } : bad(1007);
}

/** Codes that may stand in a close frame; the others only describe what never came. */
const mayBeSent = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) || (code >= 3000 && code <= 4999);
