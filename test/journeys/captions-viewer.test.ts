import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Caption } from '#contract/captions.ts';
import type { RoomState } from '#contract/room.ts';
import { writeVtt } from '#lib/webvtt.ts';
import { launchBrowser } from '../browser.ts';
import * as facts from '../screens/facts.ts';
import { findFaults } from '../screens/look.ts';
import { answerApi, answerRoom, type FakeRoom, servePages } from '../screens/site.ts';

/** Captions and the small window as a viewer meets them, with typed facts instead of a server. SHOTS=<folder> keeps pictures. */
const SHOTS = process.env['SHOTS'];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };
const QUOTED = ['Pans that last: the egg test'];

let browser: Browser;
const sites: Partial<Record<'en' | 'nl', Awaited<ReturnType<typeof servePages>>>> = {};
before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  browser = await launchBrowser();
  sites.en = await servePages('viewer', 'en');
  sites.nl = await servePages('viewer', 'nl');
});
after(async () => {
  await browser?.close();
  await sites.en?.close();
  await sites.nl?.close();
});

let count = 0;
const newId = () => `0193f000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;
const TRACKS = { en: newId(), nl: newId() };
const cue = (text: string, more: Partial<Caption> = {}): Caption => {
  const now = Date.now();
  const language = more.language ?? 'en';
  const trackId = TRACKS[language as 'en' | 'nl'];
  const times = { startsAtMs: now, endsAtMs: now + 60_000, saidAtMs: now };
  return { id: newId(), trackId, language, text, source: 'typed', replaces: null, ...times, ...more };
};
const tracks = [
  { trackId: TRACKS.en, language: 'en', label: 'English' },
  { trackId: TRACKS.nl, language: 'nl', label: 'Nederlands' },
];
const withCaptions = (cues: Caption[], opened = tracks): RoomState => ({ ...facts.room(), captions: { tracks: opened, cues } });

interface Visit {
  page: Page;
  room: FakeRoom;
  context: BrowserContext;
  errors: string[];
  /** Something that everybody in the room is told. */
  tell(k: string, d: object): void;
}
async function visit(
  state: object,
  options: { viewport?: typeof PHONE; language?: 'en' | 'nl'; show?: object; before?: () => void } = {},
): Promise<Visit> {
  const { viewport = PHONE, language = 'en', show = facts.show() } = options;
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', colorScheme: language === 'nl' ? 'dark' : 'light' });
  await answerApi(context, {
    'GET /api/me': { value: facts.guest },
    'GET /api/shows/*': { value: show },
    'GET /api/shows/*/replay': { value: facts.replay() },
    'GET /api/shows/*/counters': { value: facts.counters },
    'POST /api/orders': { value: facts.order() },
    'GET /api/shows/*/captions': {
      value: { tracks: tracks.map((track) => ({ ...track, cues: 2, vttUrl: `/captions/${track.language}.vtt` })) },
    },
  });
  const room = await answerRoom(context, state);
  for (const media of ['**/whep/**', '**/live/**', '**/replay/**']) await context.route(media, (route) => route.abort());
  if (options.before) await context.addInitScript(options.before);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => /Content Security Policy|TrustedScript|Trusted Type/.test(message.text()) && errors.push(message.text()));
  await page.goto(`${sites[language]!.origin}/shows/x`);
  let last = 0;
  const tell = (k: string, d: object) => {
    last += 1;
    room.push({ e: 'E', a: last, z: last, n: Date.now(), v: [{ s: last, t: Date.now(), k, now: true, d }] });
  };
  return { page, room, context, errors, tell };
}

const lines = (page: Page) => page.locator('.livev .capt p');
async function shoot(page: Page, name: string) {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

test('captions are on where there are any: a line is shown when it is said, stepped on by the next ones, and corrected', async () => {
  const { page, tell, context, errors } = await visit(
    withCaptions([cue('No butter. One teaspoon of oil, and the egg lets go by itself.')]),
  );
  await page.getByText('No butter. One teaspoon').waitFor();
  await shoot(page, 'captions-phone');
  assert.equal(await page.locator('.capt').getAttribute('aria-live'), 'off');
  const second = cue('It costs eighty-nine euro.');
  tell('caption', second);
  await page.getByText('It costs eighty-nine euro.').waitFor();
  tell('caption', cue('It costs seventy-nine euro.', { replaces: second.id, startsAtMs: second.startsAtMs }));
  await page.getByText('It costs seventy-nine euro.').waitFor();
  assert.equal(await page.getByText('eighty-nine').count(), 0);
  tell('caption', cue('Third.', { startsAtMs: Date.now() + 10 }));
  await page.getByText('Third.').waitFor();
  assert.equal(await lines(page).count(), 2, 'two at most');
  tell('caption', cue('Not yet.', { startsAtMs: Date.now() + 3_600_000, endsAtMs: Date.now() + 3_660_000 }));
  tell('caption', cue('Nog niet.', { language: 'nl' }));
  await page.waitForTimeout(400);
  assert.equal(await lines(page).count(), 2);
  assert.deepEqual(errors, []);
  await context.close();
});

test('what stands in a cue is text, whatever it looks like', async () => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>&lt;b&gt; {{7*7}} javascript:alert(1)';
  const { page, context, errors } = await visit(withCaptions([cue(evil)]));
  await lines(page).first().waitFor();
  assert.equal(await lines(page).first().innerText(), evil);
  assert.equal(await page.locator('.capt img, .capt script').count(), 0);
  assert.equal(/^[12]$/.test(await page.title()), false);
  assert.deepEqual(errors, []);
  await context.close();
});

test('off, language, size and background are one sheet, remembered; the key c turns them off and on', async () => {
  const state = withCaptions([cue('No butter.'), cue('Geen boter.', { language: 'nl' })]);
  const { page, context } = await visit(state);
  await page.getByText('No butter.').waitFor();
  await page.getByRole('button', { name: 'Captions are on' }).click();
  const sheet = page.getByRole('dialog', { name: 'Captions' });
  await sheet.getByRole('radio', { name: 'Nederlands' }).check({ force: true });
  await sheet.getByRole('radio', { name: 'Very large' }).check({ force: true });
  await sheet.getByRole('radio', { name: 'Half dark' }).check({ force: true });
  await shoot(page, 'captions-settings-phone');
  assert.deepEqual(await findFaults(page, 'en', { quoted: [...QUOTED, 'Nederlands', 'Geen boter.'] }), []);
  await page.keyboard.press('Escape');
  const shown = page.locator('.livev .capt.size-xl.back-half');
  await shown.getByText('Geen boter.').waitFor();
  assert.equal(await shown.getAttribute('lang'), 'nl');
  await page.reload();
  await shown.getByText('Geen boter.').waitFor();
  await page.locator('body').press('c');
  await page.getByRole('button', { name: 'Captions are off' }).waitFor();
  assert.equal(await lines(page).count(), 0);
  await page.getByPlaceholder('Say something to Marit').fill('chicken');
  await page.getByPlaceholder('Say something to Marit').press('c');
  await page.getByRole('button', { name: 'Captions are off' }).waitFor();
  await context.close();
});

test('without a language there is no button, and it comes with the first one', async () => {
  const { page, tell, context } = await visit(withCaptions([], []));
  await page.getByText('Does it work on induction?').waitFor();
  assert.equal(await page.getByRole('button', { name: /Captions are/ }).count(), 0);
  tell('caption.track', { ...tracks[0], imported: false });
  await page.getByRole('button', { name: 'Captions are on' }).waitFor();
  await context.close();
});

test('a sheet covers the lower half: the captions move to what is left of the picture, and back', async () => {
  const { page, context } = await visit(withCaptions([cue('No butter. One teaspoon of oil.')]));
  const text = page.getByText('No butter. One teaspoon of oil.').first();
  await text.waitFor();
  const before = (await text.boundingBox())!;
  await page.locator('.pin .pin-pic').click();
  const sheet = page.locator('dialog[open]');
  await sheet.waitFor();
  await page.waitForTimeout(400);
  await shoot(page, 'captions-moved-phone');
  const [moved, cover] = [(await text.boundingBox())!, (await sheet.boundingBox())!];
  assert.ok(moved.y + moved.height <= cover.y && moved.y >= 0, `${moved.y} + ${moved.height} above ${cover.y}`);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.waitForTimeout(200);
  assert.equal(Math.round((await text.boundingBox())!.y), Math.round(before.y));
  await context.close();
});

test('on a desk, in Dutch and dark, nothing is wrong with the screen', async () => {
  const said = 'Geen boter. Eén theelepel olie, en het ei laat vanzelf los.';
  const { page, context } = await visit(withCaptions([cue(said, { language: 'nl' })]), { viewport: DESK, language: 'nl' });
  await page.getByText(said).waitFor();
  await shoot(page, 'captions-desk');
  const quoted = [...QUOTED, ...facts.room().chat.map(({ text }) => text)];
  assert.deepEqual(await findFaults(page, 'nl', { quoted, rules: ['color-contrast', 'button-name', 'aria-allowed-attr', 'label'] }), []);
  await context.close();
});

/** The usual way waits for fonts, which answered routes keep from a window of the page's own. */
async function shootSmall(small: Page): Promise<void> {
  await small.setViewportSize({ width: 320, height: 620 });
  const { data } = await (await small.context().newCDPSession(small)).send('Page.captureScreenshot');
  writeFileSync(join(SHOTS!, 'pip.png'), Buffer.from(data, 'base64'));
}

/** In the page: a short picture of our own, because headless tests have no show; played in a loop. */
async function playAnything(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 90, height: 160 });
    const context = canvas.getContext('2d')!;
    setInterval(() => context.fillRect(Math.random() * 90, 0, 9, 160), 50);
    const video = document.querySelector('video')!;
    video.srcObject = canvas.captureStream(20);
    video.muted = true;
    await video.play();
  });
}

test('the small window has the picture, the product and its price, which follows the room; Buy brings the page back', async (t) => {
  const said = cue('No butter.');
  const { page, tell, room, context, errors } = await visit(withCaptions([said]), { viewport: DESK });
  await page.getByText('No butter.').waitFor();
  if (!(await page.evaluate(() => 'documentPictureInPicture' in window))) return t.skip('this browser has no window of the page’s own');
  await playAnything(page);
  const [small] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Watch in a small window' }).click()]);
  await small.getByText('€79.00').waitFor();
  await small.getByText('37 left').waitFor();
  await small.getByText('No butter.').waitFor();
  await page.getByText('The picture is in a small window.').waitFor();
  await small.waitForFunction(() => getComputedStyle(document.querySelector('.pip-card')!).display === 'flex');
  if (SHOTS) await shootSmall(small);
  const from = await small.evaluate(() => document.querySelector('video')!.currentTime);
  await small.waitForFunction((at) => {
    const video = document.querySelector('video')!;
    return !video.paused && video.currentTime > at;
  }, from);

  const [pan] = facts.show().shelf;
  const variant = pan!.product.variants[1]!;
  tell('offer', { productId: pan!.product.id, offer: { ...pan!.offers[0], price: { minor: 6900, currency: 'EUR' } } });
  await small.getByText('€69.00').waitFor();
  room.push({ n: Date.now(), r: Object.fromEntries(pan!.product.variants.map(({ id }) => [`left:${id}`, 0])) });
  await small.getByRole('button', { name: 'Sold out' }).waitFor();
  room.push({ n: Date.now(), r: { [`left:${variant.id}`]: 5 } });
  await small.getByText('5 left').waitFor();

  const closed = small.waitForEvent('close');
  await small.getByRole('button', { name: 'Buy' }).click();
  await closed;
  await page.getByRole('dialog').waitFor();
  await page.waitForFunction(() => document.querySelector<HTMLVideoElement>('.picture-home video')?.paused === false);
  assert.equal(await page.getByText('The picture is in a small window.').count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test('closing the small window by its own cross brings the picture home, and leaving the show closes it', async (t) => {
  const { page, context } = await visit(withCaptions([]), { viewport: DESK });
  await page.locator('.shelfcol').waitFor();
  if (!(await page.evaluate(() => 'documentPictureInPicture' in window))) return t.skip('this browser has no window of the page’s own');
  await playAnything(page);
  const open = async () =>
    (await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Watch in a small window' }).click()]))[0];
  const first = await open();
  await first.locator('video').waitFor();
  await page.evaluate(() =>
    (window as unknown as { documentPictureInPicture: { window: Window } }).documentPictureInPicture.window.close(),
  );
  await page.locator('.picture-home video').waitFor({ state: 'attached' });
  const second = await open();
  await second.locator('video').waitFor();
  const closed = second.waitForEvent('close');
  await page.getByRole('button', { name: 'Leave the show' }).click();
  await closed;
  await context.close();
});

test('a browser without a window of the page’s own has its own for the picture, and the system is told the price', async () => {
  const { page, tell, context } = await visit(withCaptions([]), {
    viewport: DESK,
    before: () => Reflect.deleteProperty(window, 'documentPictureInPicture'),
  });
  await page.getByRole('button', { name: 'Watch in a small window' }).waitFor();
  await page.getByText('Does it work on induction?').waitFor();
  const title = () => page.evaluate(() => navigator.mediaSession.metadata?.title);
  assert.equal(await title(), 'Blued-steel pan, €79.00');
  const [pan] = facts.show().shelf;
  tell('offer', { productId: pan!.product.id, offer: { ...pan!.offers[0], price: { minor: 6900, currency: 'EUR' } } });
  await page.waitForFunction(() => navigator.mediaSession.metadata?.title === 'Blued-steel pan, €69.00');
  await context.close();
});

test('a browser without any small window has no button', async () => {
  const { page, context } = await visit(withCaptions([]), {
    viewport: DESK,
    before: () => {
      Reflect.deleteProperty(window, 'documentPictureInPicture');
      Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { get: () => false });
    },
  });
  await page.locator('.shelfcol').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Watch in a small window' }).count(), 0);
  await context.close();
});

test('a replay has its captions from the file, at the moment where they stand, in the reader’s language, to take along', async () => {
  const ended = facts.show({
    state: 'ended',
    endedAt: facts.at(-5),
    media: { ...facts.show().media, state: 'replay', replayUrl: '/replay/x/index.m3u8', replayStartsAtMs: 0, replayDurationMs: 60_000 },
  });
  const { page, context, errors } = await visit(facts.room(), { show: ended });
  const file = writeVtt([
    { startMs: 1000, endMs: 3000, text: 'No <b>butter</b> & no fear.' },
    { startMs: 5000, endMs: 7000, text: 'One teaspoon.' },
  ]);
  await context.route('**/captions/en.vtt', (route) => route.fulfill({ contentType: 'text/vtt', body: file }));
  // The player waits for its playlist and leaves the picture to the test.
  await context.route('**/replay/**', () => {});
  await page.getByRole('button', { name: /Watch from the start/ }).click();
  await page.getByRole('button', { name: 'Captions are on' }).waitFor();
  await page.waitForFunction(() => document.querySelector('video')?.src.startsWith('blob:'));
  // A picture whose time the test sets: ten silent seconds.
  await page.evaluate(() => {
    const rate = 8000;
    const bytes = new DataView(new ArrayBuffer(44 + rate * 10));
    const write = (at: number, text: string) => [...text].forEach((char, n) => bytes.setUint8(at + n, char.charCodeAt(0)));
    write(0, 'RIFF');
    bytes.setUint32(4, 36 + rate * 10, true);
    write(8, 'WAVEfmt ');
    bytes.setUint32(16, 16, true);
    bytes.setUint16(20, 1, true);
    bytes.setUint16(22, 1, true);
    bytes.setUint32(24, rate, true);
    bytes.setUint32(28, rate, true);
    bytes.setUint16(32, 1, true);
    bytes.setUint16(34, 8, true);
    write(36, 'data');
    bytes.setUint32(40, rate * 10, true);
    for (let at = 44; at < bytes.byteLength; at++) bytes.setUint8(at, 128);
    const video = document.querySelector('video')!;
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
  });
  const seek = (second: number) => page.evaluate((to) => void (document.querySelector('video')!.currentTime = to), second);
  await page.waitForFunction(() => document.querySelector('video')!.readyState > 0);
  await seek(2);
  await page.locator('.rstage .capt').getByText('No <b>butter</b> & no fear.').waitFor();
  await seek(4);
  await page.locator('.rstage .capt p').waitFor({ state: 'detached' });
  await seek(6);
  await page.locator('.rstage .capt').getByText('One teaspoon.').waitFor();
  await page.getByRole('button', { name: 'Captions are on' }).click();
  const link = page.getByRole('link', { name: 'Captions as a file, English' });
  assert.equal(await link.getAttribute('href'), '/captions/en.vtt');
  assert.deepEqual(await findFaults(page, 'en', { quoted: [...QUOTED, 'Nederlands'] }), []);
  assert.deepEqual(errors, []);
  await context.close();
});
