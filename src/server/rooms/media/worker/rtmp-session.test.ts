import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { FlvTag } from '#lib/flv.ts';
import { avcDecoderConfig } from '#lib/h264.ts';
import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';
import type { RtpPacket } from '#lib/rtp.ts';
import { openRtmpSession } from './rtmp-session.ts';
import { clip, createTestClock } from './testing.ts';

const { sps, pps } = clip.config.video!;
const parameters = () => Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), avcDecoderConfig(sps, pps)]);
const picture = (key: boolean, compositionMs = 0, length = 20) => {
  const nal = Buffer.alloc(length, 7);
  nal[0] = key ? 0x65 : 0x41;
  const head = Buffer.from([key ? 0x17 : 0x27, 1, 0, 0, 0, 0, 0, length >> 8, length & 255]);
  head.writeIntBE(compositionMs, 2, 3);
  return Buffer.concat([head, nal]);
};
const AAC = Buffer.from([0xaf, 0, 0x12, 0x10]);
const frame = Buffer.from([0xaf, 1, 1, 2, 3]);

/** A session whose broadcast puts it on air with its first media. */
function onAir() {
  const clock = createTestClock();
  const units: MediaUnit[] = [];
  const configs: Omit<MediaConfig, 'generation'>[] = [];
  const packets: [kind: string, packet: RtpPacket][] = [];
  const foreign: string[] = [];
  let taken = false;
  const session = openRtmpSession({
    clock,
    on: {
      onMedia() {
        if (taken) return;
        taken = true;
        session.takeStage(0, {
          configure: (config) => configs.push(config),
          unit: (unit) => units.push(unit),
          packet: (kind, packet) => packets.push([kind, packet]),
          gap() {},
          wantKeyFrame() {},
          fault: (error) => assert.fail(String(error)),
        });
      },
      onEnded() {},
    },
    transcode: () => ({ push() {}, close() {} }),
    onForeign: (codec) => foreign.push(codec),
    disconnect() {},
  });
  const send = (kind: FlvTag['kind'], timestamp: number, body: Buffer) => session.push({ kind, timestamp, body });
  return { session, clock, units, configs, packets, foreign, send, isOnAir: () => taken };
}

test('it takes the stage with its first key frame, and tells picture and sound as they are', () => {
  const { send, units, configs, isOnAir } = onAir();
  send('video', 0, parameters());
  send('audio', 0, AAC);
  send('video', 0, picture(false));
  send('audio', 10, frame);
  assert.equal(isOnAir(), false, 'whoever is on air goes on until a picture can be shown');
  send('video', 33, picture(true));
  send('audio', 50, frame);
  assert.deepEqual(
    configs.map(({ video, audio }) => [video?.width, video?.height, audio?.codec, audio?.codec === 'aac' && audio.sampleRate]),
    [[540, 960, 'aac', 44_100]],
  );
  assert.deepEqual(
    units.map(({ kind, ptsUs, keyframe }) => [kind, ptsUs, keyframe]),
    [
      ['video', 0, true],
      ['audio', 17_000, true],
    ],
  );
});

test('pictures go out as packets too, with their parameters in front of a key frame', () => {
  const { session, send, packets } = onAir();
  send('video', 0, parameters());
  send('video', 0, picture(true));
  send('video', 33, picture(false, 0, 3000));
  assert.deepEqual(
    packets.map(([, { payload, marker, timestamp }]) => [payload[0]! & 31, marker, timestamp]),
    [
      [24, true, 0],
      [28, false, 33 * 90],
      [28, false, 33 * 90],
      [28, true, 33 * 90],
    ],
  );
  assert.equal(session.directRefusal, null);
});

test('with B-frames there are no packets, and direct viewers are told why', () => {
  const { session, send, packets, units } = onAir();
  send('video', 0, parameters());
  send('video', 0, picture(true, 67));
  send('video', 33, picture(false, 134));
  send('video', 67, picture(false, 33));
  assert.deepEqual(packets, []);
  assert.equal(session.directRefusal, 'b_frames');
  assert.deepEqual(
    units.map(({ compositionUs }) => compositionUs ?? 0),
    [0, 67_000, -34_000],
  );
});

test('a codec that nobody could play is named, whichever way the encoder says it', () => {
  const cases: [FlvTag['kind'], Buffer, string][] = [
    ['video', Buffer.from([0x90, ...Buffer.from('hvc1')]), 'hvc1'],
    ['video', Buffer.from([0x14, 0, 0, 0]), 'VP6'],
    ['audio', Buffer.from([0x2f, 1, 2]), 'MP3'],
  ];
  for (const [kind, body, name] of cases) {
    const { send, foreign } = onAir();
    send(kind, 0, body);
    assert.deepEqual(foreign, [name]);
  }
});

test('sound without a picture for three seconds goes on alone, until a key frame comes', () => {
  const { send, clock, configs, units } = onAir();
  send('audio', 0, AAC);
  for (let ms = 0; ms < 4_000; ms += 23, clock.pass(23)) send('audio', ms, frame);
  assert.deepEqual(
    configs.map(({ video, audio }) => [video, audio?.codec]),
    [[null, 'aac']],
  );
  assert.ok(units.length > 20);
  send('video', 4_000, parameters());
  send('video', 4_000, picture(true));
  assert.equal(configs.at(-1)?.video?.width, 540);
});

test('whatever stands in the tags, the session survives it', () => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(fc.constantFrom(0x17, 0x27, 0xaf), fc.nat({ max: 2 }), fc.uint8Array({ maxLength: 60 }))
      .map(([a, b, rest]) => Uint8Array.of(a, b, ...rest)),
    fc.tuple(fc.nat({ max: 80 }), fc.nat({ max: 255 })).map(([at, byte]) => {
      const damaged = parameters();
      damaged[at % damaged.length] = byte;
      return damaged;
    }),
  );
  const tag = fc.record({ kind: fc.constantFrom('video', 'audio', 'data'), timestamp: fc.nat({ max: 0xffff_ffff }), body });
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 30 }), (tags) => {
      const { send, session } = onAir();
      send('video', 0, parameters());
      send('video', 0, picture(true));
      for (const one of tags) send(one.kind as FlvTag['kind'], one.timestamp, Buffer.from(one.body));
      void session.close();
    }),
    { verbose: 1 },
  );
});
