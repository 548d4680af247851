import { wordsOf } from './language.tsx';
import en from './words.en.ts';
import nl from './words.nl.ts';

export const useStaffWords = wordsOf({ en, nl });
