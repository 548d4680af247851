import assert from 'node:assert/strict';
import test from 'node:test';
import { answersOf, type ChapterNeeds, chaptersOf, type Turn } from './chapters.ts';

const T = 1_000_000;
const MINUTE = 60_000;
let seq = 10;
const pin = (minute: number, ...productIds: string[]): Turn => ({ kind: 'pin', seq: (seq += 1), atMs: T + minute * MINUTE, productIds });
const move = (minute: number, segmentId: string): Turn => ({ kind: 'segment', seq: (seq += 1), atMs: T + minute * MINUTE, segmentId });
const run = new Map([
  ['w', { title: 'Welcome', productId: null }],
  ['p', { title: 'The egg test', productId: 'pan' }],
  ['g', { title: 'Guest: Jan', productId: null }],
]);

/** Chapters as "0:pan 10:talk", in minutes. */
function told(turns: Turn[], more: Partial<ChapterNeeds> = {}): string {
  const needs = {
    turns,
    run,
    spans: [{ atMs: 0, wallClockMs: T, durationMs: 60 * MINUTE }],
    durationMs: 60 * MINUTE,
    startedMs: T,
    endedMs: T + 60 * MINUTE,
    ...more,
  };
  const chapters = chaptersOf(needs);
  // Whatever was pinned: the chapters follow each other from the beginning to the end.
  assert.equal(chapters[0]!.atMs, 0);
  for (const [at, chapter] of chapters.entries()) assert.equal(chapter.endMs, chapters[at + 1]?.atMs ?? needs.durationMs);
  return chapters.map((chapter) => `${chapter.atMs / MINUTE}:${chapter.productId ?? chapter.title ?? 'talk'}`).join(' ');
}

test('a show without pins or plan is one chapter about nothing in particular', () => {
  assert.equal(told([]), '0:talk');
});

test('the run of show names the talks, its products the rest; a pin within a segment begins a chapter', () => {
  assert.equal(told([move(0, 'w'), move(2, 'p'), pin(2, 'pan'), pin(20, 'salt'), move(30, 'g')]), '0:Welcome 2:pan 20:salt 30:Guest: Jan');
});

test('what was pinned before the show is what it begins with', () => {
  assert.equal(told([pin(-30, 'pan'), pin(10, 'salt')]), '0:pan 10:salt');
});

test('a slip of the finger makes no chapter, and what it interrupted is one again', () => {
  assert.equal(told([pin(0, 'pan'), pin(10, 'salt'), pin(10 + 1 / 60, 'pan')]), '0:pan');
});

test('a glance at a product that has its own chapter belongs to what was before; a product that was shown only for a moment keeps it', () => {
  assert.equal(told([pin(0, 'pan'), pin(10, 'salt'), pin(10.1, 'pan'), pin(20, 'salt')]), '0:pan 20:salt');
  assert.equal(told([pin(0, 'pan'), pin(10, 'salt'), pin(10.1, 'pan')]), '0:pan 10:salt 10.1:pan');
});

test('a short talk is a chapter when the run of show names it', () => {
  assert.equal(told([move(0, 'w'), pin(0.1, 'pan'), pin(10), pin(10.1, 'salt')]), '0:Welcome 0.1:pan 10.1:salt');
});

test('taking the pin away is talk, and a talk goes on under its name', () => {
  assert.equal(told([pin(0, 'pan'), pin(10)]), '0:pan 10:talk');
  assert.equal(told([move(0, 'g'), pin(5, 'pan'), move(10, 'g'), pin(12)]), '0:Guest: Jan 5:pan 10:Guest: Jan');
});

test('a hole of the recording moves what comes after it forward, and swallows what happened inside of it', () => {
  const spans = [
    { atMs: 0, wallClockMs: T, durationMs: 10 * MINUTE },
    { atMs: 10 * MINUTE, wallClockMs: T + 30 * MINUTE, durationMs: 30 * MINUTE },
  ];
  const durationMs = 40 * MINUTE;
  assert.equal(
    told([pin(5, 'pan'), pin(12, 'salt'), pin(20, 'pot'), pin(40, 'spoon')], { spans, durationMs }),
    '0:talk 5:pan 10:pot 20:spoon',
  );
});

test('a picture that came after the show began, and a recording that stopped before its end, lose no chapter that can be seen', () => {
  const spans = [{ atMs: 0, wallClockMs: T + 5 * MINUTE, durationMs: 20 * MINUTE }];
  assert.equal(told([pin(2, 'pan'), pin(10, 'salt'), pin(40, 'pot')], { spans, durationMs: 20 * MINUTE }), '0:pan 5:salt');
});

test('a segment that was taken out of the plan is still a turn', () => {
  assert.equal(told([pin(0, 'pan'), move(10, 'gone')]), '0:pan 10:talk');
});

test('any list of pins covers the whole replay, once', (t) => {
  const seed = Date.now() % 100_000;
  t.diagnostic(`seed ${seed}`);
  let state = seed;
  const random = () => (state = (state * 48_271 + 11) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 300; round += 1) {
    let at = -1;
    const turns = Array.from({ length: Math.floor(random() * 40) }, () => {
      at += random() * random() * 6;
      return random() < 0.2
        ? move(at, ['w', 'p', 'g', 'x'][Math.floor(random() * 4)]!)
        : pin(at, ...['a', 'b', 'c'].filter(() => random() < 0.4));
    });
    const products = new Set(chaptersTold(told(turns)));
    assert.ok(products.size > 0);
  }
});
const chaptersTold = (text: string) => text.split(/ (?=[\d.]+:)/);

test('an answer is a chapter at its moment, on the recording without its holes; what was taken down or not recorded is none', () => {
  const minute = 60_000;
  // Recorded for ten minutes, away for five, recorded for ten more.
  const spans = [
    { atMs: 0, wallClockMs: 0, durationMs: 10 * minute },
    { atMs: 10 * minute, wallClockMs: 15 * minute, durationMs: 10 * minute },
  ];
  const question = (id: string, atMinute: number, text: string | null, state: 'answered' | 'dropped' = 'answered') => ({
    id,
    text: `${id}?`,
    author: 'a',
    name: 'Aoife',
    at: new Date(0).toISOString(),
    productId: null,
    state,
    answer: { text, name: 'Marit', at: new Date(atMinute * minute).toISOString() },
  });
  const answers = answersOf(
    [
      question('late', 20, null),
      question('early', 5, null),
      question('in the hole, said', 12, null),
      question('in the hole, written', 13, 'Yes.'),
      question('wrong', 6, 'No.'),
      question('wrong', 6, 'No.', 'dropped'),
      question('after the show', 40, 'Yes.'),
    ],
    { spans, durationMs: 20 * minute, endedMs: 25 * minute },
  );
  assert.deepEqual(
    answers.map(({ id, atMs, answer }) => [id, atMs / minute, answer]),
    [
      ['early', 5, null],
      ['in the hole, written', 10, 'Yes.'],
      ['late', 15, null],
    ],
  );
});
