import assert from 'node:assert/strict';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { LadderSettings } from '#contract/media.ts';
import { launchBrowser } from '../browser.ts';
import { onAir, playing, seen, until, watchIn } from '../player-page.ts';

/** Qualities as a viewer meets them: in a real browser, made by the real ladder while the test looks. */
const needsEncoder = { skip: (await import('node-av').catch(() => null)) ? false : 'the optional package node-av is not installed' };
const ALWAYS: LadderSettings = { when: 'always', fromViewers: 1, sides: [720, 480, 240] };

let browser: Browser;
before(async () => {
  browser = await launchBrowser(['--mute-audio']);
});
after(() => browser.close());
const watch = (t: TestContext, url: string): Promise<Page> => watchIn(browser, t, url);

const setQuality = (page: Page, wanted: string): Promise<void> => page.evaluate(`player.setQuality('${wanted}')`);
const width = (page: Page): Promise<number> => page.evaluate(() => document.querySelector('video')?.videoWidth ?? 0);
const plays = async (page: Page, quality: string, mostMs = 20_000) =>
  until(page, `plays ${quality}`, (now) => playing('hls')(now) && now.stats?.quality === quality && !now.stats.changing, mostMs);

/** The longest time between two pictures on screen since it was last asked. */
const watchGaps = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    const gaps = window as unknown as { longestMs: number };
    let lastMs = performance.now();
    gaps.longestMs = 0;
    const look = (nowMs: number) => {
      gaps.longestMs = Math.max(gaps.longestMs, nowMs - lastMs);
      lastMs = nowMs;
      video?.requestVideoFrameCallback(look);
    };
    video?.requestVideoFrameCallback(look);
  });
const longestGapMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const gaps = window as unknown as { longestMs: number };
    const longest = gaps.longestMs;
    gaps.longestMs = 0;
    return Math.round(longest);
  });

test(
  'a chosen quality comes in its own size without a stop, and goes on in another when the machine cannot make it',
  needsEncoder,
  async (t) => {
    const show = await onAir(t, undefined, ALWAYS);
    const page = await watch(t, show.url);
    await plays(page, 'source');
    assert.equal(await width(page), 540);
    assert.equal(show.renditions.stats().pid, null, 'who wants the best makes nothing be encoded');
    await watchGaps(page);

    for (const [wanted, quality, wide] of [
      ['smallest', '240p', 240],
      ['480p', '480p', 480],
    ] as const) {
      await setQuality(page, wanted);
      await page.waitForFunction((px) => document.querySelector('video')?.videoWidth === px, wide, { timeout: 20_000 });
      await plays(page, quality);
      const gapMs = await longestGapMs(page);
      // Where a new playlist has to be opened it takes two seconds; a change within one does not.
      assert.ok(gapMs < 1_500, `${quality}: ${gapMs} ms between two pictures`);
      t.diagnostic(`${quality}: longest time between two pictures ${gapMs} ms`);
    }
    const now = await seen(page);
    assert.ok((now.stats?.bitsPerSecond ?? 0) > 100_000, 'what arrives is measured');

    process.kill(show.renditions.stats().pid ?? 0, 'SIGSTOP');
    await plays(page, 'source', 30_000);
    t.diagnostic(`dropped: longest time between two pictures ${await longestGapMs(page)} ms`);
    assert.ok(show.renditions.stats().dropped.includes('480p'));
    assert.deepEqual((await seen(page)).errors, []);
  },
);

test('sound alone plays on without a picture, and the picture comes back', async (t) => {
  const show = await onAir(t);
  const page = await watch(t, `${show.url}/?quality=audio`);
  await plays(page, 'audio');
  assert.equal(await width(page), 0);
  await page.waitForTimeout(2000);
  const alone = await seen(page);
  assert.ok(playing('hls')(alone) && (alone.stats?.receivedMs ?? 0) > 1500, JSON.stringify(alone.states));
  assert.ok((alone.stats?.bitsPerSecond ?? 1e9) < 200_000, `${alone.stats?.bitsPerSecond}`);
  await setQuality(page, 'auto');
  await plays(page, 'source');
  assert.equal(await width(page), 540);
});
