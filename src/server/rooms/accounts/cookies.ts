import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Browsers keep a cookie for at most 400 days. */
const VISITOR_SECONDS = 400 * 24 * 60 * 60;
const LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

/** The cookies of this room: who is signed in (written by better-auth, read here too), and which device this is. */
export function createCookies(needs: { secret: string; secure: boolean }) {
  const { secret, secure } = needs;
  const sessionName = `${secure ? '__Secure-' : ''}etalage.session_token`;
  const visitorName = `${secure ? '__Host-' : ''}etalage.visitor`;
  const tail = `Path=/; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    /** @returns the session token when our signature on it is right */
    readSession(header: string | undefined): string | null {
      const value = valueOf(header, sessionName);
      const dot = value?.lastIndexOf('.') ?? -1;
      if (!value || dot < 1) return null;
      const token = value.slice(0, dot);
      const signature = Buffer.from(value.slice(dot + 1), 'base64');
      const expected = createHmac('sha256', secret).update(token).digest();
      return signature.length === expected.length && timingSafeEqual(signature, expected) ? token : null;
    },
    /** @returns the hash of the visitor's token */
    readVisitor(header: string | undefined): Buffer | null {
      const token = valueOf(header, visitorName);
      return token && /^[\w-]{43}$/.test(token) ? hashToken(token) : null;
    },
    newVisitor(): { tokenHash: Buffer; setCookie: string } {
      const token = randomBytes(32).toString('base64url');
      return { tokenHash: hashToken(token), setCookie: `${visitorName}=${token}; Max-Age=${VISITOR_SECONDS}; HttpOnly; ${tail}` };
    },
    forgetVisitor: `${visitorName}=; Max-Age=0; HttpOnly; ${tail}`,
    language: (language: string) => `lang=${language}; Max-Age=${LANGUAGE_SECONDS}; ${tail}`,
  };
}
export type Cookies = ReturnType<typeof createCookies>;

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The first cookie of this name; a value that does not decode is no value. */
function valueOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';', 100)) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    try {
      return decodeURIComponent(part.slice(at + 1).trim());
    } catch {
      return null;
    }
  }
  return null;
}
