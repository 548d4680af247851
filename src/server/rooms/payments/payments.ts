import { createHmac, hkdfSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { type Outcome, done, refuse } from '#lib/outcome.ts';
import { type Db, type Executor, transact, type Tx } from '#platform/db.ts';
import type { Events } from '#platform/events.ts';
import type { Jobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import { paymentSettled } from './payments.events.ts';
import {
  cancelOpen,
  findOfOrders,
  findOpen,
  findPayers,
  findPayment,
  findWebhook,
  insertPayment,
  insertWebhook,
  markApplied,
  markPayer,
  movePayment,
  type PaymentRow,
  saveUrl,
} from './payments.sql.ts';
import type { Charge, PaymentProvider, Report } from './provider.ts';

/** Asked for in these steps until the provider says how it ended; the last step repeats. */
const CHECK_AFTER_SECONDS = [5, 10, 20, 40, 60];
/** About 35 minutes; the provider closes an open payment long before. */
const MAX_CHECKS = 36;

export interface PaymentView {
  id: string;
  orderId: string;
  state: PaymentRow['state'];
  method: string;
  url: string | null;
  reason: string | null;
  amountMinor: bigint;
  currency: string;
}
export interface PaymentsNeeds {
  db: Db;
  provider: PaymentProvider;
  /** The instance's own; what a card is marked with follows from it. */
  secret: string;
  jobs: Jobs;
  events: Events;
  log: Log;
  /** Where this instance hears from providers and people, without a slash at the end. */
  publicUrl: string;
  /** Where the provider reaches us when that is not the public address (both on one machine). */
  webhookBase?: string;
  /** For tests: waits of the poller, in seconds. */
  checkAfterSeconds?: readonly number[];
}
export interface NewPaymentWish {
  orderId: string;
  amountMinor: bigint;
  currency: string;
  method: string;
}

export function createPaymentVerbs(needs: PaymentsNeeds) {
  const { db, provider, jobs, events, log } = needs;
  const payerKey = Buffer.from(hkdfSync('sha256', needs.secret, 'etalage payments', 'payer', 32));
  const steps = needs.checkAfterSeconds ?? CHECK_AFTER_SECONDS;

  const checkLater = (tx: Tx, paymentId: string, tries: number) => {
    const waitSeconds = steps[Math.min(tries, steps.length - 1)]!;
    return jobs.add(tx, 'payments.check', { paymentId, tries }, { runAt: new Date(Date.now() + waitSeconds * 1000) });
  };

  /**
   * Begins a payment in the caller's transaction, or takes up the open one when nothing changed: then asking the provider
   * again asks with the same id, so an answer that was lost is not a second charge. Other wishes close the open one.
   */
  async function begin(tx: Tx, wish: NewPaymentWish): Promise<PaymentView> {
    const open = await findOpen(tx, wish.orderId);
    if (open && open.method === wish.method && open.amount_minor === wish.amountMinor && open.currency === wish.currency) return view(open);
    if (open) await cancel(tx, [wish.orderId]);
    const made = await insertPayment(tx, { id: uuidv7(), provider: provider.name, ...wish });
    // The caller holds the order's lock, so nobody else can have opened one in between.
    if (!made) throw new Error(`Order ${wish.orderId} has an open payment that nobody closed.`);
    await checkLater(tx, made.id, 0);
    return view(made);
  }

  /** Asks the provider for its page, after the transaction that began the payment. May be repeated. */
  async function openPage(
    payment: PaymentView,
    about: Pick<Charge, 'shop' | 'description' | 'language'>,
  ): Promise<Outcome<PaymentView, 'payment_unreachable'>> {
    try {
      const { url } = await provider.create({
        ...about,
        paymentId: payment.id,
        orderId: payment.orderId,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
        method: payment.method,
        returnUrl: `${needs.publicUrl}/pay/return?order=${payment.orderId}`,
        webhookUrl: `${needs.webhookBase ?? needs.publicUrl}/api/payments/${provider.name}/webhook`,
      });
      await saveUrl(db, payment.id, url);
      return done({ ...payment, url });
    } catch (error) {
      log.warn({ error: String(error), paymentId: payment.id }, 'the payment provider did not answer');
      return refuse('payment_unreachable');
    }
  }

  /** Closes open payments of these orders. Money that comes all the same is still noticed. */
  async function cancel(tx: Tx, orderIds: readonly string[]): Promise<void> {
    for (const payment of await cancelOpen(tx, orderIds)) await jobs.add(tx, 'payments.close', { paymentId: payment.id });
  }

  /** Applies what a provider says: by webhook, by asking, by closing. The same verb for all, in one transaction. */
  async function apply(tx: Tx, report: Report): Promise<void> {
    if (report.state === 'open') return;
    const payment = await findPayment(tx, report.paymentId);
    if (!payment) throw new Error(`${provider.name} speaks of payment ${report.paymentId}, which is not ours.`);
    if (payment.amount_minor !== report.amountMinor || payment.currency !== report.currency)
      throw new Error(`${provider.name} speaks of another amount for payment ${payment.id}.`);
    // News of a refund may overtake the news that it was paid.
    if (report.state === 'refunded' && payment.state !== 'paid') await settle(tx, payment.id, 'paid', null);
    await settle(tx, payment.id, report.state, report.reason);
    if (report.payer)
      await markPayer(tx, payment.id, createHmac('sha256', payerKey).update(`${provider.name} ${report.payer}`).digest('base64url'));
  }

  async function settle(tx: Tx, paymentId: string, state: Exclude<Report['state'], 'open'>, reason: string | null): Promise<void> {
    const moved = await movePayment(tx, paymentId, state, reason);
    if (moved) await events.announce(tx, paymentSettled, { paymentId, orderId: moved.order_id, state });
  }

  /** Stores a verified message and has it applied; a message that came before changes nothing. */
  async function receive(headers: Parameters<PaymentProvider['readWebhook']>[0], body: string): Promise<Outcome<void, 'signature_wrong'>> {
    const news = provider.readWebhook(headers, body);
    if (!news) return refuse('signature_wrong');
    await transact(db, async (tx) => {
      if (await insertWebhook(tx, provider.name, news.id, body)) await jobs.add(tx, 'payments.apply', { id: news.id });
    });
    return done(undefined);
  }

  async function applyStored(id: string): Promise<void> {
    await transact(db, async (tx) => {
      const stored = await findWebhook(tx, provider.name, id);
      if (!stored || stored.applied_at) return;
      await apply(tx, provider.readStored(stored.body));
      await markApplied(tx, provider.name, id);
    });
  }

  /** For payments whose webhook was lost, and for pages that never answered. */
  async function check(paymentId: string, tries: number): Promise<void> {
    const payment = await findPayment(db, paymentId);
    if (!payment || payment.state !== 'open') return;
    const last = tries >= MAX_CHECKS;
    const report = last ? await provider.cancel(paymentId) : await provider.fetch(paymentId);
    await transact(db, async (tx) => {
      if (report && report.state !== 'open') await apply(tx, report);
      else if (last) await settle(tx, paymentId, 'cancelled', null);
      else await checkLater(tx, paymentId, tries + 1);
    });
  }

  async function close(paymentId: string): Promise<void> {
    const report = await provider.cancel(paymentId);
    if (report) await transact(db, (tx) => apply(tx, report));
  }

  async function giveBack(paymentId: string): Promise<void> {
    const report = await provider.refund(paymentId);
    await transact(db, (tx) => apply(tx, report));
  }

  return {
    begin,
    openPage,
    cancel,
    receive,
    /** Gives the whole amount back, by a job of the caller's transaction; `payments.settled` tells when it is done. */
    refund: (tx: Tx, paymentId: string): Promise<void> => jobs.add(tx, 'payments.refund', { paymentId }),
    /** The payment that matters of each order: the paid one, else the newest. */
    async ofOrders(ex: Executor, orderIds: readonly string[]): Promise<Map<string, PaymentView>> {
      const rows = orderIds.length > 0 ? await findOfOrders(ex, orderIds) : [];
      return new Map(rows.map((row) => [row.order_id, view(row)]));
    },
    /**
     * What these payments were paid with: keyed hashes, the same for the same card or account. Nothing of a card can be
     * read from them, and without the instance's secret they cannot be compared with another shop's.
     */
    payersOf: (ex: Executor, paymentIds: readonly string[]): Promise<string[]> => findPayers(ex, paymentIds),
    work(): void {
      jobs.handle('payments.apply', (payload) => applyStored((payload as { id: string }).id));
      jobs.handle('payments.check', (payload) => {
        const { paymentId, tries } = payload as { paymentId: string; tries: number };
        return check(paymentId, tries);
      });
      jobs.handle('payments.close', (payload) => close((payload as { paymentId: string }).paymentId));
      jobs.handle('payments.refund', (payload) => giveBack((payload as { paymentId: string }).paymentId));
    },
  };
}

const view = (row: PaymentRow): PaymentView => ({
  id: row.id,
  orderId: row.order_id,
  state: row.state,
  method: row.method,
  url: row.url,
  reason: row.reason,
  amountMinor: row.amount_minor,
  currency: row.currency,
});
