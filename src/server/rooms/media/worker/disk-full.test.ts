import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { createPackager } from './packager.ts';
import { createRecorder, type RecorderNeeds } from './recorder.ts';
import { readRecording } from './recording.ts';
import { clip, createTestClock, feed } from './testing.ts';

/** A file system of its own, a few megabytes large. Null where this account may not mount one. */
function smallDisk(t: TestContext, megabytes: number): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'etalage-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'pipe' });
  } catch (error) {
    rmSync(dir, { recursive: true });
    t.skip(`needs to mount a small tmpfs: ${String(error).split('\n')[0]}`);
    return null;
  }
  t.after(() => {
    execFileSync('umount', [dir]);
    rmSync(dir, { recursive: true });
  });
  return dir;
}

/** Takes every last block, as another program that fills the disk does. */
function fillUp(file: string): void {
  const handle = openSync(file, 'a');
  for (let size = 64 * 1024; size >= 1;) {
    try {
      writeSync(handle, Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 2);
    }
  }
  closeSync(handle);
}

async function recordOn(dir: string, more: Partial<RecorderNeeds> = {}) {
  const clock = createTestClock();
  const stops: (string | null)[] = [];
  const recorder = await createRecorder({ dir, clock, retention: { keep: 'all' }, onStop: (stop) => stops.push(stop), ...more });
  const shown: number[] = [];
  const packager = createPackager({ sinks: [recorder, { init() {}, part() {}, segment: ({ n }) => void shown.push(n) }] });
  packager.configure({ ...clip.config, generation: 1 });
  return { clock, stops, recorder, packager, shown };
}

async function everyLineIsTrue(dir: string): Promise<number> {
  const { segments } = await readRecording(dir);
  for (const { n, sha256 } of segments) {
    const body = readFileSync(join(dir, `seg-${n}.m4s`));
    assert.equal(createHash('sha256').update(body).digest('hex'), sha256, `segment ${n}`);
  }
  return segments.length;
}

test('a full disk stops the recording and not the show; with room again it goes on, and the hole can be seen', async (t) => {
  const disk = smallDisk(t, 8);
  if (!disk) return;
  const dir = join(disk, 'recording');
  mkdirSync(dir);
  const { clock, stops, recorder, packager, shown } = await recordOn(dir);
  feed(packager, 0, 6000);
  await recorder.settled();
  fillUp(join(disk, 'ballast'));
  feed(packager, 6000, 12_000);
  await recorder.settled();
  assert.deepEqual(stops, [null, 'disk_full']);
  clock.pass(6_000);
  feed(packager, 12_000, 18_000); // tries again, in vain
  await recorder.settled();
  assert.equal(recorder.stopped(), 'disk_full');
  const before = await everyLineIsTrue(dir);
  assert.ok(before >= 2);
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.endsWith('.part')),
    [],
  );

  rmSync(join(disk, 'ballast'));
  clock.pass(6_000);
  feed(packager, 18_000, 26_000);
  await packager.close();
  await recorder.close();
  assert.deepEqual(stops, [null, 'disk_full', null]);
  assert.ok((await everyLineIsTrue(dir)) > before);
  const { segments } = await readRecording(dir);
  const jumps = segments.filter(({ startMs }, at) => at > 0 && startMs - segments[at - 1]!.startMs - segments[at - 1]!.durationMs > 100);
  assert.equal(jumps.length, 1, 'one hole');
  assert.equal(shown.length, 13, 'every segment was shown');
});

test('recording leaves the others their room on the disk', async (t) => {
  const disk = smallDisk(t, 8);
  if (!disk) return;
  const dir = join(disk, 'recording');
  const reserve = 6 * 1024 * 1024;
  const { stops, recorder, packager } = await recordOn(dir, { leastFreeBytes: reserve });
  for (let ms = 0; ms < 120_000 && stops.at(-1) !== 'disk_full'; ms += 10_000) {
    feed(packager, ms, ms + 10_000);
    await recorder.settled();
  }
  await recorder.close();
  assert.equal(stops.at(-1), 'disk_full');
  const { bavail, bsize } = statfsSync(disk);
  assert.ok(bavail * bsize > reserve - 64 * 1024, `${bavail * bsize} bytes are free`);
});
