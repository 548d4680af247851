import type { Language } from '#contract/common.ts';
import type { Unreadable } from './import-file.ts';
import type { Remark } from './import-row.ts';

type Sentence = (remark: Remark) => string;
type Both = Readonly<Record<Language, Sentence>>;

/** What is wrong with a cell and what to do, in the reader's language. `proposal` is a value to use instead. */
const REMARKS: Readonly<Record<string, Both>> = {
  title_missing: { en: () => 'A new product needs a title.', nl: () => 'Een nieuw product heeft een titel nodig.' },
  handle_missing: {
    en: () => 'No handle, no title and no product above it: we cannot tell which product this is.',
    nl: () => 'Geen handle, geen titel en geen product erboven: we weten niet welk product dit is.',
  },
  handle_unreadable: { en: () => 'A handle needs letters or digits.', nl: () => 'Een handle heeft letters of cijfers nodig.' },
  handle_changed: { en: (it) => `The handle becomes ${it.proposal}.`, nl: (it) => `De handle wordt ${it.proposal}.` },
  sku_unknown: {
    en: () => 'We do not know this SKU. A new product also needs a title.',
    nl: () => 'Deze SKU kennen we niet. Een nieuw product heeft ook een titel nodig.',
  },
  sku_twice: {
    en: (it) => `Same SKU as line ${it.line}. Keep one of the two.`,
    nl: (it) => `Zelfde SKU als regel ${it.line}. Hou er één van de twee.`,
  },
  sku_elsewhere: {
    en: () => 'Another product of your shop has this SKU.',
    nl: () => 'Een ander product van je winkel heeft deze SKU.',
  },
  options_twice: {
    en: (it) => `Same options as line ${it.line}: ${it.value}.`,
    nl: (it) => `Zelfde opties als regel ${it.line}: ${it.value}.`,
  },
  option_missing: { en: (it) => `Say which ${it.value} this variant is.`, nl: (it) => `Geef aan welke ${it.value} deze variant is.` },
  options_differ: {
    en: () =>
      'The product has variants with other options that are not in this file. Add them, or change the options in the product first.',
    nl: () =>
      'Het product heeft varianten met andere opties die niet in dit bestand staan. Voeg ze toe, of wijzig eerst de opties in het product.',
  },
  too_many_variants: { en: () => 'A product holds at most 1,000 variants.', nl: () => 'Een product heeft hoogstens 1.000 varianten.' },
  product_left_out: {
    en: (it) => `Its product is left out because of line ${it.line}.`,
    nl: (it) => `Het product blijft achter door regel ${it.line}.`,
  },
  price_missing: { en: () => 'A new variant needs a price.', nl: () => 'Een nieuwe variant heeft een prijs nodig.' },
  price_unreadable: {
    en: (it) => `Not a price.${it.proposal ? ` Use ${it.proposal}.` : ' Use 99.00 or 99,00.'}`,
    nl: (it) => `Geen prijs.${it.proposal ? ` Gebruik ${it.proposal}.` : ' Gebruik 99,00 of 99.00.'}`,
  },
  price_negative: { en: () => 'A price cannot be below zero.', nl: () => 'Een prijs kan niet onder nul zijn.' },
  price_too_high: { en: () => 'A price is at most 1,000,000.00.', nl: () => 'Een prijs is hoogstens 1.000.000,00.' },
  stock_negative: {
    en: () => 'Stock cannot be below zero. Use 0 when it is sold out.',
    nl: () => 'Voorraad kan niet onder nul zijn. Gebruik 0 als het uitverkocht is.',
  },
  stock_unreadable: { en: () => 'Stock is a whole number.', nl: () => 'Voorraad is een heel getal.' },
  stock_too_high: { en: () => 'Stock is at most 1,000,000.', nl: () => 'Voorraad is hoogstens 1.000.000.' },
  weight_unreadable: { en: () => 'Weight is a number of grams.', nl: () => 'Gewicht is een aantal gram.' },
  status_unknown: { en: () => 'Use active, draft or archived.', nl: () => 'Gebruik active, draft of archived.' },
  gtin_wrong: {
    en: (it) => `The check digit is not right. Typing error? It would be ${it.proposal}.`,
    nl: (it) => `Het controlecijfer klopt niet. Typefout? Het zou ${it.proposal} zijn.`,
  },
  too_long: { en: (it) => `At most ${it.proposal} characters.`, nl: (it) => `Hoogstens ${it.proposal} tekens.` },
  too_many_columns: {
    en: () => 'This line has more columns than the header. A quote or a separator too many?',
    nl: () => 'Deze regel heeft meer kolommen dan de kop. Een aanhalings- of scheidingsteken te veel?',
  },
  picture_address: {
    en: () => 'This is no web address; the row comes in without the picture.',
    nl: () => 'Dit is geen webadres; de regel komt binnen zonder de foto.',
  },
  too_many_pictures: {
    en: (it) => `A product holds at most ${it.value} pictures.`,
    nl: (it) => `Een product heeft hoogstens ${it.value} foto’s.`,
  },
  picture_unreachable: { en: () => 'The picture could not be fetched.', nl: () => 'De foto kon niet worden opgehaald.' },
  picture_not_public: { en: () => 'This address is not on the public web.', nl: () => 'Dit adres staat niet op het openbare web.' },
  picture_unreadable: {
    en: () => 'What is at this address is not a picture we can read.',
    nl: () => 'Op dit adres staat geen foto die we kunnen lezen.',
  },
};

