import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MediaConfig, MediaUnit, UnitReader } from '#lib/media-unit.ts';
import { done } from '#lib/outcome.ts';
import { createBroadcast } from './broadcast.ts';
import { createPackager } from './packager.ts';
import type { OnAir, PublisherSession, SessionEvents } from './publisher-session.ts';
import { MAX_BACKSTAGE, type Place, type StageState } from './stage.ts';
import { clip, createCollector } from './testing.ts';

/** A host with a camera that makes key frames only when asked, like a browser's. */
function createHost(name: string, options: { silent?: boolean } = {}) {
  let events: SessionEvents | null = null;
  let on: OnAir | null = null;
  let firstPtsUs = 0;
  let endPtsUs = 0;
  let frame = 0;
  let wantsKey = false;
  let closed = false;
  const picture = clip.units.filter(({ kind }) => kind === 'video');
  const session: PublisherSession = {
    id: `session-${name}`,
    has: { video: true, audio: false },
    takeStage(from, onAir) {
      firstPtsUs = from;
      frame = 0;
      on = onAir;
      on.configure({ video: clip.config.video, audio: null });
    },
    leaveStage: () => void (on = null),
    get endPtsUs() {
      return on && endPtsUs;
    },
    askForKeyFrame: () => void (wantsKey = true),
    tick() {},
    stats: () => ({ receivedPackets: frame, lostPackets: 0, droppedPictures: 0, guard: null }),
    close: async () => void (closed = true),
  };
  return {
    session,
    place: (backstage = true): Place => ({ spot: `spot-${name}`, holder: name, name, backstage }),
    open: async (heard: SessionEvents) => {
      events = heard;
      return done(session);
    },
    get onAir() {
      return on !== null;
    },
    get closed() {
      return closed;
    },
    /** One frame of 40 ms. */
    send(wallClockMs: number) {
      if (options.silent || closed) return;
      const keyframe = wantsKey || frame === 0;
      wantsKey = false;
      events?.onMedia({ kind: 'video', bytes: 1_000, arrivalMs: wallClockMs, startsKeyFrame: keyframe });
      if (!on) return;
      const { payload } = picture.find((one) => one.keyframe === keyframe)!;
      const ptsUs = firstPtsUs + frame++ * 40_000;
      endPtsUs = ptsUs + 40_000;
      on.unit({ kind: 'video', ptsUs, wallClockMs, keyframe, payload });
    },
    leave: () => events?.onEnded(),
  };
}
type Host = ReturnType<typeof createHost>;

function createStudio() {
  const clock = { nowMs: 1_000_000, now: () => clock.nowMs };
  const collected = createCollector();
  const configs: MediaConfig[] = [];
  const units: MediaUnit[] = [];
  const listener: UnitReader = {
    configure: (config) => void configs.push(config),
    write: (unit) => void units.push(unit),
    gap() {},
    close: async () => {},
  };
  let state: StageState = { onAir: null, backstage: [] };
  const troubles: unknown[] = [];
  const broadcast = createBroadcast({
    clock,
    ice: { addresses: [] },
    egress: { native: false, open: () => assert.fail('nobody watches here') } as never,
    readers: [createPackager({ sinks: [collected] }), listener],
    maxViewers: 0,
    lastGeneration: 0,
    onPublisher: () => {},
    onIndirect: () => {},
    onStage: (now) => void (state = now),
    onTrouble: (error) => troubles.push(error),
  });
  return {
    broadcast,
    collected,
    configs,
    units,
    troubles,
    get stage() {
      return state;
    },
    /** Everybody sends for so long; the broadcast's own ticker runs on real time in between. */
    async run(hosts: readonly Host[], frames: number) {
      for (let n = 0; n < frames; n++) {
        clock.nowMs += 40;
        for (const host of hosts) host.send(clock.nowMs);
        if (n % 10 === 9) await sleep(25);
      }
    },
    close: () => broadcast.close(),
  };
}

async function openWith(t: TestContext, ...hosts: Host[]) {
  const studio = createStudio();
  t.after(studio.close);
  for (const [at, host] of hosts.entries()) await studio.broadcast.admit(host.open, host.place(at > 0));
  return studio;
}

