import { wordsOf } from '../../staff/language.tsx';
import en from './words.en.ts';
import nl from './words.nl.ts';

export const useWords = wordsOf({ en, nl });
