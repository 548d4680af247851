import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/**
 * The demo's picture: a kitchen at dusk, a drawn host, and the product of the moment in front.
 * Composed from layers, frame by frame, ahead of time: a loop that is only sent again costs no CPU
 * while it is on air.
 */
export const SCENE = { width: 540, height: 960, framesPerSecond: 20, seconds: 6 } as const;
export const FRAMES = SCENE.framesPerSecond * SCENE.seconds;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** The drawing's own coordinates, and how they lie in the frame. */
const LEFT = -66.8;
const TOP = 42;
const SCALE = SCENE.width / 523.7;
const at = (x: number, y: number) => ({ left: Math.round((x - LEFT) * SCALE), top: Math.round((y - TOP) * SCALE) });

interface Thing {
  readonly picture: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly blur?: number;
}
const SHELF: readonly Thing[] = [
  { picture: 'jar', x: 253, y: 187, size: 50, blur: 1.7 },
  { picture: 'pot', x: 307, y: 183, size: 54, blur: 1.7 },
  { picture: 'plant', x: 257, y: 279, size: 54, blur: 1.7 },
  { picture: 'teapot', x: 315, y: 283, size: 50, blur: 1.7 },
];
const TABLE: readonly Thing[] = [
  { picture: 'salt', x: 23, y: 514, size: 58 },
  { picture: 'egg', x: 316, y: 522, size: 44 },
  { picture: 'herb', x: 63, y: 534, size: 66 },
];
const PRODUCT = { x: 110, y: 450, size: 176 };
const HEAD = { x: 112, y: 180, size: 156 };

export interface Scene {
  /** Raw RGB of one frame, `0 <= frame < FRAMES`; the last joins the first. */
  frame(frame: number): Promise<Buffer>;
}

/** @param picture a product picture, any format that sharp reads, shown on the table */
export async function openScene(picture: string): Promise<Scene> {
  const room = await withThings(await layer('room'), SHELF);
  const host = await layer('host');
  const table = await withThings(await layer('table'), TABLE);
  const front = await layer('front');
  const head = await thing(here('pictures/host.webp'), HEAD.size);
  const product = await thing(picture, PRODUCT.size);

  return {
    async frame(frame) {
      const turn = (frame / FRAMES) * 2 * Math.PI;
      const breath = Math.sin(turn * 2) * 1.6;
      const nod = Math.sin(turn * 2 + 0.7) * 2.4 + Math.sin(turn * 3) * 1.2;
      const sway = Math.sin(turn) * 7;
      const lift = (1 - Math.cos(turn * 2)) * 5;
      return sharp(room)
        .composite([
          { input: host, left: 0, top: Math.max(0, Math.round(breath + 2)) },
          { input: head, ...at(HEAD.x + Math.sin(turn) * 2.5, HEAD.y + nod) },
          { input: table, left: 0, top: 0 },
          { input: product, ...at(PRODUCT.x + sway, PRODUCT.y - lift) },
          { input: front, left: 0, top: 0 },
        ])
        .removeAlpha()
        .raw()
        .toBuffer();
    },
  };
}

async function layer(name: 'room' | 'host' | 'table' | 'front'): Promise<Buffer> {
  const drawn = sharp(await readFile(here(`scene-${name}.svg`)));
  // The host is moved down by a breath; the lowest rows are behind the table anyway.
  return name === 'host'
    ? drawn
        .extract({ left: 0, top: 0, width: SCENE.width, height: SCENE.height - 8 })
        .png()
        .toBuffer()
    : drawn.png().toBuffer();
}

async function withThings(base: Buffer, things: readonly Thing[]): Promise<Buffer> {
  const inputs = await Promise.all(
    things.map(async ({ picture, x, y, size, blur }) => ({
      input: await thing(here(`pictures/${picture}.webp`), size, blur),
      ...at(x, y),
    })),
  );
  return sharp(base).composite(inputs).png().toBuffer();
}

async function thing(file: string, size: number, blur?: number): Promise<Buffer> {
  const side = Math.round(size * SCALE);
  const drawn = sharp(file, { limitInputPixels: 50_000_000 }).resize(side, side, {
    fit: 'contain',
    background: { r: 0, g: 0, b: 0, alpha: 0 },
  });
  return (blur ? drawn.blur(blur) : drawn).png().toBuffer();
}
