import type { SameWords } from '../../client/words.tsx';
import type en from './words.en.ts';

export default {
  title: 'Mensen',
  add: 'Iemand toevoegen',
  table: 'Mensen en rollen',
  person: 'Persoon',
  roles: 'Rollen',
  secondStep: 'Tweede stap',
  since: 'Sinds',
  you: 'jij',
  on: 'Aan',
  notYet: 'Nog niet',
  waivedTitle: 'Dit is de demowinkel.',
  waived:
    'De mensen hier mogen met alleen een wachtwoord dingen wijzigen. In elke andere winkel is daar een passkey of code-app voor nodig.',
  missing: (count: number) =>
    count === 1
      ? 'Eén persoon heeft nog geen tweede stap en kan niets wijzigen tot die aan staat.'
      : `${count} mensen hebben nog geen tweede stap en kunnen niets wijzigen tot die aan staat.`,
  change: (name: string) => `Wijzigen wat ${name} mag`,
  addTitle: 'Iemand toevoegen',
  email: 'E-mailadres van het account',
  emailHint: 'Mensen maken hun account zelf, onder Inloggen. Vraag welk adres ze gebruikt hebben.',
  noAccount: (email: string) => `Niemand heeft hier al een account met ${email}. Vraag om er een te maken en voeg daarna opnieuw toe.`,
  mayDo: 'Mag',
  atLeastOne: 'Kies minstens één rol.',
  may: {
    host: 'Live gaan, producten vastzetten, aanbiedingen starten, als host praten in de chat.',
    producer: 'Shows en draaiboek plannen, bestellingen bekijken, producten importeren.',
    moderator: 'Regels verbergen, mensen in de chat even pauzeren.',
    seller_admin: 'Alles: producten, prijzen, bestellingen, mensen en instellingen.',
    operator: 'Beheert deze installatie.',
  },
  save: 'Bewaren',
  addAction: 'Toevoegen',
  remove: 'Uit deze winkel halen',
  removeSure: (name: string) => `${name} eruit halen?`,
  removeWhat: 'De toegang stopt meteen. Het account en wat er gedaan is, blijven.',
  removeYourself: 'Je verliest meteen je toegang tot dit kantoor.',
  keep: 'Houden',
  added: (name: string) => `${name} hoort nu bij de winkel.`,
  saved: (name: string) => `Bewaard voor ${name}. Het werkt meteen.`,
  removed: (name: string) => `${name} heeft geen toegang meer.`,
  readOnly: 'Een beheerder kan dit wijzigen.',
} satisfies SameWords<typeof en>;
