import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import test from 'node:test';
import { readVtt, type VttCue, writeVtt } from './webvtt.ts';

const LIMITS = { maxCues: 100, maxChars: 400 };
const read = (file: string) => {
  const found = readVtt(file, LIMITS);
  assert.ok(found, 'it is WebVTT');
  return found;
};
const bare = (file: string) => read(file).cues.map(({ startMs, endMs, text }) => ({ startMs, endMs, text }));

test('what is written reads back the same, whatever the text holds', (t) => {
  const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
  t.diagnostic(`SEED=${seed}`);
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pieces = [
    'egg',
    ' ',
    '-->',
    '<',
    '>',
    '&',
    '&amp;',
    '&lt;',
    '\n',
    'NOTE',
    'WEBVTT',
    '00:01.000 --> 00:02.000',
    'é',
    '吃',
    '🍳',
    '"',
    "'",
    '<v Jan>',
    '\u200F',
    'x',
  ];
  for (let round = 0; round < 500; round++) {
    let at = random(100_000);
    const cues: VttCue[] = Array.from({ length: random(6) }, () => {
      const startMs = (at += random(4_000_000));
      const text = Array.from({ length: 1 + random(9) }, () => pieces[random(pieces.length)]!).join('') + 'z';
      const lines = text.split('\n').map((line) => line.trim());
      return { startMs, endMs: startMs + 1 + random(9000), text: lines.filter((line) => line !== '').join('\n') };
    });
    assert.deepEqual(bare(writeVtt(cues)), cues, `round ${round} of seed ${seed}`);
    assert.deepEqual(read(writeVtt(cues)).problems, []);
  }
});

test('files as other programs write them are read: BOM, CRLF, names, settings, notes, tags and entities', () => {
  const file = [
    '\uFEFFWEBVTT Kind: captions',
    'Language: nl',
    '',
    'STYLE',
    '::cue { color: red }',
    '',
    'NOTE made by hand',
    '',
    'intro',
    '00:01.500 --> 00:03.000 align:start position:10%',
    '<v Marit>Geen <b>boter</b>.</v>',
    '&lt;script&gt; &amp; olie&#33;',
    '',
    '101:00:00.000\t-->\t101:00:01.000',
    'Lang.',
  ].join('\r\n');
  assert.deepEqual(bare(file), [
    { startMs: 1500, endMs: 3000, text: 'Marit: Geen boter.\n<script> & olie!' },
    { startMs: 363_600_000, endMs: 363_601_000, text: 'Lang.' },
  ]);
});

test('what cannot be used is named by its line with its words, and the rest is kept', () => {
  const file = [
    'WEBVTT',
    '',
    '00:01.000 --> 00:02.000',
    'One.',
    '00:02.000 --> 00:03.000',
    'A blank line was forgotten above.',
    '',
    '00:05.000 -> 00:06.000',
    'An arrow too short.',
    '',
    '00:09.000 --> 00:08.000',
    'Backwards.',
    '',
    '00:10.000 --> 00:11.000',
    '',
    '00:12.000 --> 00:13.000',
    'x'.repeat(401),
    '',
    '00:14.000 --> 00:15.000',
    'Last.',
  ].join('\n');
  const { cues, problems } = read(file);
  assert.deepEqual(
    cues.map(({ text, line }) => [line, text]),
    [
      [3, 'One.'],
      [5, 'A blank line was forgotten above.'],
      [19, 'Last.'],
    ],
  );
  assert.deepEqual(
    problems.map(({ line, code }) => [line, code]),
    [
      [8, 'timing'],
      [11, 'ends_before_start'],
      [14, 'empty'],
      [17, 'too_long'],
    ],
  );
  assert.equal(problems[0]?.text, '00:05.000 -> 00:06.000\nAn arrow too short.');
});

test('too many cues are refused one by one, and something else is no WebVTT', () => {
  const cues = Array.from({ length: 5 }, (_, n) => ({ startMs: n * 1000, endMs: n * 1000 + 500, text: `line ${n}` }));
  const found = readVtt(writeVtt(cues), { maxCues: 3, maxChars: 400 });
  assert.equal(found?.cues.length, 3);
  assert.deepEqual(
    found?.problems.map(({ code, text }) => [code, text.split('\n')[1]]),
    [
      ['too_many', 'line 3'],
      ['too_many', 'line 4'],
    ],
  );
  assert.equal(readVtt('1\n00:00:01,000 --> 00:00:02,000\nSubRip', LIMITS), null);
  assert.equal(readVtt('WEBVTTX', LIMITS), null);
});
