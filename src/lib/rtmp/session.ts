import { readAmf, writeAmf, type AmfObject, type AmfValue } from './amf0.ts';
import { createChunkReader, MESSAGE, PUBLISHER, writeChunks, type RtmpMessage } from './chunks.ts';
import { createHandshake } from './handshake.ts';

/**
 * One encoder's RTMP connection, server side: bytes in, bytes out, and what was published. Pure: who
 * may publish is asked, sockets and time are somebody else's.
 */
export interface RtmpPublishRequest {
  /** The path of the server's address: `live` of rtmp://host/live. */
  readonly app: string;
  /** What the encoder calls its stream key. */
  readonly key: string;
}

export interface RtmpSessionNeeds {
  send(bytes: Buffer): void;
  random(bytes: number): Buffer;
  readonly on: {
    /** Asked once; answer by `accept` or `refuse`. Media that comes before is dropped. */
    publish(request: RtmpPublishRequest): void;
    /** Bodies of FLV tags, the timestamp in milliseconds modulo 2^32. */
    media(kind: 'video' | 'audio' | 'data', timestamp: number, body: Buffer): void;
    /** The encoder said that it stops. */
    unpublish(): void;
  };
}

export interface RtmpSession {
  /** Throws RangeError when the peer does not speak RTMP: close the connection. */
  push(bytes: Buffer): void;
  accept(): void;
  /** Tells the encoder why, in a sentence that it shows to its user. Close the connection behind it. */
  refuse(code: RtmpRefusalCode, sentence: string): void;
}

/** `BadName`: wrong key; `Rejected`: allowed, but not with this. Encoders show either as an error. */
export type RtmpRefusalCode = 'NetStream.Publish.BadName' | 'NetStream.Publish.Rejected' | 'NetStream.Publish.Denied';

/** The peer acknowledges, and we acknowledge, each so many bytes. */
const WINDOW_BYTES = 2_500_000;
const OUR_CHUNK_BYTES = 4096;
/** Chunk streams by custom: 2 control, 3 commands, 5 a stream's status. */
const CHUNKS = { control: 2, command: 3, status: 5 } as const;
const CONNECTION = 0;
const STREAM = 1;
/** Commands a connection may give; an encoder gives about six. */
const MAX_COMMANDS = 60;
/** User control: stream begin, and ping with its answer. */
const EVENT = { streamBegin: 0, pingRequest: 6, pingResponse: 7 } as const;

