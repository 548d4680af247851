import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { catalogRoutes } from '#contract/catalog.ts';
import { Id } from '#contract/common.ts';
import { staff } from '#contract/route.ts';
import { done } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import { languageOf, sendProblem } from '#platform/problem.ts';
import { MAX_FILE_BYTES } from './import-file.ts';
import type { createImports } from './imports.ts';

const UPLOADS_PER_MINUTE = 10;
const OrgParams = z.object({ orgId: Id });

export function serveImports(http: Http, needs: { imports: ReturnType<typeof createImports>; rateLimitFactor: number }): void {
  const { imports, rateLimitFactor } = needs;
  const language = (request: FastifyRequest) => languageOf(request.headers);

  http.serve(catalogRoutes.listImports, async ({ params, query, request }) =>
    done(await imports.list(params.orgId, query, language(request))),
  );
  http.serve(catalogRoutes.getImport, ({ params, request }) => imports.find(params.orgId, params.importId, language(request)));
  http.serve(catalogRoutes.importRows, ({ params, query, request }) =>
    imports.rows(params.orgId, params.importId, query, language(request)),
  );
  http.serve(catalogRoutes.mapImport, ({ params, body, request }) =>
    imports.map(params.orgId, params.importId, body.mapping, language(request)),
  );
  http.serve(catalogRoutes.startImport, ({ params, request }) => imports.start(params.orgId, params.importId, language(request)));
  http.serve(catalogRoutes.undoImport, ({ params, request }) => imports.undo(params.orgId, params.importId, language(request)));

  http.app.route({
    method: 'POST',
    url: '/api/orgs/:orgId/imports',
    config: { access: staff('seller_admin', 'producer'), rateLimit: { max: UPLOADS_PER_MINUTE * rateLimitFactor, timeWindow: 60_000 } },
    schema: { params: OrgParams },
    handler: upload,
  });

  async function upload(request: FastifyRequest, reply: FastifyReply) {
    const { orgId } = request.params as z.output<typeof OrgParams>;
    if (!request.isMultipart()) return sendProblem(request, reply, 'wrong_content_type');
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES }, throwFileSizeLimit: false });
    if (!part) return sendProblem(request, reply, 'invalid_input', { errors: [{ path: 'file', message: 'There is no file.' }] });
    const taken = await imports.upload(orgId, part.filename || 'products.csv', part.file, language(request));
    return taken.ok ? reply.send(taken.value) : sendProblem(request, reply, taken.reason, taken.facts ? { facts: taken.facts } : {});
  }
}
