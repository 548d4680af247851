import type { CodecContext, Frame, Packet, SoftwareScaleContext } from 'node-av';
import { avcDecoderConfig, belongsInSample, joinAvcc, NAL, nalType, splitAnnexB } from '#lib/h264.ts';
import type { SourceSample } from './protocol.ts';
import { BURST_SECONDS, RUNG_LEVEL, type Rung } from './rungs.ts';

export type Av = typeof import('node-av');

export interface SourceDecoder {
  /** Pictures that are ready, in the order of showing, with the index given to their sample. Each is valid until the next. */
  decode(sample: SourceSample, index: number): Generator<{ frame: Frame; index: number }>;
  /** What was held back for the order of showing; nothing can be decoded after it. */
  drain(): Generator<{ frame: Frame; index: number }>;
  close(): void;
}

/** Of parameter sets and samples as they are in MP4. One thread: the ladder has one core at most, at the lowest priority. */
export function openDecoder(av: Av, sps: Uint8Array, pps: Uint8Array): SourceDecoder {
  const codec = av.Codec.findDecoder(av.AV_CODEC_ID_H264)!;
  const context: CodecContext = new av.CodecContext();
  context.allocContext3(codec);
  context.extraData = Buffer.from(avcDecoderConfig(sps, pps));
  context.threadCount = 1;
  check(av, context.open2Sync(codec), 'decoder');
  const packet = allocated(new av.Packet());
  const frame = allocated(new av.Frame());

  function* receive() {
    while (context.receiveFrameSync(frame) >= 0) {
      yield { frame, index: Number(frame.pts) };
      frame.unref();
    }
  }
  return {
    *decode({ data, keyframe }, index) {
      packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      packet.pts = packet.dts = BigInt(index);
      packet.isKeyframe = keyframe;
      // A picture that cannot be decoded is left out; the next key frame mends it.
      const sent = context.sendPacketSync(packet);
      packet.unref();
      if (sent >= 0) yield* receive();
    },
    *drain() {
      context.sendPacketSync(null);
      yield* receive();
    },
    close() {
      packet.free();
      frame.free();
      context.freeContext();
    },
  };
}

export interface EncodedFrame {
  /** One MP4 sample: NAL units with 4-byte lengths. */
  readonly data: Uint8Array;
  readonly keyframe: boolean;
}

export interface Scaler {
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
  /** One picture in, the same picture smaller out, at once: nothing is held back. Null repeats the last one. */
  encode(frame: Frame | null, keyframe: boolean): EncodedFrame;
  close(): void;
}

/**
 * x264 with a ceiling: as little as the quality needs, never more than the rung's bits, but for a burst.
 * Key frames are the source's and no others, so that every rendition can be entered at the same places.
 */
export function openScaler(av: Av, rung: Rung): Scaler {
  const encoder = openEncoder(av, rung);
  const { sps, pps } = parametersOf(encoder);
  const packet = allocated(new av.Packet());
  const small = allocated(new av.Frame());
  small.width = rung.width;
  small.height = rung.height;
  small.format = av.AV_PIX_FMT_YUV420P;
  check(av, small.allocBuffer(), 'picture');
  let scale: SoftwareScaleContext | null = null;
  let scales = '';
  let count = 0n;

  function shrink(frame: Frame): void {
    const { width, height, format } = frame;
    const wanted = `${width}x${height} ${format}`;
    if (wanted !== scales) {
      scale?.freeContext();
      scale = new av.SoftwareScaleContext();
      scale.getContext(width, height, format as never, rung.width, rung.height, av.AV_PIX_FMT_YUV420P, av.SWS_FAST_BILINEAR);
      scales = wanted;
    }
    check(av, scale!.scaleFrameSync(small, frame), 'scale');
  }

  return {
    sps,
    pps,
    encode(frame, keyframe) {
      if (frame) shrink(frame);
      small.pts = count++;
      small.pictType = keyframe ? av.AV_PICTURE_TYPE_I : av.AV_PICTURE_TYPE_NONE;
      check(av, encoder.sendFrameSync(small), 'encode');
      check(av, encoder.receivePacketSync(packet), 'encode');
      const made = { data: joinAvcc(splitAnnexB(packet.data!).filter(belongsInSample)), keyframe: packet.isKeyframe };
      packet.unref();
      return made;
    },
    close() {
      scale?.freeContext();
      packet.free();
      small.free();
      encoder.freeContext();
    },
  };
}

function openEncoder(av: Av, rung: Rung): CodecContext {
  const codec = av.Codec.findEncoderByName(av.FF_ENCODER_LIBX264)!;
  const context: CodecContext = new av.CodecContext();
  context.allocContext3(codec);
  context.width = rung.width;
  context.height = rung.height;
  context.pixelFormat = av.AV_PIX_FMT_YUV420P;
  context.timeBase = new av.Rational(1, 30);
  context.maxBFrames = 0;
  context.threadCount = 1;
  context.setFlags(av.AV_CODEC_FLAG_GLOBAL_HEADER);
  const kilobits = Math.round(rung.maxBitsPerSecond / 1000);
  const options = {
    preset: 'superfast',
    tune: 'zerolatency',
    profile: 'main',
    level: RUNG_LEVEL,
    crf: '25',
    'forced-idr': '1',
    'x264-params': `vbv-maxrate=${kilobits}:vbv-bufsize=${Math.round(kilobits * BURST_SECONDS)}:keyint=infinite:scenecut=0`,
  };
  // One by one: a dictionary given to open2 is freed by it and again by its wrapper, which ends the process.
  for (const [name, value] of Object.entries(options)) check(av, context.setOption(name, value), name);
  check(av, context.open2Sync(codec), 'encoder');
  return context;
}

function parametersOf(encoder: CodecContext): { sps: Uint8Array; pps: Uint8Array } {
  const nals = splitAnnexB(encoder.extraData ?? Buffer.alloc(0)).map((nal) => Uint8Array.from(nal));
  const [sps, pps] = [NAL.sps, NAL.pps].map((type) => nals.find((nal) => nalType(nal) === type));
  if (!sps || !pps) throw new Error('the encoder gave no parameter sets');
  return { sps, pps };
}

function allocated<T extends Packet | Frame>(made: T): T {
  made.alloc();
  return made;
}

function check(av: Av, code: number, what: string): void {
  if (code < 0) throw new Error(`${what}: ${new av.FFmpegError(code).message}`);
}
