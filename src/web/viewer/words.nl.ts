import type { SameWords } from '../client/words.tsx';
import type { Words } from './words.en.ts';

export const nl = {
  title: 'Studio',
  signIn: 'Inloggen',
} satisfies SameWords<Words>;
