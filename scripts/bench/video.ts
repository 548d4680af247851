import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser, openPage, publisherScript } from '../../src/server/rooms/media/testing-browser.ts';
import { openStudio, type Studio } from '../../src/server/rooms/media/testing-studio.ts';
import { openFaultDoor } from '../../test/fault-door.ts';
import { openFaultProxy } from '../../test/fault-proxy.ts';
import { measureChanges } from './video/changes.ts';
import { cpuPercent, measureDelay, measureJoins } from './video/measure.ts';
import { bundlePlayers } from './video/page.ts';
import { openPlainPeer } from './video/plain-peer.ts';

/**
 * Glass to glass: the publisher draws the time into each frame, the viewer reads it from the screen.
 * One machine, one clock, loopback. The same live stream by WHEP, by LL-HLS with our own player, and,
 * as the peer, by plain HLS of 2 s and of 6 s with hls.js as it comes; then again with both ways of
 * both hops in bad weather, and with what a host does during a show.
 *
 * A shared machine slows encoder and decoder as well; compare the ratio, not the milliseconds.
 */
export interface VideoBenchOptions {
  readonly quick: boolean;
}

const BAD = { delayMs: 50, jitterMs: 20, loss: 0.01 };
const SEED = 20_26;

export async function run({ quick }: VideoBenchOptions) {
  const measureMs = quick ? 5_000 : 20_000;
  const warmUpMs = quick ? 4_000 : 8_000;
  const joins = quick ? 2 : 20;
  const proxy = openFaultProxy({ seed: SEED });
  const [studio, browser, player] = await Promise.all([openStudio(), openBrowser(), bundlePlayers()]);
  const [peer, door] = await Promise.all([openPlainPeer(studio.url), openFaultDoor(studio.url, proxy)]);
  const badUrl = await proxy.throughTcp(door.url);
  try {
    const way = (url: string, start: string) => ({ player, url: `${url}/`, start });
    const whepWay = (url: string) => way(url, `watch('/whep')`);
    const llWay = (url: string) => way(url, `playLl('/hls/index.m3u8')`);
    const directWay = (url: string) => way(url, `playDirect('/whep', '/hls/index.m3u8')`);

    const publisher = await openPublisher(studio.url);
    await playlistHolds(studio, 4);
    const whepJoins = await measureJoins(browser, whepWay(studio.url), joins);
    const llJoins = await measureJoins(browser, llWay(studio.url), joins);
    const whep = await measureDelay(browser, whepWay(studio.url), { warmUpMs: 2_000, measureMs });
    const cpu = await cpuPercent(studio.supervisor.pidOf('test')!, () => measureDelay(browser, llWay(studio.url), { warmUpMs, measureMs }));
    const ll = cpu.value;
    await playlistHolds(studio, 14);
    const plainMs = quick ? 4_000 : 10_000;
    const plain2 = await measureDelay(browser, way(studio.url, `playPlain('${peer.url}/2/index.m3u8')`), {
      warmUpMs: 3_000,
      measureMs: plainMs,
    });
    const plain6 = await measureDelay(browser, way(studio.url, `playPlain('${peer.url}/6/index.m3u8')`), {
      warmUpMs: 3_000,
      measureMs: plainMs,
    });
    const changes = await measureChanges(browser, publisher, { whep: directWay(studio.url), ll: llWay(studio.url) }, quick ? 2_500 : 6_000);

    await publisher.context().close();
    proxy.change(BAD);
    const far = await openPublisher(badUrl);
    await playlistGrows(studio);
    const badWhep = await measureDelay(browser, whepWay(badUrl), { warmUpMs, measureMs });
    const badLl = await measureDelay(browser, llWay(badUrl), { warmUpMs, measureMs });
    const badChanges = quick ? null : await measureChanges(browser, far, { whep: directWay(badUrl), ll: llWay(badUrl) }, 6_000);

    const runs = { whep, ll_hls: ll, plain_hls_2s: plain2, plain_hls_6s: plain6, bad_whep: badWhep, bad_ll_hls: badLl };
    const fatal = [...Object.values(runs), changes, ...(badChanges ? [badChanges] : [])].reduce(
      (sum, { fatalErrors }) => sum + fatalErrors,
      0,
    );
    return {
      bench: 'video',
      metrics: {
        ...Object.fromEntries(
          Object.entries(runs).flatMap(([name, { p50, p95, frames }]) => [
            [`${name}_p50_ms`, p50],
            [`${name}_p95_ms`, p95],
            [`${name}_frames`, frames],
          ]),
        ),
        whep_first_frame_p95_ms: whepJoins.p95,
        ll_hls_first_frame_p95_ms: llJoins.p95,
        worker_cpu_percent: cpu.percent,
        fatal_player_errors: fatal,
        changes_longest_freeze_ms: changes.longestFreezeMs,
        bad_changes_longest_freeze_ms: badChanges?.longestFreezeMs ?? null,
        bad_packets_lost: proxy.counts.lost,
        bad_packets_passed: proxy.counts.passed,
      },
      ratios: {
        plain_hls_2s: ratio(plain2.p50, ll.p50),
        plain_hls_6s: ratio(plain6.p50, ll.p50),
        plain_hls_2s_to_whep: ratio(plain2.p50, whep.p50),
      },
      invariants: {
        every_strip_was_read: [whep, ll, plain2, plain6].every(({ frames, unreadable }) => unreadable <= frames * 0.02),
        pictures_moved: Object.values(runs).every(({ frames }) => frames > 30),
        players_survived_every_change: changes.bothPlay && (badChanges?.bothPlay ?? true),
        no_fatal_player_error: fatal === 0,
        worker_untroubled: studio.troubles.length === 0,
      },
    };
  } finally {
    await browser.close();
    await Promise.all([door.close(), peer.close(), proxy.close()]);
    await studio.close();
  }

  async function openPublisher(url: string): Promise<Page> {
    const page = await openPage(browser, `${url}/`);
    await page.evaluate(publisherScript);
    await page.evaluate(`window.again = () => publish({ url: '/whip', width: 640, height: 360, kbps: 1500 }); again()`);
    return page;
  }
}

