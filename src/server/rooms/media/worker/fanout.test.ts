import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import test, { after, describe } from 'node:test';
import { systemClock } from '#lib/clock.ts';
import { openCrowd, type CrowdViewer } from '../testing-crowd.ts';
import { createWeriftEgress } from './egress-whep-werift.ts';
import { createFanout, type Fanout } from './fanout.ts';
import { createRelays, type Relays } from './relays.ts';
import { createTestPackets, FRAMES_PER_SECOND } from './testing-packets.ts';

/** Real relay processes and real connections: who is where, and what each may cost the others. */
const CARRIED = { video: true, audio: true };
const ice = { addresses: [] };
const crowd = openCrowd();

interface Stage {
  readonly fanout: Fanout;
  readonly relays: Relays;
  readonly troubles: unknown[];
  join(): Promise<CrowdViewer>;
  close(): void;
}

const stages = new Set<Stage>();
after(() => {
  for (const stage of stages) stage.close();
  crowd.end();
});

interface StageOptions {
  readonly viewersHere?: number;
  readonly maxViewers?: number;
  readonly idleMs?: number;
}

/** A stream on air, in key frames only when somebody asks. */
function openStage({ viewersHere = 0, maxViewers = 1_000, idleMs = 60_000 }: StageOptions = {}): Stage {
  const troubles: unknown[] = [];
  const relays = createRelays({ ice, clock: systemClock, most: 1, onTrouble: (error) => troubles.push(error), idleMs });
  // The addon stays out of this process: it would not let it end.
  const egress = createWeriftEgress({ ice, clock: systemClock });
  const fanout = createFanout({ egress, relays, maxViewers, viewersHere });
  const packets = createTestPackets();
  const ticker = setInterval(() => {
    const nowMs = systemClock.now();
    for (const { kind, packet } of packets.next(fanout.takeKeyFrameWish())) fanout.forward(kind, packet, nowMs);
    fanout.tick(nowMs);
  }, 1000 / FRAMES_PER_SECOND);
  const viewers: CrowdViewer[] = [];
  const stage: Stage = {
    fanout,
    relays,
    troubles,
    join: () => joined(fanout, viewers),
    close() {
      stages.delete(stage);
      clearInterval(ticker);
      for (const viewer of viewers) viewer.close().catch(() => {});
      fanout.close();
    },
  };
  stages.add(stage);
  return stage;
}

/** The client library loses a race now and then (it is never in that role with us); people's players ask again too. */
async function joined(fanout: Fanout, viewers: CrowdViewer[], triesLeft = 3): Promise<CrowdViewer> {
  let session = '';
  try {
    const viewer = await crowd.join(async (offer) => {
      const watched = await fanout.watch(offer, CARRIED);
      assert.ok(watched.ok, JSON.stringify(watched));
      session = watched.value.id;
      return watched.value;
    });
    viewers.push(viewer);
    await until(async () => (await seen(viewer)) > 0, 'the first packets', 6_000);
    return viewer;
  } catch (error) {
    fanout.unwatch(session);
    if (triesLeft === 0) throw error;
    return joined(fanout, viewers, triesLeft - 1);
  }
}

const seen = async (viewer: CrowdViewer) => (await viewer.counts()).video.packets;

