// `npm test`: all set-up, then check, unit and room tests on a real Postgres, and browser journeys.
//   npm test -- unit | journeys | check     one part
//   npm test -- src/lib/h264.test.ts        some files
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env24, node24, root, run, setUpOn24, stop } from './setup.mjs';

await setUpOn24();
if (!process.versions.node.startsWith('24.')) {
  // The rest uses what Node 24 has; hand over.
  process.exit(await run([node24, 'scripts/test.mjs', ...process.argv.slice(2)], { env: env24() }));
}

const wanted = process.argv.slice(2);
const part = (name) => wanted.length === 0 || wanted.includes(name);
const files = wanted.filter((word) => word.endsWith('.ts'));
const began = Date.now();
let passed = 0;
let failed = 0;

if (part('check') && (await run([node24, 'scripts/check.mjs'], { env: env24() })) !== 0) failed += 1;
else if (part('check')) passed += 1;

const units =
  files.length > 0
    ? files.filter((file) => !file.startsWith('test/journeys/'))
    : part('unit')
      ? fs.globSync(['src/**/*.test.ts', 'test/*.test.ts', 'scripts/**/*.test.ts'], { cwd: root }).sort()
      : [];
const journeys =
  files.length > 0
    ? files.filter((file) => file.startsWith('test/journeys/'))
    : part('journeys')
      ? fs.globSync('test/journeys/*.test.ts', { cwd: root }).sort()
      : [];

if (units.length + journeys.length > 0) {
  if ((await run([node24, 'scripts/build-web.ts'], { env: env24() })) !== 0) stop('Building the pages failed; the reason is above.');
  const { findBrowser } = await import('./browser.mjs');
  const { startTestPostgres } = await import('../src/server/platform/testing.ts');
  const browser = await findBrowser(console.log);
  const postgres = await startTestPostgres();
  const env = { ...env24(), TEST_POSTGRES_URL: postgres.url, ETALAGE_CHROMIUM: browser };
  try {
    // Two cores: two files at a time; journeys drive several browsers each, so one.
    await nodeTest('rooms', units, 2, env);
    await nodeTest('journeys', journeys, 1, env);
  } finally {
    await postgres.stop();
  }
}
console.log(`\n${Math.round((Date.now() - began) / 1000)} s`);
console.log(`etalage: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function nodeTest(name, list, concurrency, env) {
  if (list.length === 0) return;
  console.log(`\n${name}: ${list.length} files`);
  const tap = join(root, 'var', `${name}.tap`);
  mkdirSync(join(root, 'var'), { recursive: true });
  const args = [
    '--test',
    `--test-concurrency=${concurrency}`,
    '--test-timeout=240000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${tap}`,
    ...list,
  ];
  const code = await new Promise((resolve) =>
    spawn(node24, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).once('close', resolve),
  );
  const text = readFileSync(tap, 'utf8');
  rmSync(tap);
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  passed += count('pass');
  // A file that dies without a failing test still fails the run.
  failed += Math.max(count('fail') + count('cancelled'), code === 0 ? 0 : 1);
}
