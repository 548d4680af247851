import assert from 'node:assert/strict';
import test from 'node:test';
import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';
import { createAssembler } from './assembler.ts';

/** 1920x1080, high profile. */
const sps = Buffer.from('67640028acd940780227e5c05a808080a0000003002000000781e30632c0', 'hex');
const pps = Buffer.from('68ce3c80', 'hex');
const parameters = Buffer.concat([Buffer.from([0x78, 0, sps.length]), sps, Buffer.from([0, pps.length]), pps]);
const KEY = Uint8Array.of(0x65, 1, 2, 3);
const DELTA = Uint8Array.of(0x41, 1, 2, 3);

function stage(has = { video: true, audio: true }) {
  const configs: Omit<MediaConfig, 'generation'>[] = [];
  const units: MediaUnit[] = [];
  const calls = { gaps: 0, keyFrames: 0, asked: [] as number[] };
  const assembler = createAssembler({
    has,
    firstPtsUs: 0,
    on: {
      configure: (config) => configs.push(config),
      unit: (unit) => units.push(unit),
      gap: () => calls.gaps++,
      wantKeyFrame: () => calls.keyFrames++,
      askAgain: (sequences) => calls.asked.push(...sequences),
    },
  });
  const sequence = { video: 0, audio: 0 };
  const push = (kind: 'video' | 'audio', ms: number, payload: Uint8Array, marker = true) =>
    assembler.push(
      kind,
      { payloadType: 96, ssrc: 1, marker, payload, sequence: sequence[kind]++, timestamp: Math.round(ms * (kind === 'video' ? 90 : 48)) },
      ms,
    );
  const frame = (ms: number, key = false) => {
    if (key) push('video', ms, parameters, false);
    push('video', ms, key ? KEY : DELTA);
  };
  const sound = (ms: number) => push('audio', ms, Uint8Array.of(0xfc, 1));
  /** A live stretch: 30 frames and 50 packets a second, a tick every 20 ms. */
  const run = (fromMs: number, untilMs: number, { video = true, audio = true } = {}) => {
    for (let ms = fromMs; ms < untilMs; ms += 20) {
      if (audio) sound(ms);
      if (video && (ms - fromMs) % 40 === 0) frame(ms, ms === fromMs);
      assembler.tick(ms + 10);
    }
  };
  return {
    assembler,
    configs,
    units,
    calls,
    frame,
    sound,
    run,
    skip: (kind: 'video' | 'audio', count: number) => void (sequence[kind] += count),
  };
}

test('the first thing a reader gets is a configuration with the picture’s size, then a key frame', () => {
  const { configs, units, sound, frame } = stage();
  sound(0);
  frame(10);
  frame(50, true);
  sound(60);
  assert.deepEqual(
    configs.map(({ video, audio }) => [video?.width, video?.height, audio?.channels]),
    [[1920, 1080, 2]],
  );
  assert.deepEqual(
    units.map(({ kind, keyframe }) => [kind, keyframe]),
    [
      ['video', true],
      ['audio', true],
    ],
  );
});

test('a source that goes silent is one gap, and comes back with a key frame on a closed-up timeline', () => {
  const { units, calls, run, configs } = stage();
  run(0, 1_000);
  const before = units.at(-1)!.ptsUs;
  run(1_000, 4_000, { video: false, audio: false });
  assert.equal(calls.gaps, 1);
  run(4_000, 5_000);
  const back = units.find(({ ptsUs }) => ptsUs > before)!;
  assert.deepEqual([back.kind, back.keyframe], ['video', true]);
  assert.ok(back.ptsUs - before < 50_000, `${back.ptsUs - before}`);
  assert.equal(configs.length, 1);
});

test('lost packets are asked for, and a picture that stays damaged asks for a key frame', () => {
  const { units, calls, run, skip, frame, assembler } = stage({ video: true, audio: false });
  run(0, 200, { audio: false });
  const count = units.length;
  skip('video', 2);
  frame(240);
  assert.equal(calls.asked.length, 2);
  assembler.tick(300);
  assembler.tick(380);
  assert.equal(units.length, count);
  assert.equal(calls.keyFrames, 1);
  frame(400, true);
  assert.equal(units.length, count + 1);
});

test('a camera that is switched off leaves the sound on air, and its return brings the picture back', () => {
  const { configs, units, run } = stage();
  run(0, 1_000);
  run(1_000, 6_000, { video: false });
  assert.equal(configs.at(-1)!.video, null);
  assert.equal(units.at(-1)!.kind, 'audio');
  run(6_000, 6_500);
  assert.equal(configs.at(-1)!.video?.width, 1920);
  assert.equal(configs.length, 3);
});

test('a publisher without video is carried as sound from its first packet', () => {
  const { configs, units, sound } = stage({ video: false, audio: true });
  sound(0);
  assert.equal(configs[0]!.video, null);
  assert.equal(units.length, 1);
});

test('time never goes back, whatever is lost', () => {
  const { units, run, skip } = stage();
  for (let ms = 0; ms < 12_000; ms += 3_000) {
    run(ms, ms + 1_000);
    skip('video', 3);
    skip('audio', 2);
    run(ms + 1_000, ms + 1_600);
    run(ms + 1_600, ms + 3_000, { video: false, audio: false });
  }
  for (const kind of ['video', 'audio']) {
    const times = units.filter((unit) => unit.kind === kind).map(({ ptsUs }) => ptsUs);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.ok(times.length > 100);
  }
});
