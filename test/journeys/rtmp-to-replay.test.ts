import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test, { after } from 'node:test';
import type { Replay } from '#contract/replay.ts';
import { hasFfmpeg, makeFlv, push } from '#rooms/media/rtmp/testing-encoder.ts';
import { launchBrowser } from '../browser.ts';
import { airShow, buyFromReplay, planShow, until } from '../replay-show.ts';
import { openShop } from '../shop.ts';

/** An encoder's show, from its first packet to an order after the show: FFmpeg pushes B-frames and AAC by RTMP with the show's own key. */
test(
  'a show pushed by RTMP is sold from its replay, by jumping to the chapter of a product',
  { skip: !hasFfmpeg && 'node-av is not installed' },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'etalage-rtmp-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const film = join(folder, 'film.flv');
    await makeFlv(film, { bFrames: 2, seconds: 60 });
    const { url, shop } = await openShop();
    const show = await planShow(shop);

    await airShow(shop, show, async (streamId) => {
      const made = await shop.media.rotateKey(streamId);
      assert.ok(made.ok && made.value.rtmpUrl, 'the shop takes RTMP');
      return push(film, `${made.value.rtmpUrl}/${made.value.key}`).stop;
    });
    const replay = await until(
      'the replay',
      async () => (await (await fetch(`${url}/api/shows/${show.id}/replay`)).json()) as Replay,
      ({ state }) => state === 'ready',
    );
    const chapter = replay.chapters.find(({ product }) => product?.id === show.second.id)!;
    assert.ok(chapter.atMs > 5_000, `the chapter begins at ${chapter.atMs} ms`);

    const browser = await launchBrowser();
    after(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    context.setDefaultTimeout(30_000);
    const viewer = await context.newPage();
    await viewer.goto(`${url}/shows/${show.id}`);
    await viewer.getByRole('link', { name: show.second.title }).click();
    await until(
      'the encoder’s picture plays from the chapter on',
      () =>
        viewer.evaluate(() => {
          const video = document.querySelector('video')!;
          return { atMs: video.currentTime * 1000, frames: video.getVideoPlaybackQuality().totalVideoFrames };
        }),
      ({ atMs, frames }) => atMs > chapter.atMs && frames > 10,
    );
    await buyFromReplay(viewer, shop, show);
  },
);
