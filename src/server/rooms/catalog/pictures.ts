import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { done, type Outcome, refuse } from '#lib/outcome.ts';

/** Longest sides of what we keep. The address in `Image.url` is the middle one; the others differ in the number only. */
export const SIZES = [200, 600, 1200] as const;
export const SHOWN_SIZE = 600;
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;
/** 48 megapixels: the largest phone camera. Above it lies the picture that is small on disk and fills the memory. */
const MAX_PIXELS = 48_000_000;
const MAX_AT_ONCE = 2;
const MAX_WAITING = 32;

const READABLE = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif']);
const FILE_NAME = /^[0-9a-f]{32}-(?:200|600|1200)\.webp$/;

export interface StoredPicture {
  /** Hash of what was uploaded; the stored files are `<name>-<size>.webp`. */
  readonly name: string;
  /** Of the shown size. */
  readonly width: number;
  readonly height: number;
}
export type Pictures = ReturnType<typeof createPictures>;

export const pictureUrl = (name: string, size: (typeof SIZES)[number] = SHOWN_SIZE): string => `/files/images/${name}-${size}.webp`;

/** Keeps pictures as files named after their content: the same picture is stored once, and its address never changes. */
export function createPictures(needs: { folder: string }) {
  const { folder } = needs;
  const turn = createTurns(MAX_AT_ONCE, MAX_WAITING);

  /**
   * Reads the pixels and writes them anew, so that nothing else of the file survives: no place, no camera, no script.
   * What the file is decides its content, never its name.
   */
  async function store(bytes: Buffer): Promise<Outcome<StoredPicture, 'image_unreadable' | 'busy'>> {
    const kind = await fileTypeFromBuffer(bytes);
    if (!kind || !READABLE.has(kind.mime)) return refuse('image_unreadable');
    const leave = await turn();
    if (!leave) return refuse('busy');
    try {
      return await encode(bytes);
    } finally {
      leave();
    }
  }

  async function encode(bytes: Buffer): Promise<Outcome<StoredPicture, 'image_unreadable'>> {
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    await mkdir(folder, { recursive: true });
    let shown = { width: 0, height: 0 };
    for (const size of SIZES) {
      const made = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
        .autoOrient()
        .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 82 })
        .timeout({ seconds: 15 })
        .toBuffer({ resolveWithObject: true })
        .catch(() => null);
      if (!made) return refuse('image_unreadable');
      await writeWhole(join(folder, `${name}-${size}.webp`), made.data);
      if (size === SHOWN_SIZE) shown = made.info;
    }
    return done({ name, width: shown.width, height: shown.height });
  }

  /** @returns the file as a stream with its length, or null when there is none of that name */
  async function open(fileName: string): Promise<{ stream: ReadStream; bytes: number } | null> {
    if (!FILE_NAME.test(fileName)) return null;
    const path = join(folder, fileName);
    const found = await stat(path).catch(() => null);
    return found ? { stream: createReadStream(path), bytes: found.size } : null;
  }

  return { store, open };
}

/** A reader never sees half a file, and a crash leaves none behind under its name. */
async function writeWhole(path: string, data: Buffer): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`;
  await writeFile(draft, data);
  await rename(draft, path);
}

/** At most `atOnce` inside, at most `waiting` at the door. @returns how to leave, or null when the door is full */
function createTurns(atOnce: number, waiting: number): () => Promise<(() => void) | null> {
  let inside = 0;
  const line: (() => void)[] = [];
  const leave = () => {
    inside -= 1;
    line.shift()?.();
  };
  return async () => {
    if (inside >= atOnce && line.length >= waiting) return null;
    if (inside >= atOnce) await new Promise<void>((next) => line.push(next));
    inside += 1;
    return leave;
  };
}
