import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Language } from '#contract/common.ts';
import { pageLanguage, switchLanguage } from '../client/words.tsx';
import { api, ask } from './api.ts';

interface Choice {
  language: Language;
  pick: (language: Language) => void;
}
const Context = createContext<Choice>({ language: 'en', pick: () => {} });

/** Holds the language of the page; a change shows at once and is remembered by the server. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(pageLanguage);
  const pick = (next: Language) => {
    setLanguage(next);
    void switchLanguage(next, () => ask(api.PUT('/api/me/language', { body: { language: next } })));
  };
  return <Context value={{ language, pick }}>{children}</Context>;
}

export const useLanguageChoice = (): Choice => useContext(Context);
export const useLanguage = (): Language => useContext(Context).language;

/**
 * The words of one section, from the `words.en.ts` and `words.nl.ts` beside it.
 * A section that loads late brings its own words along; none waits in the entry.
 */
export const wordsOf =
  <W,>(all: Readonly<Record<Language, W>>) =>
  (): W =>
    all[useLanguage()];
