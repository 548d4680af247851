import type { ProductCard } from '#contract/catalog.ts';
import type { Language } from '#contract/common.ts';
import type { StaffShow } from '#contract/shows.ts';
import type { ShowRow } from './shows.sql.ts';

type Check = StaffShow['checklist'][number];

/** Below this a passport lacks too much for people to decide by it. */
const GOOD_PASSPORT = 60;

/** What must be in order before a show goes live, and what had better be. */
export function checklist(show: ShowRow, shelf: readonly ProductCard[], takesOrders: boolean, language: Language): Check[] {
  const weak = shelf.filter((product) => product.passportScore < GOOD_PASSPORT).length;
  const check = (code: Check['code'], passed: boolean, blocks: boolean): Check => ({
    code,
    passed,
    blocks,
    sentence: (passed ? PASSED : FAILED)[code][language].replace('{count}', String(code === 'passports' && !passed ? weak : shelf.length)),
  });
  return [
    check('title', show.title.trim() !== '', true),
    check('host_name', show.host_name.trim() !== '', true),
    check('shelf', shelf.length > 0, true),
    check('disclosure', show.disclosure_kind === 'own_goods' || show.disclosure_text.trim() !== '', true),
    check('takes_orders', takesOrders, true),
    check('passports', weak === 0, false),
  ];
}

const PASSED: Record<Check['code'], Record<Language, string>> = {
  title: { en: 'The show has a title', nl: 'De show heeft een titel' },
  host_name: { en: 'Viewers see who hosts', nl: 'Kijkers zien wie presenteert' },
  shelf: { en: '{count} products on the shelf', nl: '{count} producten in het schap' },
  disclosure: { en: 'The label over the picture is set', nl: 'Het label over het beeld is ingesteld' },
  takes_orders: { en: 'The shop takes orders', nl: 'De winkel neemt bestellingen aan' },
  passports: { en: 'Every product has a good passport', nl: 'Elk product heeft een goed paspoort' },
};
const FAILED: Record<Check['code'], Record<Language, string>> = {
  title: { en: 'Give the show a title', nl: 'Geef de show een titel' },
  host_name: { en: 'Say who hosts', nl: 'Zeg wie presenteert' },
  shelf: { en: 'Put at least one product on the shelf', nl: 'Leg minstens één product in het schap' },
  disclosure: {
    en: 'Say in the label how the host and the seller are related',
    nl: 'Zeg in het label wat de band tussen presentator en verkoper is',
  },
  takes_orders: {
    en: 'The shop takes no orders now. Turn that on in the settings',
    nl: 'De winkel neemt nu geen bestellingen aan. Zet dat aan bij de instellingen',
  },
  passports: { en: '{count} products lack facts in their passport', nl: '{count} producten missen gegevens in hun paspoort' },
};
