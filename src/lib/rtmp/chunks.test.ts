import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createChunkReader, MESSAGE, PUBLISHER, STRANGER, writeChunks, type RtmpMessage } from './chunks.ts';

const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

function collect() {
  const messages: RtmpMessage[] = [];
  const reader = createChunkReader((message) => messages.push(message));
  reader.limits = PUBLISHER;
  return { reader, messages };
}

/** The same bytes in pieces of any size, as TCP hands them over. */
function* pieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

test('any messages, cut into chunks and packets of any size, come out as they went in', () => {
  const message = fc.record(
    {
      type: fc.constantFrom(MESSAGE.audio, MESSAGE.video, MESSAGE.command),
      streamId: fc.nat({ max: 5 }),
      // Around the edge where timestamps need four bytes more, in every chunk.
      timestamp: fc.oneof(fc.nat({ max: 0xff_ffff_ff }), fc.integer({ min: 0xff_fffd, max: 0x100_0002 })),
      body: fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes)),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 12 }),
      fc.integer({ min: 1, max: 600 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
      (sent, chunkBytes, sizes) => {
        const { reader, messages } = collect();
        const size = writeChunks(2, { type: MESSAGE.setChunkSize, streamId: 0, timestamp: 0, body: u32(chunkBytes) }, 128);
        const bytes = Buffer.concat([size, ...sent.map((one, at) => writeChunks(4 + (at % 3), one, chunkBytes))]);
        for (const piece of pieces(bytes, sizes)) reader.push(piece);
        assert.deepEqual(messages, sent);
      },
    ),
  );
});

test('chunks of two streams may alternate, and short headers carry on the time', () => {
  const { reader, messages } = collect();
  const video = Buffer.alloc(200, 1);
  const [first, second] = [video.subarray(0, 128), video.subarray(128)];
  const sound = Buffer.from('sound');
  reader.push(
    Buffer.concat([
      Buffer.from([4, 0, 0, 10, 0, 0, 200, MESSAGE.video, 1, 0, 0, 0]),
      first,
      Buffer.from([5, 0, 0, 12, 0, 0, 5, MESSAGE.audio, 1, 0, 0, 0]),
      sound,
      Buffer.from([0xc4]),
      second,
      // 23 ms later, then again with nothing but the basic header.
      Buffer.from([0x85, 0, 0, 23]),
      sound,
      Buffer.from([0xc5]),
      sound,
    ]),
  );
  assert.deepEqual(
    messages.map(({ type, timestamp, body }) => [type, timestamp, body.length]),
    [
      [MESSAGE.audio, 12, 5],
      [MESSAGE.video, 10, 200],
      [MESSAGE.audio, 35, 5],
      [MESSAGE.audio, 58, 5],
    ],
  );
});

test('a stranger may not make us keep much: long messages and many chunk streams end the connection', () => {
  const header = (id: number, length: number) =>
    Buffer.from([id, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255, MESSAGE.video, 1, 0, 0, 0]);
  const long = createChunkReader(() => {});
  assert.throws(() => long.push(header(4, STRANGER.messageBytes + 1)), RangeError);
  const many = createChunkReader(() => {});
  assert.throws(() => {
    for (let id = 3; id < 3 + STRANGER.chunkStreams + 1; id++) many.push(Buffer.concat([header(id, 200), Buffer.alloc(128)]));
  }, RangeError);
  const endless = createChunkReader(() => {});
  assert.throws(
    () => endless.push(writeChunks(2, { type: MESSAGE.setChunkSize, streamId: 0, timestamp: 0, body: u32(0) }, 128)),
    RangeError,
  );
});

test('an abandoned message is forgotten when it is aborted', () => {
  const { reader, messages } = collect();
  reader.push(Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 1, 44, MESSAGE.video, 1, 0, 0, 0]), Buffer.alloc(128)]));
  reader.push(writeChunks(2, { type: MESSAGE.abort, streamId: 0, timestamp: 0, body: u32(4) }, 128));
  reader.push(writeChunks(4, { type: MESSAGE.audio, streamId: 1, timestamp: 5, body: Buffer.from('next') }, 128));
  assert.deepEqual(
    messages.map(({ body }) => body.toString()),
    ['next'],
  );
});
