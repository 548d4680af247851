import assert from 'node:assert/strict';
import test from 'node:test';
import type { Caption } from '#contract/captions.ts';
import { readVtt } from '#lib/webvtt.ts';
import { replayFile } from './replay-file.ts';

const NOON = 1_700_000_000_000;
/** Four seconds, a hole of a minute, four seconds. */
const SPANS = [
  { atMs: 0, durationMs: 4000, wallClockMs: NOON },
  { atMs: 4000, durationMs: 4000, wallClockMs: NOON + 64_000 },
];
const cue = (startsAtMs: number, text: string, lastsMs = 2000): Caption => ({
  id: text,
  trackId: 'track',
  language: 'en',
  text,
  source: 'typed',
  startsAtMs,
  endsAtMs: startsAtMs + lastsMs,
  saidAtMs: startsAtMs,
  replaces: null,
});
const placed = (cues: Caption[], spans = SPANS) =>
  readVtt(replayFile(cues, spans), { maxCues: 99, maxChars: 99 })!.cues.map(({ startMs, endMs, text }) => [startMs, endMs, text]);

test('a cue stands at its moment, with the hole closed up', () => {
  assert.deepEqual(placed([cue(NOON + 1500, 'before'), cue(NOON + 65_000, 'after')]), [
    [1500, 3500, 'before'],
    [5000, 7000, 'after'],
  ]);
});

test('what was said near a hole stands where the picture goes on; far from any picture it is left out', () => {
  const cues = [
    cue(NOON - 9000, 'long before'),
    cue(NOON - 3000, 'before'),
    cue(NOON + 6000, 'just after the host was gone'),
    cue(NOON + 30_000, 'in the hole'),
    cue(NOON + 63_000, 'just before the host was back'),
    cue(NOON + 70_000, 'after the end'),
    cue(NOON + 90_000, 'long after'),
  ];
  assert.deepEqual(
    placed(cues).map(([startMs, , text]) => [startMs, text]),
    [
      [0, 'before'],
      [4000, 'just after the host was gone'],
      [4000, 'just before the host was back'],
      [6000, 'after the end'],
    ],
  );
  assert.deepEqual(placed([cue(NOON, 'nothing recorded')], []), []);
});

test('after a clock that was set back, what was recorded later counts', () => {
  assert.deepEqual(placed([cue(NOON + 1000, 'again')], [...SPANS, { atMs: 8000, durationMs: 2000, wallClockMs: NOON + 500 }]), [
    [8500, 10_500, 'again'],
  ]);
});

test('at most two at once: what is still to be read goes when the next but one begins', () => {
  const cues = [cue(NOON, 'one', 8000), cue(NOON + 1000, 'two', 8000), cue(NOON + 2000, 'three', 8000)];
  assert.deepEqual(
    placed(cues).map(([startMs, endMs]) => [startMs, endMs]),
    [
      [0, 2000],
      [1000, 9000],
      [2000, 10_000],
    ],
  );
});
