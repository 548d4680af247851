import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import type { CaptionTrack } from '#contract/captions.ts';
import type { StaffShow } from '#contract/shows.ts';
import { positionOf } from '#lib/replay-timeline.ts';
import { readVtt } from '#lib/webvtt.ts';
import { launchBrowser } from '../browser.ts';
import { findFaults, settled } from '../screens/look.ts';
import { openShop } from '../shop.ts';

/**
 * Captions end to end, with a real camera and a real server: a host on air with prepared lines, a moderator who types
 * on a second screen, one viewer by WHEP and one by LL-HLS, and the replay afterwards. SHOTS=<folder> keeps pictures.
 */
const LONG = 30_000;
const SHOTS = process.env['SHOTS'];
if (SHOTS) mkdirSync(SHOTS, { recursive: true });
const { url, shop, person } = await openShop();
const browser = await launchBrowser();
after(() => browser.close());
const broken: string[] = [];

async function newcomer(size: { width: number; height: number }, without?: 'webrtc'): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(LONG);
  if (without) await context.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
  const page = await context.newPage();
  page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`));
  return page;
}
const shoot = async (page: Page, name: string) => void (SHOTS && (await page.screenshot({ path: join(SHOTS, `${name}.png`) })));

async function signIn(page: Page, role: string): Promise<void> {
  const { email, password } = person(role);
  const answer = await page.request.post(`${url}/api/auth/sign-in/email`, { data: { email, password } });
  assert.ok(answer.ok(), await answer.text());
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

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };
const host = await newcomer(DESK);
const captioner = await newcomer(DESK);
const direct = await newcomer(PHONE);
const pieces = await newcomer(PHONE, 'webrtc');
const SHOW = 'The egg test, read along';
let showId = '';
let orgId = '';

const capt = (page: Page) => page.locator('.livev .capt');
const field = () => captioner.locator('#caption-field');
const send = async (text: string) => {
  await field().fill(text);
  await field().press('Enter');
};

test('a host prepares lines, from a file too, and goes live', async () => {
  await signIn(host, 'Host, Atelier Vuur');
  orgId = (await shop.accounts.organisationBySlug(shop.db, 'atelier-vuur'))!.id;
  const api = async <T>(method: 'POST' | 'PUT', path: string, data?: object): Promise<T> => {
    const answer = await host.request.fetch(`${url}/api/orgs/${orgId}${path}`, { method, ...(data && { data }) });
    assert.ok(answer.ok(), await answer.text());
    return (await answer.json()) as T;
  };
  const disclosure = { kind: 'own_goods', text: '' };
  const show = await api<StaffShow>('POST', '/shows', { title: SHOW, hostName: 'Marit de Wael', language: 'en', disclosure });
  showId = show.id;
  const [productId] = await shop.catalog.productIdsOfOrg(shop.db, orgId);
  await api('PUT', `/shows/${showId}/shelf`, { productIds: [productId] });
  await host.goto(`${url}/studio/shows/${showId}`);
  await host.getByRole('button', { name: 'Captions' }).click();
  const panel = host.getByRole('dialog', { name: 'Captions' });
  const file =
    'WEBVTT\n\n00:01.000 --> 00:02.000\nSteel, not coating.\n\n00:03.000 -> 00:04.000\nA typo\n\n00:05.000 --> 00:06.000\nSeason it once.\n';
  await panel.locator('input[type=file]').setInputFiles({ name: 'lines.vtt', mimeType: 'text/vtt', buffer: Buffer.from(file) });
  await panel.getByText('2 lines can be used.').waitFor();
  await panel.getByText('Line 6').waitFor();
  await panel.getByText('A typo').waitFor();
  await shoot(host, 'captions-panel');
  assert.deepEqual(await findFaults(host, 'en', { quoted: [SHOW] }), []);
  await panel.getByRole('button', { name: 'Use these lines' }).click();
  await panel.getByText('2 lines taken over.').waitFor();
  await until(
    'the lines in the field',
    () => panel.getByRole('textbox', { name: 'Prepared lines' }).inputValue(),
    (text) => text === 'Steel, not coating.\nSeason it once.',
  );
  await host.keyboard.press('Escape');

  await host.getByRole('button', { name: /Get ready/ }).click();
  await host.getByRole('button', { name: 'Go live' }).click();
  await host.getByText('On air').first().waitFor();
  await until(
    'the picture',
    async () => (await shop.shows.roomState(shop.db, showId))?.media.state,
    (state) => state === 'live',
  );
});

test('what a moderator types on a second screen is on both viewers’ screens', async () => {
  await Promise.all([direct.goto(`${url}/shows/${showId}`), pieces.goto(`${url}/shows/${showId}`)]);
  for (const page of [direct, pieces]) await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
  await signIn(captioner, 'Moderator');
  await captioner.goto(`${url}/studio/shows/${showId}/captions`);
  await field().waitFor();
  await captioner.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
  await send('No butter. One teaspoon of oil.');
  for (const page of [direct, pieces]) await capt(page).getByText('No butter. One teaspoon of oil.').waitFor();
  await captioner.getByText(/On screens at \d\d:\d\d:\d\d/).waitFor();
  await shoot(direct, 'live-captions');
  assert.equal(await field().inputValue(), '', 'ready for the next line');
});

test('the arrow key mends the last line and Ctrl Z takes it back, on every screen', async () => {
  await send('It costs eighty-nine euro.');
  for (const page of [direct, pieces]) await capt(page).getByText('eighty-nine').waitFor();
  await captioner.getByText('It costs eighty-nine euro.').waitFor();
  await field().press('ArrowUp');
  await until(
    'the line to mend',
    () => field().inputValue(),
    (text) => text === 'It costs eighty-nine euro.',
  );
  await send('It costs seventy-nine euro.');
  for (const page of [direct, pieces]) {
    await capt(page).getByText('seventy-nine').waitFor();
    assert.equal(await capt(page).getByText('eighty-nine').count(), 0);
  }
  await send('I should not have said this.');
  for (const page of [direct, pieces]) await capt(page).getByText('should not').waitFor();
  await captioner.locator('.said').getByText('I should not have said this.').waitFor();
  await until(
    'the line is accepted',
    () => captioner.locator('.said li.unsent').count(),
    (count) => count === 0,
  );
  await field().press('Control+z');
  for (const page of [direct, pieces]) await capt(page).getByText('should not').waitFor({ state: 'detached' });
  await captioner.locator('.said').getByText('I should not have said this.').waitFor({ state: 'detached' });
});

test('without a connection the captioner types on, and nothing is lost', async () => {
  await captioner.context().setOffline(true);
  await send('Typed in a tunnel.');
  await captioner.getByText('On its way').waitFor();
  await captioner.context().setOffline(false);
  for (const page of [direct, pieces]) await capt(page).getByText('Typed in a tunnel.').waitFor();
  await captioner.locator('.said li.unsent').waitFor({ state: 'detached' });
});

test('the host’s key sends the prepared lines one by one', async () => {
  await host.getByText('Next line as caption').waitFor();
  await host.locator('body').press('c');
  for (const page of [direct, pieces]) await capt(page).getByText('Steel, not coating.').waitFor();
  await host.locator('.said-over').getByText('Steel, not coating.').waitFor();
  await host.locator('.prepared').getByText('Season it once.').waitFor();
  await shoot(host, 'studio-prepared');
  await host.locator('body').press('c');
  for (const page of [direct, pieces]) await capt(page).getByText('Season it once.').waitFor();
  await host.getByText('All prepared lines are sent.').waitFor();
});

test('the captioner’s page holds up at both sizes', async () => {
  for (const [name, size] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    await captioner.setViewportSize(size);
    await settled(captioner, '#caption-field');
    await shoot(captioner, `captioner-${name}`);
    assert.deepEqual(await findFaults(captioner, 'en', { quoted: [SHOW] }), [], name);
  }
});

test('in the replay each line stands where it was said', async () => {
  const said = await until(
    'the recording',
    async () => (await shop.record.read(shop.db, showId, 0, 500)).filter((event) => event.k === 'media.segment'),
    (segments) => segments.length > 0 && segments.at(-1)!.d.startsAtMs > Date.now() - 10_000,
  );
  assert.ok(said.length > 0);
  await shop.shows.endShow(orgId, showId);
  await until(
    'the replay',
    async () => (await (await fetch(`${url}/api/shows/${showId}`)).json()) as { media: { replayUrl: string | null } },
    ({ media }) => media.replayUrl !== null,
  );
  const { tracks } = (await (await fetch(`${url}/api/shows/${showId}/captions`)).json()) as {
    tracks: (CaptionTrack & { vttUrl: string; cues: number })[];
  };
  assert.deepEqual(
    tracks.map(({ language, label, cues }) => [language, label, cues]),
    [['en', 'English', 5]],
  );
  const file = readVtt(await (await fetch(url + tracks[0]!.vttUrl)).text(), { maxCues: 99, maxChars: 400 })!;
  assert.deepEqual(
    file.cues.map(({ text }) => text),
    ['No butter. One teaspoon of oil.', 'It costs seventy-nine euro.', 'Typed in a tunnel.', 'Steel, not coating.', 'Season it once.'],
  );
  // The record says when it was said, the recording when each piece of the picture was captured: they meet here.
  const events = await shop.record.read(shop.db, showId, 0, 500);
  const spoken = events.find((event) => event.k === 'caption' && event.d.text === 'Steel, not coating.')!;
  const timeline = await shop.media.timeline((await shop.shows.facts(shop.db, showId))!.streamId);
  assert.ok(spoken.k === 'caption' && timeline);
  const cue = file.cues[3]!;
  assert.ok(Math.abs(cue.startMs - positionOf(timeline.spans, spoken.d.startsAtMs)) < 500);

  const late = await newcomer(PHONE);
  await late.goto(`${url}/shows/${showId}`);
  await late.getByRole('button', { name: /Watch from the start/ }).click();
  await late.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 1);
  await late.evaluate(
    (second) => {
      const video = document.querySelector('video')!;
      video.pause();
      video.currentTime = second;
    },
    cue.startMs / 1000 + 0.5,
  );
  await late.locator('.rstage .capt').getByText('Steel, not coating.').waitFor();
  await shoot(late, 'replay-captions');
});

test('after the show a file takes the place of what was typed', async () => {
  await host.reload();
  await host.getByRole('heading', { name: 'Captions' }).waitFor();
  await host.locator('input[type=file]').setInputFiles({
    name: 'mended.vtt',
    mimeType: 'text/vtt',
    buffer: Buffer.from('WEBVTT\n\n00:00.500 --> 00:02.000\nMended at ease.\n'),
  });
  await host.getByText('1 line can be used.').waitFor();
  await host.getByText('This takes the place of 5 lines.').waitFor();
  await shoot(host, 'after-captions');
  assert.deepEqual(await findFaults(host, 'en', { quoted: [SHOW] }), []);
  await host.getByRole('button', { name: 'Put them under the replay' }).click();
  await host.getByText('1 line taken over.').waitFor();
  await until(
    'the file',
    async () => (await fetch(`${url}/api/shows/${showId}/captions/en.vtt`)).text(),
    (text) => text.includes('Mended at ease.') && !text.includes('butter'),
  );
});

test('no page broke on the way', () => assert.deepEqual(broken, []));
