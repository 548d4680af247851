import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { PAGE_ENTRIES } from '#contract/pages.ts';
import { startApp } from './app.ts';

const plain = await startApp();
const tls = await startApp({ publicUrl: 'https://shop.example' });

/** Every answer carries these, whatever it says. Source: OWASP ASVS 5, 3.4. */
function assertSafe(answer: LightMyRequestResponse, secure: boolean, what: string): void {
  const { headers } = answer;
  assert.match(String(headers['content-security-policy']), /^default-src 'none'; /, what);
  assert.match(String(headers['content-security-policy']), /frame-ancestors '(none|self)'/, what);
  assert.equal(headers['x-content-type-options'], 'nosniff', what);
  assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin', what);
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', what);
  assert.match(String(headers['cross-origin-resource-policy']), /^(same-origin|cross-origin)$/, what);
  assert.match(String(headers['permissions-policy']), /geolocation=\(\)/, what);
  assert.ok(headers['cache-control'], what);
  assert.equal(headers['x-powered-by'], undefined, what);
  assert.equal(headers['strict-transport-security'], secure ? 'max-age=63072000; includeSubDomains' : undefined, what);
  // A stack or a query in an answer helps only an attacker.
  assert.doesNotMatch(answer.body.slice(0, 10_000), /\bat .*\.(ts|js|mjs):\d+|node_modules|select .* from /i, what);
  if (answer.statusCode >= 400 && String(headers['content-type']).includes('json')) {
    assert.match(String(headers['content-type']), /^application\/problem\+json/, what);
    const problem = answer.json();
    assert.equal(problem.type, `/problems/${problem.reason}`, what);
    assert.equal(problem.status, answer.statusCode, what);
    assert.ok(problem.title.length > 5 && problem.requestId, what);
  }
}

for (const [name, app, secure] of [
  ['without TLS', plain, false],
  ['behind TLS', tls, true],
] as const) {
  test(`every route ${name} answers with the security headers, also when it refuses`, async () => {
    for (const route of app.http.routes().filter(({ method }) => method !== 'UPGRADE')) {
      const url = route.url.replace(/:\w+/g, () => randomUUID()).replace('*', 'somewhere');
      const answer = await app.http.app.inject({ method: route.method as 'GET', url, ...(route.method === 'GET' ? {} : { payload: {} }) });
      assertSafe(answer, secure, `${route.method} ${url} -> ${answer.statusCode}`);
      assert.ok(answer.statusCode < 500 || answer.statusCode === 503, `${route.method} ${url} -> ${answer.statusCode} ${answer.body}`);
    }
  });
}

const bad = [
  ['an unknown address', 404, 'not_found', { method: 'GET', url: '/api/nowhere' }],
  ['an unknown address that is posted to', 404, 'not_found', { method: 'POST', url: '/api/nowhere', payload: {} }],
  ['a path that does not decode', 400, 'invalid_input', { method: 'GET', url: '/problems/%E0%A4%A' }],
  [
    'malformed JSON',
    400,
    'invalid_input',
    { method: 'PUT', url: '/api/me/name', headers: { 'content-type': 'application/json' }, payload: '{"name":' },
  ],
  [
    'an empty JSON body',
    400,
    'invalid_input',
    { method: 'PUT', url: '/api/me/name', headers: { 'content-type': 'application/json' }, payload: '' },
  ],
  [
    'a body with __proto__',
    400,
    'invalid_input',
    {
      method: 'PUT',
      url: '/api/me/name',
      headers: { 'content-type': 'application/json' },
      payload: '{"__proto__":{"name":"x"},"name":"y"}',
    },
  ],
  ['the wrong shape', 400, 'invalid_input', { method: 'PUT', url: '/api/me/name', payload: { name: 7 } }],
  [
    'XML',
    415,
    'wrong_content_type',
    { method: 'PUT', url: '/api/me/name', headers: { 'content-type': 'application/xml' }, payload: '<name/>' },
  ],
  [
    'plain text',
    415,
    'wrong_content_type',
    { method: 'PUT', url: '/api/me/name', headers: { 'content-type': 'text/plain' }, payload: '{"name":"x"}' },
  ],
  [
    'a form',
    415,
    'wrong_content_type',
    { method: 'PUT', url: '/api/me/name', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'name=x' },
  ],
  [
    'an upload where JSON belongs',
    415,
    'wrong_content_type',
    {
      method: 'PUT',
      url: '/api/me/name',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload: '--b\r\ncontent-disposition: form-data; name="name"\r\n\r\nx\r\n--b--\r\n',
    },
  ],
  ['a body of 300 kB', 413, 'too_large', { method: 'PUT', url: '/api/me/name', payload: { name: 'x'.repeat(300_000) } }],
  [
    'a post from a foreign page',
    403,
    'forged_origin',
    { method: 'PUT', url: '/api/me/name', headers: { origin: 'https://evil.example' }, payload: { name: 'x' } },
  ],
  [
    'a post that the browser calls cross-site',
    403,
    'forged_origin',
    { method: 'PUT', url: '/api/me/name', headers: { 'sec-fetch-site': 'cross-site' }, payload: { name: 'x' } },
  ],
  ['an organisation id that is none', 401, 'not_signed_in', { method: 'GET', url: '/api/orgs/1%20or%201=1' }],
] as const;

