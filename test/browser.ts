import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Flags for a headless Chromium with a fake camera that does not throttle hidden pages (source: measured, docs/adr). */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** The runner says which browser (ETALAGE_CHROMIUM); a file run alone takes the machine's. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath =
    process.env['ETALAGE_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  if (!executablePath) throw new Error('No Chromium found. `npm test` installs one.');
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...more] });
}
