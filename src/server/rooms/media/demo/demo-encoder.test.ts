import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import sharp from 'sharp';
import { openStudio, type Studio } from '../testing-studio.ts';
import { createThumbnails } from '../thumbnails.ts';
import { startDemoFeed, type DemoFeed } from './demo-feed.ts';

/** A second WHIP publisher that is no browser: FFmpeg's. Needs the optional package. */
const hasEncoder = await import('node-av').then(
  () => true,
  () => false,
);
const options = { skip: hasEncoder ? false : 'node-av is not installed' };
const picture = (name: string) => fileURLToPath(new URL(`./pictures/${name}.webp`, import.meta.url));

let studio: Studio;
let feed: DemoFeed | undefined;
before(async () => {
  studio = await openStudio();
});
after(async () => {
  await feed?.close();
  await studio.close();
});

const until = async (check: () => boolean, withinMs: number) => {
  const end = Date.now() + withinMs;
  while (!check() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
  return check();
};

test('FFmpeg publishes by WHIP and its picture and sound arrive', options, async () => {
  const whipUrl = `${studio.url}/whip`;
  feed = startDemoFeed({
    whipUrl,
    key: async () => 'key',
    folder: studio.folder,
    picture: picture('pan'),
    log: { warn: (facts) => assert.fail(JSON.stringify(facts)) },
  });
  const stats = () => studio.supervisor.statsOf('test');
  assert.ok(await until(() => (stats()?.framesPerSecond ?? 0) > 15, 40_000), JSON.stringify(stats()));
  assert.deepEqual([stats()!.width, stats()!.height, stats()!.lostPackets], [540, 960, 0]);
  const playlist = await (await fetch(`${studio.url}/hls/index.m3u8`)).text();
  assert.match(playlist, /#EXT-X-PART:/);
});

test('another product comes on the table without a break', options, async () => {
  const { generation } = studio.supervisor.statsOf('test')!;
  feed!.show(picture('teapot'));
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const stats = studio.supervisor.statsOf('test')!;
  assert.ok(stats.framesPerSecond > 15, JSON.stringify(stats));
  assert.equal(stats.generation, generation, 'the same encoder, the same parameters');
});

const keyFrame = async () => Buffer.from(await (await fetch(`${studio.url}/keyframe`)).arrayBuffer());

test('the newest key frame becomes a small JPEG, made once for everybody', options, async () => {
  const thumbnails = createThumbnails();
  try {
    let reads = 0;
    const read = () => {
      reads++;
      return keyFrame();
    };
    const [first, second] = await Promise.all([thumbnails.of('test', read), thumbnails.of('test', read)]);
    const { format, width, height } = await sharp(first!).metadata();
    assert.deepEqual([format, width, height], ['jpeg', 360, 640]);
    assert.equal(first, second);
    assert.equal(reads, 1);
  } finally {
    thumbnails.close();
  }
});

test('bytes that are no picture give no thumbnail, and the next one is made', options, async () => {
  const thumbnails = createThumbnails();
  try {
    assert.equal(await thumbnails.of('bad', async () => Buffer.from('not a picture at all')), null);
    assert.ok(await thumbnails.of('good', keyFrame));
  } finally {
    thumbnails.close();
  }
});
