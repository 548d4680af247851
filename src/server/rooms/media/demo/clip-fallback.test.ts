import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import { openStudio } from '../testing-studio.ts';

test('without an encoder the built-in clip is on air, also after the worker died', async () => {
  const studio = await openStudio();
  try {
    studio.supervisor.playClip('test');
    assert.match(await segmentOf(studio.url), /^seg-\d+/);
    const restarted = once(studio.supervisor.news, 'restarted');
    process.kill(studio.supervisor.pidOf('test')!, 'SIGKILL');
    await restarted;
    assert.match(await segmentOf(studio.url), /^seg-\d+/);
    assert.deepEqual(
      studio.troubles.filter((trouble) => !('signal' in trouble)),
      [],
    );
  } finally {
    await studio.close();
  }
});

async function segmentOf(url: string): Promise<string> {
  for (let tries = 0; tries < 60; tries++) {
    const playlist = await (await fetch(`${url}/hls/index.m3u8`)).text();
    const segment = /^seg-\d+\.m4s/m.exec(playlist)?.[0];
    if (segment) return segment;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return '';
}