test('who waits backstage sends and is not seen, and goes on with a key frame and no hole when called', async (t) => {
  const [marit, linde] = [createHost('marit'), createHost('linde')];
  const studio = await openWith(t, marit, linde);
  await studio.run([marit, linde], 50);
  assert.equal(studio.configs.length, 1);
  assert.deepEqual(
    [studio.stage.onAir?.name, studio.stage.backstage.map(({ name, ready }) => [name, ready])],
    ['marit', [['linde', true]]],
  );

  const called = studio.broadcast.callOnStage('spot-linde');
  assert.ok(marit.onAir && !linde.onAir, 'the old host is on until the new one’s key frame');
  await studio.run([marit, linde], 50);
  assert.deepEqual(await called, done(undefined));
  assert.ok(linde.onAir && !marit.onAir);
  assert.deepEqual([studio.stage.onAir?.name, studio.stage.backstage[0]?.name], ['linde', 'marit']);

  const steps = studio.units.slice(1).map(({ ptsUs }, at) => ptsUs - studio.units[at]!.ptsUs);
  assert.ok(
    steps.every((us) => us > 0 && us <= 80_000),
    `steps of ${Math.max(...steps)} us at most`,
  );
  const breaks = new Set(studio.collected.parts.filter(({ segment }) => segment.discontinuity).map(({ segment }) => segment.n));
  assert.equal(breaks.size, 1);
  assert.deepEqual(studio.troubles, []);
});

test('an encoder that connects again by itself does not take back a stage that was handed over', async (t) => {
  const [marit, linde, again] = [createHost('marit'), createHost('linde'), createHost('marit-again')];
  const studio = await openWith(t, marit, linde);
  await studio.run([marit, linde], 5);
  void studio.broadcast.callOnStage('spot-linde');
  await studio.run([marit, linde], 5);
  await studio.broadcast.admit(again.open, again.place(false));
  await studio.run([linde, again], 20);
  assert.ok(linde.onAir && !again.onAir);
  assert.ok(studio.stage.backstage.some(({ name }) => name === 'marit-again'));

  // The host's own second connection is the host.
  const second = createHost('linde');
  await studio.broadcast.admit(second.open, { ...second.place(false), spot: 'spot-linde-2' });
  await studio.run([second, again], 20);
  assert.ok(second.onAir && linde.closed && !again.onAir);
});

test('who comes back to a stage that was theirs takes it from whoever filled in', async (t) => {
  const [marit, linde, filler] = [createHost('marit'), createHost('linde'), createHost('filler')];
  const studio = await openWith(t, marit, linde);
  await studio.run([marit, linde], 5);
  void studio.broadcast.callOnStage('spot-linde');
  await studio.run([marit, linde], 5);
  linde.leave();
  await studio.broadcast.admit(filler.open, filler.place(false));
  await studio.run([filler], 5);
  assert.ok(filler.onAir);
  const back = createHost('linde');
  await studio.broadcast.admit(back.open, { ...back.place(false), spot: 'spot-back' });
  await studio.run([filler, back], 5);
  assert.ok(back.onAir && !filler.onAir && !filler.closed);
});

test('calling somebody who is not there, or whose picture does not come, is refused and changes nothing', async (t) => {
  const [marit, silent] = [createHost('marit'), createHost('silent', { silent: true })];
  const studio = await openWith(t, marit, silent);
  await studio.run([marit, silent], 10);
  assert.deepEqual(await studio.broadcast.callOnStage('nobody'), { ok: false, reason: 'not_found' });
  assert.equal((await studio.broadcast.callOnStage('spot-silent')).ok, false);
  assert.ok(marit.onAir);
});

test('backstage has room for a few, and says so', async (t) => {
  const hosts = Array.from({ length: MAX_BACKSTAGE + 1 }, (_, n) => createHost(`host-${n}`));
  const studio = await openWith(t, ...hosts);
  const late = createHost('late');
  assert.deepEqual(await studio.broadcast.admit(late.open, late.place()), { ok: false, reason: 'backstage_full' });
});

test('a day of hand-overs leaves nothing behind: no timers, no listeners, no growing lists', async (t) => {
  const [marit, linde] = [createHost('marit'), createHost('linde')];
  const studio = await openWith(t, marit, linde);
  await studio.run([marit, linde], 5);
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  for (let n = 0; n < 300; n++) {
    const called = studio.broadcast.callOnStage(`spot-${n % 2 === 0 ? 'linde' : 'marit'}`);
    await studio.run([marit, linde], 3);
    assert.deepEqual(await called, done(undefined), `hand-over ${n}`);
  }
  assert.ok(timers() <= before + 1, `${timers()} timers, ${before} before`);
  assert.equal(studio.stage.backstage.length, 1);
  assert.equal(studio.configs.length, 301);
  assert.deepEqual(studio.troubles, []);
});
