import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { LadderSettings } from '#contract/media.ts';
import { systemClock } from '#lib/clock.ts';
import type { MediaUnit, UnitReader } from '#lib/media-unit.ts';
import { playClip } from '#rooms/media/demo/clip-source.ts';
import { createHlsOrigin } from '#rooms/media/worker/hls-origin.ts';
import { FROM_THE_START } from '#rooms/media/worker/package.ts';
import { createPackager } from '#rooms/media/worker/packager.ts';
import { createRenditions } from '#rooms/media/worker/renditions.ts';
import { clip, serve } from '#rooms/media/worker/testing.ts';

/** A page with the player and nothing else, and a show in front of it: the real packager, origin and ladder, fed by the demo clip. */

const HLS_JS = new URL('../node_modules/hls.js/dist/hls.light.min.mjs', import.meta.url);
const CLIENT = new URL('../src/web/client/', import.meta.url);

/** `?whep=` is where to ask for direct video, `?quality=` what to begin with. */
export const PAGE = `<!doctype html><video muted playsinline width=270 height=480></video>
<script type=importmap>{"imports":{"hls.js/light":"/hls.mjs"}}</script>
<script type=module>
import { createPlayer } from '/client/player.ts';
export const seen = (window.seen = { states: [], dates: [], stats: null, errors: [] });
window.addEventListener('error', (event) => seen.errors.push(event.message));
window.addEventListener('unhandledrejection', (event) => seen.errors.push(String(event.reason)));
const began = performance.now();
window.player = createPlayer({
  video: document.querySelector('video'),
  whepUrl: new URLSearchParams(location.search).get('whep'),
  hlsUrl: '/live/index.m3u8',
  quality: new URLSearchParams(location.search).get('quality') ?? 'auto',
  onState: (state) => seen.states.push({ ...state, atMs: performance.now() - began }),
  onStats: (stats) => (seen.stats = stats),
  onPlayingDate: (ms) => seen.dates.push(ms),
});
</script>`;

/** A show that can be interrupted: what its camera sends goes through `camera`. */
export async function onAir(
  t: TestContext,
  whep: (req: IncomingMessage, res: ServerResponse) => void = () => {},
  ladder: LadderSettings = { when: 'never', fromViewers: 1, sides: [] },
) {
  const renditions = createRenditions({
    clock: systemClock,
    resume: FROM_THE_START,
    ladder,
    hasAac: () => false,
    wantKeyFrame() {},
    onTrouble() {},
  });
  const origin = createHlsOrigin({ clock: systemClock, reports: renditions.reports });
  const packager = createPackager({ sinks: [origin, renditions.sink] });
  let generation = 1;
  let camera: Pick<UnitReader, 'write'> | null = packager;
  let sessionWanted = false;
  const source = playClip({ clip, clock: systemClock, generation, readers: [{ ...packager, write: send }] });

  function send(unit: MediaUnit): void {
    // A real camera answers a new session with a key frame; the clip has one every two seconds.
    if (sessionWanted && unit.kind === 'video' && unit.keyframe) {
      packager.configure({ ...clip.config, generation: ++generation });
      sessionWanted = false;
    }
    camera?.write(unit);
  }
  const server = await serve((req, res) => {
    const path = (req.url ?? '').slice(1);
    const file = path.slice('live/'.length);
    if (path.startsWith('live/')) return (renditions.owns(file) ? renditions : origin).handle(req, res, file);
    if (path.startsWith('whep')) return whep(req, res);
    answer(res, path.split('?')[0] ?? '');
  });
  t.after(async () => {
    source.stop();
    await packager.close();
    renditions.close();
    origin.close();
    await server.close();
  });
  for (let tries = 0; origin.stats().segments === 0; tries++) {
    assert.ok(tries < 100, 'a first segment is made');
    await sleep(50);
  }
  return {
    url: server.url,
    origin,
    renditions,
    newSession: () => void (sessionWanted = true),
    soundOnly() {
      packager.configure({ ...clip.config, video: null, generation: ++generation });
      camera = { write: (unit) => unit.kind === 'audio' && packager.write(unit) };
    },
    async finish() {
      source.stop();
      await packager.close();
      origin.end();
      renditions.end();
    },
    away: () => void (camera = null),
    back: () => void (camera = packager),
  };
}

export function answer(res: ServerResponse, path: string): void {
  const script = (text: string) => res.writeHead(200, { 'content-type': 'text/javascript' }).end(text);
  if (path === '') return void res.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  if (path === 'hls.mjs') return void script(readFileSync(HLS_JS, 'utf8'));
  if (/^client\/[\w-]+\.ts$/.test(path)) return void script(stripTypeScriptTypes(readFileSync(new URL(path.slice(7), CLIENT), 'utf8')));
  res.writeHead(404).end();
}

export async function watchIn(browser: Browser, t: TestContext, url: string): Promise<Page> {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

export interface Seen {
  states: { state: string; path?: string; delayMs?: number | null; atMs: number }[];
  dates: number[];
  stats: {
    receivedMs: number;
    stalls: number;
    width: number;
    quality: string | null;
    bitsPerSecond: number | null;
    changing: boolean;
  } | null;
  errors: string[];
}
export const seen = (page: Page): Promise<Seen> => page.evaluate(() => (window as unknown as { seen: Seen }).seen);
export const frames = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);

export async function until(page: Page, what: string, fits: (now: Seen) => boolean, mostMs = 12_000): Promise<Seen> {
  for (const endMs = Date.now() + mostMs; ; await page.waitForTimeout(50)) {
    const now = await seen(page);
    if (fits(now)) return now;
    assert.ok(Date.now() < endMs, `${what}: ${JSON.stringify(now.states)} ${now.errors.join()}`);
  }
}

export const playing = (path: string) => (now: Seen) => now.states.at(-1)?.state === 'playing' && now.states.at(-1)?.path === path;
