import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../worker/testing.ts';

const MAIN = fileURLToPath(new URL('./edge-main.ts', import.meta.url));
const edge = (args: string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });

test('an edge reports to its shop as the address it was given, serves, and leaves when told', async (t) => {
  const secret = 'sixteen characters';
  const reports: { authorization: string | undefined; body: string }[] = [];
  const shop = await serve(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    if (req.method === 'POST') reports.push({ authorization: req.headers.authorization, body });
    if (req.method === 'POST') return void res.writeHead(204).end();
    res.writeHead(200, { 'content-type': 'video/mp4', 'cache-control': 'immutable' }).end(`media for ${req.headers.authorization}`);
  });
  const child = edge(['--origin', shop.url, '--url', 'https://edge.example', '--port', '0'], {
    ETALAGE_EDGE_SECRET: secret,
    EDGE_HOST: '127.0.0.1',
  });
  t.after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await shop.close();
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  assert.match(said.toString(), /^Edge of http:\/\/127\.0\.0\.1:\d+ at https:\/\/edge\.example\n$/);
  for (let tries = 0; reports.length === 0; tries++) {
    assert.ok(tries < 400, 'it reports at once');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.deepEqual(reports[0], { authorization: `Bearer ${secret}`, body: '{"edge":"https://edge.example","handed":[]}' });
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('what is missing is said in one sentence', async () => {
  for (const [args, env, sentence] of [
    [[], { ETALAGE_EDGE_SECRET: 'sixteen characters' }, /EDGE_ORIGIN/],
    [['--origin', 'https://shop.example/path'], { ETALAGE_EDGE_SECRET: 'sixteen characters' }, /EDGE_ORIGIN.*https:\/\/shop\.example/],
    [['--origin', 'https://shop.example'], {}, /ETALAGE_EDGE_SECRET/],
  ] as const) {
    const child = edge([...args], env);
    let text = '';
    child.stderr.on('data', (piece: Buffer) => (text += piece));
    assert.deepEqual(await once(child, 'exit'), [1, null]);
    assert.match(text, sentence);
    assert.equal(text.trim().split('\n').length, 1);
  }
});
