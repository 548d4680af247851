import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { processes } from '../test/started-shop.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'etalage-run-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const FILES = {
  good: "test('good', () => {}); test('left out', { skip: true }, () => {});",
  bad: "test('bad', () => { throw new Error('as meant'); }); test('good', () => {});",
  dies: 'process.exit(3);',
  empty: '',
  endless: "test('good', () => {}); setInterval(() => {}, 1000);",
  leaves:
    "test('leaves', () => void spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref());",
};

/** A test run over small files of its own, as a program of its own. */
function runOver(names: readonly (keyof typeof FILES)[], limits = '') {
  const own = join(folder, names.join('-'));
  mkdirSync(own);
  const files = names.map((name) => {
    const file = join(own, `${name}.mjs`);
    writeFileSync(file, `import test from 'node:test';\nimport { spawn } from 'node:child_process';\n${FILES[name]}\n`);
    return file;
  });
  const program = join(own, 'program.mjs');
  writeFileSync(
    program,
    `import { relative } from 'node:path';
    import { openTestRun } from '${root}scripts/test-run.mjs';
    const run = openTestRun({ folder: '${own}', limitMinutes: 1, ${limits} });
    process.env.TMPDIR = '${own}';
    await run.run('small', ${JSON.stringify(files)}.map((file) => relative('${root}', file)), 2);
    await run.finish();`,
  );
  // In a test file, Node would not run tests below it.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    env,
    encoding: 'utf8',
    cwd: root,
  });
  return { status, last: stdout.trim().split('\n').at(-1), text: stdout + stderr };
}

test('a run with failures counts them and names their files', () => {
  const { status, last, text } = runOver(['good', 'bad', 'dies', 'empty']);
  assert.equal(last, 'etalage: 2 passed, 3 failed', text);
  assert.equal(status, 1);
  assert.match(text, /Failed\n( {4}1 in \S+(bad|dies|empty)\.mjs\n){3}/);
  assert.match(text, /1 skipped/);
});

test('a run whose tests pass passes', () => {
  const { status, last, text } = runOver(['good']);
  assert.equal(last, 'etalage: 1 passed, 0 failed', text);
  assert.equal(status, 0);
});

test('a process that a test leaves behind fails the run and is ended', () => {
  const { status, last, text } = runOver(['leaves'], 'leavingMs: 1000');
  assert.equal(last, 'etalage: 1 passed, 1 failed', text);
  assert.equal(status, 1);
  const pid = Number(/Left running:\n {2}(\d+) /.exec(text)?.[1]);
  assert.ok(pid > 0 && !processes().some((one) => one.pid === pid), text);
});

test('a file that does not end is named and does not hold up the run', () => {
  const { status, last, text } = runOver(['endless'], 'silentMs: 3000');
  assert.match(text, /A test file does not end\. Not finished:\n {2}\S+endless\.mjs/);
  assert.match(last!, /^etalage: \d passed, [1-9]\d* failed$/, text);
  assert.equal(status, 1);
});

test('a run that takes longer than it may ends with a sentence', () => {
  const { status, last, text } = runOver(['endless', 'good'], 'limitMinutes: 0.04');
  assert.match(text, /The tests took longer than 0\.04 minutes\./);
  assert.match(last!, /^etalage: \d passed, [1-9]\d* failed$/, text);
  assert.equal(status, 1);
});

test('a run without any test fails', () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/test.mjs', 'tea'], { cwd: root, encoding: 'utf8', env });
  assert.equal(status, 1);
  assert.match(stderr, /There is no part and no file called tea/);
  assert.match(stderr, /There was no test to run/);
  assert.match(stdout, /etalage: 0 passed, 2 failed\n$/);
});
