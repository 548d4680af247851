import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import { createFolderStorage } from '#platform/storage/folder-storage.ts';
import { createS3Storage } from '#platform/storage/s3-storage.ts';
import type { Storage } from '#platform/storage/storage.ts';
import { startTestS3 } from '#platform/storage/testing-s3.ts';
import { createRecordings } from './recordings.ts';
import { recordClip } from './testing-recording.ts';
import { createUploads, type UploadsNeeds } from './uploads.ts';
import { readRecording } from './worker/recording.ts';

const s3 = await startTestS3();
const remote = createS3Storage(s3.settings);
after(async () => {
  remote.close();
  await s3.close();
});
const quiet = { warn() {}, info() {} };

function machine(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'etalage-uploads-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const mediaDir = join(dataDir, 'media');
  mkdirSync(mediaDir);
  const streamId = crypto.randomUUID();
  return { dataDir, mediaDir, streamId, dir: join(mediaDir, streamId), local: createFolderStorage({ dir: dataDir }) };
}

function uploadsOf(t: TestContext, mediaDir: string, more: Partial<UploadsNeeds> = {}) {
  const uploads = createUploads({ remote, mediaDir, dropLocal: false, isOpen: () => false, log: quiet, ...more });
  t.after(() => uploads.close());
  return uploads;
}

async function namesThere(streamId: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { key } of remote.list(`media/${streamId}/`)) names.push(key.split('/').at(-1)!);
  return names.toSorted();
}

test('a recording is brought whole, and a machine that never had it serves it', async (t) => {
  const { mediaDir, streamId, dir } = machine(t);
  await recordClip(dir, 6_000);
  const uploads = uploadsOf(t, mediaDir);
  uploads.wake(streamId);
  await uploads.settled();
  assert.deepEqual(await namesThere(streamId), ['init-0.mp4', 'seg-0.m4s', 'seg-1.m4s', 'seg-2.m4s', 'segments.jsonl']);

  const other = machine(t);
  const recordings = createRecordings({ local: other.local, remote });
  assert.equal((await recordings.read(streamId))?.durationMs, 6_000);
  assert.deepEqual(await recordings.bytes(streamId, 'seg-1.m4s'), readFileSync(join(dir, 'seg-1.m4s')));
});

test('what is in the storage may be dropped here, and is still served', async (t) => {
  const { mediaDir, streamId, dir, local } = machine(t);
  await recordClip(dir, 6_000);
  const body = readFileSync(join(dir, 'seg-2.m4s'));
  const uploads = uploadsOf(t, mediaDir, { dropLocal: true });
  uploads.wake(streamId);
  await uploads.settled();
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.endsWith('.m4s')),
    [],
  );
  const recordings = createRecordings({ local, remote });
  assert.equal(await recordings.isHere(streamId, 'seg-2.m4s'), false);
  assert.deepEqual(await recordings.bytes(streamId, 'seg-2.m4s'), body);
  // The next show on the same stream goes on with new numbers.
  await recordClip(dir, 2_000);
  uploads.wake(streamId);
  await uploads.settled();
  assert.equal((await createRecordings({ local, remote: null }).read(streamId))?.segments.length, 4);
  assert.equal((await namesThere(streamId)).filter((name) => name.endsWith('.m4s')).length, 4);
});

test('while the storage is away the recording waits here, and is brought when it is back', { timeout: 30_000 }, async (t) => {
  const { mediaDir, streamId, dir } = machine(t);
  await recordClip(dir, 4_000);
  let away = true;
  const flaky: Storage = { ...remote, put: (key, content) => (away ? Promise.reject(new Error('away')) : remote.put(key, content)) };
  const uploads = uploadsOf(t, mediaDir, { remote: flaky });
  uploads.wake(streamId);
  await uploads.settled();
  assert.match(uploads.trouble() ?? '', /away/);
  assert.deepEqual(await namesThere(streamId), []);
  away = false;
  while (uploads.trouble()) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await namesThere(streamId)).length, 4);
});

test('a process killed while it brings a recording is continued by the next, which sends nothing twice', { timeout: 60_000 }, async (t) => {
  const { mediaDir, streamId, dir } = machine(t);
  await recordClip(dir, 60_000);
  const child = fork(new URL('./testing-uploads.child.ts', import.meta.url), [mediaDir, streamId, JSON.stringify(s3.settings)], {
    stdio: 'ignore',
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const before = await namesThere(streamId);
  const { segments } = await readRecording(dir);
  assert.ok(before.length > 0 && before.length < segments.length, `${before.length} of ${segments.length} are there`);

  const sent: string[] = [];
  const counting: Storage = { ...remote, put: (key, content) => (sent.push(key.split('/').at(-1)!), remote.put(key, content)) };
  const uploads = uploadsOf(t, mediaDir, { remote: counting });
  await uploads.start();
  await uploads.settled();
  assert.equal((await namesThere(streamId)).length, segments.length + 2);
  assert.deepEqual(
    sent.filter((name) => before.includes(name)),
    [],
  );
  // Finished is remembered: the next start sends nothing at all.
  sent.length = 0;
  const third = uploadsOf(t, mediaDir, { remote: counting });
  await third.start();
  await third.settled();
  assert.deepEqual(sent, []);
});

test('of a show that is on, segments are brought as they come', async (t) => {
  const { mediaDir, streamId, dir } = machine(t);
  const uploads = uploadsOf(t, mediaDir, { isOpen: () => true });
  for (const count of [2, 4]) {
    await recordClip(dir, 4_000);
    uploads.wake(streamId);
    await uploads.settled();
    assert.equal((await namesThere(streamId)).filter((name) => name.endsWith('.m4s')).length, count);
  }
});
