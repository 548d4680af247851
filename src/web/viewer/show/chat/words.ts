import type { SameWords } from '../../../client/words.tsx';
import { useLanguage } from '../../words.ts';
import { en, type Words } from './words.en.ts';
import { nl } from './words.nl.ts';

const ALL = { en, nl };
/** The chat's own words; they come with its code. */
export const useChatWords = (): SameWords<Words> => ALL[useLanguage()];
