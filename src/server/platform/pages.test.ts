import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import type { Actor } from './actor.ts';
import { testConfig } from './testing-config.ts';
import { createDocs } from './docs.ts';
import { createHealth } from './health.ts';
import { createHttp } from './http.ts';
import { createLog } from './log.ts';
import { createPages } from './pages.ts';

const distDir = mkdtempSync(join(tmpdir(), 'etalage-pages-'));
test.after(() => rmSync(distDir, { recursive: true, force: true }));
const SCRIPT = 'console.log("shop");\n'.repeat(200);
for (const entry of ['viewer', 'office']) {
  mkdirSync(join(distDir, entry, 'assets'), { recursive: true });
  writeFileSync(
    join(distDir, entry, 'index.html'),
    `<!doctype html><html lang="__LANG__"><head><!--head--><title>${entry}</title><script nonce="__NONCE__">1</script><script nonce="__NONCE__" src="/web/${entry}/assets/index-abc.js"></script></head></html>`,
  );
  writeFileSync(join(distDir, entry, 'assets', 'index-abc.js'), SCRIPT);
}
writeFileSync(join(distDir, 'secret.txt'), 'not for the web');

const config = testConfig({ publicUrl: 'https://shop.example' });
const nobody: Actor = { visitorId: null, name: null, user: null, roles: new Map(), isOperator: false, language: 'en' };
const log = createLog('silent');
const http = await createHttp({
  config,
  log,
  actors: { resolve: async () => nobody, welcome: async (actor) => ({ actor, setCookie: null }) },
  idempotency: { begin: async () => ({ kind: 'run', keep: async () => {}, forget: async () => {} }), sweep: async () => 0 },
});
let workers = true;
createHealth({ http, checks: { database: async () => true, workers: async () => workers, throwing: async () => !0 } });
createDocs({ http, routes: {} });
createPages({
  http,
  config,
  log,
  distDir,
  entries: { viewer: ['/', '/shows/*'], office: ['/office', '/office/*'], studio: ['/studio'] },
  head: async (url) => {
    if (url.pathname === '/shows/broken') throw new Error('the database is away');
    if (url.pathname === '/shows/gone') return { title: 'Gone', status: 404, image: null, jsonLd: null };
    if (!url.pathname.startsWith('/shows/')) return null;
    return {
      title: `Soup & "salt" <live> $& $1`,
      description: '</script><script>alert(1)',
      image: '/img/soup.webp',
      jsonLd: { '@type': 'Event', name: '</script><b>' },
    };
  },
});
await http.app.ready();
test.after(() => http.close());
const page = (url: string, headers: Record<string, string> = {}) =>
  http.app.inject({ method: 'GET', url, headers: { accept: 'text/html', ...headers } });

test('a page allows only its own scripts, with a nonce that is new in every answer', async () => {
  const [one, two] = await Promise.all([page('/'), page('/')]);
  const nonce = /nonce="([^"]+)"/.exec(one!.body)![1]!;
  assert.match(
    String(one!.headers['content-security-policy']),
    new RegExp(`script-src 'nonce-${nonce.replace(/[+/]/g, '\\$&')}' 'strict-dynamic'`),
  );
  assert.ok(!one!.body.includes('__NONCE__'));
  assert.ok(!two!.body.includes(nonce));
  assert.equal(one!.headers['cache-control'], 'private, no-cache');
});

test('a page says its language', async () => {
  assert.match((await page('/', { 'accept-language': 'nl' })).body, /<html lang="nl">/);
  assert.match((await page('/', { 'accept-language': 'nl', cookie: 'lang=en' })).body, /<html lang="en">/);
});

test('what a link shows is in the page, and no text of a seller ends a tag', async () => {
  const { body } = await page('/shows/soup?ref=1');
  assert.match(body, /<title>Soup &amp; &quot;salt&quot; &lt;live&gt; \$&amp; \$1<\/title>/);
  assert.match(body, /<meta property="og:image" content="https:\/\/shop\.example\/img\/soup\.webp" \/>/);
  assert.match(body, /<link rel="canonical" href="https:\/\/shop\.example\/shows\/soup" \/>/);
  assert.ok(!body.includes('<script>alert'));
  const facts = /<script type="application\/ld\+json" nonce="[^"]+">(.*?)<\/script>/.exec(body)![1]!;
  assert.deepEqual(JSON.parse(facts), { '@type': 'Event', name: '</script><b>' });
});

