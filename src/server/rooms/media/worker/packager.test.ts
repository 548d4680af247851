import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { MediaConfig } from '#lib/media-unit.ts';
import { PART_TARGET_MS } from './cut.ts';
import { createPackager, SEGMENT_MOST_MS } from './packager.ts';
import { clip, createCollector, feed, WALL_MS } from './testing.ts';

const config = (generation: number): MediaConfig => ({ ...clip.config, generation });
const FLOAT = 1e-6;

function packaged() {
  const out = createCollector();
  const asked: number[] = [];
  const packager = createPackager({ sinks: [out], wantKeyFrame: () => asked.push(1) });
  return { out, packager, asked };
}

/** Every fragment's first decode time and length per track, as a demuxer outside of this house reads them. */
async function packetTimes(file: Buffer, track: 'video' | 'audio') {
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(file) });
  const found = track === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
  assert.ok(found, `the file has a ${track} track`);
  const packets = [];
  for await (const packet of new EncodedPacketSink(found).packets()) packets.push(packet);
  const decoder = await found.getDecoderConfig();
  return { codec: await found.getCodec(), decoder: decoder as Partial<VideoDecoderConfig & AudioDecoderConfig>, packets };
}

function assertContinuous(out: ReturnType<typeof createCollector>, firstMs = 0): void {
  let endMs = firstMs;
  for (const segment of out.segments) {
    assert.ok(Math.abs(segment.startMs - endMs) < 0.1, `segment ${segment.n} starts at ${segment.startMs}, expected ${endMs}`);
    const partsMs = segment.parts.reduce((sum, part) => sum + part.durationMs, 0);
    assert.ok(Math.abs(partsMs - segment.durationMs) < FLOAT, 'the parts of a segment are as long as the segment');
    assert.ok(segment.durationMs <= SEGMENT_MOST_MS + FLOAT);
    endMs = segment.startMs + segment.durationMs;
  }
}

test('a 30 frames per second show becomes 200 ms parts and 2 s segments that begin with a key frame', async () => {
  const { out, packager } = packaged();
  packager.configure(config(1));
  feed(packager, 0, 12_000);
  await packager.close();

  assert.deepEqual(
    out.segments.map(({ durationMs }) => Math.round(durationMs)),
    [2000, 2000, 2000, 2000, 2000, 2000],
  );
  assert.ok(out.segments.every(({ parts }) => parts[0]?.independent));
  assert.ok(out.parts.every(({ durationMs }) => Math.abs(durationMs - 200) < 0.1));
  assert.deepEqual(
    out.segments.map(({ wallClockMs }) => wallClockMs - WALL_MS),
    [0, 2000, 4000, 6000, 8000, 10_000],
  );
  assertContinuous(out);
});

test('another demuxer reads every frame and every packet of sound at its time', async () => {
  const { out, packager } = packaged();
  packager.configure(config(1));
  feed(packager, 0, 4000);
  await packager.close();

  const video = await packetTimes(out.file(0), 'video');
  assert.equal(video.codec, 'avc');
  assert.equal(video.decoder.codedWidth, 540);
  assert.equal(video.decoder.codedHeight, 960);
  assert.equal(video.packets.length, 120);
  for (const [at, packet] of video.packets.entries()) assert.ok(Math.abs(packet.timestamp - at / 30) < 0.0001);

  const audio = await packetTimes(out.file(0), 'audio');
  assert.equal(audio.codec, 'opus');
  assert.equal(audio.decoder.numberOfChannels, 2);
  assert.equal(audio.packets.length, 200);
  for (const [at, packet] of audio.packets.entries()) assert.ok(Math.abs(packet.timestamp - at * 0.02) < 0.0001);
});

test('no part is longer than stated and all but the last of a segment are at least 85 % of it, however frames jitter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(15, 20, 24, 25, 30, 50, 60),
      fc.array(fc.double({ min: -0.09, max: 0.09, noNaN: true }), { minLength: 150, maxLength: 300 }),
      async (fps, jitter) => {
        const { out, packager } = packaged();
        packager.configure({ ...config(1), audio: null });
        for (const [at, shake] of jitter.entries()) {
          const ptsUs = Math.round(((at + (at ? shake : 0)) * 1_000_000) / fps);
          packager.write({ kind: 'video', ptsUs, wallClockMs: WALL_MS, keyframe: at % (2 * fps) === 0, payload: new Uint8Array(9) });
        }
        await packager.close();
        for (const { parts } of out.segments) {
          for (const [at, part] of parts.entries()) {
            assert.ok(part.durationMs <= PART_TARGET_MS + FLOAT, `${fps} fps: a part of ${part.durationMs} ms`);
            if (at < parts.length - 1) assert.ok(part.durationMs >= 0.85 * PART_TARGET_MS - FLOAT, `${fps} fps: ${part.durationMs} ms`);
          }
        }
        assertContinuous(out);
      },
    ),
    { numRuns: 60 },
  );
});

