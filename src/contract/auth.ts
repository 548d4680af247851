import { z } from 'zod';
import { Instant } from './common.ts';
import { anyone, member, route } from './route.ts';

/** Addresses and bodies follow better-auth, which answers them; refusals are ours like everywhere. */
const Email = z.email().max(254);
/** Length and strength are judged on the server, so that a refusal has its own reason. */
const Password = z.string().max(1000);
const Code = z.string().trim().min(4).max(40);

const SignedIn = z
  .object({
    /** True: not signed in yet, a code from the app comes next (`verifyCode`). */
    twoFactorRedirect: z.boolean(),
  })
  .meta({ id: 'SignedIn' });

/** WebAuthn structures go to and come from `navigator.credentials` as they are. */
const WebAuthn = z.record(z.string(), z.unknown());

export const Passkey = z.object({ id: z.string(), name: z.string().nullable(), createdAt: Instant.nullable() }).meta({ id: 'Passkey' });

export const Session = z
  .object({
    id: z.string(),
    current: z.boolean(),
    /** Opened with a code or a passkey. */
    secondFactor: z.boolean(),
    createdAt: Instant,
    /** At most a day ago for a session in use. */
    seenAt: Instant,
    expiresAt: Instant,
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'Session' });

/** Few tries for everybody behind one address, and nothing of the answer stays behind. */
const GUESSING = { ratePerMinute: 20, rateBy: 'address', keepsAnswer: false } as const;

export const authRoutes = {
  signUp: route({
    method: 'POST',
    path: '/api/auth/sign-up/email',
    access: anyone,
    summary: 'Make an account and sign in',
    ...GUESSING,
    body: z.object({ name: z.string().trim().min(1).max(80), email: Email, password: Password }),
    response: SignedIn,
    refuses: ['email_taken', 'password_weak', 'forged_origin'],
  }),
  signIn: route({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    access: anyone,
    summary: 'Sign in with a password',
    ...GUESSING,
    body: z.object({ email: Email, password: Password }),
    response: SignedIn,
    refuses: ['sign_in_wrong', 'forged_origin'],
  }),
  signOut: route({
    method: 'POST',
    path: '/api/auth/sign-out',
    access: anyone,
    summary: 'Sign out on this device',
    refuses: ['forged_origin'],
    keepsAnswer: false,
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/auth/change-password',
    access: member,
    summary: 'Change the password and sign out everywhere else',
    ...GUESSING,
    body: z.object({ currentPassword: Password, newPassword: Password }),
    refuses: ['sign_in_wrong', 'password_weak', 'second_factor_needed', 'forged_origin'],
  }),
  enableCodes: route({
    method: 'POST',
    path: '/api/auth/two-factor/enable',
    access: member,
    summary: 'Begin with a code app; works from the first right code on',
    ...GUESSING,
    body: z.object({ password: Password }),
    response: z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) }),
    refuses: ['sign_in_wrong', 'second_factor_needed', 'forged_origin'],
  }),
  disableCodes: route({
    method: 'POST',
    path: '/api/auth/two-factor/disable',
    access: member,
    summary: 'Stop using the code app',
    ...GUESSING,
    body: z.object({ password: Password }),
    refuses: ['sign_in_wrong', 'second_factor_needed', 'forged_origin'],
  }),
  newBackupCodes: route({
    method: 'POST',
    path: '/api/auth/two-factor/generate-backup-codes',
    access: member,
    summary: 'Replace the backup codes',
    ...GUESSING,
    body: z.object({ password: Password }),
    response: z.object({ backupCodes: z.array(z.string()) }),
    refuses: ['sign_in_wrong', 'second_factor_needed', 'forged_origin'],
  }),
  verifyCode: route({
    method: 'POST',
    path: '/api/auth/two-factor/verify-totp',
    access: anyone,
    summary: 'Finish signing in, or turning on the code app, with a code',
    ...GUESSING,
    body: z.object({ code: Code }),
    response: SignedIn,
    refuses: ['code_wrong', 'not_signed_in', 'forged_origin'],
  }),
  verifyBackupCode: route({
    method: 'POST',
    path: '/api/auth/two-factor/verify-backup-code',
    access: anyone,
    summary: 'Finish signing in with a backup code, used once',
    ...GUESSING,
    body: z.object({ code: Code }),
    response: SignedIn,
    refuses: ['code_wrong', 'not_signed_in', 'forged_origin'],
  }),
  passkeySignInOptions: route({
    method: 'GET',
    path: '/api/auth/passkey/generate-authenticate-options',
    access: anyone,
    summary: 'Begin to sign in with a passkey',
    response: WebAuthn,
    ...GUESSING,
    refuses: ['passkey_refused'],
  }),
  passkeySignIn: route({
    method: 'POST',
    path: '/api/auth/passkey/verify-authentication',
    access: anyone,
    summary: 'Sign in with a passkey',
    ...GUESSING,
    body: z.object({ response: WebAuthn }),
    response: SignedIn,
    refuses: ['passkey_refused', 'forged_origin'],
  }),
  passkeyOptions: route({
    method: 'GET',
    path: '/api/auth/passkey/generate-register-options',
    access: member,
    summary: 'Begin to add a passkey',
    response: WebAuthn,
    refuses: ['second_factor_needed', 'passkey_refused'],
  }),
  addPasskey: route({
    method: 'POST',
    path: '/api/auth/passkey/verify-registration',
    access: member,
    summary: 'Add a passkey',
    body: z.object({ response: WebAuthn, name: z.string().trim().max(60).optional() }),
    response: Passkey,
    refuses: ['passkey_refused', 'second_factor_needed', 'forged_origin'],
  }),
  listPasskeys: route({
    method: 'GET',
    path: '/api/auth/passkey/list-user-passkeys',
    access: member,
    summary: 'My passkeys',
    response: z.object({ items: z.array(Passkey) }),
  }),
  removePasskey: route({
    method: 'POST',
    path: '/api/auth/passkey/delete-passkey',
    access: member,
    summary: 'Remove a passkey',
    body: z.object({ id: z.string().max(64) }),
    refuses: ['second_factor_needed', 'forged_origin'],
  }),
  listSessions: route({
    method: 'GET',
    path: '/api/me/sessions',
    access: member,
    summary: 'Where I am signed in',
    response: z.object({ items: z.array(Session) }),
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/me/sessions/:sessionId',
    access: member,
    summary: 'Sign out somewhere',
    params: z.object({ sessionId: z.string().max(64) }),
  }),
  endOtherSessions: route({ method: 'DELETE', path: '/api/me/sessions', access: member, summary: 'Sign out everywhere else' }),
};
