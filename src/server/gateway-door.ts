import type { IncomingMessage, ServerResponse } from 'node:http';
import { createForward } from '#platform/forward.ts';
import type { Log } from '#platform/log.ts';

/** Files and streams that lie with the process that has the media; the room's pages are made anywhere. */
const WITH_THE_MEDIA = /^\/(?:(?:whip|whep|replay|clips|files)(?:\/|$)|live\/(?!rooms\/))/;
/** What a crowd asks for. Answered from the database and the log, so by whichever process is asked. */
const ANSWERED_HERE = [
  /^\/api\/shows\/[^/]+(?:\/(?:log|commands|chat|inbox|counters|questions))?$/,
  /^\/api\/shops\/[^/]+(?:\/products\/[^/]+)?$/,
  /^\/api\/orders(?:\/|$)/,
  /^\/api\/me(?:\/|$)/,
  /^\/api\/home$/,
];

/** Signing in, studio, office and all media are the other process's; pages, the crowd's requests and rooms are a gateway's. */
export function isForwarded(url: string): boolean {
  const path = url.split('?', 1)[0]!;
  if (path.startsWith('/api/')) return !ANSWERED_HERE.some((pattern) => pattern.test(path));
  return WITH_THE_MEDIA.test(path);
}

/** Stands before a gateway's own routes. */
export function createGatewayDoor(needs: { mediaUrl: string; log: Log }) {
  const forward = createForward({ to: new URL(needs.mediaUrl), log: needs.log });
  return {
    /** @returns whether it was taken */
    take(request: IncomingMessage, response: ServerResponse): boolean {
      if (!isForwarded(request.url ?? '/')) return false;
      forward.hand(request, response);
      return true;
    },
    close: forward.close,
  };
}
