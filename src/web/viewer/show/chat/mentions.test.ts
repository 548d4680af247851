import assert from 'node:assert/strict';
import test from 'node:test';
import { partsOf } from './mentions.ts';

const names: Record<string, string> = { a1: 'Kofi A.', a2: 'İpek', a3: '(.*)' };
const nameOf = (author: string) => names[author] ?? null;

test('a name is marked where it stands, in any case and with spaces in it', () => {
  assert.deepEqual(partsOf('Thanks @kofi a. for that', ['a1'], nameOf), ['Thanks ', { name: '@kofi a.', author: 'a1' }, ' for that']);
});

test('what the server did not find is not marked, and neither is somebody unknown', () => {
  assert.deepEqual(partsOf('@Kofi A. hello', [], nameOf), ['@Kofi A. hello']);
  assert.deepEqual(partsOf('@Somebody hello', ['a9'], nameOf), ['@Somebody hello']);
});

test('names with signs or odd letters never break a line: its words stay as they are', () => {
  for (const text of ['@(.*) @İpek!', '@İPEK', 'no names', '@', '\u{1F468}\u200d\u{1F469} @(.*)'])
    assert.equal(
      partsOf(text, ['a2', 'a3'], nameOf)
        .map((part) => (typeof part === 'string' ? part : part.name))
        .join(''),
      text,
    );
});
