import { createWords, type SameWords } from '../client/words.tsx';
import { en, type Words as AllWords } from './words.en.ts';
import { nl } from './words.nl.ts';

export const { Words, useWords, useLanguage } = createWords<SameWords<AllWords>>({ en, nl });
