import assert from 'node:assert/strict';
import test from 'node:test';
import { CATEGORIES, PASSPORT_FIELDS } from './catalog.ts';
import { COMPLETE_SCORE, type FieldName, GROUPS, passportPoints, PINNABLE_SCORE } from './passport.ts';

const everything = Object.fromEntries(PASSPORT_FIELDS.map((field) => [field, 'x']));
const checked = new Set<FieldName>(PASSPORT_FIELDS);

test('everything filled and checked is 100 in every category, and nothing filled is almost nothing', () => {
  for (const category of CATEGORIES) {
    const full = passportPoints(category, everything, { images: 3, verified: checked });
    assert.equal(full.score, 100, category);
    assert.deepEqual(full.missing, []);
    assert.ok(passportPoints(category, {}, { images: 0 }).score < 6);
  }
});

test('what nobody checked counts half, and still reaches the badge', () => {
  const { score, points } = passportPoints('food', everything, { images: 3 });
  assert.equal(points.find((group) => group.name === 'certificates')?.halves, 12);
  assert.ok(score >= COMPLETE_SCORE && score < 100, String(score));
});

test('what does not apply is not asked: no warranty on food, no expiry on a pan', () => {
  const applies = (category: 'food' | 'general', name: string) =>
    passportPoints(category, {}, { images: 0 }).points.find((group) => group.name === name)?.applies;
  assert.equal(applies('food', 'warranty'), false);
  assert.equal(applies('general', 'expiry'), false);
  assert.equal(applies('food', 'expiry'), true);
});

test('a required field that is blank is named', () => {
  const { missing } = passportPoints('electronics', { ...everything, model: '  ' }, { images: 3 });
  assert.deepEqual(missing, ['model']);
});

test('filling one more field never lowers the score', () => {
  for (const category of CATEGORIES) {
    let before = -1;
    const fields: Record<string, string> = {};
    for (const field of PASSPORT_FIELDS) {
      fields[field] = 'x';
      const { score } = passportPoints(category, fields, { images: 1 });
      assert.ok(score >= before, `${category} ${field}`);
      before = score;
    }
  }
});

test('half of the work makes a product pinnable', () => {
  const fields = {
    originCountry: 'BE',
    materials: 'Steel',
    safetyWarnings: 'Hot',
    manufacturer: 'Us',
    warranty: '2 y',
    afterSales: 'Us',
    batch: '1',
  };
  assert.ok(passportPoints('general', fields, { images: 3 }).score >= PINNABLE_SCORE);
  assert.equal(new Set(GROUPS.map((group) => group.name)).size, GROUPS.length);
});
