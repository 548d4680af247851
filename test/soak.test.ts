import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { v7 as uuidv7 } from 'uuid';
import type { MediaUnit } from '#lib/media-unit.ts';
import { OPUS_SILENCE } from '#lib/opus.ts';
import { transact } from '#platform/db.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createHlsOrigin } from '#rooms/media/worker/hls-origin.ts';
import { createPackager } from '#rooms/media/worker/packager.ts';
import { createRecorder } from '#rooms/media/worker/recorder.ts';
import { clip, createTestClock, serve } from '#rooms/media/worker/testing.ts';
import { createRecord } from '#rooms/record/index.ts';

/**
 * Days of a show in minutes: real packager, origin, recorder and record on a clock of the test's own. Pictures are
 * small, since their number is what could pile up. `SOAK_HOURS=72` is the nightly run.
 */
const HOURS = Number(process.env['SOAK_HOURS'] ?? 1);
const FRAME_MS = 100;
const SOUND_MS = 20;
const KEY_FRAME_MS = 2_000;
const HAND_OVER_MS = 30 * 60_000;
/** What a viewer asks for is checked this often; the record gets its segments in batches as large. */
const LOOK_EVERY_SEGMENTS = 50;
const LEAST_SPEED = 200;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

// Memory is the disk of a machine without one: what is measured is ours, not a disk's.
const folder = mkdtempSync(join(HOURS <= 2 && existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'etalage-soak-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Footprint {
  readonly heapMb: number;
  readonly files: number;
  readonly timers: number;
}

function footprint(): Footprint {
  gc();
  gc();
  const descriptors = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate').length;
  return { heapMb: process.memoryUsage().heapUsed / 2 ** 20, files: descriptors, timers };
}

function unitAt(ms: number, startMs: number): MediaUnit[] {
  const wallClockMs = startMs + ms;
  const sound: MediaUnit = { kind: 'audio', ptsUs: ms * 1000, wallClockMs, keyframe: true, payload: OPUS_SILENCE };
  if (ms % FRAME_MS !== 0) return [sound];
  const payload = Uint8Array.of(0, 0, 0, 4, 0x65, 1, 2, 3);
  return [{ kind: 'video', ptsUs: ms * 1000, wallClockMs, keyframe: ms % KEY_FRAME_MS === 0, payload }, sound];
}

test(`${HOURS} h of a show leave no more in memory than its first part, and no file or timer open`, { timeout: 3_600_000 }, async (t) => {
  const { db } = await freshDatabase();
  const clock = createTestClock();
  const startMs = clock.now();
  const record = createRecord({ signals: createSignals(), clock });
  const showId = uuidv7();
  await transact(db, (tx) => record.open(tx, showId));
  const facts: { n: number; sha256: string; startsAtMs: number; durationMs: number }[] = [];
  const recorder = await createRecorder({
    dir: folder,
    clock,
    retention: { keep: 'all' },
    onSegment: ({ n, sha256, wallClockMs, durationMs }) => facts.push({ n, sha256, startsAtMs: wallClockMs, durationMs }),
  });
  const origin = createHlsOrigin({ clock });
  const packager = createPackager({ sinks: [origin, recorder] });
  const server = await serve((req, res) => origin.handle(req, res, (req.url ?? '/').slice(1)));

  let told = 0;
  let largestPlaylist = 0;
  let lastSequence = -1;
  async function look(): Promise<void> {
    await recorder.settled();
    const entries = facts.splice(0).map((d) => ({ k: 'media.segment' as const, d }));
    if (entries.length > 0) await transact(db, (tx) => record.append(tx, showId, entries));
    told += entries.length;
    const playlist = await (await fetch(`${server.url}/index.m3u8`)).text();
    largestPlaylist = Math.max(largestPlaylist, playlist.length);
    const sequence = Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(playlist)?.[1]);
    assert.ok(sequence > lastSequence, `the playlist goes on after ${lastSequence}: ${playlist.slice(0, 300)}`);
    lastSequence = sequence;
  }

  const prints: Footprint[] = [];
  const began = performance.now();
  const totalMs = HOURS * 3_600_000;
  let generation = 0;
  for (let ms = 0; ms < totalMs; ms += SOUND_MS) {
    if (ms % HAND_OVER_MS === 0) packager.configure({ ...clip.config, generation: ++generation });
    for (const unit of unitAt(ms, startMs)) packager.write(unit);
    clock.pass(SOUND_MS);
    if (ms > 0 && ms % (LOOK_EVERY_SEGMENTS * KEY_FRAME_MS) === 0) await look();
    // The recorder drops what a slow disk cannot take; a real show waits 2 s between two segments.
    else if (ms % (10 * KEY_FRAME_MS) === 0) await recorder.settled();
    if (ms > 0 && ms % (totalMs / 8) === 0) prints.push(footprint());
  }
  await packager.close();
  await recorder.settled();
  await look();
  const seconds = (performance.now() - began) / 1000;
  const speed = totalMs / 1000 / seconds;
  const [first, last] = [prints[1]!, prints.at(-1)!];
  t.diagnostic(
    `${HOURS} h in ${seconds.toFixed(1)} s (x${speed.toFixed(0)}): ${told} segments, ${generation} publishers; heap ${first.heapMb.toFixed(1)} -> ${last.heapMb.toFixed(1)} MB, files ${first.files} -> ${last.files}, timers ${first.timers} -> ${last.timers}, largest playlist ${largestPlaylist} bytes`,
  );
  assert.equal(told, packager.counts.segments, 'every segment is in the record');
  assert.equal((await record.head(db, showId))?.last, told);
  assert.ok(last.heapMb - first.heapMb < 3, `heap ${JSON.stringify(prints)}`);
  assert.ok(last.files <= first.files + 4, `open files ${JSON.stringify(prints)}`);
  assert.ok(last.timers <= first.timers + 4, `timers ${JSON.stringify(prints)}`);
  assert.ok(largestPlaylist < 16_384, `${largestPlaylist} bytes of playlist`);
  assert.equal(packager.counts.dropped, 0);
  if (HOURS > 2) assert.ok(speed >= LEAST_SPEED, `x${speed.toFixed(0)}`);

  origin.close();
  await server.close();
  await recorder.close();
});
