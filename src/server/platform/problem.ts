import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '#contract/common.ts';
import { type Problem, type ReasonCode, REASONS } from '#contract/reasons.ts';

/** The language of sentences: the visitor's choice is in the `lang` cookie, else what the browser asks for. */
export function languageOf(headers: { cookie?: string | undefined; 'accept-language'?: string | undefined }): Language {
  const chosen = /(?:^|;\s*)lang=(en|nl)(?:;|$)/.exec(headers.cookie ?? '')?.[1];
  if (chosen === 'en' || chosen === 'nl') return chosen;
  for (const part of (headers['accept-language'] ?? '').split(',', 10)) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === 'en' || tag === 'nl') return tag;
  }
  return 'en';
}

export function problem(
  request: FastifyRequest,
  reason: ReasonCode,
  more: { facts?: Record<string, unknown>; errors?: Problem['errors'] } = {},
): Problem {
  const { status, sentence } = REASONS[reason];
  return { type: `/problems/${reason}`, title: sentence[languageOf(request.headers)], status, reason, ...more, requestId: request.id };
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  reason: ReasonCode,
  more: { facts?: Record<string, unknown>; errors?: Problem['errors'] } = {},
): FastifyReply {
  const body = problem(request, reason, more);
  // A serializer of the route would reject a problem: it describes the 200 body only.
  return reply
    .code(body.status)
    .type('application/problem+json')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}
