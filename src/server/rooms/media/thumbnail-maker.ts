/**
 * Decodes one key frame to a JPEG. Its own process, because the decoder is native code fed with
 * strangers' bytes. Ends with its parent.
 */
export interface ThumbnailWish {
  readonly id: number;
  /** H.264 byte stream, base64. */
  readonly picture: string;
  readonly width: number;
}
export type ThumbnailAnswer =
  | { readonly id: number; readonly jpeg: string }
  | { readonly id: number; readonly failed: string }
  | { readonly absent: true };

const av = await import('node-av').catch(() => null);
const tell = (answer: ThumbnailAnswer) => process.connected && process.send!(answer);

process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
if (!av) tell({ absent: true });
else {
  process.on('message', ({ id, picture, width }: ThumbnailWish) => {
    make(av, Buffer.from(picture, 'base64'), width).then(
      (jpeg) => tell({ id, jpeg: jpeg.toString('base64') }),
      (error: unknown) => tell({ id, failed: String(error).slice(0, 200) }),
    );
  });
}

async function make(
  { Demuxer, Decoder, Encoder, FilterAPI, FF_ENCODER_MJPEG }: NonNullable<typeof av>,
  picture: Buffer,
  width: number,
): Promise<Buffer> {
  const input = await Demuxer.open(picture, { format: 'h264' });
  const stream = input.video()!;
  const decoder = await Decoder.create(stream);
  const filter = FilterAPI.create(`scale=${width}:-2:out_range=full,format=yuvj420p`);
  try {
    for await (const frame of filter.frames(decoder.frames(input.packets(stream.index)))) {
      if (frame) return await Encoder.encodeOne(FF_ENCODER_MJPEG, frame, { options: { qscale: 4, strict: 'unofficial' } as never });
    }
    throw new Error('no picture in it');
  } finally {
    filter.close();
    decoder.close();
    await input.close();
  }
}
