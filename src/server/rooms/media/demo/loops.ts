import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, access } from 'node:fs/promises';
import { join } from 'node:path';
import { MUSIC_SECONDS, renderMusic } from './music.ts';
import { FRAMES, openScene, SCENE } from './scene.ts';

/**
 * Encodes the demo's loops once and keeps them: a picture loop per product, one of music. What is on
 * air is then only sent again.
 */
type Av = typeof import('node-av');

/** Rises when the scene changes, so that old loops are made anew. */
const EDITION = 1;

/** @returns the file of the loop, made if it was not there */
export async function pictureLoop(av: Av, picture: string, folder: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(picture))
    .digest('hex')
    .slice(0, 16);
  return once(join(folder, `loop-${EDITION}-${hash}.mp4`), (file) => encodePicture(av, picture, file));
}

export async function musicLoop(av: Av, folder: string): Promise<string> {
  return once(join(folder, `music-${EDITION}.mp4`), (file) => encodeMusic(av, file));
}

/** Under another name first: a loop with its final name is always whole. */
async function once(file: string, make: (file: string) => Promise<void>): Promise<string> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  const half = file.replace(/\.mp4$/, `.${process.pid}.mp4`);
  await mkdir(join(file, '..'), { recursive: true });
  await make(half);
  await rename(half, file);
  return file;
}

async function encodePicture(av: Av, picture: string, file: string): Promise<void> {
  const scene = await openScene(picture);
  const frames = Buffer.allocUnsafe(FRAMES * SCENE.width * SCENE.height * 1.5);
  for (let frame = 0, at = 0; frame < FRAMES; frame++) at += toYuv(await scene.frame(frame), frames, at);
  const { AV_PIX_FMT_YUV420P, FF_ENCODER_LIBX264 } = av;
  const input = await av.Demuxer.open({
    type: 'video',
    input: frames,
    width: SCENE.width,
    height: SCENE.height,
    pixelFormat: AV_PIX_FMT_YUV420P,
    frameRate: { num: SCENE.framesPerSecond, den: 1 },
  });
  await transcode(av, input, input.video()!, file, () =>
    av.Encoder.create(FF_ENCODER_LIBX264, {
      // A key frame each second: FFmpeg's WHIP client ignores requests for one, and viewers join all the time.
      options: {
        preset: 'veryfast',
        profile: 'baseline',
        crf: 23,
        maxrate: 900_000,
        bufsize: 900_000,
        g: SCENE.framesPerSecond,
        bf: 0,
        sc_threshold: 0,
      },
    }),
  );
}

async function encodeMusic(av: Av, file: string): Promise<void> {
  const input = await av.Demuxer.open(renderMusic(), { format: 'wav' });
  await transcode(av, input, input.audio()!, file, () => av.Encoder.create(av.FF_ENCODER_LIBOPUS, { options: { b: 64_000 } }));
}

type Demuxer = Awaited<ReturnType<Av['Demuxer']['open']>>;
type Encoder = Awaited<ReturnType<Av['Encoder']['create']>>;

async function transcode(
  av: Av,
  input: Demuxer,
  stream: NonNullable<ReturnType<Demuxer['video']>>,
  file: string,
  openEncoder: () => Promise<Encoder>,
): Promise<void> {
  const decoder = await av.Decoder.create(stream);
  const encoder = await openEncoder();
  const output = await av.Muxer.open(file);
  const index = output.addStream(encoder);
  for await (const packet of encoder.packets(decoder.frames(input.packets(stream.index)))) {
    if (packet) await output.writePacket(packet, index);
  }
  await output.close();
  encoder.close();
  decoder.close();
  await input.close();
}

/** BT.601 limited range, the colours of two rows and columns shared. @returns bytes written */
function toYuv(rgb: Buffer, into: Buffer, at: number): number {
  const { width, height } = SCENE;
  const size = width * height;
  let u = at + size;
  let v = u + size / 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const [r, g, b] = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!];
      into[at + y * width + x] = (66 * r + 129 * g + 25 * b + 4_224) >> 8;
      if ((x | y) & 1) continue;
      into[u++] = (-38 * r - 74 * g + 112 * b + 32_896) >> 8;
      into[v++] = (112 * r - 94 * g - 18 * b + 32_896) >> 8;
    }
  }
  return size * 1.5;
}

export { MUSIC_SECONDS };
