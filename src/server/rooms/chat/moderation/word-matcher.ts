import { RE2JS } from 're2js';
import { foldLetters, foldWords } from '#lib/look-alikes.ts';

/**
 * One matcher per list and version. The engine (RE2) never goes back in the text, so no list and no line can make it
 * slow; a list is words and never an expression. It is compiled in pieces, because two thousand words at once would
 * keep everybody waiting for a third of a second.
 */
const WORDS_PER_PIECE = 200;
/** Scripts that write without spaces: their words are found inside of others. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export interface WordMatcher {
  /** @param folded what `foldForWords` made of a line, or its UTF-8 */
  test(folded: string | number[]): boolean;
  /** Instructions of the compiled programs: what one letter of a line costs at most. */
  readonly size: number;
}

/** As the list's words are folded; punctuation inside of a word is tried both ways ("sp.am", "ham.spam"). */
export function foldForWords(text: string): string {
  const split = foldWords(text);
  const joined = foldWords(text.replace(/(?<=\p{L})[._*'’-]+(?=\p{L})/gu, ''));
  return joined === split ? split : `${split}  ${joined}`;
}

/** @returns false for what would match nothing, or nearly everything */
export const isUsableWord = (word: string): boolean => lettersOf(word).replaceAll(' ', '').length >= 2;

export async function compileWords(
  words: readonly string[],
  pause = () => new Promise((resolve) => setImmediate(resolve)),
): Promise<WordMatcher> {
  const usable = words.filter(isUsableWord);
  const pieces: RE2JS[] = [];
  for (let at = 0; at < usable.length; at += WORDS_PER_PIECE) {
    pieces.push(RE2JS.compile(patternOf(usable.slice(at, at + WORDS_PER_PIECE))));
    await pause();
  }
  return {
    test: (folded) => pieces.some((piece) => piece.test(folded)),
    size: pieces.reduce((sum, piece) => sum + piece.programSize(), 0),
  };
}

function patternOf(words: readonly string[]): string {
  const whole = words.filter((word) => !WITHOUT_SPACES.test(word)).map(wordPattern);
  const inside = words.filter((word) => WITHOUT_SPACES.test(word)).map(wordPattern);
  const forms = [
    ...(whole.length > 0 ? [`(?:^| )(?:${whole.join('|')})(?:$| )`] : []),
    ...(inside.length > 0 ? [`(?:${inside.join('|')})`] : []),
  ];
  return forms.join('|');
}

/** `*` stands for any letters; a letter for one or more of it, a double letter for two or more ("boot" is not "bot"); words of a phrase may stand together. */
function wordPattern(word: string): string {
  return word
    .split('*')
    .map((part) =>
      foldWords(part)
        .split(' ')
        .map((letters) =>
          letters.replace(
            /(.)\1*/gu,
            (run, letter: string) => RE2JS.quote(letter).repeat(run.length / letter.length) + (run.length / letter.length < 3 ? '+' : ''),
          ),
        )
        .join(' *'),
    )
    .join('[\\p{L}\\p{N}]*');
}

const lettersOf = (word: string): string => foldLetters(word.replaceAll('*', '')).replace(/[^\p{L}\p{N} ]+/gu, '');
