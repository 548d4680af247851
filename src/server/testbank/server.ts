import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Bank, NewPayment, OUTCOMES, type Payment, report, TRAVELS } from './bank.ts';
import { choosePage, codePage, overPage, pageHeaders, unknownPage } from './pages.ts';

const BODY_LIMIT = 16 * 1024;
/** A page that never answers is let go after this; more of them at once are let go at once. */
const SILENCE_MS = 60_000;
const MAX_SILENT = 100;

interface Needs {
  bank: Bank;
  apiKey: string;
  /** Where people reach the payment pages. */
  pagesUrl: () => string;
  /** The shop's own addresses: they may frame the pages, and people are sent back only there. */
  shopOrigins: readonly string[];
}

export function createBankServer(needs: Needs) {
  const { bank } = needs;
  const silent = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`test bank: ${String(error)}\n`);
      if (!response.headersSent) json(response, 500, { error: 'broken' });
      else response.destroy();
    });
  });
  server.requestTimeout = 15_000;
  server.headersTimeout = 10_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://bank');
    if (pathname === '/healthz') return json(response, 200, { ok: true });
    if (pathname.startsWith('/v1/')) return api(request, response, pathname);
    if (pathname.startsWith('/pay/')) return pages(request, response, pathname);
    json(response, 404, { error: 'not_found' });
  }

  async function api(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    if (!isKey(request.headers.authorization, needs.apiKey)) return json(response, 401, { error: 'key_wrong' });
    if (request.method === 'POST' && pathname === '/v1/payments') return create(request, response);
    const [, id, verb] = /^\/v1\/payments\/([0-9a-f-]{36})(?:\/(cancel|refund))?$/.exec(pathname) ?? [];
    const payment = id === undefined ? undefined : bank.byId(id);
    if (!payment) return json(response, 404, { error: 'not_found' });
    if (request.method === 'GET' && verb === undefined) return json(response, 200, report(payment));
    if (request.method !== 'POST' || verb === undefined) return json(response, 405, { error: 'method_not_allowed' });
    const moved = verb === 'cancel' ? bank.cancel(payment) : bank.refund(payment);
    return moved ? json(response, 200, report(moved)) : json(response, 409, { error: 'not_paid' });
  }

  async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wish = NewPayment.safeParse(parse(await readBody(request)));
    if (!wish.success) return json(response, 400, { error: 'invalid_input', issues: wish.error.issues.slice(0, 5) });
    if (!needs.shopOrigins.includes(new URL(wish.data.returnUrl).origin)) return json(response, 400, { error: 'foreign_return_url' });
    const made = bank.create(wish.data);
    if (made === 'other') return json(response, 409, { error: 'id_reused' });
    if (made === 'full') return json(response, 503, { error: 'full' });
    json(response, 200, { ...report(made), url: `${needs.pagesUrl()}/pay/${made.token}` });
  }

  async function pages(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    const [, token, step] = /^\/pay\/([\w-]{10,60})(\/code)?$/.exec(pathname) ?? [];
    const payment = token === undefined ? undefined : bank.byToken(token);
    const nonce = randomBytes(12).toString('base64');
    const html = (status: number, text: string) => response.writeHead(status, pageHeaders(nonce, needs.shopOrigins)).end(text);
    if (!payment) return void html(404, unknownPage(/^nl/i.test(request.headers['accept-language'] ?? '') ? 'nl' : 'en', nonce));
    if (request.method === 'POST') return decide(request, response, payment, step === '/code', html, nonce);
    if (payment.state !== 'open') return void html(200, overPage(payment, nonce));
    html(200, payment.step === 'code' ? codePage(payment, nonce, { isWrong: false }) : choosePage(payment, nonce));
  }

  async function decide(
    request: IncomingMessage,
    response: ServerResponse,
    payment: Payment,
    isCode: boolean,
    html: (status: number, text: string) => unknown,
    nonce: string,
  ): Promise<void> {
    const form = new URLSearchParams(await readBody(request));
    const next = isCode
      ? bank.answer(
          payment,
          pick(form.get('verdict'), ['success', 'decline', 'timeout'] as const),
          (form.get('code') ?? '').replace(/\s/g, ''),
        )
      : bank.choose(payment, pick(form.get('outcome'), OUTCOMES), pick(form.get('travels'), TRAVELS), payerOf(form));
    if (next === 'return')
      return void response.writeHead(303, { ...pageHeaders(nonce, needs.shopOrigins), location: payment.returnUrl }).end();
    if (next === 'code') return void html(200, codePage(payment, nonce, { isWrong: false }));
    if (next === 'code_wrong') return void html(422, codePage(payment, nonce, { isWrong: true }));
    staySilent(response);
  }

  function staySilent(response: ServerResponse): void {
    if (silent.size >= MAX_SILENT) {
      response.destroy();
      return;
    }
    silent.add(response);
    const timer = setTimeout(() => response.destroy(), SILENCE_MS);
    response.once('close', () => {
      clearTimeout(timer);
      silent.delete(response);
    });
  }

  return {
    server,
    close(): Promise<void> {
      for (const response of silent) response.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** An absent or unknown choice is the first, the plain one. */
const pick = <const T extends readonly string[]>(value: string | null, known: T): T[number] =>
  known.find((each) => each === value) ?? known[0]!;

/** A card that comes back is the same payer, so that a shop can be tested with it; most buyers name none. */
const payerOf = (form: URLSearchParams): string | null => form.get('payer')?.trim().slice(0, 60) || null;

function isKey(header: string | undefined, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${key}`));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('A body larger than we accept.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify(body));
}
