import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readAmf, writeAmf, type AmfObject, type AmfValue } from '#lib/rtmp/amf0.ts';
import { createChunkReader, MESSAGE, PUBLISHER, writeChunks } from '#lib/rtmp/chunks.ts';
import { clientHello, HELLO_ANSWER_BYTES } from '#lib/rtmp/handshake.ts';

/** For tests: encoders, one that behaves (FFmpeg's, needs the optional package) and one that does what it is told. */

export const hasFfmpeg = await import('node-av').then(
  () => true,
  () => false,
);

export interface TestMedia {
  readonly bFrames: number;
  readonly seconds: number;
  readonly sampleRate?: number;
  /** Pictures from key frame to key frame; a second of them when absent. */
  readonly gop?: number;
}

/** A moving picture with a tone, as an encoder would send it: H.264 with a key frame every second, AAC. */
export async function makeFlv(file: string, { bFrames, seconds, sampleRate = 44_100, gop = 30 }: TestMedia): Promise<void> {
  const { Decoder, Demuxer, Encoder, Muxer } = await import('node-av/api');
  const { AV_LOG_ERROR, Log } = await import('node-av');
  Log.setLevel(AV_LOG_ERROR);
  const { FF_ENCODER_AAC, FF_ENCODER_LIBX264 } = await import('node-av/constants');
  const picture = `testsrc2=s=320x180:r=30:d=${seconds},format=yuv420p`;
  const tone = `sine=f=440:r=${sampleRate}:d=${seconds},aformat=channel_layouts=stereo`;
  await using videoInput = await Demuxer.open(picture, { format: 'lavfi' });
  await using audioInput = await Demuxer.open(tone, { format: 'lavfi' });
  using videoDecoder = await Decoder.create(videoInput.video()!);
  using audioDecoder = await Decoder.create(audioInput.audio()!);
  const options = { preset: 'ultrafast', 'x264-params': `bframes=${bFrames}:keyint=${gop}:min-keyint=${gop}:scenecut=0:b-adapt=0` };
  const flags = { flags: '+global_header' };
  using video = await Encoder.create(FF_ENCODER_LIBX264, {
    decoder: videoDecoder,
    bitrate: 300_000,
    gopSize: gop,
    maxBFrames: bFrames,
    options: { ...options, ...flags },
  });
  using audio = await Encoder.create(FF_ENCODER_AAC, { decoder: audioDecoder, bitrate: 96_000, autoResample: true, options: flags });
  const output = await Muxer.open(file, { format: 'flv' });
  const lanes = [
    { stream: output.addStream(video), packets: video.packets(videoDecoder.frames(videoInput.packets())) },
    { stream: output.addStream(audio), packets: audio.packets(audioDecoder.frames(audioInput.packets())) },
  ];
  const made = [];
  for (const { stream, packets } of lanes) {
    for await (const packet of packets) {
      if (packet) made.push({ stream, packet, seconds: (Number(packet.dts) * packet.timeBase.num) / packet.timeBase.den });
    }
  }
  // As an encoder sends it: in order of time.
  for (const { stream, packet } of made.toSorted((one, other) => one.seconds - other.seconds)) {
    await output.writePacket(packet, stream);
    packet.free();
  }
  await output.close();
}

export interface Push {
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Sends a file in real time with FFmpeg's RTMP client, in a process of its own. */
export function push(file: string, url: string): Push {
  const child: ChildProcess = fork(fileURLToPath(new URL('./testing-push.ts', import.meta.url)), [file, url], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    ended,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface TestEncoder {
  readonly socket: Socket;
  /** Every `onStatus` that came: code and sentence. */
  readonly statuses: { code: string; description: string; atMs: number }[];
  command(name: string, ...values: AmfValue[]): void;
  media(kind: 'video' | 'audio', timestamp: number, body: Buffer): void;
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects, shakes hands and says `connect`; the rest is the test's. */
export async function connectEncoder(port: number): Promise<TestEncoder> {
  const socket = connect(port, '127.0.0.1');
  const statuses: TestEncoder['statuses'] = [];
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  await shake(socket);
  const reader = createChunkReader(({ type, body }) => {
    if (type !== MESSAGE.command) return;
    const [name, , , facts] = readAmf(body) ?? [];
    if (name !== 'onStatus') return;
    const { code, description } = facts as AmfObject;
    statuses.push({ code: String(code), description: String(description), atMs: performance.now() });
  });
  reader.limits = PUBLISHER;
  socket.on('data', (bytes: Buffer) => reader.push(bytes));
  const write = (chunkStream: number, type: number, timestamp: number, body: Buffer, streamId: number) =>
    socket.write(writeChunks(chunkStream, { type, streamId, timestamp, body }, 128));
  const command = (name: string, ...values: AmfValue[]) => write(3, MESSAGE.command, 0, writeAmf(name, 1, ...values), 0);
  command('connect', { app: 'live', type: 'nonprivate', tcUrl: `rtmp://127.0.0.1:${port}/live` });
  return {
    socket,
    statuses,
    closed,
    command,
    media: (kind, timestamp, body) => write(kind === 'video' ? 6 : 4, kind === 'video' ? MESSAGE.video : MESSAGE.audio, timestamp, body, 1),
    close: () => void socket.destroy(),
  };
}

async function shake(socket: Socket): Promise<void> {
  const hello = clientHello(randomBytes);
  socket.write(hello);
  let answer = Buffer.alloc(0);
  for (; answer.length < HELLO_ANSWER_BYTES;) {
    const bytes = await new Promise<Buffer | null>((resolve) => {
      socket.once('data', resolve);
      socket.once('close', () => resolve(null));
    });
    if (!bytes) return;
    answer = Buffer.concat([answer, bytes]);
  }
  socket.write(answer.subarray(1, 1 + (HELLO_ANSWER_BYTES - 1) / 2));
}
