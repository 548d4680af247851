// Finds a browser for the tests: the machine's own, else Debian's package, else the one that npm ships.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns the path of a Chromium; throws a sentence when none can be had */
export async function findBrowser(say = () => {}) {
  if (process.env.ETALAGE_CHROMIUM) return process.env.ETALAGE_CHROMIUM;
  const found = KNOWN.find((path) => existsSync(path));
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium from Debian (once).');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    try {
      execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      if (existsSync(KNOWN[0])) return KNOWN[0];
    } catch {
      say('Debian’s Chromium could not be installed; using the one that npm ships.');
    }
  }
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
