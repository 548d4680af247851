import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { systemClock } from '#lib/clock.ts';
import { playClip } from '../demo/clip-source.ts';
import { createAacVariant } from './aac-variant.ts';
import { clip, serve } from './testing.ts';

test('the AAC variant starts when it is asked for and carries valid AAC beside the picture', async (t) => {
  const failures: Error[] = [];
  let aheadMs = 0;
  const clock = { now: () => systemClock.now() + aheadMs };
  const variant = createAacVariant({ clock, onFailed: (error) => failures.push(error) });
  const source = playClip({ clip, clock: systemClock, generation: 1, readers: [variant] });
  const server = await serve((req, res) => variant.handle(req, res, (req.url ?? '').slice(1)));
  t.after(async () => {
    source.stop();
    await variant.close();
    await server.close();
  });
  const get = async (name: string) => {
    const answer = await fetch(`${server.url}/${name}`);
    assert.equal(answer.status, 200, `${name}: ${failures.map(String).join()}`);
    return Buffer.from(await answer.arrayBuffer());
  };

  const playlist = (await get('index-aac.m3u8')).toString();
  const [, init = '', segment = ''] = /URI="(aac-init-\d+\.mp4)"[^]*?^(aac-seg-\d+\.m4s)$/m.exec(playlist) ?? [];
  const file = Buffer.concat([await get(init), await get(segment)]);

  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(file) });
  const audio = await input.getPrimaryAudioTrack();
  const video = await input.getPrimaryVideoTrack();
  assert.ok(audio && video);
  assert.equal(await audio.getCodec(), 'aac');
  const decoder = await audio.getDecoderConfig();
  assert.equal(decoder?.codec, 'mp4a.40.2');
  assert.equal(decoder.sampleRate, 48_000);
  const packets = [];
  for await (const packet of new EncodedPacketSink(audio).packets()) packets.push(packet);
  assert.ok(packets.length > 50, `${packets.length} frames of sound`);
  // Frames of noise and chords are long; the stand-in for silence has nine bytes.
  assert.ok(packets.filter(({ data }) => data.length > 40).length > packets.length / 2);
  for (const [at, packet] of packets.entries()) {
    assert.ok(Math.abs(packet.timestamp - (packets[0]?.timestamp ?? 0) - (at * 1024) / 48_000) < 0.001, 'frames follow one another');
  }

  await assertDecodes(file);

  assert.ok(variant.isRunning());
  aheadMs = 61_000;
  for (let tries = 0; variant.isRunning(); tries++) {
    assert.ok(tries < 200, 'it ends a minute after somebody last asked');
    await sleep(50);
  }
});

/** With the decoder of FFmpeg where the optional dependency is installed: no frame is refused, and it is not silence. */
async function assertDecodes(file: Buffer): Promise<void> {
  const av = await import('node-av/api').catch(() => null);
  if (!av) return;
  await using input = await av.Demuxer.open(file);
  const stream = input.audio();
  assert.ok(stream);
  using decoder = await av.Decoder.create(stream, { exitOnError: true });
  let samples = 0;
  let loudest = 0;
  for await (const frame of decoder.frames(input.packets(stream.index))) {
    if (!frame) continue;
    samples += frame.nbSamples;
    const plane = frame.data?.[0];
    if (plane) for (let at = 0; at + 4 <= plane.length; at += 400) loudest = Math.max(loudest, Math.abs(plane.readFloatLE(at - (at % 4))));
    frame.free();
  }
  assert.ok(samples > 50 * 1024, `${samples} samples`);
  assert.ok(loudest > 0.02 && loudest <= 1, `loudest ${loudest}`);
}