test('whatever arrives, in whatever order, parts keep their stated length and the timeline has no hole', async () => {
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.record({ do: fc.constant('video' as const), ms: fc.integer({ min: -50, max: 300 }), key: fc.boolean() }) },
    { weight: 10, arbitrary: fc.record({ do: fc.constant('audio' as const), ms: fc.integer({ min: -100, max: 200 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), ms: fc.integer({ min: -5000, max: 60_000 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('gap' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('config' as const), video: fc.boolean(), audio: fc.boolean() }) },
  );
  const opus = Uint8Array.of(0xfc, 1, 2, 3);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 50, maxLength: 400 }), async (steps) => {
      const { out, packager } = packaged();
      let generation = 1;
      let nowMs = 10_000;
      packager.configure(config(generation));
      for (const one of steps) {
        if (one.do === 'gap') packager.gap();
        else if (one.do === 'jump') nowMs = Math.max(0, nowMs + one.ms);
        else if (one.do === 'config') {
          packager.configure({
            generation: ++generation,
            video: one.video ? clip.config.video : null,
            audio: one.audio ? { codec: 'opus', channels: 2 } : null,
          });
        } else {
          nowMs = Math.max(0, nowMs + (one.do === 'video' ? one.ms : 0));
          const unit = { ptsUs: Math.max(0, nowMs + one.ms) * 1000, wallClockMs: WALL_MS };
          if (one.do === 'video') packager.write({ ...unit, kind: 'video', keyframe: one.key, payload: new Uint8Array(5) });
          else packager.write({ ...unit, kind: 'audio', keyframe: true, payload: opus });
        }
      }
      await packager.close();
      for (const part of out.parts) assert.ok(part.durationMs <= PART_TARGET_MS + FLOAT && part.durationMs > 0, `${part.durationMs} ms`);
      for (const segment of out.segments) {
        const init = out.inits.find(({ n }) => n === segment.init);
        assert.ok(init, 'a segment follows its init');
      }
      assertContinuous(out);
    }),
    { numRuns: 60 },
  );
});

test('two frames with the same time make no part without length', async () => {
  const { out, packager } = packaged();
  packager.configure(config(1));
  for (const ptsUs of [0, 33_333, 33_333, 33_334, 66_667]) {
    packager.write({ kind: 'video', ptsUs, wallClockMs: WALL_MS, keyframe: true, payload: new Uint8Array(9) });
  }
  await packager.close();
  assert.equal(packager.counts.dropped, 2);
  assert.ok(out.parts.every(({ durationMs }) => durationMs > 1));
});

test('a new session gets a new init segment and a discontinuity even when its parameters are equal', async () => {
  const { out, packager, asked } = packaged();
  packager.configure(config(1));
  feed(packager, 0, 3000);
  packager.gap();
  packager.configure(config(2));
  feed(packager, 5000, 9000); // its first key frame is at 6 s
  await packager.close();

  assert.equal(out.inits.length, 2);
  assert.deepEqual(
    out.segments.map(({ init, discontinuity }) => [init, discontinuity]),
    [
      [0, false],
      [0, false],
      [1, true],
      [1, false],
    ],
  );
  assert.ok(asked.length >= 1, 'a key frame was asked for');
  assertContinuous(out);
  const { packets } = await packetTimes(out.file(1), 'video');
  assert.ok(Math.abs((packets[0]?.timestamp ?? 0) - 3) < 0.01, 'the timeline goes on where it stopped');
});

test('new parameters in the middle of a stream start a segment at their key frame and lose nothing', async () => {
  const { out, packager } = packaged();
  packager.configure(config(1));
  feed(packager, 0, 4000);
  packager.configure(config(2));
  feed(packager, 4000, 8000);
  await packager.close();

  assert.deepEqual(
    out.segments.map(({ init }) => init),
    [0, 0, 1, 1],
  );
  assert.deepEqual(
    out.segments.map(({ discontinuity }) => discontinuity),
    [false, false, true, false],
  );
  assert.equal(packager.counts.dropped, 0);
  assertContinuous(out);
});

test('a hole is closed up: no stretched frame, no discontinuity, sound and picture stay together', async () => {
  const { out, packager, asked } = packaged();
  packager.configure(config(1));
  feed(packager, 0, 3000);
  feed(packager, 5500, 10_000); // nothing for 2.5 s, then frames that need the key frame at 6 s
  await packager.close();

  assert.ok(out.segments.every(({ discontinuity }) => !discontinuity));
  assert.equal(out.inits.length, 1);
  assert.ok(asked.length >= 1);
  assertContinuous(out);
  const video = await packetTimes(out.file(0), 'video');
  assert.equal(video.packets.length, 90 + 120);
  assert.ok(video.packets.every((packet, at) => Math.abs(packet.timestamp - at / 30) < 0.01));
  const audio = await packetTimes(out.file(0), 'audio');
  assert.ok(
    audio.packets.every((packet, at) => Math.abs(packet.timestamp - at * 0.02) < 0.021),
    'the sound has no hole either',
  );
  assert.ok(Math.abs((audio.packets.at(-1)?.timestamp ?? 0) - (video.packets.at(-1)?.timestamp ?? 0)) < 0.08);
});

