import assert from 'node:assert/strict';
import test from 'node:test';
import { consequence, type HoldStatus, may, type Money, type Stage, stateOf } from './order-machine.ts';

test('the state of an order is read off its hold and its money', () => {
  const table: [HoldStatus, Stage | null, string][] = [
    ['held', null, 'held'],
    ['held', 'held', 'held'],
    ['held', 'paying', 'paying'],
    ['paid', 'paid', 'paid'],
    ['paid', 'refunded', 'refunded'],
    ['expired', null, 'expired'],
    ['expired', 'paying', 'expired'],
    ['expired', 'refunded', 'refunded'],
    ['released', null, 'released'],
    ['released', 'paying', 'released'],
    ['released', 'refunded', 'refunded'],
  ];
  for (const [hold, stage, state] of table) assert.equal(stateOf(hold, stage), state, `${hold} ${stage}`);
});

test('what a buyer may do in each state', () => {
  const pay = {
    held: 'yes',
    paying: 'yes',
    paid: 'already_paid',
    expired: 'hold_expired',
    released: 'hold_expired',
    refunded: 'hold_expired',
  } as const;
  const release = { held: 'yes', paying: 'yes', paid: 'already_paid', expired: 'again', released: 'again', refunded: 'again' } as const;
  for (const state of ['held', 'paying', 'paid', 'expired', 'released', 'refunded'] as const) {
    const [paying, releasing] = [may(state, 'pay'), may(state, 'release')];
    assert.equal(paying.ok ? paying.value : paying.reason, pay[state], `pay ${state}`);
    assert.equal(releasing.ok ? releasing.value : releasing.reason, release[state], `release ${state}`);
  }
});

test('what news of a payment means, for every order it may meet', () => {
  const [mine, other] = ['payment-1', 'payment-2'];
  const table: [Money, Stage, string | null, string | null, string][] = [
    // news, stage, newest payment, paid by -> consequence
    ['paid', 'paying', mine, null, 'sell'],
    ['paid', 'held', mine, null, 'sell'],
    ['paid', 'paying', other, null, 'sell'],
    ['paid', 'paid', mine, mine, 'nothing'],
    ['paid', 'paid', other, other, 'refund'],
    ['paid', 'refunded', mine, null, 'refund'],
    ['paid', 'refunded', mine, mine, 'nothing'],
    ['declined', 'paying', mine, null, 'reopen'],
    ['declined', 'paying', other, null, 'nothing'],
    ['declined', 'paid', mine, other, 'nothing'],
    ['cancelled', 'paying', mine, null, 'reopen'],
    ['cancelled', 'held', mine, null, 'nothing'],
    ['refunded', 'paid', mine, mine, 'returned'],
    ['refunded', 'paid', other, other, 'nothing'],
    ['refunded', 'paying', mine, null, 'returned'],
  ];
  for (const [state, stage, payment, paidBy, expected] of table)
    assert.equal(consequence({ state, payment: mine }, { stage, payment, paidBy }), expected, `${state} ${stage} ${payment} ${paidBy}`);
});
