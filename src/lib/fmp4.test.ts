import assert from 'node:assert/strict';
import test from 'node:test';
import { fragment, initSegment } from './fmp4.ts';

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

const boxes = (data: Buffer): Box[] => {
  const found: Box[] = [];
  for (let at = 0; at < data.length; at += data.readUInt32BE(at)) {
    found.push({ type: data.toString('latin1', at + 4, at + 8), body: data.subarray(at + 8, at + data.readUInt32BE(at)) });
  }
  return found;
};
const inside = (data: Buffer, ...path: string[]): Buffer =>
  path.reduce((body, type) => boxes(body).find((box) => box.type === type)?.body ?? assert.fail(`no ${type}`), data);

const video = { sps: Uint8Array.of(0x67, 0x42, 0xc0, 0x1f), pps: Uint8Array.of(0x68, 0xcb), width: 540, height: 960 };
const frame = (size: number, keyframe = false) => ({ duration: 3000, keyframe, data: Buffer.alloc(size, size) });

test('a fragment has a run per track, and its offsets lead to the bytes of each', () => {
  const sound = [{ duration: 960, keyframe: true, data: Buffer.from('sound') }];
  const made = fragment(7, { start: 90_000, samples: [frame(5, true), frame(3)] }, { start: 48_000, samples: sound });
  assert.deepEqual(
    boxes(made).map(({ type }) => type),
    ['moof', 'mdat'],
  );
  const trafs = boxes(inside(made, 'moof')).filter(({ type }) => type === 'traf');
  assert.equal(trafs.length, 2);
  assert.equal(inside(made, 'moof', 'mfhd').readUInt32BE(4), 7);

  const [picture, tone] = trafs.map(({ body }) => inside(body, 'trun'));
  assert.ok(picture && tone);
  assert.deepEqual(
    [picture.readUInt32BE(4), picture.readUInt32BE(12), picture.readUInt32BE(16), picture.readUInt32BE(20)],
    [2, 3000, 5, 0x0200_0000],
  );
  assert.equal(picture.readUInt32BE(32), 0x0101_0000);
  const at = picture.readUInt32BE(8);
  assert.deepEqual(made.subarray(at, at + 8), Buffer.from([5, 5, 5, 5, 5, 3, 3, 3]));
  assert.equal(made.toString('latin1', tone.readUInt32BE(8)), 'sound');
});

test('times need 64 bits after half a day, and have them', () => {
  const start = 90_000 * 86_400 * 365; // a year
  const made = fragment(1, { start, samples: [frame(1, true)] }, null);
  const tfdt = inside(made, 'moof', 'traf', 'tfdt');
  assert.equal(tfdt[0], 1);
  assert.equal(Number(tfdt.readBigUInt64BE(4)), start);
});

test('a track without samples has no run', () => {
  const made = fragment(1, { start: 0, samples: [frame(1, true)] }, { start: 0, samples: [] });
  assert.equal(boxes(inside(made, 'moof')).filter(({ type }) => type === 'traf').length, 1);
});

test('the init segment describes picture and sound, or one of them', () => {
  const tracks = (init: Buffer) => boxes(inside(init, 'moov')).filter(({ type }) => type === 'trak').length;
  const both = initSegment(video, { codec: 'opus', channels: 2 });
  assert.deepEqual(
    boxes(both).map(({ type }) => type),
    ['ftyp', 'moov'],
  );
  assert.equal(tracks(both), 2);
  assert.equal(tracks(initSegment(null, { codec: 'opus', channels: 1 })), 1);
  assert.equal(tracks(initSegment(video, null)), 1);
  const entry = inside(both, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd').subarray(8);
  assert.equal(boxes(entry)[0]?.type, 'avc1');
  assert.deepEqual([entry.readUInt16BE(32), entry.readUInt16BE(34)], [540, 960]);
});

test('AAC carries the configuration its encoder gave', () => {
  const config = Uint8Array.from([0x11, 0x90, 0x56, 0xe5, 0x00]);
  const init = initSegment(null, { codec: 'aac', channels: 2, sampleRate: 48_000, config });
  const entry = boxes(inside(init, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd').subarray(8))[0];
  assert.equal(entry?.type, 'mp4a');
  assert.ok(entry.body.includes(Buffer.from([5, 5, ...config])));
});

test('only B-frames cost composition offsets, which may be negative', () => {
  const trun = (samples: Parameters<typeof frame>[0][], offsets: number[]) =>
    inside(
      fragment(1, { start: 0, samples: samples.map((size, at) => ({ ...frame(size), composition: offsets[at]! })) }, null),
      'moof',
      'traf',
      'trun',
    );
  assert.equal(trun([1, 1], [0, 0]).readUInt32BE(0), 0x0000_0701);
  const reordered = trun([1, 1, 1], [0, 6000, -3000]);
  assert.equal(reordered.readUInt32BE(0), 0x0100_0f01);
  assert.deepEqual([reordered.readInt32BE(24), reordered.readInt32BE(40), reordered.readInt32BE(56)], [0, 6000, -3000]);
});
