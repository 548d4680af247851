import assert from 'node:assert/strict';
import test from 'node:test';
import { createLineRules } from './line-rules.ts';

function rules() {
  let now = 1_000_000;
  const made = createLineRules({ clock: { now: () => now } });
  return {
    say: (text: string, person = 'ann', trusted = false) => {
      const outcome = made.judge(person, text, trusted);
      return outcome.ok ? outcome.value : `${outcome.reason} ${outcome.facts?.['why'] ?? outcome.facts?.['retryMs']}`;
    },
    wait: (ms: number) => (now += ms),
  };
}

test('three lines pass at once and then one per second, for each person apart', () => {
  const { say, wait } = rules();
  assert.deepEqual(
    ['a', 'b', 'c'].map((text) => say(text)),
    ['a', 'b', 'c'],
  );
  assert.equal(say('d'), 'too_fast 1000');
  assert.equal(say('d', 'bob'), 'd');
  wait(1000);
  assert.equal(say('d'), 'd');
});

test('the same words again are refused for a minute, however they are dressed up', () => {
  const { say, wait } = rules();
  assert.equal(say('Does it rust?'), 'Does it rust?');
  wait(5000);
  assert.equal(say('does it RUST!!!'), 'line_refused repeated');
  wait(60_000);
  assert.equal(say('Does it rust?'), 'Does it rust?');
});

for (const text of [
  'cheaper at www.dealz4u.biz',
  'https://x.y',
  'pay me at dealz4u.com',
  'dealz4u dot com',
  'dealz4u (dot) com',
  't.me/dealz',
])
  test(`a link is refused: ${text}`, () => {
    assert.equal(rules().say(text), 'line_refused link');
    assert.equal(rules().say(text, 'host', true), text);
  });

for (const text of ['Ok. That slid', 'It costs 79.95?', 'Node 24 vs. 28 cm', 'e.g. steel'])
  test(`an ordinary line passes: ${text}`, () => {
    assert.equal(rules().say(text), text);
  });

test('what cannot be seen is taken out, joined emoji stay whole, and what is only noise is refused', () => {
  const { say } = rules();
  assert.equal(say('hel\u200blo\u202e  there\n\u0000!'), 'hello there !');
  assert.equal(say('👩‍🍳'), '👩‍🍳');
  assert.equal(say('\u200b\u200b'), 'line_refused empty');
  assert.equal(say('a'.repeat(60)), 'line_refused empty');
  assert.equal(say('z\u0300\u0301\u0302\u0303\u0304'), 'line_refused empty');
});
