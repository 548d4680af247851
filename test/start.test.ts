import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '#platform/testing.ts';
import { freePort } from '#platform/postgres.ts';
import { processes, runShop, SERVER, START, type Started, survivors } from './started-shop.ts';

const OPEN = 'The shop is open.';
const folders: string[] = [];
const started: Started[] = [];
const person = { name: 'Noor', email: 'noor@etalage.example', password: `${randomBytes(9).toString('hex')}-Noor` };

// A failed test must not leave a shop behind.
after(async () => {
  for (const { process: child } of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await Promise.all(started.map(({ exit }) => exit));
  for (const { pid } of processes().filter(({ command }) => folders.some((folder) => command.includes(folder))))
    process.kill(pid, 'SIGINT');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'etalage-start-'));
  folders.push(folder);
  return folder;
}

async function run(...args: Parameters<typeof runShop>): Promise<Started> {
  const shop = await runShop(...args);
  started.push(shop);
  return shop;
}

async function postJson(shop: Started, path: string, body: object): Promise<Response> {
  return fetch(shop.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shop.url },
    body: JSON.stringify(body),
  });
}

async function demandOpen(shop: Started): Promise<void> {
  for (const path of ['/healthz', '/readyz', '/']) {
    const answer = await fetch(shop.url + path);
    assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
  }
}

const signIn = (shop: Started, who: { email: string; password: string }) =>
  postJson(shop, '/api/auth/sign-in/email', { email: who.email, password: who.password });

/** It refused with one sentence on its error stream, no stack, and exit code 1. */
async function demandSentence(t: TestContext, shop: Started, sentence: RegExp): Promise<void> {
  t.diagnostic(`${await shop.exit}: ${shop.errors().trim()}`);
  assert.equal(await shop.exit, 1);
  const lines = shop
    .errors()
    .split('\n')
    .filter((line) => line.trim() !== '');
  assert.equal(lines.length, 1, shop.errors());
  assert.match(lines[0]!, sentence);
}

const data = emptyFolder();

test('npm start opens an empty shop, and ending npm closes everything', { timeout: 200_000 }, async () => {
  const shop = await run(['start', '--'], ['--data', data, '--no-demo'], {}, 'npm');
  await shop.says('Ctrl-C closes it.');
  await demandOpen(shop);
  const operator = /Operator\s+(\S+)\s+(\S+)/.exec(shop.output());
  assert.ok(operator, shop.output());
  assert.equal((await signIn(shop, { email: operator[1]!, password: operator[2]! })).status, 200);
  assert.equal((await postJson(shop, '/api/auth/sign-up/email', person)).status, 200);

  const family = shop.family();
  for (const part of ['src/server/main.ts', 'testbank/main.ts', 'bin/postgres'])
    assert.ok(
      family.some(({ command }) => command.includes(part)),
      `${part} does not run below npm`,
    );
  shop.process.kill('SIGTERM');
  assert.deepEqual(await survivors(family, data), []);
  assert.equal(existsSync(join(data, 'shop.pid')), false);
});

test(
  'a second start continues with the same data; kill -9 of everything of ours, and a third one still does',
  {
    timeout: 300_000,
  },
  async (t) => {
    const second = await run(START, ['--data', data, '--no-demo']);
    await second.says(OPEN);
    assert.equal((await signIn(second, person)).status, 200);
    await demandSentence(
      t,
      await run(SERVER, ['--data', data, '--no-demo']),
      /^A shop is already open on the data folder .+\(process \d+\)/,
    );

    const killed = second.family();
    const postmaster = killed.find(({ command }) => command.includes('bin/postgres'))!;
    const server = killed.find(({ command }) => command.includes('src/server/main.ts'))!;
    process.kill(server.pid, 'SIGKILL');
    second.process.kill('SIGKILL');
    await second.exit;
    const workers = killed.filter(({ command }) => !command.includes('postgres'));
    assert.deepEqual(await survivors(workers, 'no folder'), [], 'workers and test bank end with the server');
    assert.ok(processes().some(({ pid }) => pid === postmaster.pid));

    const third = await run(START, ['--data', data, '--no-demo']);
    await third.says(OPEN);
    assert.match(third.output(), /Taking over the Postgres that is still running/);
    await demandOpen(third);
    assert.equal((await signIn(third, person)).status, 200);

    const family = third.family();
    third.process.kill('SIGINT');
    // npm passes on the Ctrl-C that the terminal sent already: still one wish, and the shop closes in order.
    third.process.kill('SIGINT');
    assert.equal(await third.exit, 0, third.errors());
    assert.match(third.output(), /Closing the shop\./);
    assert.doesNotMatch(third.output(), /Closing now/);
    assert.equal(third.errors(), '');
    assert.deepEqual(await survivors([...family, postmaster], data, 0), [], 'nothing is left when the start script has ended');
  },
);

