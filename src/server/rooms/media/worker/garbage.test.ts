import assert from 'node:assert/strict';
import test from 'node:test';
import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';
import { seededRandom } from '../../../../../test/fault-weather.ts';
import { createGarbage } from '../testing-garbage.ts';
import { createAssembler } from './assembler.ts';
import { createHlsOrigin } from './hls-origin.ts';
import { createPackager } from './packager.ts';
import { clip, createCollector, createTestClock } from './testing.ts';

const SEEDS = Array.from({ length: 12 }, (_, at) => at + 1);
const PACKETS = 4_000;
const KEY = Buffer.of(0x65, 1, 2, 3);
const DELTA = Buffer.of(0x41, 1, 2, 3);

/** Any encoder's packets, through everything between the socket and the playlist. */
for (const seed of SEEDS) {
  test(`garbage ${seed}: nothing throws, time goes forward, and no part is longer than the playlist promises`, async () => {
    const random = seededRandom(seed);
    const garbage = createGarbage(random);
    const clock = createTestClock();
    const collector = createCollector();
    const origin = createHlsOrigin({ clock });
    const packager = createPackager({ sinks: [collector, origin] });
    const units: MediaUnit[] = [];
    let generation = 0;
    let goodSequence = Math.floor(random() * 65_536);
    const assembler = createAssembler({
      has: { video: true, audio: true },
      firstPtsUs: 0,
      on: {
        configure: (config: Omit<MediaConfig, 'generation'>) => packager.configure({ ...config, generation: ++generation }),
        unit(unit) {
          units.push(unit);
          packager.write(unit);
        },
        gap: () => packager.gap(),
        wantKeyFrame() {},
        askAgain: (sequences) => assert.ok(sequences.length <= 64),
      },
    });
    const at = { video: { sequence: 0, timestamp: 0 }, audio: { sequence: 0, timestamp: 0 } };
    for (let n = 0; n < PACKETS; n++) {
      const { kind, payload, marker, step, ticks } = garbage.rtp();
      at[kind].sequence = (at[kind].sequence + step) & 0xffff;
      at[kind].timestamp = (at[kind].timestamp + ticks) >>> 0;
      assembler.push(kind, { payloadType: 96, ssrc: 1, marker, payload, ...at[kind] }, clock.now());
      if (n % 4 === 0) assembler.senderReport(kind, clock.now() + (random() - 0.5) * 1e6, Math.floor(random() * 2 ** 32));
      clock.pass(random() < 0.01 ? 900 : 3);
      assembler.tick(clock.now());
    }
    const spoiltAt = units.length;
    // The encoder is well again, and goes on with numbers and times of its own.
    for (let ms = 0; ms < 4_000; ms += 20) {
      const payloads = ms === 3_000 ? [clip.config.video!.sps, clip.config.video!.pps, KEY] : [DELTA];
      for (const [index, payload] of payloads.entries()) {
        const packet = { payloadType: 96, ssrc: 1, marker: index === payloads.length - 1, payload: Buffer.from(payload) };
        assembler.push('video', { ...packet, sequence: goodSequence++ & 0xffff, timestamp: 77 + ms * 90 }, clock.now());
      }
      clock.pass(20);
      assembler.tick(clock.now());
    }
    const healed = units.slice(spoiltAt).filter(({ kind }) => kind === 'video');
    await packager.close();
    origin.close();
    assert.ok(spoiltAt > 50, 'some of it looks like media');
    assert.ok(healed.length >= 40, `${healed.length} pictures after the key frame`);
    const lasted = healed.at(-1)!.ptsUs - healed.at(-40)!.ptsUs;
    assert.ok(Math.abs(lasted - 39 * 20_000) < 50_000, `39 frames of 20 ms lasted ${lasted} µs`);
    assert.ok(Math.abs(healed.at(-1)!.wallClockMs - clock.now()) < 12_000);
    for (const kind of ['video', 'audio']) {
      const times = units.filter((unit) => unit.kind === kind).map(({ ptsUs }) => ptsUs);
      assert.ok(
        times.every((time, index) => index === 0 || time > times[index - 1]!),
        `${kind} goes back`,
      );
    }
    const longest = Math.max(0, ...collector.parts.map(({ durationMs }) => durationMs));
    assert.ok(longest <= 450, `a part of ${longest} ms`);
  });
}