for (const [what, status, reason, request] of bad) {
  test(`${what} is refused with ${status} ${reason}, and nothing changes`, async () => {
    const before = await countVisitors();
    const answer = await plain.http.app.inject(request as InjectOptions);
    assertSafe(answer, false, what);
    assert.equal(answer.statusCode, status, answer.body);
    assert.equal(answer.json().reason, reason);
    // A guest may have been welcomed before the body was judged; a name was not written.
    assert.equal(await countNames(), 0);
    assert.ok((await countVisitors()) - before <= 1);
  });
}

test('every page of the viewer, studio and office answers', async () => {
  for (const address of Object.values(PAGE_ENTRIES).flat()) {
    const url = address.replace(/:\w+/g, 'a-name').replace('*', 'somewhere');
    const answer = await plain.http.app.inject({ method: 'GET', url, headers: { accept: 'text/html' } });
    assert.match(String(answer.headers['content-security-policy']), /script-src 'nonce-/, url);
    // A show or shop of that name does not exist; an address without a name does.
    if (!address.includes(':')) assert.equal(answer.statusCode, 200, url);
  }
});

test('a wrong field is named', async () => {
  const answer = await plain.http.app.inject({ method: 'PUT', url: '/api/me/name', payload: { name: '' } });
  assert.deepEqual(
    answer.json().errors.map((error: { path: string }) => error.path),
    ['name'],
  );
});

test('a refusal speaks the language of the visitor', async () => {
  const answer = await plain.http.app.inject({ method: 'GET', url: '/api/nowhere', headers: { 'accept-language': 'nl-BE,en;q=0.5' } });
  assert.equal(answer.json().title, 'Dit bestaat niet, of niet meer.');
});

test('who asks too often is told to wait', async () => {
  const app = await startApp({ rateLimitFactor: 0.1 });
  const answers = [];
  for (let at = 0; at < 3; at++) {
    answers.push(
      await app.http.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: 'a@example.com', password: 'x' },
        headers: { cookie: `c=${at}`, origin: 'http://localhost:4000', host: 'localhost:4000' },
      }),
    );
  }
  // Two a minute from one address, whatever cookies it makes up.
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    [401, 401, 429],
  );
  assertSafe(answers[2]!, false, 'too many');
  assert.ok(Number(answers[2]!.headers['retry-after']) > 0);
});

test('behind a proxy on this machine everybody has their own budget, and a stranger cannot claim another address', async () => {
  const app = await startApp({ rateLimitFactor: 0.05 });
  const ask = (remoteAddress: string, forwarded: string) =>
    app.http.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      remoteAddress,
      headers: { 'x-forwarded-for': forwarded },
      payload: { email: 'a@example.com', password: 'x' },
    });
  const proxied = [await ask('127.0.0.1', '203.0.113.1'), await ask('127.0.0.1', '203.0.113.2'), await ask('127.0.0.1', '203.0.113.2')];
  assert.deepEqual(
    proxied.map((answer) => answer.statusCode),
    [401, 401, 429],
  );
  const direct = [await ask('198.51.100.7', '203.0.113.3'), await ask('198.51.100.7', '203.0.113.4')];
  assert.deepEqual(
    direct.map((answer) => answer.statusCode),
    [401, 429],
  );
});

async function countVisitors(): Promise<number> {
  return (await plain.db.selectFrom('visitors').select('id').execute()).length;
}
async function countNames(): Promise<number> {
  return (await plain.db.selectFrom('visitors').select('id').where('name', 'is not', null).execute()).length;
}
