import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Journal } from './journal.ts';
import { words } from './words.ts';

const OPEN_MS = 15 * 60_000;
/** A test bank is not a ledger: what is older is forgotten at the next start. */
const KEPT_MS = 7 * 24 * 3600_000;
const MAX_PAYMENTS = 200_000;

export const NewPayment = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  amount: z.object({ minor: z.int().positive().max(1_000_000_000_000), currency: z.string().length(3) }),
  shop: z.string().max(200),
  description: z.string().max(300),
  method: z.enum(['test_card', 'test_bank']),
  language: z.enum(['en', 'nl']),
  returnUrl: z.url({ protocol: /^https?$/ }).max(500),
  webhookUrl: z.url({ protocol: /^https?$/ }).max(500),
});
export type NewPayment = z.infer<typeof NewPayment>;

export interface Payment extends NewPayment {
  /** Opens the payment page; nobody can guess it. */
  readonly token: string;
  readonly state: 'open' | 'paid' | 'declined' | 'cancelled' | 'refunded';
  readonly reason: string | null;
  readonly step: 'choose' | 'code';
  /** How the shop hears of it. */
  readonly travels: Travels;
  readonly createdAt: number;
  /** Whose card or account it was, when whoever paid chose to be known by one. */
  readonly payer?: string | null;
}
export const TRAVELS = ['once', 'twice', 'late'] as const;
export type Travels = (typeof TRAVELS)[number];
export const OUTCOMES = ['success', 'challenge', 'decline', 'timeout'] as const;
export type Choice = (typeof OUTCOMES)[number];
/** What the page does next: go back to the shop, ask for a code, say that the code is not one, or never answer. */
export type Next = 'return' | 'code' | 'code_wrong' | 'silence';

/** The money side of the test bank: payments, kept in a journal so that a restart forgets nothing. */
export function createBank(needs: { journal: Journal<Payment>; tell(payment: Payment): void; now(): number }) {
  const { journal, now } = needs;
  const payments = new Map<string, Payment>();
  const byToken = new Map<string, string>();
  for (const payment of journal.read()) remember(payment);
  for (const payment of payments.values()) if (payment.createdAt < now() - KEPT_MS) forget(payment);
  journal.rewrite([...payments.values()]);

  function remember(payment: Payment): void {
    payments.set(payment.id, payment);
    byToken.set(payment.token, payment.id);
  }
  function forget(payment: Payment): void {
    payments.delete(payment.id);
    byToken.delete(payment.token);
  }
  function save(payment: Payment): Payment {
    // Written before anybody is told: what was answered survives a kill.
    journal.append(payment);
    remember(payment);
    return payment;
  }

  /** Open payments end by the clock, not by a job. */
  function current(payment: Payment | undefined): Payment | undefined {
    if (!payment || payment.state !== 'open' || payment.createdAt > now() - OPEN_MS) return payment;
    return settle(payment, 'cancelled', null);
  }

  function settle(payment: Payment, state: Payment['state'], reason: string | null, travels: Travels = 'once'): Payment {
    const settled = save({ ...payment, state, reason, travels });
    needs.tell(settled);
    return settled;
  }

  const decline = (payment: Payment, travels: Travels) => settle(payment, 'declined', words(payment.language).noBalance, travels);

  return {
    byId: (id: string): Payment | undefined => current(payments.get(id)),
    byToken: (token: string): Payment | undefined => current(payments.get(byToken.get(token) ?? '')),

    /** The id is the key: the same payment again is the payment that is there. */
    create(wish: NewPayment): Payment | 'other' | 'full' {
      const there = payments.get(wish.id);
      if (there) return isSame(there, wish) ? current(there)! : 'other';
      if (payments.size >= MAX_PAYMENTS) return 'full';
      return save({
        ...wish,
        token: randomBytes(18).toString('base64url'),
        state: 'open',
        reason: null,
        step: 'choose',
        travels: 'once',
        createdAt: now(),
      });
    },

    /** What is open ends; what was charged stays charged. */
    cancel(payment: Payment): Payment {
      return payment.state === 'open' ? settle(payment, 'cancelled', null) : payment;
    },

    refund(payment: Payment): Payment | null {
      if (payment.state === 'refunded') return payment;
      return payment.state === 'paid' ? settle(payment, 'refunded', null) : null;
    },

    choose(open: Payment, choice: Choice, travels: Travels, payer: string | null = null): Next {
      if (open.state !== 'open') return 'return';
      const payment = { ...open, payer };
      if (choice === 'challenge') {
        save({ ...payment, step: 'code', travels });
        return 'code';
      }
      return end(payment, choice, travels);
    },

    /** The page that asks for a code. */
    answer(payment: Payment, verdict: Exclude<Choice, 'challenge'>, code: string): Next {
      if (payment.state !== 'open') return 'return';
      if (verdict !== 'decline' && !/^\d{6}$/.test(code)) return 'code_wrong';
      return end(payment, verdict, payment.travels);
    },
  };

  function end(payment: Payment, choice: Exclude<Choice, 'challenge'>, travels: Travels): Next {
    if (choice === 'decline') decline(payment, travels);
    // Charged, the page stays silent, and the news is late: the worst moment to lose a connection.
    else settle(payment, 'paid', null, choice === 'timeout' ? 'late' : travels);
    return choice === 'timeout' ? 'silence' : 'return';
  }
}
export type Bank = ReturnType<typeof createBank>;

/** Wording and addresses may differ when a shop asks again; who pays what may not. */
const isSame = (there: Payment, wish: NewPayment): boolean =>
  there.orderId === wish.orderId &&
  there.amount.minor === wish.amount.minor &&
  there.amount.currency === wish.amount.currency &&
  there.method === wish.method;

/** What the shop is told, by answer and by webhook. */
export const report = (payment: Payment) => ({
  id: payment.id,
  state: payment.state,
  amount: payment.amount,
  reason: payment.reason,
  payer: payment.payer ?? null,
});
