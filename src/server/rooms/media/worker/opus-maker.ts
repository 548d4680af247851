import type { CodecContext, SoftwareResampleContext } from 'node-av';
import type { FromOpusMaker, ToOpusMaker } from './opus-transcoder.ts';

/**
 * The process that turns AAC into Opus with FFmpeg's codecs (optional package). It ends with its parent.
 */
const RATE = 48_000;
const CHANNELS = 2;
/** 20 ms. */
const PACKET = 960;
const BITRATE = 96_000n;
const FLOAT_BYTES = 4;
/** Frame times are rounded; more than this and samples are missing. */
const JUMP_SAMPLES = 2_400;

const tell = (message: FromOpusMaker) => process.connected && process.send!(message);
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});

const loaded = await Promise.all([import('node-av'), import('node-av/constants')]).catch(() => null);
if (!loaded) tell({ is: 'absent' });
else {
  const make = createMaker(...loaded);
  let take: ((frame: Uint8Array, ms: number) => void) | null = null;
  process.on('message', (message: ToOpusMaker) => {
    if (message.do === 'begin') take = make(message.config);
    else {
      take?.(message.frame, message.ms);
      tell({ is: 'taken' });
    }
  });
}

function createMaker(av: typeof import('node-av'), names: typeof import('node-av/constants')) {
  const { AV_CODEC_ID_AAC, AV_SAMPLE_FMT_FLT, AV_CHANNEL_LAYOUT_STEREO, FF_ENCODER_LIBOPUS } = names;
  const must = <T>(value: T | null): T => value ?? fail('a codec is missing');
  const check = (code: number) => (code < 0 ? fail(`FFmpeg says ${code}`) : code);

  return (config: Uint8Array) => {
    const decoder = openDecoder(config);
    const encoder = openEncoder();
    const packet = new av.Packet();
    const frame = new av.Frame();
    const made = new av.Packet();
    packet.alloc();
    frame.alloc();
    made.alloc();
    let resampler: SoftwareResampleContext | null = null;
    let held = Buffer.alloc(0);
    /** The time of the first held sample. */
    let heldMs = 0;

    return (bytes: Uint8Array, ms: number): void => {
      packet.data = Buffer.from(bytes);
      // A damaged frame is refused by the decoder and the next one may be good.
      if (decoder.sendPacketSync(packet) < 0) return;
      while (decoder.receiveFrameSync(frame) >= 0) {
        keep(resample(frame), ms);
        while (held.length >= PACKET * CHANNELS * FLOAT_BYTES) encode();
      }
    };

    function resample(from: InstanceType<typeof av.Frame>): Buffer {
      resampler ??= openResampler(from);
      const room = Math.ceil((from.nbSamples * RATE) / from.sampleRate) + 256;
      const out = Buffer.alloc(room * CHANNELS * FLOAT_BYTES);
      const count = check(resampler.convertSync([out], room, from.data, from.nbSamples));
      return out.subarray(0, count * CHANNELS * FLOAT_BYTES);
    }

    function keep(samples: Buffer, ms: number): void {
      const expectedMs = heldMs + (held.length / (CHANNELS * FLOAT_BYTES) / RATE) * 1000;
      if (Math.abs(ms - expectedMs) * (RATE / 1000) > JUMP_SAMPLES) {
        held = Buffer.alloc(0);
        heldMs = ms;
      }
      held = Buffer.concat([held, samples]);
    }

    function encode(): void {
      const size = PACKET * CHANNELS * FLOAT_BYTES;
      const sound = av.Frame.fromAudioBuffer(Buffer.from(held.subarray(0, size)), {
        nbSamples: PACKET,
        format: AV_SAMPLE_FMT_FLT,
        sampleRate: RATE,
        channelLayout: AV_CHANNEL_LAYOUT_STEREO,
      });
      const ms = heldMs;
      held = held.subarray(size);
      heldMs += (PACKET / RATE) * 1000;
      check(encoder.sendFrameSync(sound));
      sound.free();
      while (encoder.receivePacketSync(made) >= 0) {
        if (made.data) tell({ is: 'packet', packet: Buffer.from(made.data), ms });
        made.unref();
      }
    }
  };

  function openDecoder(config: Uint8Array): CodecContext {
    const codec = must(av.Codec.findDecoder(AV_CODEC_ID_AAC));
    const context = new av.CodecContext();
    context.allocContext3(codec);
    context.extraData = Buffer.from(config);
    check(context.open2Sync(codec));
    return context;
  }

  function openEncoder(): CodecContext {
    const codec = must(av.Codec.findEncoderByName(FF_ENCODER_LIBOPUS));
    const context = new av.CodecContext();
    context.allocContext3(codec);
    context.sampleRate = RATE;
    context.sampleFormat = AV_SAMPLE_FMT_FLT;
    context.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
    context.bitRate = BITRATE;
    context.timeBase = new av.Rational(1, RATE);
    check(context.open2Sync(codec));
    return context;
  }

  function openResampler(from: InstanceType<typeof av.Frame>): SoftwareResampleContext {
    const context = new av.SoftwareResampleContext();
    const format = from.format as Parameters<SoftwareResampleContext['allocSetOpts2']>[4];
    check(context.allocSetOpts2(AV_CHANNEL_LAYOUT_STEREO, AV_SAMPLE_FMT_FLT, RATE, from.channelLayout, format, from.sampleRate));
    check(context.init());
    return context;
  }
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
