import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import test from 'node:test';
import { createFrameReader, FRAME_HEAD_BYTES, stampFrame, type RelayFrame } from './relay-frames.ts';
import { createRelayWriter, MAX_BACKLOG_BYTES } from './relay-writer.ts';

function frame(packet: string | Buffer, kind: 'video' | 'audio' = 'video', isKey = false): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(FRAME_HEAD_BYTES), Buffer.from(packet)]);
  stampFrame(bytes, kind, isKey);
  return bytes;
}

test('frames come out as they went in, wherever the stream is cut', () => {
  const sent = Buffer.concat([frame('first', 'video', true), frame('x', 'audio'), frame('y'.repeat(1_200)), frame('last', 'audio')]);
  for (const size of [1, 2, 3, 7, 1_000, sent.length]) {
    const got: RelayFrame[] = [];
    const read = createFrameReader((one) => got.push({ ...one, packet: Buffer.from(one.packet) }));
    for (let at = 0; at < sent.length; at += size) read(Buffer.from(sent.subarray(at, at + size)));
    assert.deepEqual(
      got.map(({ kind, isKey, packet }) => [kind, isKey, packet.toString()]),
      [
        ['video', true, 'first'],
        ['audio', false, 'x'],
        ['video', false, 'y'.repeat(1_200)],
        ['audio', false, 'last'],
      ],
      `cut at every ${size} bytes`,
    );
  }
});

/** A stream that takes nothing until it is told to. */
function stuckStream() {
  let go: (() => void) | null = null;
  let taken = 0;
  const stream = new Writable({
    highWaterMark: 16,
    writev(chunks, callback) {
      go = () => {
        go = null;
        taken += chunks.length;
        callback();
      };
    },
  });
  return { stream, drain: () => void go?.(), taken: () => taken };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a relay that does not drain loses packets up to a key frame, is counted, and holds nobody up', async () => {
  const { stream, drain, taken } = stuckStream();
  const writer = createRelayWriter(stream);
  const video = (isKey = false) => writer.write(frame(Buffer.alloc(1_200), 'video', isKey), 'video', isKey);
  for (let n = 0; n < 2_000; n++) video();
  await turn();
  assert.ok(stream.writableLength <= MAX_BACKLOG_BYTES);
  assert.ok(writer.dropped > 1_000);
  const { dropped } = writer;
  video(true);
  assert.equal(writer.dropped, dropped + 1, 'no room yet, not even for a key frame');

  while (stream.writableLength > 0) {
    drain();
    await turn();
  }
  const before = taken();
  assert.equal(writer.waitsForKeyFrame, true);
  video();
  assert.equal(writer.dropped, dropped + 2, 'half a picture is of no use');
  video(true);
  video();
  assert.equal(writer.waitsForKeyFrame, false);
  await turn();
  drain();
  assert.equal(taken() - before, 2);
});

test('the packets of one turn go out in one write', async () => {
  const sizes: number[] = [];
  const stream = new Writable({
    writev(chunks, callback) {
      sizes.push(chunks.length);
      callback();
    },
  });
  const writer = createRelayWriter(stream);
  for (let n = 0; n < 10; n++) writer.write(frame('packet'), 'video', n === 0);
  await turn();
  assert.deepEqual(sizes, [10]);
});
