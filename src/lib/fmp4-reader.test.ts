import assert from 'node:assert/strict';
import test from 'node:test';
import { fragment, initSegment } from './fmp4.ts';
import { readInit, readSamples } from './fmp4-reader.ts';

const video = { sps: Uint8Array.of(0x67, 0x42, 0xc0, 0x1f), pps: Uint8Array.of(0x68, 0xcb), width: 540, height: 960 };
const frame = (text: string, keyframe = false) => ({ duration: 3000, keyframe, data: Buffer.from(text) });
const sound = (text: string) => ({ duration: 960, keyframe: true, data: Buffer.from(text) });

test('an init segment says again what it was written from', () => {
  const read = readInit(initSegment(video, { codec: 'opus', channels: 2 }));
  assert.deepEqual(read.audio, { codec: 'opus', channels: 2 });
  assert.deepEqual(
    { ...read.video, sps: [...read.video!.sps], pps: [...read.video!.pps] },
    { ...video, sps: [...video.sps], pps: [...video.pps] },
  );
  assert.equal(readInit(initSegment(null, { codec: 'aac', channels: 1, config: Uint8Array.of(0x11, 0x90) })).video, null);
  assert.equal(readInit(initSegment(video, null)).audio, null);
});

test('samples of several fragments come back with their bytes, in the order of their times', () => {
  const start = 90_000 * 86_400 * 90; // three months
  const first = fragment(
    1,
    { start, samples: [frame('key', true), frame('one')] },
    { start: (start / 90_000) * 48_000, samples: [sound('la')] },
  );
  const second = fragment(2, { start: start + 6000, samples: [frame('two')] }, null);
  const samples = readSamples(Buffer.concat([first, second]));
  assert.deepEqual(
    samples.map(({ kind, keyframe, data }) => [kind, keyframe, Buffer.from(data).toString()]),
    [
      ['video', true, 'key'],
      ['audio', true, 'la'],
      ['video', false, 'one'],
      ['video', false, 'two'],
    ],
  );
  assert.equal(samples[3]!.atUs - samples[0]!.atUs, 66_667);
  assert.equal(samples[0]!.atUs, (start / 90_000) * 1e6);
});

test('a torn file is an error, not a picture', () => {
  const whole = fragment(1, { start: 0, samples: [frame('key', true)] }, null);
  assert.throws(() => readSamples(whole.subarray(0, whole.length - 2)), RangeError);
  assert.throws(() => readInit(Buffer.from('not a film at all')), RangeError);
});
