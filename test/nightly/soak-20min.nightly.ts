import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser, openPage, publisherScript, viewerScript } from '#rooms/media/testing-browser.ts';
import { callOnStage } from '#rooms/media/stage-call.ts';
import { openStudio } from '#rooms/media/testing-studio.ts';
import type { StageState } from '#rooms/media/worker/stage.ts';

/**
 * Twenty real minutes: two hosts hand the show to each other every two minutes, one viewer watches directly, and
 * three ask for LL-HLS as players do. Exits non-zero when the worker grows, a hand-over fails or a viewer is lost.
 * `SOAK_MINUTES` makes it shorter.
 */
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 20);
const HAND_OVER_MS = Math.min(120_000, MINUTES * 10_000);
const HLS_READERS = 3;
/** Warm-up: buffers fill, the compiler settles. */
const WARM_MS = Math.min(300_000, (MINUTES * 60_000) / 4);
const MOST_GROWTH_MB = 40;
const LONGEST_STILL_MS = 3_000;

const studio = await openStudio();
const browser = await openBrowser();
let stage: StageState = { onAir: null, backstage: [] };
studio.supervisor.news.on('stage', (news) => (stage = news.stage));
const faults: string[] = [];
const stopping = new AbortController();

async function openHost(name: string, backstage: boolean, width: number, height: number): Promise<void> {
  const page = await openPage(browser, `${studio.url}/`);
  await page.evaluate(publisherScript);
  const place = encodeURIComponent(JSON.stringify({ spot: name, holder: name, name, backstage }));
  await page.evaluate(`{
    const plain = window.fetch;
    window.fetch = (url, init) => plain(url, { ...init, headers: { ...init.headers, 'x-place': '${place}' } });
  }`);
  await page.evaluate(`publish({ url: '/whip', width: ${width}, height: ${height}, kbps: 600 })`);
}

/** A player's questions: the playlist with the part that comes next, then that part. @returns parts read */
async function readHls(): Promise<number> {
  let parts = 0;
  let asked = '';
  while (!stopping.signal.aborted) {
    const answer = await fetch(`${studio.url}/hls/index.m3u8${asked}`);
    const text = await answer.text();
    if (!answer.ok) {
      await sleep(200);
      asked = '';
      continue;
    }
    const [, of, part] = /PRELOAD-HINT:TYPE=PART,URI="part-(\d+)-(\d+)\.m4s"/.exec(text) ?? [];
    const last = /#EXT-X-PART:[^\n]*URI="([^"]+)"[^]*$/.exec(text.slice(text.lastIndexOf('#EXT-X-PART:')))?.[1];
    if (last) parts += (await fetch(`${studio.url}/hls/${last}`).then(async (got) => (await got.arrayBuffer()).byteLength)) > 0 ? 1 : 0;
    asked = of ? `?_HLS_msn=${of}&_HLS_part=${part}` : '';
  }
  return parts;
}

function worker(): { residentMb: number; files: number } {
  const pid = studio.supervisor.pidOf('test');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    residentMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024),
    files: readdirSync(`/proc/${pid}/fd`).length,
  };
}

await openHost('marit', false, 320, 180);
const viewer = await openPage(browser, `${studio.url}/`);
await viewer.evaluate(viewerScript);
await viewer.evaluate(`watch('/whep')`);
await openHost('linde', true, 180, 320);
await viewer.waitForFunction('window.frames.length > 30', undefined, { timeout: 60_000 });
const readers = Array.from({ length: HLS_READERS }, readHls);
const killed: number[] = [];
studio.supervisor.news.on('restarted', () => killed.push(Date.now()));

const began = Date.now();
let handOvers = 0;
let warm: ReturnType<typeof worker> | null = null;
let nextMs = HAND_OVER_MS;
while (Date.now() - began < MINUTES * 60_000) {
  await sleep(1_000);
  const atMs = Date.now() - began;
  if (!warm && atMs > WARM_MS) console.log(`warm after ${Math.round(atMs / 1000)} s: ${JSON.stringify((warm = worker()))}`);
  if (atMs < nextMs) continue;
  nextMs += HAND_OVER_MS;
  const next = stage.backstage[0];
  const called = next ? await callOnStage(studio.supervisor.socketOf('test'), next.spot) : null;
  if (called?.ok) handOvers++;
  else faults.push(`no hand-over at ${Math.round(atMs / 1000)} s: ${JSON.stringify(called)} ${JSON.stringify(stage)}`);
  console.log(`${Math.round(atMs / 1000)} s, ${stage.onAir?.spot} on stage: ${JSON.stringify(worker())}`);
}
const end = worker();
stopping.abort();
const parts = await Promise.all(readers);
const stills = (await viewer.evaluate(
  `frames.slice(1).map(({ at }, n) => Math.round(at - frames[n].at)).sort((a, b) => b - a).slice(0, 5)`,
)) as number[];
const frames = (await viewer.evaluate('frames.length')) as number;
await browser.close();
await studio.close();

const growthMb = end.residentMb - (warm ?? end).residentMb;
console.log(
  JSON.stringify({
    minutes: MINUTES,
    handOvers,
    frames,
    longestStillsMs: stills,
    parts,
    workerMb: [warm?.residentMb, end.residentMb],
    files: [warm?.files, end.files],
  }),
);
if (growthMb > MOST_GROWTH_MB) faults.push(`the worker grew by ${growthMb} MB`);
if (warm && end.files > warm.files + 4) faults.push(`the worker holds ${end.files} files, ${warm.files} when warm`);
if ((stills[0] ?? 0) > LONGEST_STILL_MS) faults.push(`a picture stood still for ${stills[0]} ms`);
if (parts.some((count) => count < MINUTES * 60)) faults.push(`too few parts: ${parts.join(', ')}`);
if (killed.length > 0 || studio.troubles.length > 0)
  faults.push(`the worker was in trouble: ${JSON.stringify(studio.troubles).slice(0, 500)}`);
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
