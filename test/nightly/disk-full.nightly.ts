/**
 * A whole shop whose data folder lies on a small disk: the disk fills up in the middle of a show and gets room again.
 * The picture goes on, host and operator are told, the recording goes on by itself, and the replay plays over its hole.
 *
 *   node test/nightly/disk-full.nightly.ts [folder for pictures of the screens]
 *
 * Needs to mount a tmpfs (root); says so and passes where that is not allowed. `worker/disk-full.test.ts` has the rules.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startTestPostgres } from '#platform/testing.ts';
import { launchBrowser } from '../browser.ts';
import { openShop } from '../shop.ts';

const LONG = 60_000;
const RESERVE_MB = 40;
const STOPPED = 'Nothing is recorded now. The show goes on.';
const pictures = process.argv[2];

function smallDisk(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'etalage-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=240m', 'tmpfs', dir], { stdio: 'pipe' });
    return dir;
  } catch {
    rmSync(dir, { recursive: true });
    return null;
  }
}

async function until<T>(what: string, ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  const end = Date.now() + LONG;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const disk = smallDisk();
// The database keeps its own disk; only what the shop writes lies on the small one. Undone last.
const postgres = disk ? await startTestPostgres() : null;
after(async () => {
  await postgres?.stop();
  if (!disk) return;
  execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

test(
  'a disk that fills up in a show costs a piece of the replay and nothing else',
  { skip: !disk && 'may not mount a tmpfs' },
  async () => {
    process.env['TEST_POSTGRES_URL'] = postgres!.url;
    process.env['TMPDIR'] = disk!;
    const { url, shop, person } = await openShop({ RECORDING_RESERVE_MB: String(RESERVE_MB), DISK_WARN_MB: '60' });
    delete process.env['TMPDIR'];
    const browser = await launchBrowser();
    after(() => browser.close());
    const open = async (width: number, height: number) => {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
      context.setDefaultTimeout(LONG);
      return context.newPage();
    };

    const host = await open(1440, 900);
    await signIn(host, `${url}/studio`, person('Host, Atelier Vuur'));
    const showId = await goLive(host);
    const room = () => shop.shows.roomState(shop.db, showId);
    const log = async (kind: string) => (await shop.record.read(shop.db, showId, 0, 500)).filter(({ k }) => k === kind);
    const segments = () => log('media.segment');
    await until('the picture', room, (state) => state?.media.state === 'live');
    await until('segments', segments, ({ length }) => length >= 2);
    const streamId = (await shop.shows.facts(shop.db, showId))!.streamId;

    const ballast = join(disk!, 'ballast');
    const { bavail, bsize } = statfsSync(disk!);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - (RESERVE_MB / 2) * 1024 * 1024));
    await until('the stop', room, (state) => state?.recordingStop === 'disk_full');
    await host.getByText(STOPPED).waitFor();
    const officer = await open(1440, 900);
    await signIn(officer, `${url}/office`, person('Operator'));
    await officer.getByText('A show on air is not recorded.').waitFor();
    if (pictures) await picture(pictures, { studio: host, office: officer });
    const viewer = await open(390, 844);
    await viewer.goto(`${url}/shows/${showId}`);
    const frames = () =>
      viewer.evaluate(() =>
        Math.max(0, ...[...document.querySelectorAll('video')].map((video) => video.getVideoPlaybackQuality().totalVideoFrames)),
      );
    const before = await frames();
    await until('pictures while nothing is recorded', frames, (count) => count > before + 30);

    rmSync(ballast);
    await until('the recording to go on', room, (state) => state?.recordingStop === null);
    await host.getByText(STOPPED).waitFor({ state: 'detached' });
    const recorded = (await segments()).length;
    await until('segments behind the hole', segments, ({ length }) => length >= recorded + 3);
    assert.deepEqual(
      (await log('recording')).map(({ d }) => d),
      [
        { state: 'stopped', reason: 'disk_full' },
        { state: 'recording', reason: null },
      ],
    );
    await shop.media.closeStream(streamId);
    const replay = await shop.media.replay(streamId);
    assert.equal(replay?.holes.length, 1);
    assert.ok(replay.holes[0]!.missingMs > 1_000, `${replay.holes[0]!.missingMs} ms are missing`);
    const player = await open(390, 844);
    await player.goto(url);
    await playsOver(player, replay.url, replay.holes[0]!.atMs / 1000);
  },
);

async function picture(folder: string, pages: Readonly<Record<string, Page>>): Promise<void> {
  for (const [name, page] of Object.entries(pages)) {
    await page.screenshot({ path: join(folder, `${name}-not-recorded.png`) });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: join(folder, `${name}-not-recorded-phone.png`) });
  }
}

/** hls.js from two seconds before the hole to two seconds behind it. */
async function playsOver(page: Page, playlist: string, holeS: number): Promise<void> {
  const library = fileURLToPath(new URL('../../node_modules/hls.js/dist/hls.min.js', import.meta.url));
  await page.evaluate(readFileSync(library, 'utf8'));
  const stuck = await page.evaluate(
    async ([address, hole]) => {
      const { Hls } = window as unknown as { Hls: typeof import('hls.js').default };
      const video = Object.assign(document.createElement('video'), { muted: true });
      document.body.append(video);
      const hls = new Hls({ startPosition: Math.max(0, hole - 2), enableWorker: false });
      const wrong: string[] = [];
      hls.on(Hls.Events.ERROR, (_event, { details, fatal }) => void (fatal && wrong.push(details)));
      hls.loadSource(address);
      hls.attachMedia(video);
      void video.play();
      for (let tries = 0; tries < 240 && video.currentTime < hole + 2 && wrong.length === 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 250));
      return video.currentTime < hole + 2 ? `${wrong.join()} at ${video.currentTime} of ${hole}` : null;
    },
    [playlist, holeS] as const,
  );
  assert.equal(stuck, null);
}

async function signIn(page: Page, address: string, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Next' }).click();
  await page
    .getByLabel('Your password')
    .or(page.getByLabel('Password', { exact: true }))
    .first()
    .fill(password);
  await page.keyboard.press('Enter');
}

async function goLive(host: Page): Promise<string> {
  const press = (name: string | RegExp) => host.getByRole('button', { name }).or(host.getByRole('link', { name })).first().click();
  await press('Draft a show');
  await host.getByLabel('Title').fill('The egg test, tried');
  await host.getByLabel('Host', { exact: true }).fill('Marit de Wael');
  await press('Draft it');
  await press(/Add products/);
  await host.getByText('Enamel soup pot').click();
  await host.keyboard.press('Escape');
  await press(/Get ready/);
  await press('Go live');
  await host.getByText('On air').first().waitFor();
  return new URL(host.url()).pathname.split('/').at(-1)!;
}
