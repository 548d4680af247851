import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authRoutes } from '#contract/auth.ts';
import type { Clock } from '#lib/clock.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Db } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { SignalBus } from '#platform/signals.ts';
import { createAttempts } from './attempts.ts';
import type { AskAuth } from './auth.calls.ts';
import { refusalOf } from './auth.refusals.ts';
import type { Cookies } from './cookies.ts';
import { isGuessable } from './password-rules.ts';
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionByToken,
  findSession,
  findSessions,
  strengthenSession,
  useCode,
} from './sessions.sql.ts';
import { claimVisitor } from './visitors.sql.ts';

const QUARTER_MS = 15 * 60_000;

export function serveAuth(http: Http, needs: { db: Db; clock: Clock; cookies: Cookies; ask: AskAuth; signals: SignalBus }): void {
  const { db, clock, cookies, ask, signals } = needs;
  // Close to one account from one place; far wider for one account from everywhere, so that a stranger cannot lock its owner out easily.
  const fromHere = createAttempts({ clock, max: 10, windowMs: QUARTER_MS });
  const fromAnywhere = createAttempts({ clock, max: 100, windowMs: QUARTER_MS });

  /** The device follows its person; a device of somebody else starts anew. */
  async function takeDevice(request: FastifyRequest, reply: FastifyReply, openedSession: string | null): Promise<void> {
    const device = cookies.readVisitor(request.headers.cookie);
    const session = openedSession ? await findSession(db, openedSession) : undefined;
    if (!device || !session) return;
    if (!(await claimVisitor(db, device, session.user_id))) reply.header('set-cookie', cookies.forgetVisitor);
  }

  /** Whoever has a second factor used it for this session before touching how they sign in: a stolen password must not be able to add one. */
  async function isTooWeak(request: FastifyRequest): Promise<boolean> {
    const session = await findSession(db, cookies.readSession(request.headers.cookie) ?? '');
    return !session || (session.has_second_factor && !session.second_factor);
  }

  /** better-auth lets a code of the app be used again within its time; a code is for one use. */
  async function isFirstUse(openedSession: string, code: string): Promise<boolean> {
    const session = await findSession(db, openedSession);
    return (
      session !== undefined && (await useCode(db, session.user_id, createHash('sha256').update(`${session.user_id} ${code}`).digest()))
    );
  }

  http.serve(authRoutes.signUp, async ({ body, request, reply }) => {
    if (isGuessable(body.password, [body.email, body.name])) return refuse('password_weak');
    const answer = await ask(request, reply, '/sign-up/email', body);
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.signUp.refuses);
    await takeDevice(request, reply, answer.openedSession);
    return done({ twoFactorRedirect: false });
  });

  http.serve(authRoutes.signIn, async ({ body, request, reply }) => {
    const email = body.email.toLowerCase();
    const here = `${email} ${request.ip}`;
    if (fromHere.spent(here) || fromAnywhere.spent(email)) return refuse('too_many_requests', { retryAfterSeconds: QUARTER_MS / 1000 });
    const answer = await ask(request, reply, '/sign-in/email', body);
    if (answer.status !== 200) {
      fromHere.failed(here);
      fromAnywhere.failed(email);
      return refusalOf(answer.status, answer.body, authRoutes.signIn.refuses);
    }
    fromHere.forgive(here);
    await takeDevice(request, reply, answer.openedSession);
    return done({ twoFactorRedirect: answer.openedSession === null });
  });

  /** Whoever is connected as this person is asked again who they are. */
  const rightsMoved = (userId: string | undefined) => userId !== undefined && signals.emit('rightsMoved', userId);

  http.serve(authRoutes.signOut, async ({ actor, request, reply }) => {
    const answer = await ask(request, reply, '/sign-out', {});
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.signOut.refuses);
    rightsMoved(actor.user?.id);
    // The next person at this device must not find the orders of this one.
    reply.header('set-cookie', cookies.forgetVisitor);
    return done(undefined);
  });

  http.serve(authRoutes.changePassword, async ({ body, actor, request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    if (isGuessable(body.newPassword, [actor.user?.email ?? '', actor.user?.name ?? ''])) return refuse('password_weak');
    const answer = await ask(request, reply, '/change-password', { ...body, revokeOtherSessions: true });
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.changePassword.refuses);
    rightsMoved(actor.user?.id);
    return done(undefined);
  });

  http.serve(authRoutes.enableCodes, async ({ body, request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    const answer = await ask(request, reply, '/two-factor/enable', { password: body.password, method: 'totp' });
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.enableCodes.refuses);
    return done(answer.body as { totpURI: string; backupCodes: string[] });
  });

  http.serve(authRoutes.disableCodes, async ({ body, request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    const answer = await ask(request, reply, '/two-factor/disable', body);
    return answer.status === 200 ? done(undefined) : refusalOf(answer.status, answer.body, authRoutes.disableCodes.refuses);
  });

  http.serve(authRoutes.newBackupCodes, async ({ body, request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    const answer = await ask(request, reply, '/two-factor/generate-backup-codes', body);
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.newBackupCodes.refuses);
    return done({ backupCodes: (answer.body as { backupCodes: string[] }).backupCodes });
  });

  http.serve(authRoutes.verifyCode, async ({ body, request, reply }) => {
    const answer = await ask(request, reply, '/two-factor/verify-totp', body);
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.verifyCode.refuses);
    if (answer.openedSession && !(await isFirstUse(answer.openedSession, body.code))) {
      await deleteSessionByToken(db, answer.openedSession);
      reply.removeHeader('set-cookie');
      return refuse('code_wrong');
    }
    await takeDevice(request, reply, answer.openedSession);
    return done({ twoFactorRedirect: false });
  });

  http.serve(authRoutes.verifyBackupCode, async ({ body, request, reply }) => {
    const answer = await ask(request, reply, '/two-factor/verify-backup-code', body);
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.verifyBackupCode.refuses);
    await takeDevice(request, reply, answer.openedSession);
    return done({ twoFactorRedirect: false });
  });

  http.serve(authRoutes.passkeySignInOptions, async ({ request, reply }) => {
    const answer = await ask(request, reply, '/passkey/generate-authenticate-options');
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.passkeySignInOptions.refuses);
    // The library asks "preferred" and would then refuse what we demand afterwards.
    return done({ ...(answer.body as Record<string, unknown>), userVerification: 'required' });
  });

  http.serve(authRoutes.passkeySignIn, async ({ body, request, reply }) => {
    const answer = await ask(request, reply, '/passkey/verify-authentication', body);
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.passkeySignIn.refuses);
    await takeDevice(request, reply, answer.openedSession);
    return done({ twoFactorRedirect: false });
  });

  http.serve(authRoutes.passkeyOptions, async ({ request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    const answer = await ask(request, reply, '/passkey/generate-register-options');
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.passkeyOptions.refuses);
    return done(answer.body as Record<string, unknown>);
  });

  http.serve(authRoutes.addPasskey, async ({ body, request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    const answer = await ask(request, reply, '/passkey/verify-registration', body);
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, authRoutes.addPasskey.refuses);
    // Making a passkey took a finger or a face just now: this session has its second factor.
    await strengthenSession(db, cookies.readSession(request.headers.cookie) ?? '');
    return done(passkeyView(answer.body as PasskeyAnswer));
  });

  http.serve(authRoutes.listPasskeys, async ({ request, reply }) => {
    const answer = await ask(request, reply, '/passkey/list-user-passkeys');
    if (answer.status !== 200) return refusalOf(answer.status, answer.body, []);
    return done({ items: (answer.body as PasskeyAnswer[]).map(passkeyView) });
  });

  http.serve(authRoutes.removePasskey, async ({ body, request, reply }) => {
    if (await isTooWeak(request)) return refuse('second_factor_needed');
    const answer = await ask(request, reply, '/passkey/delete-passkey', body);
    return answer.status === 200 ? done(undefined) : refusalOf(answer.status, answer.body, authRoutes.removePasskey.refuses);
  });

  http.serve(authRoutes.listSessions, async ({ actor, request }) => {
    const current = cookies.readSession(request.headers.cookie);
    const rows = await findSessions(db, actor.user!.id, new Date(clock.now()));
    const items = rows.map((row) => ({
      id: row.id,
      current: row.token === current,
      secondFactor: row.second_factor,
      createdAt: row.created_at.toISOString(),
      seenAt: row.updated_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      ipAddress: row.ip_address || null,
      userAgent: row.user_agent || null,
    }));
    return done({ items });
  });

  http.serve(authRoutes.endSession, async ({ actor, params }) => {
    if (!(await deleteSession(db, actor.user!.id, params.sessionId))) return refuse('not_found');
    rightsMoved(actor.user!.id);
    return done(undefined);
  });

  http.serve(authRoutes.endOtherSessions, async ({ actor, request }) => {
    await deleteOtherSessions(db, actor.user!.id, cookies.readSession(request.headers.cookie) ?? '');
    rightsMoved(actor.user!.id);
    return done(undefined);
  });
}

interface PasskeyAnswer {
  id: string;
  name?: string | null;
  createdAt?: string | null;
}
const passkeyView = (row: PasskeyAnswer) => ({
  id: row.id,
  name: row.name ?? null,
  createdAt: row.createdAt ? new Date(row.createdAt).toISOString() : null,
});
