import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Qualities } from '#contract/media.ts';
import { openStudio } from './testing-studio.ts';

const needsEncoder = { skip: (await import('node-av').catch(() => null)) ? false : 'the optional package node-av is not installed' };

test(
  'a worker makes smaller pictures once the audience is large enough, tells of them, and takes none of them along',
  needsEncoder,
  async (t) => {
    const studio = await openStudio('test', { ladder: { when: 'auto', fromViewers: 2, sides: [240] } });
    t.after(() => studio.close());
    studio.supervisor.playClip('test');
    const ask = (name: string) => fetch(`${studio.url}/hls/${name}`);
    const until = async (what: string, fits: () => boolean | Promise<boolean>) => {
      for (const endMs = Date.now() + 20_000; !(await fits()); await sleep(100)) {
        assert.ok(Date.now() < endMs, `${what}: ${JSON.stringify([studio.supervisor.statsOf('test')?.ladder, studio.troubles])}`);
      }
    };
    const qualities = async () => (await (await ask('qualities.json')).json()) as Qualities;
    await until('a picture', async () => (await ask('main.m3u8')).status === 200);
    assert.equal((await qualities()).why, 'few_viewers');

    studio.supervisor.audience('test', 2);
    await until('they are offered', async () => (await qualities()).why === null);
    await until('one is made', async () => (await ask('index-240p.m3u8')).status === 200);
    await until('the worker tells', () => studio.supervisor.statsOf('test')?.ladder.running.join() === '240p');
    const ladderPid = studio.supervisor.statsOf('test')?.ladder.pid ?? 0;
    assert.ok(isAlive(ladderPid));

    // Killed, a worker cannot say goodbye to its processes: they end by themselves.
    process.kill(studio.supervisor.pidOf('test') ?? 0, 'SIGKILL');
    await until('nothing is left behind', () => !isAlive(ladderPid));
  },
);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
