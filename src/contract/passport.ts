/** How complete a passport is: the points, what counts for which category, and what is required. Shared with the form. */
import type { CATEGORIES, PASSPORT_FIELDS } from './catalog.ts';

export type Category = (typeof CATEGORIES)[number];
export type FieldName = (typeof PASSPORT_FIELDS)[number];
export type PassportFields = Partial<Record<FieldName, string>>;

/** From here a product may be pinned, and from here it carries the badge "Complete passport". */
export const PINNABLE_SCORE = 60;
export const COMPLETE_SCORE = 85;

const EATEN: readonly Category[] = ['food', 'supplement', 'fresh_farm'];
const EXPIRES: readonly Category[] = [...EATEN, 'cosmetic'];

interface Group {
  readonly name: string;
  readonly weight: number;
  /** All of them filled is full marks, some of them half. */
  readonly fields: (category: Category) => readonly FieldName[];
  /** Worth half until somebody has checked it at its source. */
  readonly needsProof?: true;
}
const always =
  (...fields: FieldName[]) =>
  () =>
    fields;

export const GROUPS = [
  { name: 'certificates', weight: 12, needsProof: true, fields: always('certificates') },
  {
    name: 'materials',
    weight: 10,
    fields: (category) => (EATEN.includes(category) ? ['materials', 'allergens'] : ['materials']),
  },
  { name: 'reseller', weight: 10, needsProof: true, fields: always('resellerProof') },
  { name: 'safety', weight: 10, fields: always('safetyWarnings') },
  { name: 'maker', weight: 10, fields: always('manufacturer') },
  { name: 'origin', weight: 8, fields: always('originCountry') },
  { name: 'expiry', weight: 8, fields: (category) => (EXPIRES.includes(category) ? ['expiry'] : []) },
  { name: 'warranty', weight: 8, fields: (category) => (EXPIRES.includes(category) ? [] : ['warranty', 'afterSales']) },
  { name: 'batch', weight: 6, fields: always('batch') },
  { name: 'usage', weight: 5, fields: always('usage') },
  { name: 'returns', weight: 4, fields: always('returnPolicy') },
] as const satisfies readonly Group[];
const PICTURES = { name: 'pictures', weight: 5, enough: 3 } as const;
const PRICE_HISTORY = { name: 'priceHistory', weight: 4 } as const;
export type GroupName = (typeof GROUPS)[number]['name'] | 'pictures' | 'priceHistory';

const BASE: readonly FieldName[] = ['brand', 'manufacturer', 'safetyWarnings', 'returnPolicy'];
const FOOD: readonly FieldName[] = ['originCountry', 'materials', 'allergens', 'batch', 'expiry', 'netContent', 'usage'];
const REQUIRED: Readonly<Record<Category, readonly FieldName[]>> = {
  general: [],
  food: FOOD,
  supplement: [...FOOD, 'certificates'],
  cosmetic: ['materials', 'batch', 'expiry', 'certificates'],
  electronics: ['model', 'certificates', 'warranty', 'resellerProof'],
  toy: ['ageRestriction', 'certificates', 'batch'],
  textile: ['materials', 'originCountry', 'usage'],
  second_hand: ['resellerProof'],
  fresh_farm: ['originPlace', 'batch', 'netContent'],
};

export const requiredFields = (category: Category): readonly FieldName[] => [...BASE, ...REQUIRED[category]];

export interface Points {
  readonly name: GroupName;
  readonly weight: number;
  /** In half points, so that sums stay whole: 2 per point. */
  readonly halves: number;
  readonly applies: boolean;
}

/** @param verified fields that somebody checked at their source */
export function passportPoints(
  category: Category,
  fields: PassportFields,
  facts: { readonly images: number; readonly verified?: ReadonlySet<FieldName> },
): { score: number; points: readonly Points[]; missing: readonly FieldName[] } {
  const filled = (field: FieldName) => (fields[field] ?? '').trim() !== '';
  const points: Points[] = GROUPS.map((group: Group) => {
    const wanted = group.fields(category);
    const there = wanted.filter(filled);
    const whole = there.length === wanted.length && (!group.needsProof || there.every((field) => facts.verified?.has(field)));
    const halves = there.length === 0 ? 0 : whole ? group.weight * 2 : group.weight;
    return { name: group.name as GroupName, weight: group.weight, halves, applies: wanted.length > 0 };
  });
  points.push({
    name: PICTURES.name,
    weight: PICTURES.weight,
    halves: facts.images >= PICTURES.enough ? PICTURES.weight * 2 : facts.images > 0 ? PICTURES.weight : 0,
    applies: true,
  });
  // The server keeps the past of every price, so these points are always earned.
  points.push({ name: PRICE_HISTORY.name, weight: PRICE_HISTORY.weight, halves: PRICE_HISTORY.weight * 2, applies: true });
  const counting = points.filter((group) => group.applies);
  const earned = counting.reduce((sum, group) => sum + group.halves, 0);
  const possible = counting.reduce((sum, group) => sum + group.weight * 2, 0);
  return {
    // Rounded down: 84.9 is not yet complete.
    score: Math.floor((earned * 100) / possible),
    points,
    missing: requiredFields(category).filter((field) => !filled(field)),
  };
}
