import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage, publisherScript, viewerScript } from './testing-browser.ts';
import { openStudio, type Studio } from './testing-studio.ts';

/** Direct viewers of a real browser, on a relay, behind an address and a port range that an operator gave. */
const ADDRESS = '203.0.113.7';
const PORTS = [41_700, 41_799] as const;

let browser: Browser;
let studio: Studio;
const viewers: Page[] = [];

before(async () => {
  [browser, studio] = await Promise.all([
    openBrowser(),
    openStudio('test', { ice: { addresses: [ADDRESS], portRange: PORTS }, relays: { most: 1, viewersHere: 1 } }),
  ]);
});
after(async () => {
  await browser?.close();
  await studio?.close();
});

interface Candidate {
  readonly address: string;
  readonly port: number;
}

const candidatesOf = (answer: string): Candidate[] =>
  [...answer.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host/gim)].map(([, address, port]) => ({
    address: address!,
    port: Number(port),
  }));

async function watch(): Promise<Candidate[]> {
  const page = await openPage(browser, `${studio.url}/`);
  viewers.push(page);
  await page.evaluate(viewerScript);
  await page.evaluate(`watch('/whep')`);
  await page.waitForFunction('frames.length > 10', undefined, { timeout: 15_000 });
  return candidatesOf((await page.evaluate('pc.remoteDescription.sdp')) as string);
}

test('a camera and viewers in the worker and on a relay use the operator’s ports, one per process, and hear of its address', async () => {
  const publisher = await openPage(browser, `${studio.url}/`);
  await publisher.evaluate(publisherScript);
  await publisher.evaluate(`publish({ url: '/whip', kbps: 1000 })`);
  const here = await watch();
  while (studio.supervisor.statsOf('test')?.relays !== 1) await new Promise((resolve) => setTimeout(resolve, 100));
  const [first, second] = [await watch(), await watch()];
  const camera = candidatesOf((await publisher.evaluate('pc.remoteDescription.sdp')) as string);
  for (const candidates of [here, first, second, camera]) {
    assert.ok(
      candidates.some(({ address }) => address === ADDRESS),
      JSON.stringify(candidates),
    );
    assert.ok(
      candidates.every(({ port }) => port >= PORTS[0] && port <= PORTS[1]),
      JSON.stringify(candidates),
    );
  }
  assert.equal(first[0]!.port, second[0]!.port, 'viewers of one process share its port');
  assert.notEqual(here[0]!.port, first[0]!.port, 'a relay has a port of its own');
});

test('a viewer on a relay sees and hears, and goes on when the publisher changes', async () => {
  const viewer = viewers.at(-1)!;
  await viewer.waitForFunction('viewerStats().then(({ audioPackets }) => audioPackets > 20)', undefined, { timeout: 10_000 });
  const publisher = await openPage(browser, `${studio.url}/`);
  await publisher.evaluate(publisherScript);
  await publisher.evaluate(`publish({ url: '/whip', kbps: 1000 })`);
  const { generation } = studio.supervisor.statsOf('test')!;
  while (studio.supervisor.statsOf('test')!.generation === generation) await new Promise((resolve) => setTimeout(resolve, 100));
  const { frames } = (await viewer.evaluate('viewerStats()')) as { frames: number };
  await viewer.waitForFunction(`frames.length > ${frames + 20}`, undefined, { timeout: 15_000 });
  assert.deepEqual(studio.troubles, []);
});

const HAS_PROC = existsSync('/proc/self/task');

test('a worker that is killed takes its relays along', { skip: !HAS_PROC }, async () => {
  const pid = studio.supervisor.pidOf('test')!;
  const relays = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  assert.equal(relays.length, 1);
  process.kill(pid, 'SIGKILL');
  const end = Date.now() + 10_000;
  while (existsSync(`/proc/${relays[0]}`) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(existsSync(`/proc/${relays[0]}`), false);
});
