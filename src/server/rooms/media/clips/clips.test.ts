import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { openBrowser } from '../testing-browser.ts';
import { openTestMedia } from '../testing-media.ts';
import { recordClip } from '../testing-recording.ts';

const { media, http, dataDir, folderOf } = await openTestMedia();

/** A closed stream with a recording in memory of the clip, whole seconds long. */
async function recorded(...untilMs: number[]): Promise<string> {
  const streamId = randomUUID();
  await media.openStream(streamId);
  await media.closeStream(streamId);
  for (const ms of untilMs) await recordClip(folderOf(streamId), ms);
  return streamId;
}

async function clipOf(streamId: string, fromMs: number, toMs: number) {
  const made = await media.makeClip(streamId, { fromMs, toMs });
  assert.ok(made.ok, `refused: ${made.ok ? '' : made.reason}`);
  return made.value;
}

test('a clip shows exactly the span that was asked for, from a file that plays from its first bytes', async () => {
  const streamId = await recorded(12_000);
  const clip = await clipOf(streamId, 3_123, 8_456);
  assert.deepEqual([clip.startsAtMs, clip.durationMs], [3_123, 5_333]);
  const answer = await http.app.inject(clip.url);
  assert.deepEqual([answer.statusCode, answer.headers['content-type'], answer.rawPayload.length], [200, 'video/mp4', clip.bytes]);
  assert.match(String(answer.headers['cache-control']), /immutable/);
  const index = answer.rawPayload.indexOf('moov');
  assert.ok(index > 0 && index < answer.rawPayload.indexOf('mdat'), 'the index stands before the media');

  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(answer.rawPayload) });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  assert.deepEqual([await video?.getCodec(), await audio?.getCodec()], ['avc', 'opus']);
  const first = await new EncodedPacketSink(video!).getFirstPacket();
  assert.equal(first?.type, 'key');
  assert.ok(first.timestamp <= 0 && first.timestamp > -2.5, `the key frame before the cut is hidden: ${first.timestamp}`);
});

test('Chromium shows the picture of the cut first, not that of the key frame before it, with its sound', async () => {
  const streamId = await recorded(12_000);
  const clip = await clipOf(streamId, 3_000, 6_500);
  const keyFrame = await clipOf(streamId, 2_000, 6_500);
  const url = await http.app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const seen = await page.evaluate(
      async ([exact, earlier]) => {
        const open = async (src: string, seconds: number) => {
          const video = document.createElement('video');
          Object.assign(video, { crossOrigin: 'anonymous', src, muted: true, preload: 'auto' });
          document.body.append(video);
          const heard = (name: string) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
          await Promise.race([heard('canplay'), heard('error')]);
          if (video.error) throw new Error(video.error.message);
          const moved = heard('seeked');
          video.currentTime = seconds;
          await moved;
          return video;
        };
        const pixels = (video: HTMLVideoElement) => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
          const context = canvas.getContext('2d')!;
          context.drawImage(video, 0, 0, 64, 64);
          return [...context.getImageData(0, 0, 64, 64).data];
        };
        const apart = (one: HTMLVideoElement, other: HTMLVideoElement) => {
          const there = pixels(other);
          return pixels(one).reduce((sum, value, at) => sum + Math.abs(value - there[at]!), 0) / there.length;
        };
        const sound = await fetch(exact!).then(async (answer) =>
          new OfflineAudioContext(2, 48_000, 48_000).decodeAudioData(await answer.arrayBuffer()),
        );
        const [cut, same, before] = [await open(exact!, 0.01), await open(earlier!, 1.01), await open(earlier!, 0.01)];
        // A busy machine paints the frame a little after it says that it is there.
        for (let tries = 0; tries < 100 && apart(cut, same) >= 1; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
        return { duration: cut.duration, sound: sound.duration, toSame: apart(cut, same), toBefore: apart(cut, before) };
      },
      [`${url}${clip.url}`, `${url}${keyFrame.url}`],
    );
    assert.ok(Math.abs(seen.duration - 3.5) < 0.05, `lasts ${seen.duration}`);
    assert.ok(Math.abs(seen.sound - 3.5) < 0.1, `sounds ${seen.sound}`);
    assert.ok(seen.toSame < 1, `the picture at the cut, ${seen.toSame}`);
    assert.ok(seen.toBefore > 3 * seen.toSame && seen.toBefore > 0.5, `not the one before it, ${seen.toBefore}`);
  } finally {
    await browser.close();
  }
});

