import assert from 'node:assert/strict';
import test from 'node:test';
import { createResume } from './resume.ts';

const storage = (initial: string | null = null) => {
  let text = initial;
  return {
    getItem: () => text,
    setItem: (_: string, value: string) => void (text = value),
    size: () => JSON.parse(text ?? '[]').length as number,
  };
};

test('a replay is continued where it was left, not in its first or last moments', () => {
  const resume = createResume(storage());
  resume.keep('a', 60_000, 600_000);
  assert.equal(resume.at('a'), 60_000);
  resume.keep('a', 595_000, 600_000);
  assert.equal(resume.at('a'), null);
  resume.keep('a', 3_000, 600_000);
  assert.equal(resume.at('a'), null);
});

test('fifty replays are remembered, the oldest is forgotten', () => {
  const there = storage();
  const resume = createResume(there);
  for (let n = 0; n < 60; n += 1) resume.keep(`s${n}`, 60_000, 600_000);
  assert.equal(there.size(), 50);
  assert.equal(resume.at('s59'), 60_000);
  assert.equal(resume.at('s9'), null);
});

test('what somebody else wrote there is no reason to break', () => {
  for (const text of ['{', '{}', '"x"', '[1]', '[["a","b"]]']) assert.equal(createResume(storage(text)).at('a'), null, text);
});
