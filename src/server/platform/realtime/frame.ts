/** RFC 6455 server frames, built once and written as they are to every socket. */
const TEXT = 0x81;

/** An empty ping. Browsers answer it without the page's help, also when its timers are throttled. */
export const PING = Buffer.from([0x89, 0x00]);

/** One unfragmented, unmasked text frame in one allocation. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  // Not from the pool: a frame may stay in the ring for two minutes and would keep its whole slab alive.
  const frame = Buffer.allocUnsafeSlow(header + length);
  frame[0] = TEXT;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}
