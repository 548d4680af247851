import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import sharp from 'sharp';
import { mediaPaths } from '#contract/media.ts';
import { openTestMedia } from './testing-media.ts';
import { recordClip } from './testing-recording.ts';

const { media, http, dataDir, folderOf } = await openTestMedia();
const hasDecoder = await import('node-av').then(
  () => true,
  () => false,
);

async function recorded(...untilMs: number[]): Promise<string> {
  const streamId = randomUUID();
  await media.openStream(streamId);
  await media.closeStream(streamId);
  for (const ms of untilMs) await recordClip(folderOf(streamId), ms);
  return streamId;
}

test(
  'a replay has a small picture for every ten seconds, made once, and a poster',
  { skip: !hasDecoder && 'node-av is not here' },
  async () => {
    const streamId = await recorded(14_000);
    const first = await http.app.inject(mediaPaths.replayThumb(streamId, 500));
    assert.deepEqual([first.statusCode, first.headers['content-type']], [200, 'image/jpeg']);
    assert.equal((await sharp(first.rawPayload).metadata()).width, 360);
    assert.deepEqual(await readdir(join(dataDir, 'thumbs', streamId)), ['0.jpg']);
    const second = await http.app.inject(mediaPaths.replayThumb(streamId, 13_999));
    assert.equal(second.statusCode, 200);
    assert.notDeepEqual(second.rawPayload, first.rawPayload);
    // Kept: it is not decoded a second time.
    await rm(join(folderOf(streamId), 'seg-0.m4s'));
    assert.deepEqual((await http.app.inject(mediaPaths.replayThumb(streamId, 0))).rawPayload, first.rawPayload);
    assert.equal((await http.app.inject(mediaPaths.replayPoster(streamId))).statusCode, 200);
    for (const name of ['9.jpg', 'x.jpg', '-1.jpg', '1.png', '0.jpg.part'])
      assert.equal((await http.app.inject(`/replay/${streamId}/thumbs/${name}`)).statusCode, 404, name);
  },
);

test('a hole in a recording is told, and players are helped over it', async () => {
  const streamId = await recorded(12_000);
  const index = join(folderOf(streamId), 'segments.jsonl');
  const lines = (await readFile(index, 'utf8')).trim().split('\n');
  // As if two segments in the middle had found no room.
  await writeFile(index, `${[...lines.slice(0, 2), ...lines.slice(4)].join('\n')}\n`);
  const replay = await media.replay(streamId);
  assert.equal(replay?.durationMs, 8_000);
  assert.deepEqual(replay.holes, [{ atMs: 4_000, missingMs: 4_000 }]);
  const { body } = await http.app.inject(replay.url);
  assert.match(body, /seg-1\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="(init-0\.mp4\?from=4)"/);
  assert.equal((await http.app.inject(`/replay/${streamId}/init-0.mp4?from=4`)).statusCode, 200);
  // A clip across it keeps to one side: 3 s before, 1 s behind.
  const clip = await media.makeClip(streamId, { fromMs: 1_000, toMs: 5_000 });
  assert.ok(clip.ok);
  assert.deepEqual([clip.value.startsAtMs, clip.value.durationMs], [1_000, 3_000]);
});

test('what is not kept any more says so, and its hashes stay', async () => {
  const streamId = await recorded(4_000);
  await appendFile(join(folderOf(streamId), 'segments.jsonl'), '{"forgotten":0}\n{"forgotten":1}\n');
  assert.equal(await media.replay(streamId), null);
  for (const url of [mediaPaths.replay(streamId), mediaPaths.replayThumb(streamId, 0), `/replay/${streamId}/seg-0.m4s`]) {
    const answer = await http.app.inject(url);
    assert.equal(answer.statusCode, 410, url);
    assert.match((answer.json() as { title: string }).title, /no longer kept/);
  }
});