test('the same span is the same clip, also when many ask at once, and its name tells its content', async () => {
  const streamId = await recorded(8_000);
  const clips = await Promise.all(Array.from({ length: 6 }, () => clipOf(streamId, 1_000, 4_000)));
  assert.equal(new Set(clips.map(({ clipId }) => clipId)).size, 1);
  const [name, ...others] = await readdir(join(dataDir, 'clips', streamId));
  assert.deepEqual(others, []);
  const { rawPayload } = await http.app.inject(clips[0]!.url);
  assert.equal(name, `${createHash('sha256').update(rawPayload).digest('hex')}.mp4`);
});

test('where a new session begins, the clip keeps to the longer piece and says where it starts', async () => {
  const streamId = await recorded(4_000, 6_000);
  const clip = await clipOf(streamId, 3_000, 8_000);
  assert.deepEqual([clip.startsAtMs, clip.durationMs], [4_000, 4_000]);
});

test('a span that is too short, too long, beyond the end or no span at all is refused', async () => {
  const streamId = await recorded(6_000);
  for (const [fromMs, toMs] of [
    [0, 500],
    [0, 200_000_000],
    [5_900, 9_000],
    [90_000, 95_000],
    [-1, 4_000],
    [4_000, 1_000],
    [Number.NaN, 4_000],
  ] as const) {
    const made = await media.makeClip(streamId, { fromMs, toMs });
    // The end of a span may lie behind the end of the replay; its start may not.
    if (toMs === 200_000_000) assert.ok(made.ok);
    else assert.ok(!made.ok && made.reason === 'span_wrong', `${fromMs} to ${toMs}`);
  }
});

test('of what was not recorded, or is gone, there is no clip', async () => {
  assert.deepEqual(await media.makeClip(randomUUID(), { fromMs: 0, toMs: 4_000 }), { ok: false, reason: 'not_found' });
  const streamId = await recorded(6_000);
  await rm(join(folderOf(streamId), 'seg-1.m4s'));
  assert.deepEqual(await media.makeClip(streamId, { fromMs: 1_000, toMs: 4_000 }), { ok: false, reason: 'not_found' });
  assert.equal((await http.app.inject(`/clips/${randomUUID()}.mp4`)).statusCode, 404);
});

test('a crowd that clips at once is told to wait, and nothing half made stays behind', async () => {
  const streamId = await recorded(12_000);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) => media.makeClip(streamId, { fromMs: at * 100, toMs: at * 100 + 4_000 })),
  );
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]));
  assert.ok(refused.length > 0 && refused.every((reason) => reason === 'busy'), String(new Set(refused)));
  assert.ok(answers.some(({ ok }) => ok));
  assert.deepEqual(await readdir(join(dataDir, 'clips-at-work')), []);
});

test('a player gets ranges of a clip, its size without it, and "you have it"', async () => {
  const clip = await clipOf(await recorded(6_000), 0, 3_000);
  const range = await http.app.inject({ url: clip.url, headers: { range: 'bytes=4-7' } });
  assert.deepEqual([range.statusCode, range.body, range.headers['content-range']], [206, 'ftyp', `bytes 4-7/${clip.bytes}`]);
  const tail = await http.app.inject({ url: clip.url, headers: { range: 'bytes=-10' } });
  assert.deepEqual([tail.statusCode, tail.rawPayload.length], [206, 10]);
  const beyond = await http.app.inject({ url: clip.url, headers: { range: `bytes=${clip.bytes}-` } });
  assert.deepEqual([beyond.statusCode, beyond.headers['content-range']], [416, `bytes */${clip.bytes}`]);
  const head = await http.app.inject({ method: 'HEAD', url: clip.url });
  assert.deepEqual([head.statusCode, head.headers['content-length'], head.rawPayload.length], [200, String(clip.bytes), 0]);
  const etag = String(head.headers['etag']);
  assert.equal((await http.app.inject({ url: clip.url, headers: { 'if-none-match': etag } })).statusCode, 304);
  const stale = await http.app.inject({ url: clip.url, headers: { range: 'bytes=4-7', 'if-range': '"other"' } });
  assert.deepEqual([stale.statusCode, stale.rawPayload.length], [200, clip.bytes]);
});
