import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { createFolderStorage } from './folder-storage.ts';
import { createS3Storage } from './s3-storage.ts';
import { parseRange } from './send-stored.ts';
import { readStored, type Storage } from './storage.ts';
import { startTestS3 } from './testing-s3.ts';

const dir = mkdtempSync(join(tmpdir(), 'etalage-storage-'));
const s3 = await startTestS3();
const s3Storage = createS3Storage(s3.settings);
after(async () => {
  s3Storage.close();
  await s3.close();
  rmSync(dir, { recursive: true, force: true });
});

const kinds: readonly [name: string, storage: Storage][] = [
  ['folder', createFolderStorage({ dir })],
  ['S3', s3Storage],
];

async function keysIn(storage: Storage, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(folder)) keys.push(key);
  return keys.toSorted();
}

for (const [name, storage] of kinds) {
  test(`${name}: what was put is read back, whole and in pieces`, async () => {
    const content = randomBytes(100_000);
    await storage.put('media/a/seg-1.m4s', content);
    assert.deepEqual(await storage.stat('media/a/seg-1.m4s'), { bytes: 100_000 });
    assert.deepEqual(await readStored(storage, 'media/a/seg-1.m4s', 100_000), content);
    const piece = await storage.get('media/a/seg-1.m4s', { start: 10, end: 19 });
    assert.equal(piece?.bytes, 10);
    assert.deepEqual(Buffer.concat(await piece.body.toArray()), content.subarray(10, 20));
    await assert.rejects(readStored(storage, 'media/a/seg-1.m4s', 99_999), /larger/);
  });

  test(`${name}: a file is taken, and a key may be written again`, async () => {
    const file = join(dir, 'outside.bin');
    writeFileSync(file, 'first');
    await storage.put('clips/b/one.mp4', { file });
    assert.equal(existsSync(file), false);
    assert.equal(String(await readStored(storage, 'clips/b/one.mp4', 100)), 'first');
    await storage.put('clips/b/one.mp4', Buffer.from('second'));
    assert.equal(String(await readStored(storage, 'clips/b/one.mp4', 100)), 'second');
  });

  test(`${name}: a folder lists what is in it and nothing of its neighbours`, async () => {
    for (const key of ['list/c/1.jpg', 'list/c/2.jpg', 'list/cc/3.jpg']) await storage.put(key, Buffer.from(key));
    assert.deepEqual(await keysIn(storage, 'list/c/'), ['list/c/1.jpg', 'list/c/2.jpg']);
    assert.deepEqual(await keysIn(storage, 'list/none/'), []);
  });

  test(`${name}: what is deleted is gone, and twice is no error`, async () => {
    await storage.put('gone/d.jpg', Buffer.from('x'));
    await storage.delete('gone/d.jpg');
    await storage.delete('gone/d.jpg');
    assert.equal(await storage.stat('gone/d.jpg'), null);
    assert.equal(await storage.get('gone/d.jpg'), null);
  });

  test(`${name}: no key leaves its place`, async () => {
    for (const key of ['../secret', '/etc/passwd', 'a/../b', 'a//b', '', 'a\\b', '.hidden', 'a/.git', 'a\0b']) {
      await assert.rejects(async () => storage.put(key, Buffer.from('x')), RangeError, key);
      await assert.rejects(async () => storage.get(key), RangeError, key);
    }
    await assert.rejects(async () => keysIn(storage, '../'), RangeError);
  });
}

test('S3: a folder of more than a page is listed whole', async () => {
  const storage = createS3Storage(s3.settings, { perPage: 4 });
  const many = Array.from({ length: 11 }, (_, at) => `pages/e/${at}.jpg`);
  await Promise.all(many.map((key) => storage.put(key, Buffer.from('x'))));
  assert.deepEqual(await keysIn(storage, 'pages/e/'), many.toSorted());
  storage.close();
});

test('S3: a service that fails is asked again, and at last refused in words without secrets', async () => {
  let asked = 0;
  let failing = 2;
  const server = createServer((req, res) => {
    asked++;
    req.resume();
    res.writeHead(failing-- > 0 ? 503 : 200, { etag: '"x"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const storage = createS3Storage({ ...s3.settings, endpoint, secretAccessKey: 'the-secret' });
  await storage.put('media/a/x.jpg', Buffer.from('x'));
  assert.equal(asked, 3);
  failing = 100;
  const refused = await storage.put('media/a/x.jpg', Buffer.from('x')).catch((error: unknown) => error);
  assert.match(String(refused), /did not put media\/a\/x\.jpg: .*503/);
  assert.doesNotMatch(JSON.stringify(refused) + String((refused as Error).stack), /the-secret/);
  storage.close();
  server.close();
});

test('ranges are read as browsers send them', () => {
  assert.deepEqual(parseRange('bytes=0-', 10), { start: 0, end: 9 });
  assert.deepEqual(parseRange('bytes=2-4', 10), { start: 2, end: 4 });
  assert.deepEqual(parseRange('bytes=2-400', 10), { start: 2, end: 9 });
  assert.deepEqual(parseRange('bytes=-4', 10), { start: 6, end: 9 });
  assert.deepEqual(parseRange('bytes=-40', 10), { start: 0, end: 9 });
  for (const header of [undefined, '', 'bytes=-', 'bytes=4-2', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=a-b'])
    assert.equal(parseRange(header, 10), null);
  for (const header of ['bytes=10-', 'bytes=-0']) assert.equal(parseRange(header, 10), 'unsatisfiable');
});
