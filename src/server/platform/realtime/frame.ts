/** RFC 6455 server frames, built once and written as they are to every socket. */
const FIN = 0x80;
const COMPRESSED = 0x40;
const [TEXT, CLOSE_OPCODE, PING_OPCODE, PONG_OPCODE] = [0x1, 0x8, 0x9, 0xa];

/** An empty ping. Browsers answer it without the page's help, also when its timers are throttled. */
export const PING = Buffer.from([FIN | PING_OPCODE, 0x00]);

const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

/** Room for one unfragmented, unmasked frame, its header filled in. */
function emptyFrame(first: number, length: number): Buffer {
  const header = headerBytes(length);
  // Not from the pool: a frame may stay in the ring for two minutes and would keep its whole slab alive.
  const frame = Buffer.allocUnsafeSlow(header + length);
  frame[0] = first;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}

export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = emptyFrame(FIN | TEXT, length);
  frame.write(text, headerBytes(length));
  return frame;
}

/** @param deflated as `deflateMessage` makes it */
export function compressedTextFrame(deflated: Buffer): Buffer {
  const frame = emptyFrame(FIN | COMPRESSED | TEXT, deflated.length);
  deflated.copy(frame, headerBytes(deflated.length));
  return frame;
}

/** What a frame of ours carries. */
export const payloadOf = (frame: Buffer): Buffer => frame.subarray(frame[1]! < 126 ? 2 : frame[1] === 126 ? 4 : 10);

/** @param payload of a ping: at most 125 bytes */
export function pongFrame(payload: Buffer): Buffer {
  const frame = emptyFrame(FIN | PONG_OPCODE, payload.length);
  payload.copy(frame, 2);
  return frame;
}

export function closeFrame(code: number): Buffer {
  const frame = emptyFrame(FIN | CLOSE_OPCODE, 2);
  frame.writeUInt16BE(code, 2);
  return frame;
}
