import { plural, type SameWords } from '../../client/words.tsx';
import type { Words } from './words.en.ts';

const many = (count: number, one: string, other: string) => plural('nl', count, one, other);

export const nl: SameWords<Words> = {
  replayOf: (day) => `Opname van ${day}, prijzen zijn van nu`,
  chapters: (count) => many(count, '1 hoofdstuk', `${count} hoofdstukken`),
  shelfCount: (products, left) => many(products, `1 product, ${left} op voorraad`, `${products} producten, ${left} op voorraad`),
  welcome: 'Welkom',
  talk: 'Tussendoor',
  inStock: (left) => `${left} op voorraad`,
  soldOut: 'Uitverkocht',
  offSale: 'Niet meer te koop',
  offSaleText: 'De winkel heeft dit product na de show uit de verkoop gehaald.',
  nothingMatches: 'Geen hoofdstuk met deze woorden.',
  searchChapters: 'Zoek in deze show',
  earlier: (count) => many(count, '1 eerder hoofdstuk', `${count} eerdere hoofdstukken`),
  later: (count) => many(count, '1 later hoofdstuk', `${count} latere hoofdstukken`),
  now: 'Nu',

  askedOffer: (price, end) => `Tijdens de show ${price}, tot ${end}. Dat aanbod is afgelopen en komt in de opname niet terug.`,
  askedOfferRuns: (end) => `Het aanbod van de show loopt nog, tot ${end}.`,
  askedOther: (price) => `Tijdens de show was het ${price}.`,
  askedSame: 'Dezelfde prijs als in de show.',
  ofVariant: (variant, text) => `${variant}: ${text}`,
  askedShort: (price) => `${price} in de show`,
  buyAt: (price) => `Koop voor ${price}`,
  buyOffline: 'Kopen kan alleen met verbinding',
  seeProduct: 'Bekijk het product',

  timeline: 'Tijdlijn per product',
  timelineHelp: 'Pijlen verschuiven 5 seconden, Page Up en Page Down een hoofdstuk, Home en End naar begin en eind.',
  atChapter: (at, chapter) => `${at}, ${chapter}`,
  ofLength: (length) => `van ${length}`,
  previous: 'Vorig hoofdstuk',
  next: 'Volgend hoofdstuk',
  speed: (rate) => `Snelheid ${rate}`,
  continueAt: (at) => `Verder op ${at}`,
  again: 'Opnieuw kijken',
  soundOnly: 'Deze show heeft alleen geluid',
  blocked: 'Tik om te spelen',

  preparing: 'De opname wordt gemaakt. Deze pagina toont hem vanzelf.',
  missing: 'Van deze show is niets opgenomen.',
  over: 'Deze opname wordt niet meer bewaard. De producten wel.',
  failed: 'De opname speelt niet',
  failedText: 'Waar je was, wordt onthouden.',
  offline: 'Je internet viel weg',
  offlineText: 'De opname gaat verder als het terug is. Er wordt niets gekocht.',
  refused: 'De hoofdstukken zijn niet geladen',
  holes: (count, length) =>
    many(count, `Het beeld was één keer weg, samen ${length}.`, `Het beeld was ${count} keer weg, samen ${length}.`),
  holesText: 'De opname gaat daarna verder; wat intussen is afgesproken staat in het verslag van de show.',
  holeAt: (length) => `Hier ontbreekt ${length}`,
  stopped: (at) => `De opname stopte om ${at}, voor het einde van de show.`,

  shareMoment: 'Deel dit moment',
  notInReplay: 'Ook in het schap',
};
