import { parentPort } from 'node:worker_threads';
import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { AdtsOutputFormat, AudioSample, AudioSampleSource, NullTarget, Output } from 'mediabunny';
import { OpusDecoder } from 'opus-decoder';
import type { FromAacThread, ToAacThread } from './aac-transcoder.ts';

/**
 * The thread that turns Opus into AAC: both codecs are WASM, about 30 ms of work per second of sound,
 * which would make every part late if it ran beside them.
 */
const RATE = 48_000;
const CHANNELS = 2;
const FRAME = 1024;
/** The encoder puts one frame of nothing in front of what it is given. */
const PRIMING = 1024;
const BITRATE = 128_000;
/** Packet times jitter; more than this and samples are missing. */
const JUMP_SAMPLES = 960;

if (!parentPort) throw new Error('This file is run as a worker thread.');
const port = parentPort;
const tell = (message: FromAacThread): void => port.postMessage(message);

/** From this sample of the encoder's input on, time is counted from this moment of the stream. */
interface Anchor {
  readonly sample: number;
  readonly ms: number;
}
const anchors: Anchor[] = [];
let given = 0;
let made = 0;

registerAacEncoder();
const decoder = new OpusDecoder({ channels: CHANNELS, forceStereo: true });
await decoder.ready;
const source = new AudioSampleSource({ codec: 'aac', bitrate: BITRATE, onEncodedPacket: (packet, meta) => onFrame(packet.data, meta) });
const output = new Output({ format: new AdtsOutputFormat(), target: new NullTarget() });
output.addAudioTrack(source);
await output.start();
// The encoder describes itself with its first frame, and nobody can start before that.
await encode(new Float32Array(2 * FRAME * CHANNELS));

// One after the other: the encoder is asynchronous, the stream is not.
let work: Promise<void> = Promise.resolve();
port.on('message', (message: ToAacThread) => {
  work = work.then(() => transcode(message)).catch(() => {});
});

async function transcode({ packet, ms }: ToAacThread): Promise<void> {
  const { channelData, samplesDecoded } = decoder.decodeFrame(packet);
  tell({ is: 'taken' });
  const [left, right] = channelData;
  if (!left || samplesDecoded === 0) return;
  const last = anchors.at(-1);
  const expectedMs = last ? last.ms + ((given - last.sample) * 1000) / RATE : null;
  if (expectedMs === null || Math.abs(ms - expectedMs) * (RATE / 1000) > JUMP_SAMPLES) anchors.push({ sample: given, ms });
  const planar = new Float32Array(samplesDecoded * CHANNELS);
  planar.set(left.subarray(0, samplesDecoded));
  planar.set((right ?? left).subarray(0, samplesDecoded), samplesDecoded);
  await encode(planar);
}

async function encode(planar: Float32Array<ArrayBuffer>): Promise<void> {
  const sample = new AudioSample({
    data: planar,
    format: 'f32-planar',
    numberOfChannels: CHANNELS,
    sampleRate: RATE,
    timestamp: given / RATE,
  });
  given += planar.length / CHANNELS;
  await source.add(sample);
  sample.close();
}

function onFrame(data: Uint8Array, meta: EncodedAudioChunkMetadata | undefined): void {
  const description = meta?.decoderConfig?.description;
  if (description) tell({ is: 'ready', config: new Uint8Array(description as ArrayBuffer) });
  const sample = made++ * FRAME - PRIMING;
  while (anchors[1] && anchors[1].sample <= sample) anchors.shift();
  const anchor = anchors[0];
  if (!anchor || anchor.sample > sample) return;
  tell({ is: 'frame', data, ms: anchor.ms + ((sample - anchor.sample) * 1000) / RATE });
}
