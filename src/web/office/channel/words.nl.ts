import type { SameWords } from '../../client/words.tsx';
import type en from './words.en.ts';

export default {
  title: 'Kanaal',
  lead: 'Tussen liveshows speelt het kanaal opnames na elkaar, dag en nacht. Ze heten wat ze zijn: een terugblik, niet live. Een liveshow komt er vanzelf voor in de plaats.',
  on: 'Het kanaal staat aan',
  isOn: 'Kijkers vinden het op het adres hieronder.',
  isOff: 'Niemand ziet het.',
  address: 'Adres',
  plays: 'Speelt in deze volgorde',
  empty: 'Nog niets gekozen',
  emptyBody: 'Voeg opnames toe uit de lijst hieronder. Het kanaal kan aan zodra er één is.',
  now: 'Speelt nu',
  gone: 'De opname is weg: ze wordt overgeslagen',
  up: (title: string) => `Vroeger: ${title}`,
  down: (title: string) => `Later: ${title}`,
  remove: (title: string) => `Haal ${title} van het kanaal`,
  more: 'Opnames om toe te voegen',
  noneBody: 'Een show kan erbij zodra ze afgelopen is en werd opgenomen.',
  add: 'Toevoegen',
  minutes: (count: number) => `${count} min`,
  readOnly: 'Producers en beheerders kiezen wat het kanaal speelt.',
} satisfies SameWords<typeof en>;
