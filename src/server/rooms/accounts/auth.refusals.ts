import { type ReasonCode, REASONS } from '#contract/reasons.ts';
import { refuse, type Refused } from '#lib/outcome.ts';

/** better-auth's codes that mean something to people; the rest is told by its status. */
const BY_CODE: Readonly<Record<string, ReasonCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'sign_in_wrong',
  INVALID_PASSWORD: 'sign_in_wrong',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'sign_in_wrong',
  USER_ALREADY_EXISTS: 'email_taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email_taken',
  PASSWORD_TOO_SHORT: 'password_weak',
  PASSWORD_TOO_LONG: 'password_weak',
  INVALID_CODE: 'code_wrong',
  INVALID_BACKUP_CODE: 'code_wrong',
  TOTP_NOT_ENABLED: 'code_wrong',
  BACKUP_CODES_NOT_ENABLED: 'code_wrong',
  INVALID_TWO_FACTOR_COOKIE: 'not_signed_in',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'too_many_requests',
  ACCOUNT_TEMPORARILY_LOCKED: 'too_many_requests',
  TOTP_ALREADY_ENABLED: 'conflict',
  CHALLENGE_NOT_FOUND: 'passkey_refused',
  PASSKEY_NOT_FOUND: 'passkey_refused',
  AUTHENTICATION_FAILED: 'passkey_refused',
  FAILED_TO_VERIFY_REGISTRATION: 'passkey_refused',
  PREVIOUSLY_REGISTERED: 'passkey_refused',
  INVALID_ORIGIN: 'forged_origin',
  MISSING_OR_NULL_ORIGIN: 'forged_origin',
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: 'forged_origin',
};

const BY_STATUS: Readonly<Record<number, ReasonCode>> = {
  401: 'not_signed_in',
  403: 'not_allowed',
  404: 'not_found',
  409: 'conflict',
  429: 'too_many_requests',
};

/**
 * @param allowed what the route may say besides the refusals of any route; anything else becomes `invalid_input`
 * @throws when better-auth itself broke
 */
export function refusalOf<R extends ReasonCode>(
  status: number,
  body: unknown,
  allowed: readonly R[] | undefined,
): Refused<R | 'invalid_input' | 'conflict' | 'too_many_requests' | 'not_found'> {
  const code = (body as { code?: unknown } | null)?.code;
  if (status >= 500) throw new Error(`better-auth answered ${status} ${String(code)}`);
  const reason = BY_CODE[String(code)] ?? BY_STATUS[status] ?? 'invalid_input';
  if (allowed?.includes(reason as R)) return refuse(reason as R);
  const general = (['conflict', 'too_many_requests', 'not_found'] as const).find((any) => any === reason);
  return refuse(general ?? 'invalid_input', REASONS[reason] ? { code } : {});
}
