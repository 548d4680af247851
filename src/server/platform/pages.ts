import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '#contract/common.ts';
import { anyone } from '#contract/route.ts';
import { createAssets } from './assets.ts';
import type { Config } from './config.ts';
import { pageCsp } from './headers.ts';
import type { Http } from './http.ts';
import type { Log } from './log.ts';
import { escapeHtml, type PageHead, renderHead } from './page-head.ts';
import { languageOf, sendProblem } from './problem.ts';

interface Needs {
  http: Http;
  config: Pick<Config, 'publicUrl' | 'edges' | 'kept'>;
  log: Log;
  /** Holds `<entry>/index.html` and `<entry>/assets/*`. */
  distDir: string;
  /** Which addresses each entry answers: exact, or with a `*` at the end. The first entry answers unknown ones, as 404. */
  entries: Readonly<Record<string, readonly string[]>>;
  /** What a link to this address says; null for the plain page. */
  head: (url: URL, language: Language) => Promise<PageHead | null>;
  /** Where a hosted payment page may be framed from. */
  paymentOrigins?: readonly string[];
}

const NOT_BUILT = 'The pages of this shop are not built yet. Run: npm run build\n';
/** Addresses where a wrong one gets a problem, never a page. */
const NO_PAGES = /^\/(api|web|media|room|hooks|whip|whep|hls)(\/|$)/;

/** Serves the built entries: each answer with its own nonce and policy, the language, and what a link to it shows. */
export function createPages(needs: Needs): void {
  const { http, config, log, distDir, entries, paymentOrigins = [] } = needs;
  const secure = config.publicUrl.startsWith('https:');
  const { publicUrl: bucketUrl = null } = config.kept.s3 ?? {};
  const mediaOrigins = bucketUrl ? [...config.edges.urls, new URL(bucketUrl).origin] : config.edges.urls;
  const templates = new Map<string, string>();

  /** Read once per entry, when first asked for: a shop may start before its pages are built. */
  function template(entry: string): string | null {
    try {
      const known = templates.get(entry) ?? readFileSync(join(distDir, entry, 'index.html'), 'utf8');
      templates.set(entry, known);
      return known;
    } catch {
      return null;
    }
  }

  async function sendPage(request: FastifyRequest, reply: FastifyReply, entry: string, unknown = false): Promise<FastifyReply> {
    const html = template(entry);
    if (html === null) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
    const language = languageOf(request.headers);
    const url = new URL(request.url, config.publicUrl);
    const head = unknown ? null : await headOf(url, language);
    const nonce = randomBytes(16).toString('base64');
    return reply
      .code(unknown ? 404 : (head?.status ?? 200))
      .headers({
        'content-security-policy': pageCsp(nonce, paymentOrigins, mediaOrigins, secure),
        // The nonce is for one answer; `no-store` would also forbid the quick way back in the browser.
        'cache-control': 'private, no-cache',
        vary: 'cookie, accept-language',
        'content-language': language,
      })
      .type('text/html; charset=utf-8')
      .send(fill(html, { nonce, language, head, url }));
  }

  /** A page without its head is still a page. */
  async function headOf(url: URL, language: Language): Promise<PageHead | null> {
    try {
      return await needs.head(url, language);
    } catch (error) {
      log.warn({ error: String(error), path: url.pathname }, 'the head of a page could not be made');
      return null;
    }
  }

  for (const [entry, addresses] of Object.entries(entries)) {
    const assets = createAssets(join(distDir, entry, 'assets'));
    http.app.get<{ Params: { file: string } }>(`/web/${entry}/assets/:file`, { config: { access: anyone } }, async (request, reply) => {
      const asset = await assets.find(request.params.file, request.headers['accept-encoding'] ?? '');
      if (!asset) return sendProblem(request, reply, 'not_found');
      if (asset.encoding) reply.header('content-encoding', asset.encoding);
      return reply
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
        .type(asset.type)
        .send(asset.body);
    });
    for (const address of addresses) {
      http.app.get(address, { config: { access: anyone } }, (request, reply) => sendPage(request, reply, entry));
    }
  }

  const first = Object.keys(entries)[0];
  http.app.get('/*', { config: { access: anyone } }, (request, reply) => {
    const wantsPage = (request.headers.accept ?? '').includes('text/html') && !NO_PAGES.test(request.url.split('?', 1)[0] ?? '');
    return wantsPage && first ? sendPage(request, reply, first, true) : sendProblem(request, reply, 'not_found');
  });
}

function fill(html: string, facts: { nonce: string; language: Language; head: PageHead | null; url: URL }): string {
  const { nonce, language, head, url } = facts;
  const canonical = url.origin + url.pathname;
  // Replacements are functions: a `$&` in a product's name must not be read as a pattern.
  const named = head ? html.replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(head.title)}</title>`) : html;
  return named
    .replaceAll('__NONCE__', nonce)
    .replace('__LANG__', language)
    .replace('<!--head-->', () => (head ? renderHead(head, canonical, nonce) : ''));
}
