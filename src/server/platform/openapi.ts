import swagger from '@fastify/swagger';
import fastify from 'fastify';
import { createJsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ReasonCode, REASONS } from '#contract/reasons.ts';
import type { RouteContract } from '#contract/route.ts';

const reasonCodes = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];
const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    reason: z.enum(reasonCodes),
    facts: z.record(z.string(), z.unknown()).optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details, as every refusal looks.' });

/**
 * The OpenAPI 3.1 document of these routes, by operation id.
 * They are registered on a throw-away server without behaviour, so the document needs no database
 * and is the same whether it is served, checked or turned into types.
 */
export async function buildOpenApi(
  routes: Readonly<Record<string, RouteContract>>,
  info = { title: 'Etalage', version: '1' },
): Promise<object> {
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info },
    transform: createJsonSchemaTransform({ zodToJsonConfig: {} }),
    transformObject: jsonSchemaTransformObject,
  });
  app.after(() => {
    for (const [operationId, contract] of Object.entries(routes)) addRoute(app, operationId, contract);
  });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

function addRoute(app: ReturnType<typeof fastify>, operationId: string, contract: RouteContract): void {
  const schema = {
    operationId,
    summary: contract.summary,
    description: describe(contract),
    ...(contract.params ? { params: contract.params } : {}),
    ...(contract.query ? { querystring: contract.query } : {}),
    ...(contract.body ? { body: contract.body } : {}),
    response: {
      ...(contract.response ? { 200: contract.response } : { 204: z.undefined().meta({ description: 'Done' }) }),
      default: { description: 'Refused', content: { 'application/problem+json': { schema: Problem } } },
    },
  };
  app.route({ method: contract.method, url: contract.path, schema, handler: async () => undefined });
}

function describe({ access, refuses = [] }: RouteContract): string {
  const who =
    access.who === 'staff' ? `staff (${access.roles.join(', ')})` : access.who === 'secret' ? `secret (${access.proof})` : access.who;
  return refuses.length > 0 ? `For ${who}. Refuses: ${refuses.join(', ')}.` : `For ${who}.`;
}
