import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { systemClock } from '#lib/clock.ts';
import { playClip } from '#rooms/media/demo/clip-source.ts';
import { createEdgeServer } from '#rooms/media/edge/edge-server.ts';
import { createOriginClient } from '#rooms/media/edge/origin.ts';
import { createHlsOrigin } from '#rooms/media/worker/hls-origin.ts';
import { FROM_THE_START } from '#rooms/media/worker/package.ts';
import { createPackager } from '#rooms/media/worker/packager.ts';
import { createRenditions } from '#rooms/media/worker/renditions.ts';
import { clip, serve } from '#rooms/media/worker/testing.ts';
import { launchBrowser } from '../browser.ts';

test('a player that the shop sends to an edge plays from there alone, and is counted by its ticket', async (t) => {
  const streamId = randomUUID();
  const origin = createHlsOrigin({ clock: systemClock });
  const renditions = createRenditions({
    clock: systemClock,
    resume: FROM_THE_START,
    ladder: { when: 'never', fromViewers: 1, sides: [] },
    hasAac: () => false,
    wantKeyFrame() {},
    onTrouble() {},
  });
  const packager = createPackager({ sinks: [origin, renditions.sink] });
  const source = playClip({ clip, clock: systemClock, generation: 1, readers: [packager] });
  const script = await playerScript();
  const ofPlayers: string[] = [];
  let edgeUrl = '';
  const shop = await serve((req, res) => {
    const path = req.url ?? '/';
    if (path === '/') return void res.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    if (path === '/player.js') return void res.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (!path.startsWith(`/live/${streamId}/`)) return void res.writeHead(404).end();
    const fromEdge = req.headers['x-from-edge'] === 'yes';
    if (!fromEdge) ofPlayers.push(path);
    const file = path.slice(`/live/${streamId}/`.length);
    if (!fromEdge) return void res.writeHead(302, { location: `${edgeUrl}/live/${streamId}/~ticket/${file}` }).end();
    (renditions.owns(file) ? renditions : origin).handle(req, res, file);
  });
  const client = createOriginClient({ url: new URL(shop.url) });
  const edge = createEdgeServer({ ask: (path) => client.ask({ path, headers: { 'x-from-edge': 'yes' } }), clock: systemClock });
  edge.server.listen(0, '127.0.0.1');
  await once(edge.server, 'listening');
  edgeUrl = `http://127.0.0.1:${(edge.server.address() as AddressInfo).port}`;
  const browser = await launchBrowser(['--mute-audio']);
  t.after(async () => {
    await browser.close();
    source.stop();
    await packager.close();
    edge.close();
    client.close();
    renditions.close();
    origin.close();
    await shop.close();
  });

  const page = await browser.newPage();
  await page.goto(`${shop.url}/`);
  await page.evaluate(`play('/live/${streamId}/index.m3u8')`);
  // Twenty parts and more than one reload of everything that a playlist names.
  const played = '[...Array(video.played.length).keys()].reduce((sum, n) => sum + video.played.end(n) - video.played.start(n), 0)';
  await page.waitForFunction(`(() => { const video = document.querySelector('video'); return ${played} > 4; })()`, undefined, {
    timeout: 60_000,
  });
  assert.deepEqual(ofPlayers, [`/live/${streamId}/main.m3u8`], 'the shop was asked once');
  const handed = edge.takeHanded();
  assert.deepEqual(
    handed.map(({ ticket }) => ticket),
    ['ticket'],
  );
  assert.ok(handed[0]!.mediaMs >= 4_000, `${handed[0]!.mediaMs} ms were handed over`);
});

const PAGE = '<!doctype html><video muted playsinline width=270 height=480></video><script type=module src=/player.js></script>';

async function playerScript(): Promise<string> {
  const player = fileURLToPath(new URL('../../src/web/client/player.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, rollupOptions: { input: 'virtual:play', output: { codeSplitting: false } } },
    plugins: [
      {
        name: 'play',
        resolveId: (id) => (id === 'virtual:play' ? id : null),
        load: (id) =>
          id === 'virtual:play'
            ? `import { createPlayer } from ${JSON.stringify(player)};
               window.play = (hlsUrl) => createPlayer({ video: document.querySelector('video'), whepUrl: null, hlsUrl, onState() {} });`
            : null,
      },
    ],
  });
  const [output] = Array.isArray(built) ? built : [built];
  return 'output' in output! ? output.output[0].code : '';
}