export function createRtmpSession({ send, random, on }: RtmpSessionNeeds): RtmpSession {
  const handshake = createHandshake({ send, random });
  const reader = createChunkReader(receive);
  let shaken = false;
  let app: string | null = null;
  let state: 'open' | 'asked' | 'publishing' | 'over' = 'open';
  let commands = 0;
  let received = 0;
  let acknowledged = 0;
  let windowBytes = WINDOW_BYTES;

  return {
    push(bytes) {
      if (state === 'over') return;
      received += bytes.length;
      const rest = shaken ? bytes : handshake.push(bytes);
      if (rest === 'wrong') throw new RangeError('no RTMP handshake');
      if (rest === null) return;
      shaken = true;
      if (rest.length > 0) reader.push(rest);
      acknowledge();
    },
    accept() {
      if (state !== 'asked') return;
      state = 'publishing';
      reader.limits = PUBLISHER;
      control(EVENT.streamBegin, STREAM);
      status('status', 'NetStream.Publish.Start', 'The picture is on its way.');
    },
    refuse(code, sentence) {
      state = 'over';
      status('error', code, sentence);
    },
  };

  function receive(message: RtmpMessage): void {
    if (state === 'over') return;
    const { type, body, timestamp } = message;
    if (type === MESSAGE.video || type === MESSAGE.audio) return media(type === MESSAGE.video ? 'video' : 'audio', timestamp, body);
    if (type === MESSAGE.data) return media('data', timestamp, body);
    // AMF3 messages begin with a byte that says "AMF0 follows"; encoders use nothing else of it.
    if (type === MESSAGE.data3) return media('data', timestamp, body.subarray(1));
    if (type === MESSAGE.command) return command(body);
    if (type === MESSAGE.command3) return command(body.subarray(1));
    if (type === MESSAGE.userControl) return ping(body);
    if (type === MESSAGE.windowSize && body.length >= 4) windowBytes = Math.max(4096, body.readUInt32BE());
  }

  function media(kind: 'video' | 'audio' | 'data', timestamp: number, body: Buffer): void {
    if (state === 'publishing') on.media(kind, timestamp, body);
  }

  function command(body: Buffer): void {
    if (++commands > MAX_COMMANDS) throw new RangeError('too many commands');
    const values = readAmf(body);
    if (!values) throw new RangeError('a command that cannot be read');
    const [name, transaction, ...rest] = values;
    if (typeof name !== 'string') throw new RangeError('a command without a name');
    const number = typeof transaction === 'number' ? transaction : 0;
    if (name === 'connect') return connect(number, rest);
    if (app === null) throw new RangeError('a command before connect');
    if (name === 'createStream') return reply('_result', number, null, STREAM);
    if (name === 'publish') return publish(rest);
    if (name === 'releaseStream' || name === 'FCPublish') return reply('_result', number, null, undefined);
    if (name === 'getStreamLength' || name === '_checkbw') return reply('_result', number, null, 0);
    if (name === 'FCUnpublish' || name === 'deleteStream' || name === 'closeStream') return unpublish(name);
    if (name === 'play' || name === 'play2') status('error', 'NetStream.Play.Failed', 'Here one can only publish.');
  }

  function connect(number: number, [details]: readonly AmfValue[]): void {
    app = textOf(details, 'app');
    write(CHUNKS.control, { type: MESSAGE.windowSize, body: u32(WINDOW_BYTES) });
    write(CHUNKS.control, { type: MESSAGE.peerBandwidth, body: Buffer.concat([u32(WINDOW_BYTES), Buffer.of(2)]) });
    write(CHUNKS.control, { type: MESSAGE.setChunkSize, body: u32(OUR_CHUNK_BYTES) });
    const facts = { level: 'status', code: 'NetConnection.Connect.Success', description: 'Connected.', objectEncoding: 0 };
    // The version numbers are those that encoders expect of any server.
    reply('_result', number, { fmsVer: 'FMS/3,0,1,123', capabilities: 31 }, facts);
  }

  function publish([, key]: readonly AmfValue[]): void {
    if (state !== 'open') return status('error', 'NetStream.Publish.BadName', 'This connection publishes already.');
    state = 'asked';
    on.publish({ app: app ?? '', key: typeof key === 'string' ? key : '' });
  }

  function unpublish(name: string): void {
    if (state !== 'publishing') return;
    // FCUnpublish comes first and deleteStream follows: both mean the same, and once is enough.
    state = 'over';
    if (name === 'FCUnpublish') status('status', 'NetStream.Unpublish.Success', 'The stream is closed.');
    on.unpublish();
  }

  function ping(body: Buffer): void {
    if (body.length >= 6 && body.readUInt16BE() === EVENT.pingRequest) control(EVENT.pingResponse, body.readUInt32BE(2));
  }

  function acknowledge(): void {
    if (received - acknowledged < windowBytes / 2) return;
    acknowledged = received;
    write(CHUNKS.control, { type: MESSAGE.acknowledgement, body: u32(received) });
  }

  function control(event: number, value: number): void {
    write(CHUNKS.control, { type: MESSAGE.userControl, body: Buffer.concat([Buffer.of(0, event), u32(value)]) });
  }

  function reply(name: string, number: number, facts: AmfObject | null, value: AmfValue): void {
    write(CHUNKS.command, { type: MESSAGE.command, body: writeAmf(name, number, facts, value) });
  }

  function status(level: 'status' | 'error', code: string, description: string): void {
    const body = writeAmf('onStatus', 0, null, { level, code, description });
    write(CHUNKS.status, { type: MESSAGE.command, streamId: STREAM, body });
  }

  function write(chunkStream: number, { type, body, streamId }: { type: number; body: Buffer; streamId?: number }): void {
    // The chunk size we announce counts from then on; what goes before it is short.
    send(writeChunks(chunkStream, { type, streamId: streamId ?? CONNECTION, timestamp: 0, body }, app === null ? 128 : OUR_CHUNK_BYTES));
  }
}

function textOf(details: AmfValue, name: string): string {
  const value = details && typeof details === 'object' && !Array.isArray(details) ? (details as AmfObject)[name] : null;
  return typeof value === 'string' ? value : '';
}

function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
}
