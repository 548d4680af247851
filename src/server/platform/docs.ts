import { type ReasonCode, REASONS } from '#contract/reasons.ts';
import { anyone, type RouteContract } from '#contract/route.ts';
import type { Http } from './http.ts';
import { buildOpenApi } from './openapi.ts';
import { escapeHtml } from './page-head.ts';
import { languageOf, sendProblem } from './problem.ts';

/** `/api/openapi.json`, and `/problems/:reason`: where the `type` of every problem points. */
export function createDocs(needs: { http: Http; routes: Readonly<Record<string, RouteContract>> }): void {
  const { http, routes } = needs;
  let document: Promise<string> | undefined;

  http.app.get('/api/openapi.json', { config: { access: anyone } }, async (_request, reply) => {
    document ??= buildOpenApi(routes).then((made) => JSON.stringify(made));
    return reply
      .header('cache-control', 'public, max-age=300')
      .type('application/json; charset=utf-8')
      .send(await document);
  });

  http.app.get<{ Params: { reason: string } }>('/problems/:reason', { config: { access: anyone } }, async (request, reply) => {
    const { reason } = request.params;
    if (!isReason(reason)) return sendProblem(request, reply, 'not_found');
    const { status, sentence } = REASONS[reason];
    const title = sentence[languageOf(request.headers)];
    if (!(request.headers.accept ?? '').includes('text/html')) return { type: `/problems/${reason}`, reason, status, title };
    return reply.type('text/html; charset=utf-8').send(problemPage(reason, status, title, languageOf(request.headers)));
  });
}

const isReason = (text: string): text is ReasonCode => Object.hasOwn(REASONS, text);

const problemPage = (reason: string, status: number, title: string, language: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(reason)}</title></head>` +
  `<body><main><h1>${escapeHtml(title)}</h1><p><code>${escapeHtml(reason)}</code> · HTTP ${status}</p></main></body></html>\n`;
