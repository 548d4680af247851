import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '#contract/common.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The plain sentences of every `words.<language>.ts`; those with parameters are known by `TELLTALE` only. */
function sentences(language: Language): Set<string> {
  const texts = globSync(`src/web/**/words.${language}.ts`, { cwd: root }).map((file) => readFileSync(`${root}/${file}`, 'utf8'));
  const found = texts.flatMap((text) => [...text.matchAll(/: '((?:[^'\\\n]|\\.)+)'/g)].map((hit) => hit[1]!.replace(/\\(.)/g, '$1')));
  return new Set(found);
}
const SENTENCES = { en: sentences('en'), nl: sentences('nl') };

/** Small words that stand in almost every sentence of one language and, as whole words, in none of the other. */
const TELLTALE: Record<Language, RegExp> = {
  en: /\b(the|your|nobody|yet)\b/i,
  nl: /\b(het|een|niet|jouw|wordt)\b/i,
};

/**
 * What a page says in the other language.
 * @param spoken what buttons, links and labels say: small words are looked for there, because a shop writes its
 * own texts in the language it likes
 * @param quoted titles that a label may repeat in whatever language they have
 */
export function foreignWords(language: Language, texts: readonly string[], spoken: readonly string[], quoted: readonly string[]): string[] {
  const own = (text: string) => quoted.reduce((rest, title) => rest.replaceAll(title, ''), text);
  const other = language === 'en' ? 'nl' : 'en';
  const whole = texts.filter((text) => SENTENCES[other].has(text) && !SENTENCES[language].has(text));
  return [...whole, ...spoken.filter((text) => TELLTALE[other].test(own(text)))];
}
