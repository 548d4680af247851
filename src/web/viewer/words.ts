import { createWords, type SameWords } from '../client/words.tsx';
import { en, type Words as English } from './words.en.ts';
import { nl } from './words.nl.ts';

export const { Words, useWords, useLanguage } = createWords<SameWords<English>>({ en, nl });

/** What every sheet's own buttons are called. */
export function useSheetWords() {
  const { close, larger, smaller } = useWords();
  return { close, larger, smaller };
}
