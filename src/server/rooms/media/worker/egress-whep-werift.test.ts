import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { systemClock } from '#lib/clock.ts';
import { openBrowser, openPage, publisherScript, viewerScript } from '../testing-browser.ts';
import { createBroadcast } from './broadcast.ts';
import { createWeriftEgress } from './egress-whep-werift.ts';
import { createFront } from './front.ts';

test('without the native addon a viewer still sees and hears, through another publisher too', async () => {
  const ice = { addresses: [] };
  const troubles: unknown[] = [];
  const broadcast = createBroadcast({
    clock: systemClock,
    ice,
    egress: createWeriftEgress({ ice, clock: systemClock }),
    readers: [],
    maxViewers: 2,
    lastGeneration: 0,
    onPublisher() {},
    onIndirect() {},
    onTrouble: (error) => troubles.push(error),
  });
  const front = createFront({ broadcast, hls: (_req, res) => void res.writeHead(404).end(), keyFrame: () => null, clock: systemClock });
  const server = createServer((req, res) => {
    if (req.url === '/') res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body></body>');
    else front.emit('request', req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await openBrowser();
  try {
    const publish = async () => {
      const page = await openPage(browser, url);
      await page.evaluate(publisherScript);
      await page.evaluate(`publish({ url: '/whip', kbps: 1500 })`);
      return page;
    };
    const first = await publish();
    const viewer = await openPage(browser, url);
    await viewer.evaluate(viewerScript);
    await viewer.evaluate(`watch('/whep')`);
    await viewer.waitForFunction('frames.length > 20', undefined, { timeout: 15_000 });
    await viewer.waitForFunction('viewerStats().then(({ audioPackets }) => audioPackets > 20)', undefined, { timeout: 10_000 });
    await first.context().close();
    await publish();
    const { frames } = (await viewer.evaluate('viewerStats()')) as { frames: number };
    await viewer.waitForFunction(`frames.length > ${frames + 20}`, undefined, { timeout: 15_000 });
    assert.equal(broadcast.stats().native, false);
    assert.deepEqual(troubles, []);
  } finally {
    await browser.close();
    await broadcast.close();
    server.closeAllConnections();
    server.close();
  }
});
