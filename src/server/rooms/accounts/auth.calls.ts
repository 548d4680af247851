import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Auth } from './auth.ts';
import type { Cookies } from './cookies.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The session this answer opened, if it did. */
  readonly openedSession: string | null;
}

/** What better-auth may see of a request. */
const PASSED = ['cookie', 'origin', 'referer', 'host', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'];

/** Hands a parsed request to better-auth's own handler (so its origin check runs) and its cookies to our reply. */
export function createAuthCalls(needs: { auth: Auth; publicUrl: string; cookies: Cookies }) {
  const { auth, publicUrl, cookies } = needs;
  return async function ask(request: FastifyRequest, reply: FastifyReply, path: string, body?: unknown): Promise<Answer> {
    const headers = new Headers({ 'x-etalage-ip': request.ip });
    for (const name of PASSED) {
      const value = request.headers[name];
      if (typeof value === 'string') headers.set(name, value);
    }
    if (body !== undefined) headers.set('content-type', 'application/json');
    const answer = await auth.handler(
      new Request(`${publicUrl}/api/auth${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const set = answer.headers.getSetCookie();
    if (set.length > 0) reply.header('set-cookie', set);
    const text = await answer.text();
    return {
      status: answer.status,
      body: text === '' ? null : JSON.parse(text),
      openedSession: set.map((line) => cookies.readSession(line.split(';', 1)[0])).find(Boolean) ?? null,
    };
  };
}
export type AskAuth = ReturnType<typeof createAuthCalls>;
