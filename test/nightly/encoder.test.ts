import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { Page } from 'playwright-core';
import { hasFfmpeg, makeFlv, push, type Push } from '#rooms/media/rtmp/testing-encoder.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

/** A host with an encoder that speaks RTMP: address and key from the studio, FFmpeg as the encoder, viewers in a browser. */
const LONG = 30_000;
/** Of each file; sent over and over. */
const SECONDS = 10;
const options = { skip: hasFfmpeg ? false : 'node-av is not installed' };
const { url, person } = await openShop();
const browser = await launchBrowser();
const folder = mkdtempSync(join(tmpdir(), 'etalage-encoder-'));
const files = { reordered: join(folder, 'reordered.flv'), plain: join(folder, 'plain.flv') };
let encoder: Push | null = null;
after(async () => {
  await encoder?.stop();
  await browser.close();
  rmSync(folder, { recursive: true });
});

const pages: string[] = [];
async function newPage(width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  const page = await context.newPage();
  page.on('pageerror', (error) => pages.push(error.message));
  return page;
}

async function until<T>(what: string, ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  const end = Date.now() + LONG;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const shown = (page: Page) =>
  page.evaluate(() => {
    const video = [...document.querySelectorAll('video')].find((one) => one.videoWidth > 0);
    return {
      frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      width: video?.videoWidth ?? 0,
      direct: Boolean(video?.srcObject),
    };
  });

/** With SHOTS=<folder> it leaves pictures of the panel. */
const SHOTS = process.env['SHOTS'];
async function picture(): Promise<void> {
  await host.screenshot({ path: join(SHOTS!, 'encoder-wide.png'), fullPage: true });
  await host.setViewportSize({ width: 390, height: 844 });
  await host.screenshot({ path: join(SHOTS!, 'encoder-phone.png'), fullPage: true });
  await host.setViewportSize({ width: 1440, height: 900 });
}

const host = await newPage(1440, 900);
const viewer = await newPage(390, 844);
let address = '';
let showUrl = '';

test('the studio shows server and key, and sees the encoder', options, async () => {
  await makeFlv(files.reordered, { bFrames: 2, seconds: SECONDS });
  await makeFlv(files.plain, { bFrames: 0, seconds: SECONDS });
  const { email, password } = person('Host, Atelier Vuur');
  await host.goto(`${url}/studio`);
  await host.getByLabel('Email').fill(email);
  await host.getByRole('button', { name: 'Next' }).click();
  await host
    .getByLabel('Your password')
    .or(host.getByLabel('Password', { exact: true }))
    .first()
    .fill(password);
  await host.keyboard.press('Enter');
  await host
    .getByRole('button', { name: 'Draft a show' })
    .or(host.getByRole('link', { name: 'Draft a show' }))
    .first()
    .click();
  await host.getByLabel('Title').fill('From the workshop');
  await host.getByLabel('Host', { exact: true }).fill('Marit de Wael');
  await host.getByRole('button', { name: 'Draft it' }).click();
  await host
    .getByRole('button', { name: /Add products/ })
    .first()
    .click();
  await host.getByText('Enamel soup pot').click();
  await host.keyboard.press('Escape');
  await host
    .getByRole('button', { name: /Get ready/ })
    .or(host.getByRole('link', { name: /Get ready/ }))
    .first()
    .click();
  await host.getByText('An encoder (OBS)').click();
  await host.getByRole('button', { name: 'Make a key' }).click();
  const secrets = await until(
    'addresses and key',
    () => host.locator('.secret').allInnerTexts(),
    (texts) => texts.length === 3,
  );
  const [, server, key] = secrets;
  assert.match(server!, /^rtmp:\/\/(localhost|127\.0\.0\.1):\d+\/live$/);
  address = `${server!.replace('localhost', '127.0.0.1')}/${key!}`;
  if (SHOTS) await picture();
  encoder = push(files.reordered, address, SECONDS);
  await host.getByText('The encoder sends').waitFor();
});

test('B-frames play in a browser by LL-HLS: refused by WHEP, the viewer takes the other path without a word', options, async () => {
  await host.getByRole('button', { name: 'Go live' }).click();
  await host.getByText('On air').first().waitFor();
  showUrl = `${url}/shows/${new URL(host.url()).pathname.split('/').at(-1)!}`;
  await viewer.goto(showUrl);
  const first = await until(
    'a picture',
    () => shown(viewer),
    ({ frames }) => frames > 0,
  );
  assert.deepEqual([first.width, first.direct], [320, false]);
  await until(
    'it moves on',
    () => shown(viewer),
    ({ frames }) => frames > first.frames + 60,
  );
});

test('an encoder without B-frames takes over, and whoever comes now watches directly', options, async () => {
  const before = encoder!;
  encoder = push(files.plain, address, SECONDS);
  assert.notEqual(await Promise.race([before.ended, new Promise((resolve) => setTimeout(resolve, LONG, 'sends'))]), 'sends');
  await viewer.reload();
  const first = await until(
    'a direct picture',
    () => shown(viewer),
    ({ frames, direct }) => frames > 10 && direct,
  );
  assert.equal(first.width, 320);
});

test('when B-frames come back, direct viewers go on by LL-HLS on their own', options, async () => {
  encoder = push(files.reordered, address, SECONDS);
  await until(
    'the other path',
    () => shown(viewer),
    ({ frames, direct }) => frames > 10 && !direct,
  );
  assert.deepEqual(pages, []);
});
