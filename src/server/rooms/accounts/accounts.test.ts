import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test from 'node:test';
import { sql } from 'kysely';
import { getMigrations } from 'better-auth/db/migration';
import { systemClock } from '#lib/clock.ts';
import { transact } from '#platform/db.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createLog } from '#platform/log.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createAuth } from './auth.ts';
import { createAccounts } from './index.ts';
import { testConfig } from '#platform/testing-config.ts';

const PASSWORD = 'paper lantern on the quay';
const { db } = await freshDatabase();
const config = testConfig();
let skewMs = 0;
const clock = { now: () => systemClock.now() + skewMs };
const log = createLog('silent');
const signals = createSignals();
const accounts = createAccounts({ db, config, log, clock, signals });
const http = await createHttp({ config, log, actors: accounts.actors, idempotency: createIdempotencyStore(db) });
accounts.routes(http);
await http.app.ready();
test.after(() => http.close());

/** A browser: keeps its cookies and says where its pages came from. */
function browser(address = '127.0.0.1') {
  const jar = new Map<string, string>();
  return {
    jar,
    async send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object, headers: Record<string, string> = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await http.app.inject({
        method,
        url,
        remoteAddress: address,
        headers: { host: 'localhost:4000', origin: 'http://localhost:4000', ...(cookie ? { cookie } : {}), ...headers },
        ...(payload ? { payload } : {}),
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [pair = '', ...attributes] = line.split('; ');
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        if (attributes.includes('Max-Age=0')) jar.delete(name);
        else jar.set(name, value);
      }
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json(), headers: answer.headers };
    },
  };
}

async function signedUp(email: string, name = 'Somebody') {
  const page = browser();
  const answer = await page.send('POST', '/api/auth/sign-up/email', { email, name, password: PASSWORD });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const me = await page.send('GET', '/api/me');
  return { ...page, userId: me.body.user.id as string };
}

