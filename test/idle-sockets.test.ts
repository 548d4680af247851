import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openShop } from './shop.ts';

const IDLE = 5000;

test(`${IDLE} sockets without a picture add nobody to the counter`, async () => {
  const { shop, url } = await openShop({ RATE_LIMIT_FACTOR: '10000' });
  const { upcoming } = (await (await fetch(`${url}/api/home`)).json()) as { upcoming: { id: string }[] };
  const showId = upcoming[0]!.id;
  const crowd = fork(fileURLToPath(new URL('./idle-sockets.child.ts', import.meta.url)), [
    new URL(url).port,
    `/room/${showId}`,
    String(IDLE),
  ]);
  after(() => crowd.kill('SIGKILL'));
  const [told] = await Promise.race([once(crowd, 'message'), once(crowd, 'exit')]);
  assert.equal(told, 'ready');
  assert.equal(shop.chat.sockets(), IDLE);

  // Longer than the ten seconds after which a watcher counts would prove no more: nothing here receives media at all.
  const { watching } = (await (await fetch(`${url}/api/shows/${showId}/counters`)).json()) as { watching: Record<string, number> };
  assert.deepEqual(watching, { value: 0, direct: 0, hls: 0, notYet: 0, crew: 0, secondDevices: 0 });
});
