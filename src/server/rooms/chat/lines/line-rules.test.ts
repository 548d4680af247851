import assert from 'node:assert/strict';
import test from 'node:test';
import { createLineRules } from './line-rules.ts';

function rules() {
  let now = 1_000_000;
  const made = createLineRules({ clock: { now: () => now } });
  return {
    say: (text: string, person = 'ann', trusted = false) => {
      const outcome = made.judge(person, text, trusted);
      return outcome.ok ? outcome.value.text : `${outcome.reason} ${outcome.facts?.['why'] ?? outcome.facts?.['retryMs']}`;
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

test('what cannot be seen is taken out, joined emoji stay whole, and what is only noise is refused', () => {
  const { say } = rules();
  assert.equal(say('hel\u200blo\u202e  there\n\u0000!'), 'hello there !');
  assert.equal(say('👩‍🍳'), '👩‍🍳');
  assert.equal(say('\u200b\u200b'), 'line_refused empty');
  assert.equal(say('a'.repeat(60)), 'line_refused empty');
  assert.equal(say('z\u0300\u0301\u0302\u0303\u0304'), 'line_refused empty');
});
