import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { OpusDecoder } from 'opus-decoder';
import { createFlvReader } from '#lib/flv.ts';
import { readAudioTag } from '#lib/flv-tags.ts';
import { opusSamples } from '#lib/opus.ts';
import { hasFfmpeg, makeFlv } from '../rtmp/testing-encoder.ts';
import { createOpusTranscoder } from './opus-transcoder.ts';

test('AAC at 44,100 Hz becomes packets of 20 ms at their time, and is not silence', { skip: !hasFfmpeg }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'etalage-opus-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'tone.flv');
  await makeFlv(file, { bFrames: 0, seconds: 2 });
  let config: Uint8Array = new Uint8Array();
  const frames: { frame: Uint8Array; ms: number }[] = [];
  const reader = createFlvReader({
    maxTagBytes: 1_000_000,
    onTag({ kind, timestamp, body }) {
      const tag = kind === 'audio' ? readAudioTag(body) : null;
      if (tag?.is === 'config') config = tag.config.bytes;
      if (tag?.is === 'frame') frames.push({ frame: tag.data, ms: timestamp });
    },
  });
  reader.push(readFileSync(file));

  const made: { packet: Uint8Array; ms: number }[] = [];
  const enough = Promise.withResolvers<void>();
  const transcoder = createOpusTranscoder({
    config,
    onPacket: (packet, ms) => (made.push({ packet, ms }), made.length === 80 && enough.resolve()),
    onAbsent: () => enough.reject(new Error('absent')),
    onFailed: enough.reject,
  });
  t.after(transcoder.close);
  for (const { frame, ms } of frames) transcoder.push(frame, ms);
  await enough.promise;

  assert.ok(made.every(({ packet }) => opusSamples(packet) === 960));
  for (const [at, { ms }] of made.entries()) assert.ok(Math.abs(ms - made[0]!.ms - at * 20) < 60, `packet ${at} at ${ms}`);
  const decoder = new OpusDecoder({ channels: 2 });
  await decoder.ready;
  const loud = made.map(({ packet }) => Math.max(...decoder.decodeFrame(packet).channelData[0]!.map(Math.abs)));
  decoder.free();
  assert.ok(loud.filter((level) => level > 0.05).length > 60, `${loud.filter((level) => level > 0.05).length} of ${loud.length} are heard`);
});