test('SIGTERM while the database is being made leaves nothing', { timeout: 120_000 }, async () => {
  const folder = emptyFolder();
  const shop = await run(START, ['--data', folder, '--no-demo']);
  await shop.says('Making the database.');
  const family = shop.family();
  shop.process.kill('SIGTERM');
  assert.equal(await shop.exit, 0, shop.errors());
  assert.doesNotMatch(shop.output(), new RegExp(OPEN));
  assert.deepEqual(await survivors(family, folder, 0), []);
});

test(
  'DATABASE_URL uses and migrates a Postgres of your own; kill -9 of the start script closes the shop',
  { timeout: 200_000 },
  async () => {
    const { db, url } = await freshDatabase({ max: 1 });
    const name = `own_${randomBytes(4).toString('hex')}`;
    await sql`create database ${sql.id(name)}`.execute(db);
    try {
      const own = new URL(url);
      own.pathname = `/${name}`;
      const folder = emptyFolder();
      const shop = await run(START, ['--data', folder, '--no-demo'], { DATABASE_URL: own.href });
      await shop.says(OPEN);
      await demandOpen(shop);
      assert.equal((await postJson(shop, '/api/auth/sign-up/email', person)).status, 200);
      assert.equal(existsSync(join(folder, 'postgres')), false);
      const family = shop.family();
      assert.ok(!family.some(({ command }) => command.includes('bin/postgres')));
      shop.process.kill('SIGKILL');
      assert.deepEqual(await survivors(family, folder), []);
    } finally {
      await sql`drop database ${sql.id(name)} with (force)`.execute(db);
    }
  },
);

test('a mistake at the start is answered with one sentence', { timeout: 120_000 }, async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const takenPort = String((taken.address() as { port: number }).port);
  const file = join(emptyFolder(), 'a-file');
  writeFileSync(file, '');
  const nobody = await freePort();
  const cases: [args: string[], env: Record<string, string>, sentence: RegExp][] = [
    [['--port', takenPort], {}, new RegExp(`^Port ${takenPort} is in use\\. Choose another with --port N\\.$`)],
    [[], { TESTBANK_PORT: takenPort }, new RegExp(`^Port ${takenPort} is in use\\. The test bank needs it`)],
    [['--port', 'tea'], {}, /^The setting PORT is not right/],
    [['--data', file], {}, /^The data folder .+a-file cannot be written \(it is a file\)\. Choose another/],
    [['--data', join(file, 'below')], {}, /^The data folder .+ cannot be written/],
    [['--data', '/proc/etalage/data'], {}, /^The data folder .+ cannot be written/],
    [['--tea'], {}, /^Unknown option '--tea'\. See npm start -- --help\.$/],
    [[], { LOG_LEVEL: 'loud' }, /^The setting LOG_LEVEL is not right/],
    [[], { DATABASE_URL: 'tea' }, /^DATABASE_URL is not an address of a Postgres/],
    [
      [],
      { DATABASE_URL: `postgres://me@127.0.0.1:${nobody}/shop` },
      /^The database does not answer: .*ECONNREFUSED.*Check DATABASE_URL\.$/,
    ],
  ];
  const folder = emptyFolder();
  const inOwnFolder = (args: string[], at: number) => (args.includes('--data') ? args : ['--data', join(folder, String(at)), ...args]);
  await Promise.all(
    cases.map(async ([args, env, sentence], at) => demandSentence(t, await run(SERVER, inOwnFolder(args, at), env), sentence)),
  );
  // The start script passes on what the server says and how it ended.
  await demandSentence(t, await run(START, ['--tea']), /^Unknown option '--tea'/);
  assert.deepEqual(await survivors([], folder, 0), []);
});

test('a Node that is too old is told so by each command', { timeout: 60_000 }, async (t) => {
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.1' } })";
  const stub = ['--import', `data:text/javascript,${encodeURIComponent(old)}`];
  for (const command of ['start', 'test', 'check'])
    await demandSentence(
      t,
      await run([...stub, `scripts/${command}.mjs`], []),
      /^Etalage needs Node 20 or newer to install itself; this is Node 18\.19\.1\./,
    );
});
