import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { ROUTES } from '#contract/index.ts';
import { type Access, anyone, ROLES, type Role } from '#contract/route.ts';
import type { ListedRoute } from '#platform/http.ts';
import { startApp } from './app.ts';

/** What the access rule of a route may answer; anything else is the route's own business. */
const ACCESS_REASONS = ['not_signed_in', 'not_allowed', 'second_factor_needed'];
type Verdict = 'admitted' | 'not_signed_in' | 'not_allowed' | 'second_factor_needed';

interface Caller {
  name: string;
  cookie: string;
  signedIn: boolean;
  /** Roles in the organisation of the path. */
  roles: readonly Role[];
  isOperator: boolean;
  secondFactorDue?: boolean;
}

const app = await startApp();
const own = await app.organisation('own');
const other = await app.organisation('other');
const strict = await app.organisation('strict', false);

const memberRoles = ROLES.filter((role) => role !== 'operator');
const stranger = { signedIn: false, roles: [], isOperator: false };
const callers: Caller[] = [
  { name: 'anonymous', cookie: '', ...stranger },
  { name: 'forged session', cookie: 'etalage.session_token=abc.c2lnbmF0dXJl', ...stranger },
  { name: 'guest', cookie: await app.guest(), ...stranger },
  { name: 'member of nothing', cookie: await app.person(), signedIn: true, roles: [], isOperator: false },
  { name: 'operator', cookie: await app.person({}, { operator: true }), signedIn: true, roles: [], isOperator: true },
];
for (const role of memberRoles) {
  callers.push({ name: `${role} here`, cookie: await app.person({ [own]: [role] }), signedIn: true, roles: [role], isOperator: false });
  callers.push({ name: `${role} elsewhere`, cookie: await app.person({ [other]: [role] }), signedIn: true, roles: [], isOperator: false });
}

/** The rule as the contract states it, written apart from the code that enforces it. */
function expected(access: Access, method: string, caller: Caller): Verdict {
  if (access.who === 'anyone' || access.who === 'visitor' || access.who === 'secret') return 'admitted';
  if (!caller.signedIn) return 'not_signed_in';
  if (access.who === 'member') return 'admitted';
  const roles: Role[] = [...caller.roles, ...(caller.isOperator ? (['operator'] as const) : [])];
  const may = access.who === 'operator' ? caller.isOperator : roles.some((role) => access.roles.includes(role));
  if (!may) return 'not_allowed';
  return caller.secondFactorDue && method !== 'GET' ? 'second_factor_needed' : 'admitted';
}

async function verdict(route: ListedRoute, caller: Caller, orgId: string): Promise<Verdict> {
  const url = route.url
    .replace(':orgId', orgId)
    .replace(/:\w+/g, () => randomUUID())
    .replace('*', 'somewhere');
  const answer = await app.http.app.inject({
    method: route.method as 'GET',
    url,
    headers: caller.cookie ? { cookie: caller.cookie, origin: 'http://localhost:4000', host: 'localhost:4000' } : {},
    ...(route.method === 'GET' ? {} : { payload: {} }),
  });
  const reason: unknown = answer.headers['content-type']?.includes('json') && answer.body ? answer.json().reason : undefined;
  // A body that is not right is refused after the access rule, so it shows that the rule let the caller through.
  return ACCESS_REASONS.includes(String(reason)) ? (reason as Verdict) : 'admitted';
}

/** Signing out ends the caller's session, so it goes last. */
const routes = app.http
  .routes()
  .filter((route) => route.method !== 'UPGRADE')
  .toSorted((a, b) => Number(a.url.endsWith('/sign-out')) - Number(b.url.endsWith('/sign-out')));

for (const caller of callers) {
  test(`${caller.name}: every route admits and refuses as declared`, async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const asked = await verdict(route, caller, own);
      const wanted = expected(route.access, route.method, caller);
      // A handler that is open to all may still ask who somebody is; it may never be more open than declared.
      const ownRule = wanted === 'admitted' && ['anyone', 'visitor', 'secret'].includes(route.access.who);
      if (asked !== wanted && !ownRule) wrong.push(`${route.method} ${route.url}: ${asked}, declared ${wanted}`);
    }
    assert.deepEqual(wrong, []);
  });
}

for (const role of memberRoles) {
  test(`${role} without a second step reads and does not write where the shop demands it`, async () => {
    const caller: Caller = {
      name: role,
      cookie: await app.person({ [strict]: [role] }),
      signedIn: true,
      roles: [role],
      isOperator: false,
      secondFactorDue: true,
    };
    const staffRoutes = routes.filter((route) => route.access.who === 'staff');
    assert.ok(staffRoutes.length > 0);
    for (const route of staffRoutes) {
      assert.equal(await verdict(route, caller, strict), expected(route.access, route.method, caller), `${route.method} ${route.url}`);
    }
  });
}

test('a route without an access rule does not start', async () => {
  const { http } = await startBare();
  assert.throws(() => http.app.get('/open', async () => 'anybody?'), /GET \/open has no access rule/);
});

test('a staff route whose path names no organisation does not start', async () => {
  const { http } = await startBare();
  assert.throws(() => http.app.get('/lost', { config: { access: { who: 'staff', roles: ['host'] } } }, async () => ''), /names no :orgId/);
  http.app.get('/fine', { config: { access: anyone } }, async () => '');
});

test('what is served is what the contract declares, rule for rule', () => {
  const declared = new Map<string, Access>(Object.values(ROUTES).map((route) => [`${route.method} ${route.path}`, route.access]));
  for (const route of app.http.routes()) {
    const rule = declared.get(`${route.method} ${route.url}`);
    if (rule) assert.deepEqual(route.access, rule, `${route.method} ${route.url}`);
  }
});

async function startBare() {
  const { createHttp } = await import('#platform/http.ts');
  const { createIdempotencyStore } = await import('#platform/idempotency.ts');
  const { createLog } = await import('#platform/log.ts');
  const http = await createHttp({
    config: app.config,
    log: createLog('silent'),
    actors: app.accounts.actors,
    idempotency: createIdempotencyStore(app.db),
  });
  return { http };
}
