import { hkdfSync } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { PaymentProvider, Report } from './provider.ts';

/** Longer than the bank ever takes; shorter than people wait. */
const TIMEOUT_MS = 8000;

const Told = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'paid', 'declined', 'cancelled', 'refunded']),
  amount: z.object({ minor: z.int().positive(), currency: z.string().length(3) }),
  reason: z.string().max(200).nullable(),
  payer: z.string().max(100).nullish(),
});
const News = z.object({ type: z.string(), timestamp: z.string(), data: Told });

/** The two secrets shared with the test bank; both follow from the instance's own. */
export function testbankSecrets(secret: string): { apiKey: string; webhookSecret: string } {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'etalage test bank', purpose, 32)).toString('base64');
  return { apiKey: derive('api'), webhookSecret: derive('webhook') };
}

/** The provider that comes with Etalage: talks to the process in `src/server/testbank`. */
export function createTestbankProvider(needs: { url: string; secret: string }): PaymentProvider {
  const { apiKey, webhookSecret } = testbankSecrets(needs.secret);
  const signature = new Webhook(webhookSecret);

  async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const answer = await fetch(new URL(path, needs.url), {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`The test bank answered ${answer.status} to ${method} ${path}.`);
    return answer.json();
  }

  return {
    name: 'testbank',
    async create(charge) {
      const made = await ask('POST', '/v1/payments', {
        id: charge.paymentId,
        orderId: charge.orderId,
        amount: { minor: Number(charge.amountMinor), currency: charge.currency },
        shop: charge.shop,
        description: charge.description,
        method: charge.method,
        language: charge.language,
        returnUrl: charge.returnUrl,
        webhookUrl: charge.webhookUrl,
      });
      return z.object({ url: z.url() }).parse(made);
    },
    async fetch(paymentId) {
      const told = await ask('GET', `/v1/payments/${paymentId}`);
      return told === null ? null : report(Told.parse(told));
    },
    async cancel(paymentId) {
      const told = await ask('POST', `/v1/payments/${paymentId}/cancel`);
      return told === null ? null : report(Told.parse(told));
    },
    async refund(paymentId) {
      return report(Told.parse(await ask('POST', `/v1/payments/${paymentId}/refund`)));
    },
    readWebhook(headers, body) {
      const id = headers['webhook-id'];
      if (typeof id !== 'string' || id.length > 100) return null;
      try {
        // Checks the time too: a message that was recorded and is played again later is no news.
        signature.verify(body, headers as Record<string, string>);
      } catch {
        return null;
      }
      return { id, report: readBody(body) };
    },
    readStored: readBody,
  };
}

const readBody = (body: string): Report => report(News.parse(JSON.parse(body)).data);

const report = (told: z.infer<typeof Told>): Report => ({
  paymentId: told.id,
  state: told.state,
  amountMinor: BigInt(told.amount.minor),
  currency: told.amount.currency,
  reason: told.reason,
  payer: told.payer ?? null,
});
