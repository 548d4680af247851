import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openPage, viewerScript } from '../../../src/server/rooms/media/testing-browser.ts';

export interface Delays {
  readonly p50: number;
  readonly p95: number;
  readonly frames: number;
  /** Strips that could not be read. */
  readonly unreadable: number;
  /** Errors of hls.js after which it does not go on. */
  readonly fatalErrors: number;
}

export interface Way {
  readonly player: string;
  readonly url: string;
  /** Starts playing into the page's video. */
  readonly start: string;
}

interface Frame {
  readonly at: number;
  readonly delay: number | null;
}

const FIRST_FRAME_TIMEOUT_MS = 45_000;

export async function openViewer(browser: Browser, { player, url, start }: Way): Promise<Page> {
  const page = await openPage(browser, url);
  await page.evaluate(viewerScript);
  await page.addScriptTag({ type: 'module', content: player });
  await page.waitForFunction('window.playPlain');
  await page.evaluate(start);
  await page.waitForFunction('window.frames?.length > 0', undefined, { timeout: FIRST_FRAME_TIMEOUT_MS });
  return page;
}

export const framesOf = (page: Page) => page.evaluate('frames') as Promise<Frame[]>;

export async function measureDelay(
  browser: Browser,
  way: Way,
  { warmUpMs, measureMs }: { warmUpMs: number; measureMs: number },
): Promise<Delays> {
  const page = await openViewer(browser, way);
  try {
    await page.waitForTimeout(warmUpMs);
    const from = (await page.evaluate('frames.length')) as number;
    await page.waitForTimeout(measureMs);
    const measured = (await framesOf(page)).slice(from);
    const delays = measured.flatMap(({ delay }) => (delay === null ? [] : [delay]));
    return {
      p50: quantile(delays, 0.5),
      p95: quantile(delays, 0.95),
      frames: measured.length,
      unreadable: measured.length - delays.length,
      fatalErrors: await fatalErrorsOf(page),
    };
  } finally {
    await page.context().close();
  }
}

export const fatalErrorsOf = (page: Page) => page.evaluate('hlsErrors.filter(({ fatal }) => fatal).length') as Promise<number>;

/** From the click to the first picture, once for each newcomer. */
export async function measureJoins(browser: Browser, way: Way, joins: number): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  for (let n = 0; n < joins; n++) {
    const page = await openViewer(browser, way);
    const [first] = await framesOf(page);
    took.push(Math.round(first!.at - ((await page.evaluate('watchedAt')) as number)));
    await page.context().close();
  }
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}

/** The longest time between two pictures since then. */
export async function longestFreezeMs(page: Page, sinceMs: number): Promise<number> {
  const times = (await framesOf(page)).map(({ at }) => at).filter((at) => at >= sinceMs);
  return Math.round(Math.max(0, ...times.slice(1).map((at, index) => at - times[index]!)));
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Share of one core that a process used while `during` ran, in percent; null where there is no /proc. */
export async function cpuPercent<T>(pid: number, during: () => Promise<T>): Promise<{ value: T; percent: number | null }> {
  const before = cpuMs(pid);
  const beganMs = performance.now();
  const value = await during();
  const after = cpuMs(pid);
  const percent = before === null || after === null ? null : Math.round(((after - before) / (performance.now() - beganMs)) * 1000) / 10;
  return { value, percent };
}

/** Linux counts in hundredths of a second. */
function cpuMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}
