import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Page } from 'playwright-core';
import type { Replay } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { publisherScript, strip } from '#rooms/media/testing-browser.ts';
import { launchBrowser } from '../browser.ts';
import { airShow, buyFromReplay, planShow, until } from '../replay-show.ts';
import { openShop } from '../shop.ts';

/**
 * From a camera to a purchase after the show: a show is published, two products are shown in it, it ends, and somebody
 * buys from its replay by jumping to the chapter of a product. The camera draws its clock into every frame, so that the
 * picture itself says whether the chapter is where its product was shown.
 */
const LONG = 30_000;
const { url, shop, person } = await openShop();
const browser = await launchBrowser();
after(() => browser.close());

const broken: string[] = [];
const show = await planShow(shop);
const { first, second } = show;
const read = async <T>(path: string): Promise<T> => (await fetch(`${url}${path}`)).json() as Promise<T>;
const replayNow = () => read<Replay>(`/api/shows/${show.id}/replay`);

/** Sends a picture to this stream until it is stopped. */
async function publish(streamId: string): Promise<() => Promise<void>> {
  const { ticket } = await shop.media.issueTicket(streamId);
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/replays`);
  await page.evaluate(publisherScript);
  await page.evaluate(
    ([bearer, whip]) => {
      const camera = window as unknown as { bearer: string; publish: (wish: object) => Promise<string> };
      camera.bearer = bearer;
      return camera.publish({ url: whip, width: 360, height: 640, kbps: 800 });
    },
    [ticket, `/whip/${streamId}`] as const,
  );
  return () => context.close();
}

test('a show with a run of show, an offer and two products is published, ends, and has a replay', async () => {
  await airShow(shop, show, publish);
  const replay = await until('the replay', replayNow, ({ state }) => state === 'ready');
  assert.deepEqual(
    replay.chapters.map((chapter) => chapter.product?.title ?? chapter.title),
    ['Hello from Ghent', first.title, second.title],
  );
});

let viewer: Page;
test('a viewer jumps to the chapter of a product, and the picture is of the moment when it was shown', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  viewer = await context.newPage();
  viewer.on('pageerror', (error) => broken.push(error.message));
  await viewer.goto(`${url}/shows/${show.id}`);
  await viewer.getByRole('link', { name: second.title }).click();
  const chapter = (await replayNow()).chapters.at(-1)!;
  await viewer.evaluate(strip);
  const drawn = () =>
    viewer.evaluate(() => {
      const video = document.querySelector('video')!;
      if (video.videoWidth === 0) return null;
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 8 });
      const reader = (window as unknown as { strip: { read: (context: unknown, video: unknown) => number | null } }).strip;
      return reader.read(canvas.getContext('2d', { willReadFrequently: true }), video);
    });
  // The camera's clock in the frame, against the record's time of the pin: both are this machine's.
  const since = (clock: number | null) => (clock === null ? Number.NaN : ((clock - Date.parse(chapter.startedAt)) << 8) >> 8);
  const frame = await until(
    'the picture of the chapter',
    async () => since(await drawn()),
    (ms) => ms > -1500 && ms < 6500,
  );
  await until(
    'the picture moves on',
    async () => since(await drawn()),
    (ms) => ms > frame + 500,
  );
  const position = await viewer.evaluate(() => document.querySelector('video')!.currentTime * 1000);
  assert.ok(position >= chapter.atMs - 200, `${position} ms is before the chapter at ${chapter.atMs} ms`);
  await viewer.locator('.ch.on').getByText(second.title).waitFor();
});

test('when the offer of the show is over, its price stands apart from today’s, which is what is asked', async () => {
  const { shelf } = await read<Show>(`/api/shows/${show.id}`);
  const card = viewer.locator('.rcard');
  const asked = (minor: number) => `€${(minor / 100).toFixed(2)}`;
  assert.equal(shelf.length, 2);
  await card.getByText(`During the show ${asked(second.minor - 500)}`).waitFor({ timeout: 45_000 });
  await card.getByRole('button', { name: `Buy at ${asked(second.minor)}` }).waitFor();
  assert.equal(await card.locator('.now').innerText(), asked(second.minor));
});

test('it is bought there at today’s price, and the order belongs to the show', () => buyFromReplay(viewer, shop, show));

test('a link to a moment opens there, and the timeline is walked by keys, chapter by chapter', async () => {
  await viewer.goto(`${url}/shows/${show.id}?t=1`);
  await until(
    'playing',
    () => viewer.evaluate(() => document.querySelector('video')?.currentTime ?? 0),
    (at) => at >= 1,
  );
  await viewer.locator('.ch.on').getByText('Hello from Ghent').waitFor();
  const line = viewer.getByRole('slider', { name: 'Timeline by product' });
  await line.focus();
  await viewer.keyboard.press('PageUp');
  await viewer.locator('.ch.on').getByText(first.title).waitFor();
  assert.match((await line.getAttribute('aria-valuetext'))!, new RegExp(first.title));
  await viewer.keyboard.press('Home');
  await viewer.locator('.ch.on').getByText('Hello from Ghent').waitFor();
});

test('somebody with an account cuts a clip, and its page plays it over its product', async () => {
  const { email, password } = person('Moderator');
  const signedIn = await viewer
    .context()
    .request.post(`${url}/api/auth/sign-in/email`, { data: { email, password }, headers: { origin: url } });
  assert.equal(signedIn.status(), 200, await signedIn.text());
  await viewer.goto(`${url}/shows/${show.id}?t=9`);
  await until(
    'playing',
    () => viewer.evaluate(() => document.querySelector('video')?.currentTime ?? 0),
    (at) => at >= 9,
  );
  await viewer.getByRole('button', { name: 'Share this moment' }).click();
  await viewer.getByRole('button', { name: 'Make the clip' }).click();
  await viewer.getByRole('dialog').getByRole('link', { name: second.title }).click();
  await viewer.getByRole('heading', { name: second.title, level: 1 }).waitFor();
  await viewer.getByText('Own goods').first().waitFor();
  await viewer.locator('.rcard').getByRole('button', { name: 'Buy' }).waitFor();
  await viewer.evaluate(() => {
    const video = document.querySelector('video')!;
    video.muted = true;
    return video.play();
  });
  await until(
    'the clip plays',
    () => viewer.evaluate(() => document.querySelector('video')!.currentTime),
    (at) => at > 0.5,
  );
  const back = viewer.getByRole('link', { name: /Watch the replay from/ });
  assert.match((await back.getAttribute('href'))!, /\?t=\d+$/);
});

test('the crew withdraws the clip in the studio, and its link says so', async () => {
  const clipUrl = viewer.url();
  await viewer.goto(`${url}/studio/shows/${show.id}`);
  await viewer.getByRole('link', { name: second.title }).waitFor();
  await viewer.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await viewer.getByRole('button', { name: 'Withdraw for good' }).click();
  await viewer.getByText('Nobody made a clip yet.').waitFor();
  await viewer.goto(clipUrl);
  await viewer.getByText('This clip was withdrawn by the shop.').waitFor();
});

test('no page broke on the way', () => assert.deepEqual(broken, []));
