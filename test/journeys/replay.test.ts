import assert from 'node:assert/strict';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Replay } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { transact } from '#platform/db.ts';
import { hasFfmpeg, makeFlv, push } from '#rooms/media/rtmp/testing-encoder.ts';
import { publisherScript, strip } from '#rooms/media/testing-browser.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

/**
 * From an encoder to a purchase after the show: FFmpeg pushes a show by RTMP, two products are shown in it, it ends, and
 * somebody buys from its replay by jumping to the chapter of a product. Every frame carries a clock, so that the picture
 * itself says whether the chapter is where its product was shown.
 */
const LONG = 30_000;
const { url, shop, person } = await openShop();
const browser = await launchBrowser();
after(() => browser.close());

const broken: string[] = [];
let show: { id: string; orgId: string; streamId: string };
let first = { id: '', title: '' };
let second = { id: '', title: '', variantId: '', minor: 0 };

async function until<T>(what: string, ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  const end = Date.now() + LONG;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: still ${JSON.stringify(value)}`);
    await sleep(100);
  }
}
const read = async <T>(path: string): Promise<T> => (await fetch(`${url}${path}`)).json() as Promise<T>;
const replayNow = () => read<Replay>(`/api/shows/${show.id}/replay`);

interface Published {
  /** The wall clock of the frame on a screen, in ms; null while there is none. */
  clockOn(page: Page): Promise<number | null>;
  stop(): Promise<unknown>;
}

/** FFmpeg pushes a file by RTMP in real time; its picture grows lighter by the second, which is its clock. */
async function pushWithFfmpeg(streamId: string): Promise<Published> {
  const key = await shop.media.rotateKey(streamId);
  assert.ok(key.ok);
  const { port } = new URL((await shop.media.encoder(streamId)).rtmpUrl!);
  const file = join(shop.config.dataDir, 'show.flv');
  const picture = `color=c=black:s=160x90:r=30:d=45,geq=lum='16+${LUMA_PER_SECOND}*T':cb=128:cr=128`;
  await makeFlv(file, { bFrames: 2, seconds: 45, sampleRate: 48_000, picture });
  const sent = push(file, `rtmp://127.0.0.1:${port}/live/${key.value.key}`);
  let beganMs = 0;
  await isLive(streamId).then(() => (beganMs = Date.now()));
  return {
    stop: sent.stop,
    async clockOn(page) {
      const grey = await page.evaluate(() => {
        const video = document.querySelector('video');
        if (!video?.videoWidth) return null;
        const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d')!;
        context.drawImage(video, 0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data[0]!;
      });
      return grey === null ? null : beganMs + ((grey * 219) / 255 / LUMA_PER_SECOND) * 1000;
    },
  };
}
/** Of the 219 steps from black to white. */
const LUMA_PER_SECOND = 4;

/** Where FFmpeg is not installed: a browser's camera that draws its clock into every frame. */
async function publishWithBrowser(streamId: string): Promise<Published> {
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
  await isLive(streamId);
  return {
    stop: () => context.close(),
    async clockOn(screen) {
      await screen.evaluate(strip);
      const clock = await screen.evaluate(() => {
        const video = document.querySelector('video');
        if (!video?.videoWidth) return null;
        const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 8 });
        const reader = (window as unknown as { strip: { read: (context: unknown, video: unknown) => number | null } }).strip;
        return reader.read(canvas.getContext('2d', { willReadFrequently: true }), video);
      });
      // 24 bits of a clock that is this machine's.
      const now = Date.now();
      return clock === null ? null : now + (((clock - now) << 8) >> 8);
    },
  };
}

const isLive = (streamId: string) =>
  until(
    'the picture',
    async () => shop.media.facts(streamId).state,
    (state) => state === 'live',
  );
let published: Published;

test('a show with a run of show, an offer and two products is published, ends, and has a replay', async () => {
  const { db, shows, catalog, accounts } = shop;
  const orgId = (await accounts.organisationBySlug(db, 'atelier-vuur'))!.id;
  const products = await catalog.cards(db, await catalog.productIdsOfOrg(db, orgId));
  const simple = products.filter((product) => product.variants.length === 1 && product.variants[0]!.left > 1);
  first = { id: simple[0]!.id, title: simple[0]!.title };
  const variant = simple[1]!.variants[0]!;
  second = { id: simple[1]!.id, title: simple[1]!.title, variantId: variant.id, minor: variant.listPrice.minor };
  const disclosure = { kind: 'own_goods' as const, text: '' };
  const input = {
    title: 'Shown and sold after',
    description: '',
    language: 'en' as const,
    hostName: 'Marit',
    isSynthetic: false,
    startsAt: null,
  };
  const showId = await transact(db, (tx) => shows.createShow(tx, orgId, { ...input, disclosure }));
  await shows.setShelf(orgId, showId, [first.id, second.id]);
  await shows.setRunOfShow(orgId, showId, [
    { title: 'Hello from Ghent', minutes: 1, productId: null, notes: '' },
    { title: 'One', minutes: 1, productId: first.id, notes: '' },
    { title: 'Two', minutes: 1, productId: second.id, notes: '' },
  ]);
  const [hello, one, two] = await shows.segments(db, showId);
  const live = await shows.goLive(orgId, showId);
  assert.ok(live.ok);
  show = { id: showId, orgId, streamId: live.value.streamId };
  await shop.media.openStream(show.streamId);
  published = await (hasFfmpeg ? pushWithFfmpeg(show.streamId) : publishWithBrowser(show.streamId));

  await shows.setNow(orgId, showId, hello!.id);
  const offer = { variantId: second.variantId, priceMinor: second.minor - 500, lastsSeconds: 30, limitPerBuyer: null };
  assert.ok((await shows.startOffer(orgId, showId, offer)).ok);
  await sleep(3000);
  await shows.setNow(orgId, showId, one!.id);
  await sleep(5000);
  await shows.setNow(orgId, showId, two!.id);
  await sleep(6000);
  assert.ok((await shows.endShow(orgId, showId)).ok);
  await published.stop();
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
  // The clock in the frame, against the record's time of the pin.
  const since = async () => ((await published.clockOn(viewer)) ?? Number.NaN) - Date.parse(chapter.startedAt);
  const frame = await until('the picture of the chapter', since, (ms) => ms > -2000 && ms < 6500);
  await until('the picture moves on', since, (ms) => ms > frame + 500);
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

test('it is bought there at today’s price, and the order belongs to the show', async () => {
  await viewer
    .locator('.rcard')
    .getByRole('button', { name: /^Buy at/ })
    .click();
  await viewer.getByText('Held for you').waitFor();
  for (const [label, text] of [
    ['Email', 'ilse@example.com'],
    ['Name', 'Ilse Verbruggen'],
    ['Street and number', 'Coupure Links 88'],
    ['Postcode', '9000'],
    ['Town', 'Gent'],
  ] as const)
    await viewer.getByLabel(label, { exact: true }).fill(text);
  await viewer.getByRole('button', { name: /^Buy and pay €/ }).click();
  await viewer.frameLocator('iframe').getByRole('button', { name: 'Continue' }).click();
  await viewer.getByText('It’s yours, Ilse').waitFor();
  const sold = await until(
    'the sale',
    () => shop.orders.soldInShows(shop.db, [show.id]),
    (sales) => sales.get(show.id)?.paid === 1,
  );
  assert.equal(sold.get(show.id)!.paid, 1);
});

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
