import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { catalogRoutes } from '#contract/catalog.ts';
import { Id } from '#contract/common.ts';
import { anyone, staff } from '#contract/route.ts';
import { done } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';
import { MAX_PICTURE_BYTES, type Pictures } from './pictures.ts';
import type { createProducts } from './products.ts';

/** A picture cannot run anything, also when somebody opens it as a page. */
const PICTURE_CSP = "default-src 'none'; sandbox";
const UPLOADS_PER_MINUTE = 120;
/** A shop page shows many pictures at once; they cost us one file read each. */
const PICTURES_PER_MINUTE = 6000;

const ImageParams = z.object({ orgId: Id, productId: Id });
const Alt = z.string().trim().max(300);

export function serveProducts(
  http: Http,
  needs: { products: ReturnType<typeof createProducts>; pictures: Pictures; rateLimitFactor: number },
): void {
  const { products, pictures, rateLimitFactor } = needs;
  const perMinute = (max: number) => ({ max: max * rateLimitFactor, timeWindow: 60_000 });

  http.serve(catalogRoutes.listProducts, async ({ params, query }) => done(await products.list(params.orgId, query)));
  http.serve(catalogRoutes.getProduct, ({ params }) => products.find(params.orgId, params.productId));
  http.serve(catalogRoutes.createProduct, ({ params, body }) => products.create(params.orgId, body));
  http.serve(catalogRoutes.updateProduct, ({ params, body }) => products.update(params.orgId, params.productId, body));
  http.serve(catalogRoutes.archiveProduct, ({ params }) => products.archive(params.orgId, params.productId));
  http.serve(catalogRoutes.removeImage, ({ params }) => products.removeImage(params.orgId, params.productId, params.imageId));
  http.serve(catalogRoutes.savePassport, ({ params, body, actor }) =>
    products.savePassport(params.orgId, params.productId, body, actor.user?.id ?? null),
  );
  http.serve(catalogRoutes.publicProduct, ({ params }) => products.findPublic(params.shopSlug, params.handle));

  http.app.route({
    method: 'POST',
    url: '/api/orgs/:orgId/products/:productId/images',
    config: { access: staff('seller_admin', 'producer'), rateLimit: perMinute(UPLOADS_PER_MINUTE) },
    schema: { params: ImageParams },
    handler: addImage,
  });
  http.app.route({
    method: 'GET',
    url: '/files/images/:name',
    config: { access: anyone, rateLimit: perMinute(PICTURES_PER_MINUTE) },
    handler: sendImage,
  });

  async function addImage(request: FastifyRequest, reply: FastifyReply) {
    const { orgId, productId } = request.params as z.output<typeof ImageParams>;
    if (!request.isMultipart()) return sendProblem(request, reply, 'wrong_content_type');
    const part = await request.file({ limits: { fileSize: MAX_PICTURE_BYTES } });
    if (!part) return sendProblem(request, reply, 'invalid_input', { errors: [{ path: 'file', message: 'There is no file.' }] });
    const bytes = await part.toBuffer();
    const altField = part.fields['alt'];
    const alt = Alt.safeParse(altField && 'value' in altField ? altField.value : '');
    const added = await products.addImage(orgId, productId, { bytes, alt: alt.success ? alt.data : '' });
    return added.ok ? reply.send(added.value) : sendProblem(request, reply, added.reason, added.facts ? { facts: added.facts } : {});
  }

  async function sendImage(request: FastifyRequest, reply: FastifyReply) {
    const found = await pictures.open((request.params as { name: string }).name);
    if (!found) return sendProblem(request, reply, 'not_found');
    return reply
      .type('image/webp')
      .header('content-length', found.bytes)
      .header('content-security-policy', PICTURE_CSP)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(found.stream);
  }
}
