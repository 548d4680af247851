import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { createPackager } from './packager.ts';
import { createRecorder, type Retention } from './recorder.ts';
import { playlistOf, readRecording, type RecordedSegment } from './recording.ts';
import { clip, createTestClock, feed } from './testing.ts';

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'etalage-recording-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function record(dir: string, untilMs: number, retention: Retention = { keep: 'all' }) {
  const told: RecordedSegment[] = [];
  const recorder = await createRecorder({ dir, clock: createTestClock(), retention, onSegment: (one) => told.push(one) });
  const packager = createPackager({ sinks: [recorder], resume: recorder.resume });
  packager.configure({ ...clip.config, generation: 1 });
  feed(packager, 0, untilMs);
  await packager.close();
  await recorder.close();
  return told;
}

test('every segment is on disk with the hash, size and times its line tells', async (t) => {
  const dir = folder(t);
  const told = await record(dir, 7000);
  const { segments } = await readRecording(dir);
  assert.deepEqual(segments, told);
  assert.deepEqual(
    segments.map(({ n, startMs }) => [n, startMs]),
    [
      [0, 0],
      [1, 2000],
      [2, 4000],
      [3, 6000],
    ],
  );
  for (const segment of segments) {
    const body = readFileSync(join(dir, `seg-${segment.n}.m4s`));
    assert.equal(body.length, segment.bytes);
    assert.equal(createHash('sha256').update(body).digest('hex'), segment.sha256);
  }
  assert.ok(existsSync(join(dir, 'init-0.mp4')));
});

test('a second run goes on: new numbers, the same timeline, one replay', async (t) => {
  const dir = folder(t);
  await record(dir, 4000);
  await record(dir, 4000);
  const { segments } = await readRecording(dir);
  assert.deepEqual(
    segments.map(({ startMs, init, discontinuity }) => [startMs, init, discontinuity]),
    [
      [0, 0, false],
      [2000, 0, false],
      [4000, 1, true],
      [6000, 1, false],
    ],
  );
  assert.ok((segments[2]?.n ?? 0) > 2, 'numbers that viewers may have seen are not used again');
  const replay = playlistOf(segments);
  assert.match(
    replay,
    /#EXT-X-PLAYLIST-TYPE:VOD\n[^]*init-0\.mp4[^]*seg-1\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1\.mp4"[^]*#EXT-X-ENDLIST\n$/,
  );
});

test('a process killed in the middle leaves a folder that can be continued', async (t) => {
  const dir = folder(t);
  const child = fork(new URL('./recorder.child.ts', import.meta.url), [dir], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  appendFileSync(join(dir, 'segments.jsonl'), '{"n":99,"init":0,"sta'); // as torn as a write can be

  const before = await readRecording(dir);
  assert.ok(before.segments.length >= 1);
  for (const { n, sha256 } of before.segments) {
    assert.equal(
      createHash('sha256')
        .update(readFileSync(join(dir, `seg-${n}.m4s`)))
        .digest('hex'),
      sha256,
    );
  }
  await record(dir, 2000);
  const after = await readRecording(dir);
  assert.equal(after.segments.length, before.segments.length + 1);
  assert.equal(after.segments.at(-1)?.startMs, before.resume.timelineMs);
});

test('with a retention old files go and their hashes stay', async (t) => {
  const dir = folder(t);
  await record(dir, 12_000, { keepSeconds: 4 });
  const { segments, resume } = await readRecording(dir);
  assert.deepEqual(
    segments.map(({ n }) => n),
    [3, 4, 5],
  );
  assert.equal(existsSync(join(dir, 'seg-2.m4s')), false);
  assert.match(readFileSync(join(dir, 'segments.jsonl'), 'utf8'), /"n":0,.*sha256/);
  assert.equal(resume.timelineMs, 12_000);
});

test('a disk that refuses stops the recording, says so once, and never disturbs the show', async (t) => {
  const dir = join(folder(t), 'recording');
  writeFileSync(dir, 'a file where the folder should be');
  const stops: (string | null)[] = [];
  const missed: number[] = [];
  const recorder = await createRecorder({
    dir,
    clock: createTestClock(),
    retention: { keep: 'all' },
    onStop: (stop) => stops.push(stop),
    onMissed: ({ nextSegment }) => missed.push(nextSegment),
  });
  const packager = createPackager({ sinks: [recorder] });
  packager.configure({ ...clip.config, generation: 1 });
  feed(packager, 0, 4000);
  await packager.close();
  await recorder.close();
  assert.deepEqual([stops, missed], [['disk_broken'], [1, 2]]);
  assert.equal(packager.counts.segments, 2);
});

test('a disk that accepts again is recorded on by itself, with the hole in the times', async (t) => {
  const dir = folder(t);
  const clock = createTestClock();
  const stops: (string | null)[] = [];
  const recorder = await createRecorder({ dir, clock, retention: { keep: 'all' }, onStop: (stop) => stops.push(stop) });
  const packager = createPackager({ sinks: [recorder] });
  packager.configure({ ...clip.config, generation: 1 });
  mkdirSync(join(dir, 'seg-1.m4s')); // the second segment cannot get its name
  feed(packager, 0, 8000);
  await recorder.settled();
  assert.equal(recorder.stopped(), 'disk_broken');
  clock.pass(5_000);
  feed(packager, 8000, 12_000);
  await packager.close();
  await recorder.close();
  assert.deepEqual(stops, [null, 'disk_broken', null]);
  const { segments } = await readRecording(dir);
  assert.deepEqual(
    segments.map(({ n, startMs }) => [n, startMs]),
    [
      [0, 0],
      // The one that was held back while the disk was tried again is the first of the new piece.
      [3, 6000],
      [4, 8000],
      [5, 10_000],
    ],
  );
  assert.match(playlistOf(segments), /seg-0\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-0\.mp4\?from=3"/);
});

test('a worker after one that could not record uses no number twice and keeps the hole', async (t) => {
  const dir = folder(t);
  await record(dir, 4000);
  const notBefore = { nextSegment: 40, nextInit: 3, timelineMs: 80_000, discontinuities: 2 };
  const recorder = await createRecorder({ dir, clock: createTestClock(), retention: { keep: 'all' }, notBefore });
  assert.deepEqual(recorder.resume, { nextSegment: 43, nextInit: 3, timelineMs: 80_000, discontinuities: 2 });
  await recorder.close();
  const before = await createRecorder({
    dir,
    clock: createTestClock(),
    retention: { keep: 'all' },
    notBefore: { ...notBefore, nextSegment: 1 },
  });
  assert.equal(before.resume.timelineMs, 4000);
  await before.close();
});

test('nothing recorded is no replay', async (t) => {
  assert.deepEqual((await readRecording(join(folder(t), 'missing'))).segments, []);
});