/** The code that an app shows now, or some half minutes later (RFC 6238). */
function codeNow(totpURI: string, later = 0): string {
  const secret = new URL(totpURI).searchParams.get('secret')!;
  const bits = [...secret.replace(/=+$/, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', key).update(step).digest();
  return String((digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

let orgs = 0;
async function organisationWith(
  userId: string,
  role: 'host' | 'producer' | 'moderator' | 'seller_admin',
  secondFactorWaived = true,
): Promise<string> {
  orgs += 1;
  const made = await accounts.createOrganisation(db, {
    slug: `shop-${orgs}`,
    name: `Shop ${orgs}`,
    legalName: `Shop ${orgs} BV`,
    city: 'Gent',
    country: 'BE',
    currency: 'EUR',
    secondFactorWaived,
  });
  assert.ok(made.ok);
  await transact(db, (tx) => accounts.grant(tx, made.value.id, userId, [role]));
  return made.value.id;
}

test('our migration makes the tables that better-auth expects, no more and no less', async () => {
  const { toBeCreated, toBeAdded } = await getMigrations(createAuth({ db, config, log }).options);
  assert.deepEqual(toBeCreated, []);
  assert.deepEqual(toBeAdded, []);
});

test('a stranger is known without asking the database', async () => {
  let asked = 0;
  const counting = createAccounts({
    db: db.withPlugin({ transformQuery: (args) => args.node, transformResult: async (args) => (asked++, args.result) }),
    config,
    log,
    clock,
    signals,
  });
  const stranger = await counting.actors.resolve({ cookie: 'lang=nl; etalage.session_token=forged.c2lnbmF0dXJl' });
  assert.equal(stranger.user, null);
  assert.equal(stranger.language, 'nl');
  assert.equal(asked, 0);
});

test('a person with roles is known by one query', async () => {
  const person = await signedUp('one@example.com', 'One');
  const orgId = await organisationWith(person.userId, 'host');
  await person.send('PUT', '/api/me/name', { name: 'Onno' });
  let asked = 0;
  const counting = createAccounts({
    db: db.withPlugin({ transformQuery: (args) => args.node, transformResult: async (args) => (asked++, args.result) }),
    config,
    log,
    clock,
    signals,
  });
  const actor = await counting.actors.resolve({ cookie: [...person.jar].map(([name, value]) => `${name}=${value}`).join('; ') });
  assert.equal(actor.user?.email, 'one@example.com');
  assert.equal(actor.name, 'Onno');
  assert.deepEqual(actor.roles.get(orgId), ['host']);
  assert.equal(asked, 1);
});

test('a guest gets a device id with the first visitor route and keeps it when signing in', async () => {
  const page = browser();
  assert.equal((await page.send('GET', '/api/me')).body.visitorId, null);
  const named = await page.send('PUT', '/api/me/name', { name: 'Fien' });
  assert.match(named.body.visitorId, /^[0-9a-f-]{36}$/);
  assert.equal(named.body.name, 'Fien');
  await page.send('POST', '/api/auth/sign-up/email', { email: 'fien@example.com', name: 'Fien V', password: PASSWORD });
  const me = await page.send('GET', '/api/me');
  assert.equal(me.body.visitorId, named.body.visitorId);
  assert.equal(me.body.user.email, 'fien@example.com');
});

test('the next person at a device does not inherit it', async () => {
  const page = await signedUp('first@example.com');
  const first = (await page.send('PUT', '/api/me/name', { name: 'First' })).body.visitorId;
  await page.send('POST', '/api/auth/sign-out', {});
  assert.equal((await page.send('GET', '/api/me')).body.user, null);
  const second = await page.send('PUT', '/api/me/name', { name: 'Second' });
  assert.notEqual(second.body.visitorId, first);
});

test('a device of somebody else starts anew when another person signs in on it', async () => {
  const owner = await signedUp('owner@example.com');
  const device = (await owner.send('PUT', '/api/me/name', { name: 'Owner' })).body.visitorId;
  await signedUp('visitor@example.com');
  await owner.send('POST', '/api/auth/sign-in/email', { email: 'visitor@example.com', password: PASSWORD });
  const me = await owner.send('GET', '/api/me');
  assert.equal(me.body.user.email, 'visitor@example.com');
  assert.notEqual(me.body.visitorId, device);
});

test('the database keeps no visitor token and no readable password', async () => {
  const page = await signedUp('kept@example.com');
  await page.send('PUT', '/api/me/name', { name: 'Kept' });
  const { rows } = await sql<{
    all: string;
  }>`select (select jsonb_agg(v)::text from visitors v) || (select jsonb_agg(c)::text from credentials c) as all`.execute(db);
  assert.ok(!rows[0]!.all.includes(page.jar.get('etalage.visitor')!));
  assert.ok(!rows[0]!.all.includes(PASSWORD));
  assert.match(rows[0]!.all, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('cookies are HttpOnly and Lax, and Secure behind https', async () => {
  const answer = await browser().send('PUT', '/api/me/name', { name: 'Cookie' });
  assert.match(String(answer.headers['set-cookie']), /etalage\.visitor=[\w-]{43}; Max-Age=\d+; HttpOnly; Path=\/; SameSite=Lax$/);
  const { createCookies } = await import('./cookies.ts');
  assert.match(createCookies({ secret: 'x', secure: true }).newVisitor().setCookie, /^__Host-etalage\.visitor=.*; Secure$/);
});

test('a wrong password and an unknown email get the same answer', async () => {
  await signedUp('known@example.com');
  const wrong = await browser().send('POST', '/api/auth/sign-in/email', { email: 'known@example.com', password: 'not the right one' });
  const unknown = await browser().send('POST', '/api/auth/sign-in/email', { email: 'nobody@example.com', password: 'not the right one' });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.body.reason, 'sign_in_wrong');
  assert.deepEqual({ ...wrong.body, requestId: '' }, { ...unknown.body, requestId: '' });
});

test('guessing one account from one place stops after ten tries, also with the right password', async () => {
  await signedUp('guessed@example.com');
  const guesser = browser('127.0.0.9');
  for (let tries = 0; tries < 10; tries++)
    await guesser.send('POST', '/api/auth/sign-in/email', { email: 'guessed@example.com', password: `wrong guess ${tries}` });
  const eleventh = await guesser.send('POST', '/api/auth/sign-in/email', { email: 'Guessed@example.com', password: PASSWORD });
  assert.equal(eleventh.status, 429);
  const elsewhere = await browser('127.0.0.10').send('POST', '/api/auth/sign-in/email', {
    email: 'guessed@example.com',
    password: PASSWORD,
  });
  assert.equal(elsewhere.status, 200);
});

for (const weak of [
  'short',
  'password1234',
  'Passw0rd!!!!2026',
  '123456789012',
  'aaaaaaaaaaaaaa',
  'qwertyuiop[]',
  'wachtwoord123',
  'annie.jansen1',
  'etalage-live-shop',
]) {
  test(`the password "${weak}" is refused`, async () => {
    const answer = await browser().send('POST', '/api/auth/sign-up/email', {
      email: 'annie.jansen@example.com',
      name: 'Annie Jansen',
      password: weak,
    });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.reason, 'password_weak');
  });
}

test('an email has one account', async () => {
  await signedUp('twice@example.com');
  const again = await browser().send('POST', '/api/auth/sign-up/email', { email: 'Twice@example.com', name: 'Again', password: PASSWORD });
  assert.equal(again.status, 409);
  assert.equal(again.body.reason, 'email_taken');
});

test('sign-in from a foreign page is refused', async () => {
  await signedUp('csrf@example.com');
  const answer = await browser().send(
    'POST',
    '/api/auth/sign-in/email',
    { email: 'csrf@example.com', password: PASSWORD },
    { origin: 'https://evil.example' },
  );
  assert.equal(answer.status, 403);
  assert.equal(answer.body.reason, 'forged_origin');
});

test('sessions are listed and ended one by one or all the others, and work no more at once', async () => {
  const here = await signedUp('sessions@example.com');
  const there = browser();
  await there.send('POST', '/api/auth/sign-in/email', { email: 'sessions@example.com', password: PASSWORD }, { 'user-agent': 'Tablet' });
  const listed = await here.send('GET', '/api/me/sessions');
  assert.equal(listed.body.items.length, 2);
  const other = listed.body.items.find((item: { current: boolean }) => !item.current);
  assert.equal(other.userAgent, 'Tablet');
  assert.equal(other.ipAddress, '127.0.0.1');
  assert.equal((await here.send('DELETE', `/api/me/sessions/${other.id}`)).status, 204);
  assert.equal((await there.send('GET', '/api/me')).body.user, null);
  await there.send('POST', '/api/auth/sign-in/email', { email: 'sessions@example.com', password: PASSWORD });
  assert.equal((await here.send('DELETE', '/api/me/sessions')).status, 204);
  assert.equal((await there.send('GET', '/api/me')).body.user, null);
  assert.ok((await here.send('GET', '/api/me')).body.user);
});

test('nobody ends the session of somebody else', async () => {
  const victim = await signedUp('victim@example.com');
  const session = (await victim.send('GET', '/api/me/sessions')).body.items[0];
  const attacker = await signedUp('attacker@example.com');
  assert.equal((await attacker.send('DELETE', `/api/me/sessions/${session.id}`)).status, 404);
  assert.ok((await victim.send('GET', '/api/me')).body.user);
});

test('changing the password signs out everywhere else', async () => {
  const here = await signedUp('change@example.com');
  const there = browser();
  await there.send('POST', '/api/auth/sign-in/email', { email: 'change@example.com', password: PASSWORD });
  const wrong = await here.send('POST', '/api/auth/change-password', {
    currentPassword: 'not the one at all',
    newPassword: 'violin under blue snow',
  });
  assert.equal(wrong.body.reason, 'sign_in_wrong');
  assert.equal(
    (await here.send('POST', '/api/auth/change-password', { currentPassword: PASSWORD, newPassword: 'violin under blue snow' })).status,
    204,
  );
  assert.equal((await there.send('GET', '/api/me')).body.user, null);
  assert.ok((await here.send('GET', '/api/me')).body.user);
});

test('a code app is asked for at sign-in once it was turned on; a code or a backup code finishes, each once', async () => {
  const page = await signedUp('codes@example.com');
  const begun = await page.send('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  const code = codeNow(begun.body.totpURI);
  assert.equal((await page.send('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).body.reason, 'code_wrong');
  assert.equal((await page.send('POST', '/api/auth/two-factor/verify-totp', { code })).status, 200);
  assert.equal((await page.send('GET', '/api/me')).body.user.twoFactor, true);

  const again = browser();
  const first = await again.send('POST', '/api/auth/sign-in/email', { email: 'codes@example.com', password: PASSWORD });
  assert.deepEqual(first.body, { twoFactorRedirect: true });
  assert.equal((await again.send('GET', '/api/me')).body.user, null);
  const used = await again.send('POST', '/api/auth/two-factor/verify-totp', { code });
  assert.equal(used.body.reason, 'code_wrong');
  assert.equal((await again.send('GET', '/api/me')).body.user, null);
  await again.send('POST', '/api/auth/sign-in/email', { email: 'codes@example.com', password: PASSWORD });
  assert.equal((await again.send('POST', '/api/auth/two-factor/verify-totp', { code: codeNow(begun.body.totpURI, 1) })).status, 200);
  assert.equal(
    (await again.send('GET', '/api/me/sessions')).body.items.find((item: { current: boolean }) => item.current).secondFactor,
    true,
  );

  const lost = browser();
  await lost.send('POST', '/api/auth/sign-in/email', { email: 'codes@example.com', password: PASSWORD });
  const backup = begun.body.backupCodes[0];
  assert.equal((await lost.send('POST', '/api/auth/two-factor/verify-backup-code', { code: backup })).status, 200);
  const replayed = browser();
  await replayed.send('POST', '/api/auth/sign-in/email', { email: 'codes@example.com', password: PASSWORD });
  assert.equal((await replayed.send('POST', '/api/auth/two-factor/verify-backup-code', { code: backup })).body.reason, 'code_wrong');
});

test('staff read with a password, but write only with a second step', async () => {
  const admin = await signedUp('staff@example.com');
  const orgId = await organisationWith(admin.userId, 'seller_admin', false);
  assert.equal((await admin.send('GET', `/api/orgs/${orgId}`)).status, 200);
  const refused = await admin.send('PATCH', `/api/orgs/${orgId}`, { about: 'We make soup.' });
  assert.equal(refused.status, 403);
  assert.equal(refused.body.reason, 'second_factor_needed');
  const begun = await admin.send('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  await admin.send('POST', '/api/auth/two-factor/verify-totp', { code: codeNow(begun.body.totpURI) });
  const allowed = await admin.send('PATCH', `/api/orgs/${orgId}`, { about: 'We make soup.' });
  assert.equal(allowed.status, 200);
  assert.equal(allowed.body.about, 'We make soup.');
});

test('a session from before the code app, or a password beside a passkey, does not count as the second step', async () => {
  const admin = await signedUp('older@example.com');
  const orgId = await organisationWith(admin.userId, 'seller_admin', false);
  await sql`insert into passkeys (id, public_key, user_id, credential_id, counter, device_type, backed_up) values ('k1', '', ${admin.userId}, 'c1', 0, 'singleDevice', false)`.execute(
    db,
  );
  assert.equal((await admin.send('PATCH', `/api/orgs/${orgId}`, { about: 'No.' })).body.reason, 'second_factor_needed');
  assert.equal((await admin.send('POST', '/api/auth/two-factor/enable', { password: PASSWORD })).body.reason, 'second_factor_needed');
  assert.equal((await admin.send('POST', '/api/auth/passkey/delete-passkey', { id: 'k1' })).body.reason, 'second_factor_needed');
  assert.equal((await admin.send('GET', '/api/auth/passkey/generate-register-options')).body.reason, 'second_factor_needed');
});

test('the demo shop waives the second step, and nobody can waive it over the API', async () => {
  const admin = await signedUp('demo@example.com');
  const demo = await organisationWith(admin.userId, 'seller_admin', true);
  assert.equal(
    (await admin.send('PATCH', `/api/orgs/${demo}`, { about: 'Demo.', secondFactorWaived: false })).body.secondFactorWaived,
    true,
  );
  const own = await organisationWith(admin.userId, 'seller_admin', false);
  assert.equal((await admin.send('PATCH', `/api/orgs/${own}`, { secondFactorWaived: true })).body.reason, 'second_factor_needed');
});

test('an operator acts in every organisation, after a second step', async () => {
  const person = await signedUp('operator@example.com');
  const orgId = await organisationWith((await signedUp('elsewhere@example.com')).userId, 'seller_admin', true);
  assert.equal((await person.send('GET', `/api/orgs/${orgId}`)).status, 403);
  await transact(db, (tx) => accounts.makeOperator(tx, person.userId));
  assert.equal((await person.send('GET', `/api/orgs/${orgId}`)).status, 200);
  assert.equal((await person.send('PATCH', `/api/orgs/${orgId}`, { about: 'By the operator.' })).body.reason, 'second_factor_needed');
  await transact(db, (tx) => accounts.makeOperator(tx, person.userId, { secondFactorWaived: true }));
  assert.equal((await person.send('PATCH', `/api/orgs/${orgId}`, { about: 'By the operator.' })).status, 200);
  const made = await person.send('POST', '/api/orgs', {
    slug: 'new-shop',
    name: 'New',
    legalName: 'New BV',
    city: null,
    country: 'NL',
    currency: 'EUR',
  });
  assert.equal(made.status, 200);
  assert.deepEqual(
    (await person.send('GET', '/api/me/orgs')).body.items.map((item: { orgSlug: string; roles: string[] }) => [item.orgSlug, item.roles]),
    [['new-shop', ['seller_admin']]],
  );
  assert.equal(
    (
      await person.send('POST', '/api/orgs', {
        slug: 'new-shop',
        name: 'New',
        legalName: 'New BV',
        city: null,
        country: 'NL',
        currency: 'EUR',
      })
    ).body.reason,
    'name_taken',
  );
});

test('staff are signed out after a day and shoppers are not', async () => {
  const shopper = await signedUp('shopper@example.com');
  const staff = await signedUp('clerk@example.com');
  await organisationWith(staff.userId, 'host');
  skewMs = 25 * 60 * 60 * 1000;
  try {
    assert.ok((await shopper.send('GET', '/api/me')).body.user);
    assert.equal((await staff.send('GET', '/api/me')).body.user, null);
  } finally {
    skewMs = 0;
  }
});

test('a session in use is prolonged once a day, and its cookie with it', async () => {
  const page = await signedUp('daily@example.com');
  assert.equal((await page.send('GET', '/api/me')).headers['set-cookie'], undefined);
  await sql`update sessions set updated_at = now() - interval '25 hours', expires_at = now() + interval '28 days 23 hours' where user_id = ${page.userId}`.execute(
    db,
  );
  assert.match(String((await page.send('GET', '/api/me')).headers['set-cookie']), /etalage\.session_token=.*Max-Age=2592000/);
  const { rows } = await sql<{
    days: number;
  }>`select extract(epoch from expires_at - now()) / 86400 as days from sessions where user_id = ${page.userId}`.execute(db);
  assert.ok(rows[0]!.days > 29.9);
});

test('people are added, given roles and removed, and a role taken away works at once', async () => {
  const admin = await signedUp('boss@example.com');
  const orgId = await organisationWith(admin.userId, 'seller_admin');
  assert.equal((await admin.send('POST', `/api/orgs/${orgId}/members`, { email: 'later@example.com', roles: ['host'] })).status, 404);
  const host = await signedUp('later@example.com', 'Later');
  assert.equal((await host.send('GET', `/api/orgs/${orgId}`)).status, 403);
  const added = await admin.send('POST', `/api/orgs/${orgId}/members`, { email: 'Later@example.com', roles: ['host', 'host'] });
  assert.deepEqual(added.body.roles, ['host']);
  assert.equal(
    (await admin.send('POST', `/api/orgs/${orgId}/members`, { email: 'later@example.com', roles: ['host'] })).body.reason,
    'already_member',
  );
  assert.equal((await host.send('GET', `/api/orgs/${orgId}`)).status, 200);
  assert.equal((await host.send('GET', `/api/orgs/${orgId}/members`)).status, 403);
  assert.equal((await admin.send('PUT', `/api/orgs/${orgId}/members/${host.userId}`, { roles: ['producer'] })).status, 200);
  assert.equal((await host.send('GET', `/api/orgs/${orgId}/members`)).body.items.length, 2);
  assert.equal((await admin.send('POST', `/api/orgs/${orgId}/members`, { email: 'boss@example.com', roles: ['operator'] })).status, 400);
  assert.equal((await admin.send('DELETE', `/api/orgs/${orgId}/members/${host.userId}`)).status, 204);
  assert.equal((await host.send('GET', `/api/orgs/${orgId}`)).status, 403);
});

test('two admins who remove each other at the same moment leave one admin, ten times of ten', async () => {
  const one = await signedUp('mutual-1@example.com');
  const two = await signedUp('mutual-2@example.com');
  for (let round = 0; round < 10; round++) {
    const orgId = await organisationWith(one.userId, 'seller_admin');
    await transact(db, (tx) => accounts.grant(tx, orgId, two.userId, ['seller_admin']));
    const answers = await Promise.all([
      one.send('DELETE', `/api/orgs/${orgId}/members/${two.userId}`),
      two.send('PUT', `/api/orgs/${orgId}/members/${one.userId}`, { roles: ['host'] }),
    ]);
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::int as count from memberships where org_id = ${orgId} and 'seller_admin' = any (roles)`.execute(db);
    assert.equal(rows[0]!.count, 1, JSON.stringify(answers.map((answer) => answer.body)));
  }
});

for (const [name, shown] of [
  ['  Fien  de   Boer ', 'Fien de Boer'],
  ['Zoë', 'Zoë'],
  ['小明', '小明'],
  ['Li\u200bsa\u202e', 'Lisa'],
  ['🦊', '🦊'],
] as const) {
  test(`the chat name ${JSON.stringify(name)} is shown as ${shown}`, async () => {
    assert.equal((await browser().send('PUT', '/api/me/name', { name })).body.name, shown);
  });
}

for (const name of [
  'Host',
  'H\u043est',
  'ｈｏｓｔ',
  'Anna (Etalage staff)',
  'm o d',
  '\u200b\u200b',
  'Z\u0351\u0352\u0353\u0354algo',
  '...',
]) {
  test(`the chat name ${JSON.stringify(name)} is refused`, async () => {
    const answer = await browser().send('PUT', '/api/me/name', { name });
    assert.ok(answer.status === 422 || answer.status === 400, String(answer.status));
  });
}

test('a seeded person signs in, and seeding twice makes one person', async () => {
  const id = await accounts.createPerson({ email: 'Seeded@example.com', password: 'demo', name: 'Seeded' });
  assert.equal(await accounts.createPerson({ email: 'seeded@example.com', password: 'other', name: 'Seeded' }), id);
  const page = browser();
  assert.equal((await page.send('POST', '/api/auth/sign-in/email', { email: 'seeded@example.com', password: 'demo' })).status, 200);
  assert.equal((await page.send('GET', '/api/me')).body.user.id, id);
});

test('the language is a choice that stays', async () => {
  const page = browser();
  assert.equal((await page.send('PUT', '/api/me/language', { language: 'nl' })).body.language, 'nl');
  assert.equal((await page.send('GET', '/api/me')).body.language, 'nl');
});
