import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseAacConfig, isSupportedAac } from './aac.ts';
import { createFlvReader, FLV_HEADER, writeFlvTag, type FlvTag } from './flv.ts';
import { nalsOf, readAudioTag, readVideoTag } from './flv-tags.ts';

test('tags of any size and time, in pieces of any size, come out as they went in', () => {
  const tag = fc.record(
    {
      kind: fc.constantFrom('video', 'audio', 'data'),
      timestamp: fc.nat({ max: 0xffff_ffff }),
      body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    },
    { noNullPrototype: true },
  ) as fc.Arbitrary<FlvTag>;
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 10 }), fc.integer({ min: 1, max: 200 }), (tags, size) => {
      const out: FlvTag[] = [];
      const reader = createFlvReader({ maxTagBytes: 1000, onTag: (one) => out.push({ ...one, body: Buffer.from(one.body) }) });
      const bytes = Buffer.concat([FLV_HEADER, ...tags.map(writeFlvTag)]);
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      assert.deepEqual(out, tags);
    }),
  );
});

test('what is no FLV, or a tag too long, is refused', () => {
  const reader = () => createFlvReader({ maxTagBytes: 100, onTag: () => {} });
  assert.throws(() => reader().push(Buffer.alloc(20)), RangeError);
  assert.throws(
    () => reader().push(Buffer.concat([FLV_HEADER, writeFlvTag({ kind: 'video', timestamp: 0, body: Buffer.alloc(101) })])),
    RangeError,
  );
});

test('a video tag tells its parameters, its picture and how much later that is shown', () => {
  const [sps, pps] = [Buffer.from([0x67, 0x64, 0, 0x1f, 9]), Buffer.from([0x68, 0xee])];
  const record = Buffer.concat([Buffer.from([1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 5]), sps, Buffer.from([1, 0, 2]), pps]);
  assert.deepEqual(readVideoTag(Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), record])), {
    is: 'parameters',
    sps: Uint8Array.from(sps),
    pps: Uint8Array.from(pps),
    lengthBytes: 4,
  });
  const picture = readVideoTag(Buffer.from([0x27, 1, 0xff, 0xff, 0xdf, 0, 0, 0, 2, 0x41, 7]));
  assert.ok(picture.is === 'picture');
  assert.equal(picture.compositionMs, -33);
  assert.deepEqual(
    nalsOf(picture.data, 4).map((nal) => [...nal]),
    [[0x41, 7]],
  );
  assert.deepEqual(
    nalsOf(Buffer.from([0, 2, 0x41, 7, 0, 9, 1]), 2).map((nal) => [...nal]),
    [[0x41, 7]],
    'the torn one is left out',
  );
});

test('other codecs are known by name', () => {
  assert.deepEqual(readVideoTag(Buffer.from([0x90, ...Buffer.from('hvc1')])), { is: 'foreign', codec: 'hvc1' });
  assert.deepEqual(readVideoTag(Buffer.from([0x1c, 1, 0, 0, 0])), { is: 'foreign', codec: 'HEVC' });
  assert.deepEqual(readVideoTag(Buffer.from([0x14, 0])), { is: 'foreign', codec: 'VP6' });
  assert.deepEqual(readAudioTag(Buffer.from([0x2f, 0, 0])), { is: 'foreign', codec: 'MP3' });
  assert.deepEqual(readAudioTag(Buffer.from([0xaf, 0, 0x11, 0xb0])), { is: 'foreign', codec: 'AAC of object type 2, 6 channels' });
});

test('an AAC description tells rate, channels and whether browsers can play it', () => {
  const config = parseAacConfig(Buffer.from([0x12, 0x10]))!;
  assert.deepEqual([config.objectType, config.sampleRate, config.channels, isSupportedAac(config)], [2, 44_100, 2, true]);
  assert.equal(parseAacConfig(Buffer.from([0x12])), null);
  assert.equal(parseAacConfig(Buffer.from([0x16, 0x90])), null, 'a reserved rate');
  assert.equal(isSupportedAac(parseAacConfig(Buffer.from([0x0a, 0x10]))!), false, 'AAC Main');
});

test('whatever is in a tag, reading it does not throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const body = Buffer.from(bytes);
      const tag = readVideoTag(body);
      if (tag.is === 'picture') nalsOf(tag.data, 1 + (body.length % 4));
      readAudioTag(body);
    }),
  );
});
