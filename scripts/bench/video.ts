import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { openBrowser, openPage, publisherScript, viewerScript } from '../../src/server/rooms/media/testing-browser.ts';
import { openStudio, type Studio } from '../../src/server/rooms/media/testing-studio.ts';

/**
 * Glass to glass: the publisher draws the time into each frame, the viewer reads it from the screen.
 * One machine, one clock, loopback. Three ways out of the same live stream, one after the other:
 * WHEP, LL-HLS with our own player, and, as the peer, plain HLS of the same 2 s segments with
 * hls.js as it comes.
 *
 * A shared machine slows encoder and decoder as well; compare the ratio, not the milliseconds.
 */
export interface VideoBenchOptions {
  readonly quick: boolean;
}

interface Delays {
  readonly p50: number;
  readonly p95: number;
  readonly frames: number;
  readonly unreadable: number;
  readonly firstFrameMs: number;
}

export async function run({ quick }: VideoBenchOptions) {
  const measureMs = quick ? 6_000 : 20_000;
  const [studio, browser, player] = await Promise.all([openStudio(), openBrowser(), bundlePlayer()]);
  try {
    const publisher = await openPage(browser, `${studio.url}/`);
    await publisher.evaluate(publisherScript);
    await publisher.evaluate(`publish({ url: '/whip', width: 640, height: 360, kbps: 1500 })`);
    await playlistHolds(studio, 4);
    const whep = await measure(browser, studio, { script: player, start: `watch('/whep')`, warmUpMs: 2_000, measureMs });
    const ll = await measure(browser, studio, {
      script: player,
      start: `playLl('/hls/index.m3u8')`,
      warmUpMs: quick ? 4_000 : 8_000,
      measureMs,
    });
    const plain = await measure(browser, studio, {
      script: player,
      start: `playPlain('/hls/plain.m3u8')`,
      warmUpMs: 4_000,
      measureMs: quick ? 4_000 : 10_000,
    });
    return {
      bench: 'video',
      metrics: { ...named('whep', whep), ...named('ll_hls', ll), ...named('plain_hls_2s', plain) },
      ratios: { plain_hls_2s: round(plain.p50 / ll.p50), plain_hls_2s_to_whep: round(plain.p50 / whep.p50) },
      invariants: {
        every_strip_was_read: [whep, ll, plain].every(({ frames, unreadable }) => unreadable <= frames * 0.02),
        pictures_moved: [whep, ll, plain].every(({ frames }) => frames > 30),
        worker_untroubled: studio.troubles.length === 0,
      },
    };
  } finally {
    await browser.close();
    await studio.close();
  }
}

const named = (name: string, { p50, p95, frames, firstFrameMs }: Delays) => ({
  [`${name}_p50_ms`]: p50,
  [`${name}_p95_ms`]: p95,
  [`${name}_first_frame_ms`]: firstFrameMs,
  [`${name}_frames`]: frames,
});

const round = (value: number) => Math.round(value * 10) / 10;

async function playlistHolds(studio: Studio, segments: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const playlist = await (await fetch(`${studio.url}/hls/plain.m3u8`)).text();
    if ((playlist.match(/\.m4s/g) ?? []).length >= segments) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The stream did not begin.');
}

interface Way {
  readonly script: string;
  /** Starts playing into the page's video. */
  readonly start: string;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

async function measure(browser: Browser, studio: Studio, { script, start, warmUpMs, measureMs }: Way): Promise<Delays> {
  const page = await openPage(browser, `${studio.url}/`);
  try {
    await page.evaluate(viewerScript);
    await page.addScriptTag({ type: 'module', content: script });
    await page.waitForFunction('window.playPlain');
    await page.evaluate(start);
    await page.waitForFunction('window.frames.length > 0', undefined, { timeout: 30_000 });
    await page.waitForTimeout(warmUpMs);
    const from = (await page.evaluate('frames.length')) as number;
    await page.waitForTimeout(measureMs);
    return summarise(await framesOf(page), from, (await page.evaluate('watchedAt')) as number);
  } finally {
    await page.context().close();
  }
}

interface Frame {
  readonly at: number;
  readonly delay: number | null;
}

const framesOf = (page: Page) => page.evaluate('frames') as Promise<Frame[]>;

function summarise(all: readonly Frame[], from: number, startedAt: number): Delays {
  const measured = all.slice(from);
  const delays = measured.flatMap(({ delay }) => (delay === null ? [] : [delay])).toSorted((a, b) => a - b);
  const quantile = (share: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? Number.NaN;
  return {
    p50: quantile(0.5),
    p95: quantile(0.95),
    frames: measured.length,
    unreadable: measured.length - delays.length,
    firstFrameMs: Math.round((all[0]?.at ?? Number.NaN) - startedAt),
  };
}

/** Our player as viewers get it, and hls.js without any setting as the peer. */
async function bundlePlayer(): Promise<string> {
  const entry = `
    import Hls from 'hls.js';
    import { createPlayer } from '/src/web/client/player.ts';
    const screen = () => {
      const video = document.createElement('video');
      Object.assign(video, { muted: true, autoplay: true, playsInline: true });
      document.body.append(video);
      window.follow(video);
      window.watchedAt = performance.timeOrigin + performance.now();
      return video;
    };
    window.playLl = (url) => void createPlayer({ video: screen(), whepUrl: null, hlsUrl: new URL(url, location.href).href, prefer: 'hls', onState() {} });
    window.playPlain = (url) => {
      // The origin states the longest segment it may ever make, 4 s; these are of 2 s, and a player of
      // plain HLS stays three target durations behind. The peer gets what ffmpeg -hls_time 2 would state.
      class Loader extends Hls.DefaultConfig.loader {
        load(context, config, callbacks) {
          const { onSuccess } = callbacks;
          callbacks.onSuccess = (response, ...rest) => {
            if (typeof response.data === 'string') response.data = response.data.replace(/#EXT-X-TARGETDURATION:\\d+/, '#EXT-X-TARGETDURATION:2');
            onSuccess(response, ...rest);
          };
          super.load(context, config, callbacks);
        }
      }
      const hls = new Hls({ pLoader: Loader });
      hls.loadSource(url);
      hls.attachMedia(screen());
    };
  `;
  const id = 'virtual:bench-player';
  const made = await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'bench-player',
        resolveId: (source) => (source === id ? `\0${id}` : null),
        load: (source) => (source === `\0${id}` ? entry : null),
      },
    ],
    build: { write: false, minify: false, target: 'esnext', rollupOptions: { input: id, output: { format: 'es', codeSplitting: false } } },
  });
  const [output] = [made].flat();
  if (!output || !('output' in output)) throw new Error('The player was not bundled.');
  return output.output[0].code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  console.log(JSON.stringify(await run({ quick: values.quick })));
}
