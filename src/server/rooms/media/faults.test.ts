import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test, { type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../../../test/fault-weather.ts';
import { openEncoder } from './testing-encoder.ts';
import { createGarbage } from './testing-garbage.ts';
import { openStudio, type Studio } from './testing-studio.ts';
import { clip } from './worker/testing.ts';

/** A worker that hangs, an encoder that lies, a clock that jumps: a real worker, published to without a browser. */

async function until<T>(what: string, read: () => Promise<T> | T, isGood: (value: T) => boolean, withinMs = 20_000): Promise<T> {
  for (const end = performance.now() + withinMs; ; await sleep(50)) {
    const value = await read();
    if (isGood(value)) return value;
    assert.ok(performance.now() < end, `${what}: ${JSON.stringify(value)}`);
  }
}

async function onAir(t: TestContext, studio: Studio) {
  const encoder = await openEncoder(`${studio.url}/whip`);
  t.after(() => encoder.close());
  encoder.play(clip);
  return encoder;
}

const playlist = async (studio: Studio) => (await fetch(`${studio.url}/hls/index.m3u8`)).text();
/** Numbers of the whole segments a player is offered now. */
const segments = async (studio: Studio) => [...(await playlist(studio)).matchAll(/^seg-(\d+)\.m4s/gm)].map(([, n]) => Number(n));
const moreSegments = async (studio: Studio, count: number) => {
  const last = (await segments(studio)).at(-1) ?? -1;
  return until(
    'segments go on',
    () => segments(studio),
    (now) => (now.at(-1) ?? -1) >= last + count,
  );
};
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a worker that hangs is replaced within seconds, is gone for good, and the show goes on with numbers nobody used', async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  const recorded = once(studio.supervisor.news, 'segment');
  await onAir(t, studio);
  await recorded;
  const before = await until(
    'on air',
    () => segments(studio),
    (now) => now.length >= 1,
  );
  const pid = studio.supervisor.pidOf('test')!;
  const restarted = once(studio.supervisor.news, 'restarted');
  const stoppedMs = performance.now();
  process.kill(pid, 'SIGSTOP');
  await restarted;
  t.diagnostic(`replaced after ${Math.round(performance.now() - stoppedMs)} ms`);
  assert.ok(performance.now() - stoppedMs < 9_000);
  assert.notEqual(studio.supervisor.pidOf('test'), pid);
  assert.ok(!isAlive(pid), 'nothing is left that a SIGCONT could wake');

  await onAir(t, studio);
  const after = await until(
    'on air again',
    () => segments(studio),
    (now) => now.length >= 1,
  );
  assert.ok(after[0]! > before.at(-1)!, `${before.join()} then ${after.join()}`);
});

test('a warm spare that hangs is replaced too, so that the next death costs no more than the first', async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  const spare = await until(
    'a spare',
    () => studio.supervisor.sparePid,
    (pid) => pid !== null,
  );
  process.kill(spare!, 'SIGSTOP');
  await until(
    'another spare',
    () => studio.supervisor.sparePid,
    (pid) => pid !== null && pid !== spare,
  );
  assert.ok(!isAlive(spare!));
});

test('garbage from an encoder ends nothing and keeps nothing: the next good key frame heals the picture', async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  const encoder = await onAir(t, studio);
  await until(
    'on air',
    () => segments(studio),
    (now) => now.length >= 1,
  );
  const pid = studio.supervisor.pidOf('test')!;
  const garbage = createGarbage(seededRandom(2026));
  const at = { video: { sequence: 0, timestamp: 0 }, audio: { sequence: 0, timestamp: 0 } };
  const round = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const { kind, payload, marker, step, ticks } = garbage.rtp();
      // Larger steps make the two ends of SRTP count differently; then the connection is dead, and publishers make another.
      at[kind] = { sequence: (at[kind].sequence + (step % 3000)) & 0xffff, timestamp: (at[kind].timestamp + ticks) >>> 0 };
      encoder.rtp(kind, payload, { marker, ...at[kind] });
      if (n % 10 === 0) encoder.rtcp(garbage.rtcp());
      if (n % 10 === 5) encoder.raw(garbage.datagram());
      // What the kernel would drop proves nothing.
      if (n % 20 === 0) await sleep(5);
    }
  };
  encoder.pause();
  await round(1_500);
  const warmBytes = rssOf(pid);
  await round(3_000);
  const growth = rssOf(pid) - warmBytes;
  t.diagnostic(`resident memory grew by ${(growth / 1e6).toFixed(1)} MB in 3,000 packets`);
  assert.ok(growth < 60e6, `${growth} bytes`);

  encoder.play(clip);
  await moreSegments(studio, 2);
  assert.equal(studio.supervisor.pidOf('test'), pid, 'it is the same worker');
  const text = await playlist(studio);
  const init = /.*#EXT-X-MAP:URI="([^"]+)"/s.exec(text)![1];
  const bytes = Buffer.from(await (await fetch(`${studio.url}/hls/${init}`)).arrayBuffer());
  assert.ok(bytes.includes(Buffer.from(clip.config.video!.sps)), 'players are told of the real picture again');
  const { framesPerSecond, publisher } = await until(
    'frames',
    () => studio.supervisor.statsOf('test')!,
    (now) => now.framesPerSecond > 20,
  );
  assert.deepEqual([publisher, framesPerSecond > 20], ['live', true]);
});

test('setting the clock ten minutes on and back disturbs neither the show nor the times in its playlist', async (t) => {
  const workerFile = fileURLToPath(new URL('./worker/clock-jump.child.ts', import.meta.url));
  const studio = await openStudio('test', { workerFile });
  t.after(() => studio.close());
  const states: string[] = [];
  studio.supervisor.news.on('publisher', ({ state }) => states.push(state));
  await onAir(t, studio);
  await until(
    'on air',
    () => segments(studio),
    (now) => now.length >= 1,
  );
  const pid = studio.supervisor.pidOf('test')!;
  const { generation } = await until('stats', () => studio.supervisor.statsOf('test'), Boolean).then((stats) => stats!);
  for (let jump = 0; jump < 3; jump++) {
    process.kill(pid, 'SIGUSR2');
    await moreSegments(studio, 1);
  }
  assert.deepEqual(states, ['live']);
  assert.equal(studio.supervisor.pidOf('test'), pid);
  assert.equal(studio.supervisor.statsOf('test')!.generation, generation);
  const dates = [...(await playlist(studio)).matchAll(/#EXT-X-PROGRAM-DATE-TIME:(\S+)/g)].map(([, date]) => Date.parse(date!));
  assert.ok(dates.length >= 3);
  for (const [at, date] of dates.entries()) {
    assert.ok(Math.abs(date - Date.now()) < 60_000, new Date(date).toISOString());
    assert.ok(at === 0 || (date > dates[at - 1]! && date - dates[at - 1]! < 5_000), dates.join());
  }
});

function rssOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}
