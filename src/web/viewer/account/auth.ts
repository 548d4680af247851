import type { z } from 'zod';
import type { Passkey as PasskeySchema, Session as SessionSchema } from '#contract/auth.ts';
import type { ReasonCode } from '#contract/reasons.ts';

/**
 * The sign-in door, `/api/auth/*`. Its own client would bring 30 kB for a dozen calls;
 * these are plain requests, and the browser itself turns passkeys into JSON.
 */
export type AuthAnswer<T> = { ok: true; value: T } | { ok: false; problem: AuthProblem };
export type AuthProblem =
  | 'wrong'
  | 'taken'
  | 'weak'
  | 'too_many'
  | 'code_wrong'
  | 'cancelled'
  | 'unsupported'
  | 'fresh'
  | 'stronger'
  | 'passkey'
  | 'unreachable'
  | 'other';

const PROBLEMS: Partial<Record<ReasonCode, AuthProblem>> = {
  sign_in_wrong: 'wrong',
  email_taken: 'taken',
  password_weak: 'weak',
  code_wrong: 'code_wrong',
  not_signed_in: 'fresh',
  second_factor_needed: 'stronger',
  passkey_refused: 'passkey',
  too_many_requests: 'too_many',
};
const TIMEOUT_MS = 12_000;

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<AuthAnswer<T>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) } : {}),
    });
    const answer = (await response.json().catch(() => null)) as (T & { reason?: ReasonCode }) | null;
    if (response.ok) return { ok: true, value: answer as T };
    return { ok: false, problem: (answer?.reason && PROBLEMS[answer.reason]) ?? 'other' };
  } catch {
    return { ok: false, problem: 'unreachable' };
  }
}

export type Session = z.infer<typeof SessionSchema>;
export type Passkey = z.infer<typeof PasskeySchema>;

const AUTH = '/api/auth';
const SESSIONS = '/api/me/sessions';

export const auth = {
  signIn: (email: string, password: string) => call<{ twoFactorRedirect: boolean }>('POST', `${AUTH}/sign-in/email`, { email, password }),
  signUp: (name: string, email: string, password: string) => call<object>('POST', `${AUTH}/sign-up/email`, { name, email, password }),
  signOut: () => call<object>('POST', `${AUTH}/sign-out`),
  verifyCode: (code: string) => call<object>('POST', `${AUTH}/two-factor/verify-totp`, { code }),
  verifyRecovery: (code: string) => call<object>('POST', `${AUTH}/two-factor/verify-backup-code`, { code }),
  startCodes: (password: string) => call<{ totpURI: string; backupCodes: string[] }>('POST', `${AUTH}/two-factor/enable`, { password }),
  stopCodes: (password: string) => call<object>('POST', `${AUTH}/two-factor/disable`, { password }),
  sessions: () => call<{ items: Session[] }>('GET', SESSIONS),
  revoke: (id: string) => call<object>('DELETE', `${SESSIONS}/${encodeURIComponent(id)}`),
  revokeOthers: () => call<object>('DELETE', SESSIONS),
  passkeys: () => call<{ items: Passkey[] }>('GET', `${AUTH}/passkey/list-user-passkeys`),
  removePasskey: (id: string) => call<object>('POST', `${AUTH}/passkey/delete-passkey`, { id }),
  signInWithPasskey,
  addPasskey,
};

export const passkeysWork = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

async function signInWithPasskey(): Promise<AuthAnswer<object>> {
  if (!passkeysWork()) return { ok: false, problem: 'unsupported' };
  const options = await call<PublicKeyCredentialRequestOptionsJSON>('GET', `${AUTH}/passkey/generate-authenticate-options`);
  if (!options.ok) return options;
  const credential = await asked(() =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.value) }),
  );
  if (!credential) return { ok: false, problem: 'cancelled' };
  return call('POST', `${AUTH}/passkey/verify-authentication`, { response: credential.toJSON() });
}

async function addPasskey(name: string): Promise<AuthAnswer<object>> {
  if (!passkeysWork()) return { ok: false, problem: 'unsupported' };
  const options = await call<PublicKeyCredentialCreationOptionsJSON>('GET', `${AUTH}/passkey/generate-register-options`);
  if (!options.ok) return options;
  const credential = await asked(() =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.value) }),
  );
  if (!credential) return { ok: false, problem: 'cancelled' };
  return call('POST', `${AUTH}/passkey/verify-registration`, { response: credential.toJSON(), name });
}

/** Saying no to the browser's question is an answer, not an error. */
async function asked(question: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await question()) as PublicKeyCredential | null;
  } catch {
    return null;
  }
}
