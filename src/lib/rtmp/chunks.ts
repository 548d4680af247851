/**
 * RTMP chunk streams (Adobe's RTMP specification, 5.3): messages cut into chunks and put together
 * again. Everything a peer may make us keep is bounded.
 */
export interface RtmpMessage {
  readonly type: number;
  /** RTMP's own stream number: 0 for the connection, 1 for what is published. */
  readonly streamId: number;
  /** Milliseconds, modulo 2^32. */
  readonly timestamp: number;
  readonly body: Buffer;
}

export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  data3: 15,
  command3: 17,
  data: 18,
  command: 20,
  aggregate: 22,
} as const;

export interface ChunkLimits {
  /** The longest message: a key frame of 50 Mb/s fits into four megabytes many times. */
  readonly messageBytes: number;
  readonly chunkStreams: number;
}

/** Before a key was shown nobody needs more than a few commands. */
export const STRANGER: ChunkLimits = { messageBytes: 16 * 1024, chunkStreams: 8 };
export const PUBLISHER: ChunkLimits = { messageBytes: 4 * 1024 * 1024, chunkStreams: 16 };

const DEFAULT_CHUNK_BYTES = 128;
const MAX_CHUNK_BYTES = 0xff_ffff;
const EXTENDED = 0xff_ffff;
/** Message header lengths of the four chunk formats. */
const HEADER_BYTES = [11, 7, 3, 0] as const;

interface ChunkStream {
  type: number;
  streamId: number;
  length: number;
  timestamp: number;
  delta: number;
  extended: boolean;
  /** The message being received, and how much of it is there. */
  body: Buffer | null;
  filled: number;
}

export interface ChunkReader {
  /** Throws RangeError on what no honest encoder sends; the connection is of no use then. */
  push(bytes: Buffer): void;
  limits: ChunkLimits;
}

