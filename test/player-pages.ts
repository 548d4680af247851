import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { serve, type TestServer } from '#rooms/media/worker/testing.ts';

/** Pages with our player, or our publisher, and nothing else; media is asked of the server behind. */

const HLS_JS = new URL('../node_modules/hls.js/dist/hls.light.min.mjs', import.meta.url);
const CLIENT = new URL('../src/web/client/', import.meta.url);

const HEAD = `<!doctype html><script type=importmap>{"imports":{"hls.js/light":"/hls.mjs"}}</script><script>
const began = performance.now();
const seen = (window.seen = { states: [], dates: [], stats: null, errors: [] });
const note = (state, more) => seen.states.push({ ...(typeof state === 'string' ? { state } : state), ...more, atMs: performance.now() - began });
addEventListener('error', (event) => seen.errors.push(event.message));
addEventListener('unhandledrejection', (event) => seen.errors.push(String(event.reason)));
// For browsers that nobody drives: they tell what they see.
const name = new URLSearchParams(location.search).get('report');
if (name) setInterval(() => {
  const { totalVideoFrames = 0 } = document.querySelector('video')?.getVideoPlaybackQuality?.() ?? {};
  fetch('/report/' + name, { method: 'POST', body: JSON.stringify({ ...seen, dates: [], frames: totalVideoFrames }) }).catch(() => {});
}, 500);
</script>`;

const PLAYER = `${HEAD}<video muted playsinline width=270 height=480></video><script type=module>
import { createPlayer } from '/client/player.ts';
const asked = new URLSearchParams(location.search);
window.player = createPlayer({
  video: document.querySelector('video'),
  whepUrl: asked.get('whep'),
  hlsUrl: '/hls/index.m3u8',
  onState: (state) => note(state),
  onStats: (stats) => (seen.stats = stats),
  onPlayingDate: (ms) => seen.dates.push(ms),
});
</script>`;

const PUBLISHER = `${HEAD}<script type=module>
import { createPublisher } from '/client/publisher.ts';
window.goLive = (stream) => {
  window.publisher = createPublisher({
    stream,
    whipUrl: '/whip',
    ticket: async () => 'ticket',
    onState: (state, failure) => note(state, failure ? { failure } : {}),
  });
  return window.publisher.start();
};
// A browser that nobody drives shows a moving square as soon as it is asked to.
if (new URLSearchParams(location.search).has('go')) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d');
  setInterval(() => {
    context.fillStyle = '#' + Math.floor(Math.random() * 4096).toString(16).padStart(3, '0');
    context.fillRect(0, 0, 320, 180);
  }, 40);
  window.goLive(canvas.captureStream(25)).catch((error) => seen.errors.push(String(error)));
}
window.comeBackWith = async (stream) => {
  await window.publisher.stop();
  return window.goLive(stream);
};
</script>`;

export interface SeenByPage {
  readonly states: readonly { state: string; path?: string; delayMs?: number | null; atMs: number }[];
  readonly dates: readonly number[];
  readonly stats: { receivedMs: number; stalls: number; attempts: number; width: number } | null;
  readonly errors: readonly string[];
  /** In reports only. */
  readonly frames?: number;
}

/**
 * `/` plays by LL-HLS, `/?whep=/whep` by WHEP, `/publisher` publishes. With `?report=NAME` the page
 * tells what it sees twice a second.
 */
export function openPlayerPages(mediaUrl: string, onReport: (name: string, seen: SeenByPage) => void = () => {}): Promise<TestServer> {
  return serve((req, res) => {
    const path = (req.url ?? '/').slice(1);
    const reporter = /^report\/([\w-]{1,40})$/.exec(path)?.[1];
    if (reporter) {
      void text(req).then((body) => onReport(reporter, JSON.parse(body) as SeenByPage));
      return void res.writeHead(204).end();
    }
    const [name = ''] = path.split('?');
    const page = name === '' ? PLAYER : name === 'publisher' ? PUBLISHER : null;
    if (page) return void res.writeHead(200, { 'content-type': 'text/html' }).end(page);
    const script = scriptNamed(name);
    if (script !== null) return void res.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    const passed = request(`${mediaUrl}/${path}`, { method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    passed.on('error', () => res.destroy());
    req.pipe(passed);
  });
}

function scriptNamed(name: string): string | null {
  if (name === 'hls.mjs') return readFileSync(HLS_JS, 'utf8');
  return /^client\/[\w-]+\.ts$/.test(name) ? stripTypeScriptTypes(readFileSync(new URL(name.slice(7), CLIENT), 'utf8')) : null;
}

export const seenBy = (page: Page): Promise<SeenByPage> => page.evaluate('seen');

export async function until(page: Page, what: string, fits: (now: SeenByPage) => boolean, mostMs = 12_000): Promise<SeenByPage> {
  for (const endMs = Date.now() + mostMs; ; await page.waitForTimeout(50)) {
    const now = await seenBy(page);
    if (fits(now)) return now;
    assert.ok(Date.now() < endMs, `${what}: ${JSON.stringify(now.states)} ${now.errors.join()}`);
  }
}

export const playing = (path: 'whep' | 'hls') => (now: SeenByPage) =>
  now.states.at(-1)?.state === 'playing' && now.states.at(-1)?.path === path;
