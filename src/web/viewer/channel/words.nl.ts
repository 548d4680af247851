import type { SameWords } from '../../client/words.tsx';
import type { Words } from './words.en.ts';

export const nl = {
  title: (shop: string) => `${shop}, dag en nacht`,
  notLive: 'Niet live',
  after: (title: string) => `Daarna: ${title}`,
  whole: 'De hele terugblik, vanaf het begin',
  sound: 'Geluid aan',
  mute: 'Geluid uit',
  play: 'Kijken',
  off: 'Hier speelt nu niets',
  offBody: 'Dit kanaal toont opnames tussen de liveshows, als de winkel het aanzet.',
  toShop: 'Naar de winkel',
  failed: 'De opname laadt niet',
} satisfies SameWords<Words>;
