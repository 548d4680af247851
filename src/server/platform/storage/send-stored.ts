import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ByteRange, type StoredBody, typeOfKey } from './storage.ts';

export interface Stored {
  /** Names the content for good: the same name never carries other bytes. */
  readonly key: string;
  readonly bytes: number;
  open(range?: ByteRange): Promise<StoredBody | null>;
}

/** Answers GET and HEAD with a file that never changes: whole, a range, or "you have it". Null when it went in the meantime. */
export async function sendStored(request: FastifyRequest, reply: FastifyReply, file: Stored): Promise<FastifyReply | null> {
  const etag = `"${createHash('sha256').update(file.key).digest('base64url').slice(0, 22)}"`;
  const head = { etag, 'accept-ranges': 'bytes', 'cache-control': 'public, max-age=31536000, immutable' };
  if (request.headers['if-none-match']?.includes(etag)) return reply.headers(head).code(304).send();
  const condition = request.headers['if-range'];
  const range = condition && condition !== etag ? null : parseRange(request.headers.range, file.bytes);
  if (range === 'unsatisfiable') {
    return reply.header('content-range', `bytes */${file.bytes}`).code(416).send();
  }
  const length = range ? range.end - range.start + 1 : file.bytes;
  const found = request.method === 'HEAD' ? { body: Readable.from([]) } : await file.open(range ?? undefined);
  if (!found) return null;
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  return reply.headers(head).type(typeOfKey(file.key)).header('content-length', length).send(found.body);
}

/** One range (RFC 9110, 14.2). Several at once, and what is no range of bytes, are answered with the whole file. */
export function parseRange(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  if (first === '') {
    const start = Math.max(0, bytes - Number(last));
    return Number(last) === 0 || bytes === 0 ? 'unsatisfiable' : { start, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= bytes ? 'unsatisfiable' : { start, end };
}
