import { createContext, type ReactNode, useContext } from 'react';
import type { Language } from '#contract/common.ts';

/**
 * Words of one entry. Each entry writes `words.en.ts` and `words.nl.ts`, typed modules of strings and functions,
 * and makes its hook here. A missing word is a type error, an unused one is found by the dead-code check.
 */
export function createWords<W>(all: Readonly<Record<Language, W>>) {
  const Context = createContext<{ words: W; language: Language }>({ words: all.en, language: 'en' });
  return {
    Words: ({ language, children }: { language: Language; children: ReactNode }) => (
      <Context value={{ words: all[language], language }}>{children}</Context>
    ),
    useWords: (): W => useContext(Context).words,
    useLanguage: (): Language => useContext(Context).language,
  };
}

/** The words of one language with another language's text: same keys, same parameters. */
export type SameWords<W> = {
  readonly [K in keyof W]: W[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : W[K] extends string
      ? string
      : W[K] extends object
        ? SameWords<W[K]>
        : W[K];
};

/** "1 message", "12 messages": picks by the language's own rule. */
export function plural(language: Language, count: number, one: string, other: string): string {
  return new Intl.PluralRules(language).select(count) === 'one' ? one : other;
}

/** The language that the server wrote into the page. */
export function pageLanguage(): Language {
  return document.documentElement.lang.startsWith('nl') ? 'nl' : 'en';
}

/** Keeps the choice for the next page and asks the server to remember it. */
export async function switchLanguage(language: Language, save: (language: Language) => Promise<unknown>): Promise<void> {
  document.documentElement.lang = language;
  await save(language);
}
