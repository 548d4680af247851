import assert from 'node:assert/strict';
import test from 'node:test';
import { type Facts, stepsOf } from './steps.ts';

const org = { legalName: 'Zonneberg BV', city: 'Lochem', about: 'Honey.', takesOrders: true } as Facts['org'];
const user = { twoFactor: false, passkeys: 1 } as Facts['user'];
const ready: Facts = { user, org, products: { count: 3, more: false, pictures: [] }, people: 2, firstShow: 'Honey, from hive to jar' };
const open = (facts: Facts) =>
  stepsOf(facts)
    .filter((step) => !step.done)
    .map((step) => step.key);

test('a shop that has everything has nothing left to do', () => {
  assert.deepEqual(open(ready), []);
});

test('each step opens with the fact that is missing, and only that one', () => {
  assert.deepEqual(open({ ...ready, org: { ...org, city: null } }), ['facts']);
  assert.deepEqual(open({ ...ready, org: { ...org, takesOrders: false } }), ['payment']);
  assert.deepEqual(open({ ...ready, user: { ...user, passkeys: 0 } }), ['protect']);
  assert.deepEqual(open({ ...ready, products: { count: 2, more: false, pictures: [] } }), ['products']);
  assert.deepEqual(open({ ...ready, people: 1 }), ['people']);
  assert.deepEqual(open({ ...ready, firstShow: null }), ['show']);
});

test('who may not see the people is not asked to add them', () => {
  assert.ok(!stepsOf({ ...ready, people: null }).some((step) => step.key === 'people'));
});