async function until(isSo: () => boolean | Promise<boolean>, what: string, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await isSo());) {
    if (Date.now() > end) assert.fail(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A viewer comes before the relay has started: the worker takes it, and leaves the next ones to the relay. */
async function openStageWithRelay(options: StageOptions = {}): Promise<Stage> {
  const stage = openStage(options);
  const { session } = await stage.join();
  await until(() => stage.relays.pick() !== null, 'the relay');
  stage.fanout.unwatch(session);
  return stage;
}

/** So many more packets come, in order. A busy machine may lose one on loopback; a hole of ours would be hundreds wide. */
async function flows(viewer: CrowdViewer, packets: number): Promise<void> {
  const { video: before } = await viewer.counts();
  await until(async () => (await seen(viewer)) >= before.packets + packets, `${packets} packets`);
  const missing = (await viewer.counts()).video.missing - before.missing;
  assert.ok(missing <= packets / 100, `${missing} of ${packets} packets missing`);
}

test('the first viewers stay in the worker, the next are served by a relay: from a key frame on, without a gap', async () => {
  const stage = openStage({ viewersHere: 2 });
  const here = [await stage.join(), await stage.join()];
  await until(() => stage.relays.pick() !== null, 'the relay');
  assert.equal(stage.relays.load, 0);
  const away = [await stage.join(), await stage.join()];
  assert.equal(stage.relays.load, 2);
  for (const viewer of [...here, ...away]) {
    assert.equal((await viewer.counts()).video.beganWithKey, true);
    await flows(viewer, 300);
  }
  assert.deepEqual([stage.fanout.stats().directViewers, stage.fanout.stats().relays], [4, 1]);
  stage.close();
});

test('leaving finds the viewer wherever it is, and frees its place', async () => {
  const stage = await openStageWithRelay({ maxViewers: 1 });
  const first = await stage.join();
  const refused = await stage.fanout.watch('v=0', CARRIED);
  assert.deepEqual([refused.ok, !refused.ok && refused.reason], [false, 'stream_full']);
  assert.equal(stage.fanout.unwatch(first.session), true);
  assert.equal(stage.fanout.unwatch(first.session), false);
  const second = await stage.join();
  const before = await seen(first);
  await flows(second, 100);
  assert.equal(await seen(first), before, 'who left gets no more');
  stage.close();
});

test('a killed relay costs its viewers a new connection, and nobody else anything', async () => {
  const stage = openStage({ viewersHere: 1 });
  const here = await stage.join();
  await until(() => stage.relays.pick() !== null, 'the relay');
  const away = await stage.join();
  process.kill(stage.relays.pids()[0]!, 'SIGKILL');
  await until(() => stage.fanout.stats().relays === 0, 'the loss to be noticed');
  assert.ok(!(away.session in stage.fanout.received()), 'who is gone is not counted');
  // Comes at once, while there is no relay; and again when there is one.
  const again = await stage.join();
  await flows(again, 100);
  await flows(here, 100);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await stage.join();
  await until(() => stage.relays.pick() !== null, 'another relay');
  assert.equal(stage.fanout.stats().relaysLost, 1);
  stage.close();
});

test('a relay that nobody needs ends', async () => {
  const stage = await openStageWithRelay({ idleMs: 300 });
  const [pid] = stage.relays.pids();
  await until(() => stage.fanout.stats().relays === 0, 'the relay to be given up');
  await until(() => !isRunning(pid!), 'its process to end');
  assert.equal(stage.fanout.stats().relaysLost, 0);
  assert.deepEqual(stage.troubles, []);
  stage.close();
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('two hundred viewers who come and go leave no socket open', { skip: process.platform !== 'linux' }, async () => {
  const stage = await openStageWithRelay();
  const open = () => readdirSync(`/proc/${stage.relays.pids()[0]}/fd`).length;
  const wave = async () => {
    for (const viewer of await Promise.all(Array.from({ length: 20 }, stage.join))) {
      stage.fanout.unwatch(viewer.session);
      await viewer.close();
    }
    await until(() => stage.fanout.stats().directViewers === 0, 'everybody to be gone');
  };
  await wave();
  await until(() => open() < 60, 'the first sockets to close');
  const first = open();
  for (let n = 0; n < 9; n++) await wave();
  await until(() => open() <= first, `no more than ${first} open files`);
  stage.close();
});

// These wait most of their time.
describe('given time', { concurrency: true }, () => {
  test('a viewer on a relay is counted by media that arrived, and named from its first moment', async () => {
    const stage = await openStageWithRelay();
    const { session } = await stage.join();
    assert.ok(session in stage.fanout.received());
    await until(() => stage.fanout.received()[session]! >= 2_000, 'two seconds of media');
    stage.close();
  });

  test('a viewer that goes without a word is let go by its relay', async () => {
    const stage = await openStageWithRelay();
    const viewer = await stage.join();
    await viewer.close();
    await until(() => stage.fanout.stats().directViewers === 0, 'the viewer to be gone', 25_000);
    stage.close();
  });

  test('a relay that hangs holds nobody up and is replaced', async () => {
    const stage = await openStageWithRelay();
    const [pid] = stage.relays.pids();
    process.kill(pid!, 'SIGSTOP');
    await flows(await stage.join(), 300);
    await until(() => !stage.relays.pids().includes(pid!), 'the end of the one that hangs', 30_000);
    assert.equal(stage.fanout.stats().relaysLost, 1);
    stage.close();
  });
});
