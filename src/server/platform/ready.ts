import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** An answer of a JSON route that was made once for everybody who asks for the same. */
export class Ready {
  readonly bytes: Buffer;
  readonly etag: string;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  }
}

/** By the route's own schema, which drops what is not the caller's business. */
export const makeReady = <S extends z.ZodType>(schema: S, value: z.input<S>): Ready =>
  new Ready(Buffer.from(JSON.stringify(schema.parse(value))));

/** Whoever has these bytes already is told so instead. */
export function sendReady(request: FastifyRequest, reply: FastifyReply, { bytes, etag }: Ready): FastifyReply {
  reply.headers({ etag, 'cache-control': 'no-cache' });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.code(200).type('application/json; charset=utf-8').send(bytes);
}
