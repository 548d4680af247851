import type { SameWords } from '../../../client/words.tsx';
import { useLanguage } from '../../words.ts';
import { en, type Words } from './words.en.ts';
import { nl } from './words.nl.ts';

const ALL = { en, nl };
/** The words of questions and polls; they come with the live show. */
export const useCrowdWords = (): SameWords<Words> => ALL[useLanguage()];
