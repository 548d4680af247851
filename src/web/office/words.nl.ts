import type { SameWords } from '../client/words.tsx';
import type { Words } from './words.en.ts';

export const nl = {
  title: 'Kantoor',
  signIn: 'Inloggen',
} satisfies SameWords<Words>;
