import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { createS3Storage } from '#platform/storage/s3-storage.ts';
import { startTestS3 } from '#platform/storage/testing-s3.ts';
import { openTestMedia } from './testing-media.ts';
import { recordClip } from './testing-recording.ts';
import { readRecording } from './worker/recording.ts';

const DAY_MS = 86_400_000;
const s3 = await startTestS3();
const remote = createS3Storage(s3.settings);
const dataDir = await mkdtemp(join(tmpdir(), 'etalage-retention-'));
const kept = { reserveBytes: 0, warnBytes: 0, replayDays: 30, s3: s3.settings, dropLocal: true };
const { media, http, time, folderOf } = await openTestMedia({ dataDir, kept }, remote);
after(async () => {
  remote.close();
  await s3.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('a replay past its days is deleted here and in the storage; its hashes stay and its page says so', { timeout: 30_000 }, async () => {
  const forgotten: string[] = [];
  media.on('forgotten', ({ streamId }) => forgotten.push(streamId));
  const [old, recent] = [randomUUID(), randomUUID()];
  for (const streamId of [old, recent]) {
    await media.openStream(streamId);
    await recordClip(folderOf(streamId), 4_000);
    await media.closeStream(streamId);
    time.nowMs += 20 * DAY_MS;
  }
  // Brought to the storage and dropped here, as the settings say.
  const isBrought = async (streamId: string) => (await readdir(folderOf(streamId))).includes('stored.json');
  while (!(await isBrought(old)) || !(await isBrought(recent))) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await http.app.inject(`/replay/${old}/seg-1.m4s`)).statusCode, 200);
  const clip = await media.makeClip(old, { fromMs: 0, toMs: 3_000 });
  assert.ok(clip.ok);

  await media.sweep();
  await media.sweep();
  assert.deepEqual(forgotten, [old]);
  for (const name of ['index.m3u8', 'seg-1.m4s', 'init-0.mp4', 'thumbs/0.jpg', 'poster.jpg'])
    assert.equal((await http.app.inject(`/replay/${old}/${name}`)).statusCode, 410, name);
  assert.equal(await media.replay(old), null);
  assert.deepEqual(await media.makeClip(old, { fromMs: 1_000, toMs: 3_000 }), { ok: false, reason: 'not_found' });
  const there: string[] = [];
  for await (const { key } of remote.list(`media/${old}/`)) there.push(key.split('/').at(-1)!);
  assert.deepEqual(there, ['segments.jsonl']);
  const index = await readFile(join(folderOf(old), 'segments.jsonl'), 'utf8');
  assert.equal(index.match(/"sha256":"[0-9a-f]{64}"/g)?.length, 2);
  assert.deepEqual((await readRecording(folderOf(old))).segments, []);

  // A clip is a work of its own and stays, and so does what is recent.
  assert.equal((await http.app.inject(clip.value.url)).statusCode, 200);
  assert.equal((await http.app.inject(`/replay/${recent}/index.m3u8`)).statusCode, 200);
});

test('a stream that is opened again after its replay was deleted records anew, under new numbers', async () => {
  const streamId = randomUUID();
  await media.openStream(streamId);
  await recordClip(folderOf(streamId), 4_000);
  await media.closeStream(streamId);
  time.nowMs += 40 * DAY_MS;
  await media.sweep();
  await media.openStream(streamId);
  await recordClip(folderOf(streamId), 2_000);
  await media.closeStream(streamId);
  assert.equal((await media.replay(streamId))?.durationMs, 2_000);
  assert.ok((await readRecording(folderOf(streamId))).segments.every(({ n, init }) => n > 1 && init > 0));
});
