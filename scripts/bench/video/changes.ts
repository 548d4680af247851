import type { Browser, Page } from 'playwright-core';
import { fatalErrorsOf, longestFreezeMs, openViewer, type Way } from './measure.ts';

/** What a show does to its players: three other picture sizes, then the host connects anew. */
export interface ChangesResult {
  readonly fatalErrors: number;
  readonly longestFreezeMs: Readonly<Record<'whep' | 'll_hls', number>>;
  /** Both show moving pictures again at the end. */
  readonly bothPlay: boolean;
}

const SIZES = [
  [480, 270],
  [360, 640],
  [640, 360],
] as const;

export async function measureChanges(
  browser: Browser,
  publisher: Page,
  ways: { readonly whep: Way; readonly ll: Way },
  settleMs: number,
): Promise<ChangesResult> {
  const [direct, buffered] = await Promise.all([openViewer(browser, ways.whep), openViewer(browser, ways.ll)]);
  try {
    await direct.waitForTimeout(settleMs);
    const sinceMs = Date.now();
    for (const [width, height] of SIZES) {
      await publisher.evaluate(`resize(${width}, ${height})`);
      await direct.waitForTimeout(settleMs);
    }
    await publisher.evaluate('pc.close(); again()');
    await direct.waitForTimeout(settleMs * 2);
    const [whep, ll] = [await longestFreezeMs(direct, sinceMs), await longestFreezeMs(buffered, sinceMs)];
    return {
      fatalErrors: (await fatalErrorsOf(direct)) + (await fatalErrorsOf(buffered)),
      longestFreezeMs: { whep, ll_hls: ll },
      bothPlay: (await moves(direct)) && (await moves(buffered)),
    };
  } finally {
    await Promise.all([direct.context().close(), buffered.context().close()]);
  }
}

async function moves(page: Page): Promise<boolean> {
  const before = (await page.evaluate('frames.length')) as number;
  return page.waitForFunction(`frames.length > ${before + 15}`, undefined, { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}
