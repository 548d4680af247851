import type { IncomingHttpHeaders } from 'node:http';
import type { Actors } from './http.ts';

const KNOWN_MS = 60_000;
const MOST_KNOWN = 20_000;

/**
 * Who is behind these cookies, remembered for a minute: players ask ten times a second, and reading the
 * database for each costs more than the media itself. Good for counting only: a session that was
 * revoked meanwhile is still known here.
 */
export function createVisitorMemory(actors: Actors): (headers: IncomingHttpHeaders) => Promise<string | null> {
  const known = new Map<string, { readonly visitorId: Promise<string | null>; readonly untilMs: number }>();

  return async ({ cookie, 'accept-language': language }) => {
    if (!cookie) return null;
    const nowMs = performance.now();
    const found = known.get(cookie);
    if (found && found.untilMs > nowMs) return found.visitorId;
    known.delete(cookie);
    const visitorId = actors.resolve({ cookie, ...(language && { 'accept-language': language }) }).then((actor) => actor.visitorId);
    // A database that is away for a moment must not leave somebody uncounted for a minute.
    visitorId.catch(() => known.delete(cookie));
    known.set(cookie, { visitorId, untilMs: nowMs + KNOWN_MS });
    // The first is the one that was asked about longest ago.
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!);
    return visitorId;
  };
}
