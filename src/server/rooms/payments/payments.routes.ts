import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { paymentWebhookAccess, paymentWebhookPath } from '#contract/orders.ts';
import type { Outcome } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';

const BODY_LIMIT = 64 * 1024;
/** A provider tells everything from a few addresses; it repeats what we refuse. */
const RATE_PER_MINUTE = 6000;

/** The signature is over the bytes as they came, so this route reads no JSON. */
export function servePayments(
  http: Http,
  needs: { providerName: string; receive(headers: IncomingHttpHeaders, body: string): Promise<Outcome<void, 'signature_wrong'>> },
): void {
  void http.app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, then) =>
      then(null, body),
    );
    scope.post(
      paymentWebhookPath,
      {
        config: {
          access: paymentWebhookAccess,
          rateLimit: { max: RATE_PER_MINUTE, timeWindow: 60_000, keyGenerator: (request: FastifyRequest) => request.ip },
        },
        bodyLimit: BODY_LIMIT,
      },
      async (request, reply) => {
        const { provider } = request.params as { provider: string };
        if (provider !== needs.providerName) return sendProblem(request, reply, 'not_found');
        const received = await needs.receive(request.headers, String(request.body));
        return received.ok ? reply.code(204).send() : sendProblem(request, reply, received.reason);
      },
    );
  });
}
