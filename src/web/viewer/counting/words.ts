import type { SameWords } from '../../client/words.tsx';
import { useLanguage } from '../words.ts';
import { en, type Words } from './words.en.ts';
import { nl } from './words.nl.ts';

const ALL = { en, nl };
/** This page's own words; they come with its code. */
export const useCountingWords = (): SameWords<Words> => ALL[useLanguage()];