export function createChunkReader(onMessage: (message: RtmpMessage) => void): ChunkReader {
  const streams = new Map<number, ChunkStream>();
  let chunkBytes = DEFAULT_CHUNK_BYTES;
  let held: Buffer = Buffer.alloc(0);

  const reader: ChunkReader = {
    limits: STRANGER,
    push(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      let at = 0;
      for (let used = take(at); used > 0; used = take(at)) at += used;
      // At most one unfinished chunk stays.
      held = held.subarray(at);
    },
  };
  return reader;

  /** @returns how many bytes the chunk at this place took; 0 when it is not whole yet */
  function take(from: number): number {
    const basic = readBasicHeader(held, from);
    if (!basic) return 0;
    const { format, id } = basic;
    const known = streams.get(id);
    if (format > 1 && !known) throw new RangeError('a chunk stream begins without a message header');
    const header = from + basic.bytes;
    const body = header + HEADER_BYTES[format]!;
    if (body > held.length) return 0;
    const stated = format < 3 ? held.readUIntBE(header, 3) : 0;
    const extended = format < 3 ? stated === EXTENDED : (known?.extended ?? false);
    if (extended && body + 4 > held.length) return 0;
    const time = extended ? held.readUInt32BE(body) : stated;

    const length = format < 2 ? held.readUIntBE(header + 3, 3) : known!.length;
    // A header in the middle of a message begins it anew.
    const filled = format === 3 ? (known!.body ? known!.filled : 0) : 0;
    if (length > reader.limits.messageBytes) throw new RangeError(`a message of ${length} bytes`);
    const start = body + (extended ? 4 : 0);
    const count = Math.min(chunkBytes, length - filled);
    if (start + count > held.length) return 0;

    const stream = known ?? open(id);
    if (format < 3) readHeader(stream, { format, header, time, extended, length });
    else if (!stream.body) stream.timestamp = (stream.timestamp + stream.delta) >>> 0;
    fill(stream, held.subarray(start, start + count));
    return start + count - from;
  }

  function open(id: number): ChunkStream {
    if (streams.size >= reader.limits.chunkStreams) throw new RangeError('too many chunk streams');
    const made = { type: 0, streamId: 0, length: 0, timestamp: 0, delta: 0, extended: false, body: null, filled: 0 };
    streams.set(id, made);
    return made;
  }

  function readHeader(stream: ChunkStream, is: { format: number; header: number; time: number; extended: boolean; length: number }): void {
    stream.extended = is.extended;
    stream.length = is.length;
    stream.body = null;
    if (is.format < 2) stream.type = held[is.header + 6]!;
    if (is.format === 0) stream.streamId = held.readUInt32LE(is.header + 7);
    // After a full header the next short one repeats its time as a distance (5.3.1.2.4); nobody relies on that for the first.
    stream.delta = is.format === 0 ? 0 : is.time;
    stream.timestamp = is.format === 0 ? is.time : (stream.timestamp + is.time) >>> 0;
  }

  function fill(stream: ChunkStream, bytes: Buffer): void {
    // Grows with what really came: a stated length alone costs us nothing.
    if (stream.length === bytes.length && !stream.body) return finish(stream, Buffer.from(bytes));
    stream.body ??= begin(stream);
    if (stream.filled + bytes.length > stream.body.length) stream.body = grow(stream);
    bytes.copy(stream.body, stream.filled);
    stream.filled += bytes.length;
    if (stream.filled === stream.length) finish(stream, stream.body.subarray(0, stream.length));
  }

  function begin(stream: ChunkStream): Buffer {
    stream.filled = 0;
    return Buffer.allocUnsafe(Math.min(stream.length, 64 * 1024));
  }

  function grow(stream: ChunkStream): Buffer {
    const larger = Buffer.allocUnsafe(Math.min(stream.length, Math.max(stream.body!.length * 2, stream.filled + chunkBytes)));
    stream.body!.copy(larger, 0, 0, stream.filled);
    return larger;
  }

  function finish(stream: ChunkStream, body: Buffer): void {
    stream.body = null;
    stream.filled = 0;
    const { type, streamId, timestamp } = stream;
    if (type === MESSAGE.setChunkSize) return setChunkSize(body);
    if (type === MESSAGE.abort) return abort(body);
    onMessage({ type, streamId, timestamp, body });
  }

  function setChunkSize(body: Buffer): void {
    if (body.length < 4) throw new RangeError('a chunk size is cut short');
    const wanted = body.readUInt32BE();
    if (wanted < 1 || wanted > 0x7fff_ffff) throw new RangeError(`chunks of ${wanted} bytes`);
    chunkBytes = Math.min(wanted, MAX_CHUNK_BYTES);
  }

  function abort(body: Buffer): void {
    if (body.length < 4) return;
    const stream = streams.get(body.readUInt32BE());
    if (stream) Object.assign(stream, { body: null, filled: 0 });
  }
}

/** One to three bytes: the format, and the chunk stream's number. */
function readBasicHeader(data: Buffer, at: number): { format: number; id: number; bytes: number } | null {
  const first = data[at];
  if (first === undefined) return null;
  const format = first >> 6;
  const low = first & 0x3f;
  if (low > 1) return { format, id: low, bytes: 1 };
  const bytes = low === 0 ? 2 : 3;
  if (at + bytes > data.length) return null;
  return { format, id: low === 0 ? 64 + data[at + 1]! : 64 + data.readUInt16LE(at + 1), bytes };
}

/** Cuts a message into chunks on one chunk stream, with a full header first. */
export function writeChunks(chunkStream: number, { type, streamId, timestamp, body }: RtmpMessage, chunkBytes: number): Buffer {
  const isExtended = timestamp >= EXTENDED;
  const extension = Buffer.alloc(isExtended ? 4 : 0);
  if (isExtended) extension.writeUInt32BE(timestamp);
  const head = Buffer.alloc(12);
  head[0] = chunkStream;
  head.writeUIntBE(Math.min(timestamp, EXTENDED), 1, 3);
  head.writeUIntBE(body.length, 4, 3);
  head[7] = type;
  head.writeUInt32LE(streamId, 8);
  const pieces: Buffer[] = [head, extension, body.subarray(0, chunkBytes)];
  for (let at = chunkBytes; at < body.length; at += chunkBytes) {
    pieces.push(Buffer.of(0xc0 | chunkStream), extension, body.subarray(at, at + chunkBytes));
  }
  return Buffer.concat(pieces);
}