type Result = Awaited<ReturnType<typeof run>>;

const ratio = (peer: number, ours: number) => Math.round((peer / ours) * 10) / 10;

async function playlistHolds(studio: Studio, segments: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const playlist = await (await fetch(`${studio.url}/hls/plain.m3u8`)).text();
    if ((playlist.match(/\.m4s/g) ?? []).length >= segments) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The stream did not begin.');
}

async function playlistGrows(studio: Studio): Promise<void> {
  const last = async () => /.*seg-(\d+)\.m4s/s.exec(await (await fetch(`${studio.url}/hls/plain.m3u8`)).text())?.[1];
  const before = Number(await last());
  for (let tries = 0; tries < 80 && Number(await last()) < before + 3; tries++) await new Promise((resolve) => setTimeout(resolve, 250));
}

/** What is asked, and what it was. */
function table({ metrics: all, ratios }: Result): string {
  const metrics = all as unknown as Record<string, number | null>;
  const rows: [what: string, asked: string, was: number | null, kept: boolean][] = [
    ['WHEP, p95', '<= 100 ms', metrics['whep_p95_ms']!, metrics['whep_p95_ms']! <= 100],
    ['LL-HLS, p95', '<= 1000 ms', metrics['ll_hls_p95_ms']!, metrics['ll_hls_p95_ms']! <= 1000],
    ['plain HLS of 2 s / LL-HLS', '>= 7', ratios.plain_hls_2s, ratios.plain_hls_2s >= 7],
    ['plain HLS of 6 s / LL-HLS', '>= 20', ratios.plain_hls_6s, ratios.plain_hls_6s >= 20],
    ['first frame by WHEP, p95', '<= 800 ms', metrics['whep_first_frame_p95_ms']!, metrics['whep_first_frame_p95_ms']! <= 800],
    ['first frame by LL-HLS, p95', '<= 1000 ms', metrics['ll_hls_first_frame_p95_ms']!, metrics['ll_hls_first_frame_p95_ms']! <= 1000],
    ['worker, % of a core', '<= 6', metrics['worker_cpu_percent']!, (metrics['worker_cpu_percent'] ?? 0) <= 6],
    ['WHEP in bad weather, p95', '<= 400 ms', metrics['bad_whep_p95_ms']!, metrics['bad_whep_p95_ms']! <= 400],
    ['LL-HLS in bad weather, p95', '<= 3000 ms', metrics['bad_ll_hls_p95_ms']!, metrics['bad_ll_hls_p95_ms']! <= 3000],
    ['fatal player errors', '0', metrics['fatal_player_errors']!, metrics['fatal_player_errors'] === 0],
  ];
  return rows
    .map(([what, asked, was, kept]) => `${kept ? '✓' : '✗'} ${what.padEnd(30)} ${asked.padStart(10)} ${String(was).padStart(8)}`)
    .join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  const result = await run({ quick: values.quick });
  console.log(table(result));
  console.log(JSON.stringify(result));
}
