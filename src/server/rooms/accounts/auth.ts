import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/db.ts';
import type { Log } from '#platform/log.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from './password-rules.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** OWASP's floor for argon2id; about 20 ms here. `algorithm` 2 is argon2id (the package exports a const enum). */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Sessions opened on these addresses proved more than a password. */
const STRONG_PATHS = ['/two-factor/verify-totp', '/two-factor/verify-backup-code', '/passkey/verify-authentication'];

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth does passwords, sessions, passkeys and codes; it does not know organisations or roles.
 * Only the addresses in `auth.routes.ts` reach it.
 */
export function createAuth(needs: { db: Db; config: Config; log: Log }) {
  const { db, config, log } = needs;
  const publicUrl = new URL(config.publicUrl);
  const secure = publicUrl.protocol === 'https:';
  return betterAuth({
    appName: 'Etalage',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: config.secret,
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level](`auth: ${message}`) },
    trustedOrigins: (request) => (request ? trustedBeside(publicUrl, request.headers.get('host')) : []),
    advanced: {
      cookiePrefix: 'etalage',
      useSecureCookies: secure,
      database: { generateId: () => uuidv7() },
      // Set by us from the socket; whatever a client sends under this name is replaced.
      ipAddress: { ipAddressHeaders: ['x-etalage-ip'] },
    },
    // The routes limit by address and by account.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      password: {
        hash: (password) => hash(password, ARGON2ID),
        verify: ({ hash: stored, password }) => verify(stored, password),
      },
    },
    user: { modelName: 'people', fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' } },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      additionalFields: {
        secondFactor: { type: 'boolean', required: true, defaultValue: false, input: false, fieldName: 'second_factor' },
      },
      expiresIn: 30 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
    },
    account: {
      modelName: 'credentials',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    databaseHooks: {
      session: {
        create: {
          async before(session, context) {
            const path = context?.path ?? '';
            const old = context?.context.session?.session as { secondFactor?: boolean } | undefined;
            // Changing the password opens a new session in place of the old one: it is as strong as that was.
            const strong = STRONG_PATHS.includes(path) || (path === '/change-password' && old?.secondFactor === true);
            return { data: { ...session, token: randomBytes(32).toString('base64url'), secondFactor: strong } };
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Etalage',
        twoFactorTable: 'code_apps',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'code_apps',
            fields: {
              backupCodes: 'backup_codes',
              userId: 'user_id',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      passkey({
        rpID: publicUrl.hostname,
        rpName: 'Etalage',
        // On a loopback instance the port may differ from the public one; the origin was compared with Host before.
        origin: isLoopback(publicUrl.hostname) ? null : publicUrl.origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: { afterVerification: async ({ verification }) => demandVerifiedPerson(verification.registrationInfo?.userVerified) },
        authentication: {
          afterVerification: async ({ verification }) => demandVerifiedPerson(verification.authenticationInfo.userVerified),
        },
        schema: {
          passkey: {
            modelName: 'passkeys',
            fields: {
              publicKey: 'public_key',
              userId: 'user_id',
              credentialID: 'credential_id',
              deviceType: 'device_type',
              backedUp: 'backed_up',
              createdAt: 'created_at',
            },
          },
        },
      }),
    ],
  });
}

/** A passkey counts as two factors only when the device asked for a finger, a face or its lock. */
function demandVerifiedPerson(verified: boolean | undefined): void {
  if (!verified) throw new APIError('UNAUTHORIZED', { code: 'AUTHENTICATION_FAILED', message: 'user verification missing' });
}

const isLoopback = (hostname: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** An instance at home is reached as localhost and as 127.0.0.1; both are ours, whatever the port. */
function trustedBeside(publicUrl: URL, host: string | null): string[] {
  if (!host || !isLoopback(publicUrl.hostname) || !URL.canParse(`http://${host}`)) return [];
  const asked = new URL(`http://${host}`);
  return isLoopback(asked.hostname) ? [asked.origin] : [];
}