test('lost sound becomes silence, so that the picture never waits for it', async () => {
  const { out, packager } = packaged();
  packager.configure(config(1));
  for (const [fromMs, untilMs, sound] of [
    [0, 2000, true],
    [2000, 4000, false],
    [4000, 6000, true],
  ] as const) {
    feed({ ...packager, write: (unit) => (unit.kind === 'video' || sound) && packager.write(unit) }, fromMs, untilMs);
  }
  await packager.close();

  const audio = await packetTimes(out.file(0), 'audio');
  assert.ok(audio.packets.every((packet, at) => Math.abs(packet.timestamp - at * 0.02) < 0.0001));
  assert.ok(audio.packets.length >= 298);
});

test('an audio-only show is cut by its sound, every part independent, and going back to video starts a new init', async () => {
  const { out, packager } = packaged();
  packager.configure({ ...config(1), video: null });
  feed({ ...packager, write: (unit) => unit.kind === 'audio' && packager.write(unit) }, 0, 4000);
  packager.configure(config(2));
  feed(packager, 4000, 6000);
  await packager.close();

  assert.equal(out.inits[0]?.video, null);
  assert.equal(out.inits[1]?.video?.width, 540);
  const sound = out.segments.filter(({ init }) => init === 0);
  assert.deepEqual(
    sound.map(({ durationMs }) => Math.round(durationMs)),
    [2000, 2000],
  );
  assert.ok(sound.every(({ parts }) => parts.every((part) => part.independent && Math.round(part.durationMs) === 200)));
  assertContinuous(out);
  assert.equal((await packetTimes(out.file(0), 'audio')).packets.length, 200);
});

test('a stream without key frames is cut at the stated target duration', async () => {
  const { out, packager } = packaged();
  packager.configure(config(1));
  for (let at = 0; at < 300; at++) {
    packager.write({ kind: 'video', ptsUs: at * 33_333, wallClockMs: WALL_MS, keyframe: at === 0, payload: new Uint8Array(9) });
  }
  await packager.close();
  assert.deepEqual(
    out.segments.map(({ parts }) => parts[0]?.independent),
    [true, false, false],
  );
  assertContinuous(out);
});

test('a resumed stream goes on with its numbers, its timeline and a discontinuity', async () => {
  const out = createCollector();
  const packager = createPackager({ sinks: [out], resume: { nextSegment: 44, nextInit: 3, timelineMs: 90_000, discontinuities: 2 } });
  packager.configure(config(1));
  feed(packager, 0, 2000);
  await packager.close();
  assert.equal(out.inits[0]?.n, 3);
  assert.deepEqual(
    out.segments.map(({ n, startMs, discontinuity }) => [n, startMs, discontinuity]),
    [[44, 90_000, true]],
  );
});

test('B-frames are shown at their time, parts keep their rules, and AAC keeps its own rate', async () => {
  const { out, packager } = packaged();
  const asc = Uint8Array.of(0x12, 0x10);
  packager.configure({ ...config(1), audio: { codec: 'aac', channels: 2, sampleRate: 44_100, config: asc } });
  // I P B B: decoded in this order, shown 0 3 1 2.
  const shownAfter = [0, 2, -1, -1];
  for (let n = 0; n < 240; n++) {
    const keyframe = n % 60 === 0;
    const compositionUs = keyframe ? 0 : Math.round((shownAfter[n % 4] ?? 0) * (1_000_000 / 30));
    const ptsUs = Math.round((n * 1_000_000) / 30);
    packager.write({ kind: 'video', keyframe, ptsUs, compositionUs, wallClockMs: WALL_MS, payload: Uint8Array.of(0, 0, 0, 1, 0x65) });
    if (n % 3 > 0) continue;
    for (let at = 0; at < 5; at++) {
      const frame = (n / 3) * 5 + at;
      const soundUs = Math.round((frame * 1024 * 1_000_000) / 44_100);
      packager.write({ kind: 'audio', keyframe: true, ptsUs: soundUs, wallClockMs: WALL_MS, payload: Uint8Array.of(0x21, frame & 255) });
    }
  }
  await packager.close();

  assertContinuous(out);
  for (const { parts } of out.segments) {
    for (const part of parts) assert.ok(part.durationMs <= PART_TARGET_MS);
    for (const part of parts.slice(0, -1)) assert.ok(part.durationMs >= 0.85 * PART_TARGET_MS);
  }
  const video = await packetTimes(out.file(0), 'video');
  const shown = video.packets.map(({ timestamp }) => Math.round(timestamp * 30));
  assert.deepEqual(shown.slice(0, 8), [0, 3, 1, 2, 4, 7, 5, 6]);
  assert.deepEqual(
    shown.toSorted((a, b) => a - b),
    Array.from({ length: 240 }, (_, at) => at),
  );
  const audio = await packetTimes(out.file(0), 'audio');
  assert.deepEqual([audio.codec, audio.decoder.sampleRate], ['aac', 44_100]);
  for (const [at, packet] of audio.packets.entries()) assert.ok(Math.abs(packet.timestamp - (at * 1024) / 44_100) < 0.0001);
});