test('a page whose head cannot be made is still a page', async () => {
  const answer = await page('/shows/broken');
  assert.equal(answer.statusCode, 200);
  assert.match(answer.body, /<title>viewer<\/title>/);
});

test('a subject that is gone answers 404 with a page', async () => {
  assert.equal((await page('/shows/gone')).statusCode, 404);
});

test('an unknown address is the viewer with 404 for people and a problem for programs', async () => {
  const people = await page('/nowhere/at/all');
  assert.equal(people.statusCode, 404);
  assert.match(people.body, /<title>viewer<\/title>/);
  assert.match(String(people.headers['content-security-policy']), /script-src 'nonce-/);
  const program = await http.app.inject({ method: 'GET', url: '/nowhere', headers: { accept: 'application/json' } });
  assert.equal(program.json().reason, 'not_found');
  assert.equal((await page('/api/nowhere')).json().reason, 'not_found');
});

test('each entry answers its own addresses, and HEAD answers without a body', async () => {
  assert.match((await page('/office/soup-shop/products')).body, /<title>office<\/title>/);
  const head = await http.app.inject({ method: 'HEAD', url: '/office' });
  assert.equal(head.statusCode, 200);
  assert.equal(head.body, '');
  assert.match(String(head.headers['content-security-policy']), /script-src 'nonce-/);
});

test('an entry that is not built says how to build it', async () => {
  const answer = await page('/studio');
  assert.equal(answer.statusCode, 503);
  assert.match(answer.body, /npm run build/);
});

test('assets are kept for ever, compressed once, and only by this site', async () => {
  const answer = await http.app.inject({
    method: 'GET',
    url: '/web/viewer/assets/index-abc.js',
    headers: { 'accept-encoding': 'gzip, br' },
  });
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(answer.headers['content-encoding'], 'br');
  assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(answer.headers['cross-origin-resource-policy'], 'same-origin');
  assert.equal(brotliDecompressSync(answer.rawPayload).toString(), SCRIPT);
  const uncompressed = await http.app.inject({ method: 'GET', url: '/web/viewer/assets/index-abc.js' });
  assert.equal(uncompressed.headers['content-encoding'], undefined);
  assert.equal(uncompressed.body, SCRIPT);
});

for (const path of [
  '/web/viewer/assets/none.js',
  '/web/viewer/assets/..%2f..%2fsecret.txt',
  '/web/viewer/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
  '/web/viewer/assets/index-abc.js%00',
  '/web/../secret.txt',
]) {
  test(`${path} is not found`, async () => {
    const answer = await http.app.inject({ method: 'GET', url: path });
    assert.equal(answer.statusCode, 404, answer.body);
    assert.ok(!answer.body.includes('not for the web'));
  });
}

test('readiness names what is not ready, liveness does not care', async () => {
  assert.deepEqual((await http.app.inject('/readyz')).json(), {
    status: 'ready',
    checks: { database: true, workers: true, throwing: true },
  });
  workers = false;
  const answer = await http.app.inject('/readyz');
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.json().checks.workers, false);
  assert.equal((await http.app.inject('/healthz')).statusCode, 200);
});

test('the address in every problem explains it, to people and to programs', async () => {
  const program = await http.app.inject('/problems/sold_out');
  assert.deepEqual(program.json(), {
    type: '/problems/sold_out',
    reason: 'sold_out',
    status: 409,
    title: 'Sold out. Nothing was charged.',
  });
  assert.match((await page('/problems/sold_out', { 'accept-language': 'nl' })).body, /<h1>Uitverkocht\. Er is niets afgeschreven\.<\/h1>/);
  assert.equal((await http.app.inject('/problems/constructor')).statusCode, 404);
});

test('the API describes itself as OpenAPI 3.1', async () => {
  const answer = await http.app.inject('/api/openapi.json');
  assert.match(answer.json().openapi, /^3\.1/);
});
