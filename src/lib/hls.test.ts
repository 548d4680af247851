import assert from 'node:assert/strict';
import test from 'node:test';
import { llPlaylist, type ListedSegment, type LiveWindow, partHoldBackMs, plainPlaylist, skippable, vodPlaylist } from './hls.ts';

const WALL_MS = Date.UTC(2026, 0, 1, 12);

const segment = (n: number, more: Partial<ListedSegment> = {}): ListedSegment => ({
  uri: `seg-${n}.m4s`,
  durationMs: 2000,
  wallClockMs: WALL_MS + n * 2000,
  initUri: 'init-0.mp4',
  discontinuity: false,
  parts: [part(n, 0, true), part(n, 1)],
  ...more,
});
const part = (n: number, index: number, independent = false) => ({ uri: `part-${n}-${index}.m4s`, durationMs: 200, independent });

const window = (more: Partial<LiveWindow> = {}): LiveWindow => ({
  mediaSequence: 3,
  discontinuitySequence: 0,
  targetDurationS: 4,
  partTargetMs: 220,
  segments: [segment(3), segment(4)],
  open: { ...segment(5), parts: [part(5, 0, true)] },
  hintUri: 'part-5-1.m4s',
  ended: false,
  ...more,
});

test('a low-latency playlist, line by line', () => {
  assert.equal(
    llPlaylist(window({ segments: [segment(4)], mediaSequence: 4 })),
    `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:4
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.66000,CAN-SKIP-UNTIL=24
#EXT-X-PART-INF:PART-TARGET=0.22000
#EXT-X-MEDIA-SEQUENCE:4
#EXT-X-DISCONTINUITY-SEQUENCE:0
#EXT-X-MAP:URI="init-0.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T12:00:08.000Z
#EXT-X-PART:DURATION=0.20000,URI="part-4-0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="part-4-1.m4s"
#EXTINF:2.00000,
seg-4.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T12:00:10.000Z
#EXT-X-PART:DURATION=0.20000,URI="part-5-0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-5-1.m4s"
`,
  );
});

test('PART-HOLD-BACK is at least three part targets', () => {
  for (const partTargetMs of [100, 200, 220, 334, 1000]) assert.ok(partHoldBackMs(partTargetMs) >= 3 * partTargetMs);
});

test('only the last three segments carry their parts', () => {
  const list = llPlaylist(window({ segments: [3, 4, 5, 6, 7].map((n) => segment(n)), open: null, hintUri: 'part-8-0.m4s' }));
  assert.doesNotMatch(list, /part-[34]-/);
  assert.match(list, /part-5-0[^]*part-7-1/);
});

test('a new init segment is announced with its discontinuity, also when it begins the open segment', () => {
  const changed = { discontinuity: true, initUri: 'init-1.mp4' };
  assert.match(
    llPlaylist(window({ segments: [segment(3), segment(4, changed)] })),
    /seg-3\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1\.mp4"\n/,
  );
  assert.match(
    llPlaylist(window({ open: { ...segment(5), ...changed } })),
    /seg-4\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1\.mp4"\n/,
  );
});

test('what a delta update leaves out ends more than six target durations before the end', () => {
  const segments = Array.from({ length: 16 }, (_, n) => segment(n));
  // 0.2 s open + 12 segments of 2 s = 24.2 s: the thirteenth from the end and older may go.
  assert.equal(skippable(window({ segments })), 4);
  const delta = llPlaylist(window({ segments }), { delta: true });
  assert.match(
    delta,
    /#EXT-X-SKIP:SKIPPED-SEGMENTS=4\n#EXT-X-MAP[^\n]*\n#EXT-X-PROGRAM-DATE-TIME[^\n]*\n(#EXT-X-PART[^\n]*\n)*#EXTINF:2\.00000,\nseg-4\.m4s/,
  );
  assert.doesNotMatch(llPlaylist(window(), { delta: true }), /EXT-X-SKIP/);
});

test('a plain playlist has whole segments only', () => {
  const list = plainPlaylist(window());
  assert.deepEqual(list.match(/^[^#\n]+$/gm), ['seg-3.m4s', 'seg-4.m4s']);
  assert.doesNotMatch(list, /PART|PRELOAD|BLOCK/);
});

test('an ended show expects nothing more', () => {
  const list = llPlaylist(window({ ended: true, open: null }));
  assert.match(list, /#EXT-X-ENDLIST\n$/);
  assert.doesNotMatch(list, /PRELOAD/);
});

test('a replay is finite, rounds its target up and begins without a discontinuity', () => {
  const list = vodPlaylist([
    segment(9, { discontinuity: true, durationMs: 2300 }),
    segment(13, { discontinuity: true, initUri: 'init-1.mp4' }),
  ]);
  assert.match(list, /#EXT-X-TARGETDURATION:3\n#EXT-X-PLAYLIST-TYPE:VOD\n/);
  assert.equal(list.match(/#EXT-X-DISCONTINUITY$/gm)?.length, 1);
  assert.match(list, /seg-9\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1\.mp4"[^]*#EXT-X-ENDLIST\n$/);
});
