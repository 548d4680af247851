import type { ServerResponse } from 'node:http';

/** One whole answer to who asked for a file of a stream or a page of a room, shared by everybody who asked for the same. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly cacheControl: string;
  /** The body is packed like this for everybody, whatever they accept: a `Vary` would split every cache on the way. */
  readonly contentEncoding?: 'gzip';
  readonly body: Buffer;
}

/** Headers as Node takes them fastest, made once per answer: thousands of players get the same. */
const heads = new WeakMap<Answer, string[]>();

export function sendAnswer(res: ServerResponse, answer: Answer): void {
  let head = heads.get(answer);
  if (!head) heads.set(answer, (head = headOf(answer)));
  res.sendDate = false;
  res.writeHead(answer.status, head);
  res.end(res.req.method === 'HEAD' ? undefined : answer.body);
}

function headOf({ status, contentType, contentEncoding, cacheControl, body }: Answer): string[] {
  return Object.entries({
    // Embeds on other shops' pages play this stream, so every file may be read from anywhere. There are no cookies in it.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'content-type': contentType,
    ...(contentEncoding && { 'content-encoding': contentEncoding }),
    'content-length': String(body.length),
    'cache-control': cacheControl,
    ...(status === 503 && { 'retry-after': '1' }),
  }).flat();
}

/** What a browser asks before a player on another site may read an answer. */
export function answerPreflight(res: ServerResponse): void {
  res.writeHead(204, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-max-age': '86400',
  });
  res.end();
}

/** An answer that is one sentence. */
export const plainAnswer = (status: number, sentence: string): Answer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  cacheControl: 'no-store',
  body: Buffer.from(`${sentence}\n`),
});

export const NOT_ALLOWED = plainAnswer(405, 'Only GET and HEAD are answered here.');
