import assert from 'node:assert/strict';
import test from 'node:test';
import { addOption, type Draft, emptyDraft, emptyRow, faultsOf, inputOf, readMinor, removeOption } from './draft.ts';

const good = (): Draft => ({
  ...emptyDraft(),
  title: 'Pan',
  optionNames: ['Size'],
  rows: [
    { ...emptyRow('a', 1), options: ['24 cm'], sku: 'P-24', price: '65', left: '4' },
    { ...emptyRow('b', 1), options: ['28 cm'], sku: 'P-28', price: '94,50' },
  ],
});
const wrongs = (draft: Draft) => faultsOf(draft).map(({ wrong, row }) => (row ? `${wrong} ${row}` : wrong));

test('a price is read with a point or a comma, and nothing else passes', () => {
  assert.deepEqual(['94', '94.5', '94,05', '0', ' 7 '].map(readMinor), [9400, 9450, 9405, 0, 700]);
  for (const text of ['', '1.000', '1.234,00', '-1', '9,999', 'x', '1e3', '10000000']) assert.equal(readMinor(text), null, text);
});

test('a good draft has no faults and becomes what the server wants', () => {
  assert.deepEqual(wrongs(good()), []);
  assert.deepEqual(inputOf(good()).variants, [
    { sku: 'P-24', options: ['24 cm'], priceMinor: 6500, left: 4 },
    { sku: 'P-28', options: ['28 cm'], priceMinor: 9450 },
  ]);
});

test('stock that was not touched is not sent, so a sale in the meantime is not undone', () => {
  const draft = good();
  const [first, second] = draft.rows;
  const same = { ...draft, rows: [{ ...first!, left: '7', leftBefore: '7' }, second!] };
  assert.equal('left' in inputOf(same).variants[0]!, false);
  assert.deepEqual(wrongs({ ...draft, rows: [{ ...first!, left: '', leftBefore: '7' }] }), ['left a']);
});

test('every mistake is found where it is', () => {
  const [first] = good().rows;
  const twin = { ...first!, key: 'b' };
  assert.deepEqual(wrongs({ ...good(), title: ' ', handle: 'Not A Handle', rows: [first!, twin] }), [
    'title',
    'handle',
    'twin b',
    'skuTwin b',
  ]);
  assert.deepEqual(wrongs({ ...good(), optionNames: [' '] }), ['optionName']);
  assert.deepEqual(wrongs({ ...good(), rows: [{ ...first!, options: [''], sku: '', price: '1.000', left: '-1' }] }), [
    'option a',
    'sku a',
    'price a',
    'left a',
  ]);
});

test('adding and removing an option keeps every row in step', () => {
  const two = addOption(good());
  assert.deepEqual(
    two.rows.map((row) => row.options),
    [
      ['24 cm', ''],
      ['28 cm', ''],
    ],
  );
  assert.deepEqual(
    removeOption(two, 0).rows.map((row) => row.options),
    [[''], ['']],
  );
  assert.deepEqual(wrongs(removeOption(good(), 0)), ['twin b'], 'what the option told apart is told');
});