export const remarkSentence = (remark: Remark, language: Language): string => REMARKS[remark.code]?.[language](remark) ?? remark.code;

/** Why a file was not taken at all. */
export const UNREADABLE: Readonly<Record<Unreadable, Readonly<Record<Language, string>>>> = {
  empty: { en: 'The file is empty.', nl: 'Het bestand is leeg.' },
  spreadsheet: {
    en: 'This is a spreadsheet. Save it as CSV UTF-8 and choose that file.',
    nl: 'Dit is een rekenblad. Bewaar het als CSV UTF-8 en kies dat bestand.',
  },
  utf16: {
    en: 'This file is not plain text in UTF-8. Save it as CSV UTF-8.',
    nl: 'Dit bestand is geen tekst in UTF-8. Bewaar het als CSV UTF-8.',
  },
  encoding: {
    en: 'There are letters in this file that are not UTF-8. Save it as CSV UTF-8, so that é and ß stay what they are.',
    nl: 'Er staan letters in dit bestand die geen UTF-8 zijn. Bewaar het als CSV UTF-8, zodat é en ß blijven wat ze zijn.',
  },
  quotes: {
    en: 'A quotation mark opens and does not close, or stands in the wrong place.',
    nl: 'Een aanhalingsteken gaat open en niet dicht, of staat op de verkeerde plaats.',
  },
  one_column: {
    en: 'We see no columns. A product file has a first line with column names, separated by commas, semicolons or tabs.',
    nl: 'We zien geen kolommen. Een productbestand heeft een eerste regel met kolomnamen, gescheiden door komma’s, puntkomma’s of tabs.',
  },
  no_rows: { en: 'There are column names but no products below them.', nl: 'Er zijn kolomnamen maar geen producten eronder.' },
  too_many_rows: { en: 'A file holds at most 100,000 rows. Split it.', nl: 'Een bestand heeft hoogstens 100.000 regels. Splits het.' },
  twin_headers: { en: 'Two columns have the same name.', nl: 'Twee kolommen hebben dezelfde naam.' },
};

/** What the import itself has to tell; `imports.problem` holds the code and, after a colon, a number. */
const PROBLEMS: Readonly<Record<string, Readonly<Record<Language, (number: string) => string>>>> = {
  broke: {
    en: () => 'Something broke on our side. Nothing was changed; try again.',
    nl: () => 'Er ging bij ons iets stuk. Er is niets gewijzigd; probeer opnieuw.',
  },
  changed_meanwhile: {
    en: () => 'Somebody gave one of these SKUs or handles away in the meantime. Nothing was changed; look at the preview again.',
    nl: () => 'Iemand gaf intussen een van deze SKU’s of handles weg. Er is niets gewijzigd; bekijk het voorbeeld opnieuw.',
  },
  file_gone: { en: () => 'The file is no longer here. Upload it again.', nl: () => 'Het bestand is er niet meer. Laad het opnieuw op.' },
  kept: {
    en: (number) => `Taken back, except ${number} products that were changed or sold since.`,
    nl: (number) => `Teruggedraaid, behalve ${number} producten die sindsdien gewijzigd of verkocht zijn.`,
  },
};

export function problemSentence(problem: string | null, language: Language): string | null {
  if (problem === null) return null;
  const [code = '', number = ''] = problem.split(':');
  return PROBLEMS[code]?.[language](number) ?? problem;
}
