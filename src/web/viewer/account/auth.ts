/**
 * The sign-in door, `/api/auth/*`. Its own client would bring 30 kB for a dozen calls;
 * these are plain requests, and the browser itself turns passkeys into JSON.
 */
export type AuthAnswer<T> = { ok: true; value: T } | { ok: false; problem: AuthProblem };
export type AuthProblem = 'wrong' | 'taken' | 'weak' | 'too_many' | 'code_wrong' | 'cancelled' | 'unsupported' | 'fresh' | 'unreachable' | 'other';

const PROBLEMS: Record<string, AuthProblem> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong',
  INVALID_PASSWORD: 'wrong',
  USER_ALREADY_EXISTS: 'taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'taken',
  PASSWORD_TOO_SHORT: 'weak',
  PASSWORD_TOO_LONG: 'weak',
  PASSWORD_COMPROMISED: 'weak',
  INVALID_CODE: 'code_wrong',
  INVALID_BACKUP_CODE: 'code_wrong',
  INVALID_TWO_FACTOR_COOKIE: 'fresh',
  SESSION_NOT_FRESH: 'fresh',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'too_many',
};
const TIMEOUT_MS = 12_000;

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<AuthAnswer<T>> {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) } : {}),
    });
    const answer = (await response.json().catch(() => null)) as T & { code?: string; reason?: string };
    if (response.ok) return { ok: true, value: answer };
    return { ok: false, problem: problemOf(response.status, answer?.code ?? answer?.reason ?? '') };
  } catch {
    return { ok: false, problem: 'unreachable' };
  }
}

function problemOf(status: number, code: string): AuthProblem {
  if (status === 429) return 'too_many';
  return PROBLEMS[code] ?? (status === 401 ? 'wrong' : 'other');
}

export interface Session {
  id: string;
  token: string;
  userAgent?: string | null;
  ipAddress?: string | null;
  createdAt: string;
  updatedAt: string;
}
export interface Passkey {
  id: string;
  name?: string | null;
  createdAt: string;
}

export const auth = {
  signIn: (email: string, password: string) => call<{ twoFactorRedirect?: boolean }>('POST', '/sign-in/email', { email, password, rememberMe: true }),
  signUp: (name: string, email: string, password: string) => call<object>('POST', '/sign-up/email', { name, email, password }),
  signOut: () => call<object>('POST', '/sign-out'),
  verifyCode: (code: string, trustDevice: boolean) => call<object>('POST', '/two-factor/verify-totp', { code, trustDevice }),
  verifyRecovery: (code: string) => call<object>('POST', '/two-factor/verify-backup-code', { code }),
  startCodes: (password: string) => call<{ totpURI: string; backupCodes: string[] }>('POST', '/two-factor/enable', { password }),
  stopCodes: (password: string) => call<object>('POST', '/two-factor/disable', { password }),
  sessions: () => call<Session[]>('GET', '/list-sessions'),
  current: () => call<{ session: Session } | null>('GET', '/get-session'),
  revoke: (token: string) => call<object>('POST', '/revoke-session', { token }),
  revokeOthers: () => call<object>('POST', '/revoke-other-sessions'),
  passkeys: () => call<Passkey[]>('GET', '/passkey/list-user-passkeys'),
  removePasskey: (id: string) => call<object>('POST', '/passkey/delete-passkey', { id }),
  signInWithPasskey,
  addPasskey,
};

export const passkeysWork = (): boolean => typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

async function signInWithPasskey(): Promise<AuthAnswer<object>> {
  if (!passkeysWork()) return { ok: false, problem: 'unsupported' };
  const options = await call<PublicKeyCredentialRequestOptionsJSON>('GET', '/passkey/generate-authenticate-options');
  if (!options.ok) return options;
  const credential = await asked(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.value) }));
  if (!credential) return { ok: false, problem: 'cancelled' };
  return call('POST', '/passkey/verify-authentication', { response: credential.toJSON() });
}

async function addPasskey(name: string): Promise<AuthAnswer<object>> {
  if (!passkeysWork()) return { ok: false, problem: 'unsupported' };
  const options = await call<PublicKeyCredentialCreationOptionsJSON>('GET', '/passkey/generate-register-options');
  if (!options.ok) return options;
  const credential = await asked(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.value) }));
  if (!credential) return { ok: false, problem: 'cancelled' };
  return call('POST', '/passkey/verify-registration', { response: credential.toJSON(), name });
}

/** Saying no to the browser's question is an answer, not an error. */
async function asked(question: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await question()) as PublicKeyCredential | null;
  } catch {
    return null;
  }
}
