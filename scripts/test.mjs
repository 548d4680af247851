// `npm test`: all set-up, then check, unit and room tests on a real Postgres, and browser journeys.
//   npm test -- unit | journeys | check     some parts
//   npm test -- nightly                     the journeys that only the nightly has time for
//   npm test -- src/lib/h264.test.ts        some files
// Its last line is `etalage: N passed, M failed`, also when it could not finish.
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { env24, node24, root, run, setUpOn24 } from './setup.mjs';

await setUpOn24();
const { openTestRun } = await import('./test-run.mjs');

const PARTS = ['check', 'unit', 'journeys', 'nightly'];
/** Everything together; CI allows no more. */
const LIMIT_MINUTES = 23;

const wanted = process.argv.slice(2).map((word) => (word.endsWith('.ts') ? relative(root, word) : word));
const files = wanted.filter((word) => word.endsWith('.ts'));
const part = (name) => wanted.length === 0 || wanted.includes(name);
const isJourney = (file) => file.startsWith('test/journeys/') || file.startsWith('test/nightly/');
const wantsMachine = (file) => /playwright|testing-browser|room-churn-clients|started-shop/.test(fs.readFileSync(join(root, file), 'utf8'));
const pick = (name, patterns, fits) =>
  files.length > 0 ? files.filter(fits) : part(name) ? fs.globSync(patterns, { cwd: root }).sort() : [];
const units = pick('unit', ['src/**/*.test.ts', 'test/*.test.ts', 'scripts/**/*.test.ts'], (file) => !isJourney(file));
const journeys = pick('journeys', ['test/journeys/*.test.ts'], isJourney);
if (wanted.includes('nightly')) journeys.push(...fs.globSync('test/nightly/*.test.ts', { cwd: root }).sort());

process.chdir(root);
// A short name: sockets live below it, and theirs may have 107 bytes. Postgres passes through as a user of its own.
const folder = fs.mkdtempSync(join(tmpdir(), 'etl-'));
fs.chmodSync(folder, 0o711);
const tests = openTestRun({ folder, limitMinutes: LIMIT_MINUTES });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.removeAllListeners(signal);
  process.once(signal, () => tests.giveUp(`Ended by ${signal}.`));
}

for (const word of wanted.filter((one) => !PARTS.includes(one) && !fs.existsSync(one)))
  tests.fault(`There is no part and no file called ${word}. Parts: ${PARTS.join(', ')}.`);
if (part('check')) tests.count((await run([node24, 'scripts/check.mjs'], { env: env24() })) === 0, 'npm run check');
if (units.length + journeys.length > 0) await runFiles();
else if (!wanted.includes('check')) tests.fault('There was no test to run.');
await tests.finish();

async function runFiles() {
  if ((await run([node24, 'scripts/build-web.ts'], { env: env24() })) !== 0) {
    tests.fault('Building the pages failed; the reason is above.');
    return;
  }
  const { findBrowser } = await import('./browser.mjs');
  const browser = await findBrowser(console.log);
  // Whatever a test starts inherits this folder or works in it: that is how it is found when it is left behind.
  Object.assign(process.env, env24(), { TMPDIR: folder, ETALAGE_CHROMIUM: browser });
  const { startTestPostgres } = await import('../src/server/platform/testing.ts');
  const postgres = await startTestPostgres();
  process.env.TEST_POSTGRES_URL = postgres.url;
  // Two cores: two files at a time, but whoever drives browsers or thousands of sockets has the machine alone.
  await tests.run(
    'rooms',
    units.filter((file) => !wantsMachine(file)),
    2,
  );
  await tests.run('journeys', [...units.filter(wantsMachine), ...journeys], 1);
  await postgres.stop();
}
