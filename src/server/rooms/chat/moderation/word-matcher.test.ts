import assert from 'node:assert/strict';
import test from 'node:test';
import { foldWords } from '#lib/look-alikes.ts';
import { compileWords, foldForWords, isUsableWord } from './word-matcher.ts';

const found = async (words: string[], text: string) => (await compileWords(words)).test(foldForWords(text));
const TABLE: [string, string, boolean][] = [
  ['spam', 'this is spam', true],
  ['spam', 'Spam!', true],
  ['spam', 'SPAM', true],
  ['spam', 's p a m', true],
  ['spam', 's.p.a.m', true],
  ['spam', 'sp.am', true],
  ['spam', 'spaaaaaam', true],
  ['spam', 'sp4m', true],
  ['spam', '$p@m', true],
  ['spam', 'ѕраm', true],
  ['spam', 'ｓｐａｍ', true],
  ['spam', '𝓼𝓹𝓪𝓶', true],
  ['spam', 'spàm', true],
  ['spam', 'spa\u200bm', true],
  ['spam', 'spammer', false],
  ['spam', 'antispam', false],
  ['spam*', 'spammer', true],
  ['*spam', 'antispam', true],
  ['*spam*', 'antispammer', true],
  ['s*m', 'steam', true],
  ['boot', 'bot', false],
  ['boot', 'booooot', true],
  ['idiot', '1d10t', true],
  ['ass', 'class', false],
  ['ass', 'assassin', false],
  ['kassa dief', 'kassa  dief', true],
  ['kassa dief', 'kassa en dief', false],
  ['.*', 'anything', false],
  ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
  ['假货', '这是假货吗', true],
  ['偽物', '偽物ですか', true],
  ['дурак', 'ты дурак', true],
  ['дурак', 'дураки', false],
  ['café', 'CAFE', true],
];
for (const [word, text, expected] of TABLE)
  test(`"${word}" ${expected ? 'is found in' : 'is not in'} "${text}"`, async () => assert.equal(await found([word], text), expected));

test('what would match nothing or everything is no word', () => {
  for (const word of ['**', '*a', '!!', ' * ', '\u200b\u200b']) assert.equal(isUsableWord(word), false);
  for (const word of ['ok', 'a*b', '假货']) assert.equal(isUsableWord(word), true);
});

test('folding is done once: what is folded stays as it is', () => {
  for (const text of ['Sp4m!!', 's p a m', 'ѕраm', 'Café Noir', '1d10t', 'heeeeello'])
    assert.equal(foldWords(foldWords(text)), foldWords(text));
});

test('two thousand words cost no more per letter than their letters, and no line can make them slow', async () => {
  const word = (n: number) => `${n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)}zebra`;
  const list = (count: number) => Array.from({ length: count }, (_, n) => word(n * 37 + 1000));
  const letters = (words: string[]) => words.join('').length;
  const sizes = await Promise.all([200, 1000, 2000].map(async (count) => (await compileWords(list(count))).size / letters(list(count))));
  // Instructions per letter of the list stay the same, so ten times the words are ten times the program, not more.
  for (const size of sizes)
    assert.ok(size < 3.5 && Math.abs(size - sizes[0]!) < 0.3, `${sizes.map((each) => each.toFixed(2)).join(', ')} per letter`);

  const matcher = await compileWords(list(2000));
  const stepsFor = (text: string): number => {
    let steps = 0;
    const bytes = [...Buffer.from(foldForWords(text))];
    const counted = new Proxy(bytes, {
      get: (of, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) steps += 1;
        return Reflect.get(of, key) as unknown;
      },
    });
    assert.equal(matcher.test(counted), false);
    return steps;
  };
  // Beginnings of many words of the list, over and over: where an engine that goes back would go back.
  const begun = (length: number) => 'ba zeb bab zebr zzz '.repeat(length).slice(0, length);
  const [one, two, four] = [75, 150, 300].map((length) => stepsFor(begun(length)));
  assert.ok(two! / one! < 2.3 && four! / two! < 2.3, `${one}, ${two} and ${four} steps for 75, 150 and 300 letters`);
  assert.ok(four! < 300 * 10 * 4, `${four} steps: each piece of the list reads each letter a few times`);
});
