import { join } from 'node:path';
import { z } from 'zod';
import { createBank, type Payment, report } from './bank.ts';
import { createCourier, type News } from './courier.ts';
import { openJournal } from './journal.ts';
import { createBankServer } from './server.ts';

// The built-in test payment provider: a process of its own, so that it can be late, down or forged like a real one.
// `start.ts` starts it beside the shop; alone: `node src/server/testbank/main.ts` with these settings.
const Env = z.object({
  TESTBANK_HOST: z.string().default('127.0.0.1'),
  TESTBANK_PORT: z.coerce.number().int().min(0).max(65_535).default(4001),
  /** Folder for its journal. */
  TESTBANK_DATA: z.string().default('var'),
  TESTBANK_API_KEY: z.string().min(16),
  TESTBANK_WEBHOOK_SECRET: z.string().min(16),
  /** The shop's own addresses, separated by spaces. */
  TESTBANK_SHOP_ORIGINS: z.string().min(1),
  /** Where people reach its pages; else the host and port it listens on. */
  TESTBANK_PAGES_URL: z.string().optional(),
  TESTBANK_LATE_MS: z.coerce.number().int().min(0).max(600_000).default(8000),
});

const parsed = Env.safeParse(process.env);
if (!parsed.success) {
  const first = parsed.error.issues[0];
  process.stderr.write(`The setting ${first?.path.join('.') ?? '?'} is not right: ${first?.message ?? 'unknown'}.\n`);
  process.exit(1);
}
const env = parsed.data;
const now = () => Date.now();

const courier = createCourier({
  journal: openJournal<News>(join(env.TESTBANK_DATA, 'testbank-news.jsonl')),
  secret: env.TESTBANK_WEBHOOK_SECRET,
  now,
});
const bank = createBank({ journal: openJournal<Payment>(join(env.TESTBANK_DATA, 'testbank-payments.jsonl')), tell, now });
let pagesUrl = env.TESTBANK_PAGES_URL ?? '';
const { server, close } = createBankServer({
  bank,
  apiKey: env.TESTBANK_API_KEY,
  pagesUrl: () => pagesUrl,
  shopOrigins: env.TESTBANK_SHOP_ORIGINS.split(' '),
});

function tell(payment: Payment): void {
  const body = JSON.stringify({ type: `payment.${payment.state}`, timestamp: new Date(now()).toISOString(), data: report(payment) });
  const isLate = payment.travels === 'late';
  courier.send(payment.webhookUrl, body, {
    dueAt: now() + (isLate ? env.TESTBANK_LATE_MS : 0),
    copies: payment.travels === 'twice' ? 2 : 1,
  });
}

async function leave(): Promise<void> {
  courier.close();
  await close();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave());
// The shop is gone, also when it was killed.
process.once('disconnect', () => void leave());

server.once('error', (error) => {
  process.stderr.write(`The test bank cannot listen on ${env.TESTBANK_HOST}:${env.TESTBANK_PORT}: ${error.message}.\n`);
  process.exit(1);
});
server.listen(env.TESTBANK_PORT, env.TESTBANK_HOST, () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : env.TESTBANK_PORT;
  pagesUrl ||= `http://${env.TESTBANK_HOST}:${port}`;
  if (pagesUrl.endsWith(':0')) pagesUrl = pagesUrl.replace(/0$/, String(port));
  process.send?.({ listening: port });
});
