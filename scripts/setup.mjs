// Runs on whatever Node the machine has (20 or newer): installs what the lockfile says and hands over to Node 24.
// Only built-in modules, and nothing that an older Node cannot read: it has to get as far as saying that it is too old.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const stampFile = join(root, 'node_modules', '.etalage-installed');

/** One sentence and exit 1: an error that the person at the terminal can mend. */
export function stop(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

/** Packages are there. */
export async function setUp() {
  demandNode20();
  await install();
}

function demandNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    stop(
      `Etalage needs Node 20 or newer to install itself; this is Node ${process.versions.node}. Get one from https://nodejs.org and try again.`,
    );
}

/** Packages are there, and what follows runs on our own Node 24. */
export async function setUpOn24() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  await setUp();
  if (process.versions.node.startsWith('24.')) return;
  process.exit(await run([node24, ...process.argv.slice(1)], { env: env24() }));
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Installs when nothing is installed or the lockfile changed since; otherwise returns at once. */
async function install() {
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash && existsSync(node24)) return;
  const began = Date.now();
  process.stdout.write('Installing packages (once, about a minute) ');
  const dots = setInterval(() => process.stdout.write('.'), 2000);
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  // node-av would otherwise try to download a program it does not need.
  const env = { ...process.env, SKIP_FFMPEG: 'true', npm_config_loglevel: 'error', npm_config_engine_strict: 'false' };
  const code = await run([...npm, 'ci', '--no-audit', '--no-fund'], { env, quiet: true });
  clearInterval(dots);
  if (code !== 0) stop('Installing packages failed; the reason is above. Is the npm registry reachable?');
  if (!existsSync(node24)) {
    // npm 12 and careful settings leave install scripts out; Node's own is the one that we need.
    const script = join(root, 'node_modules', 'node', 'installArchSpecificPackage.js');
    if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: join(root, 'node_modules', 'node'), stdio: 'inherit', env });
  }
  if (!existsSync(node24)) stop('Node 24 did not arrive with the packages. Allow the install script of the package "node" and try again.');
  writeFileSync(stampFile, hash);
  process.stdout.write(` done in ${Math.round((Date.now() - began) / 1000)} s\n`);
}

/** What runs below us; a signal to us alone (not Ctrl-C, which reaches the whole terminal) must reach it too. */
const running = new Set();
let ending = false;

/** Ends what `run` started and then this program. */
export function end() {
  ending = true;
  const leave = () => running.size === 0 && process.exit(130);
  for (const child of running) {
    child.once('close', leave);
    child.kill('SIGTERM');
  }
  leave();
}

/** @returns exit code; quiet keeps the output back and shows it only on failure */
export function run(command, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: process.platform === 'win32',
    });
    running.add(child);
    let kept = '';
    const keep = (chunk) => (kept = (kept + chunk).slice(-8000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => {
      running.delete(child);
      process.stderr.write(`\n${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => {
      running.delete(child);
      if (ending) return;
      if (code !== 0 && quiet) process.stderr.write(`\n${kept}\n`);
      resolve(code ?? 1);
    });
  });
}

/** The environment for everything below: Node 24 and our own programs first. */
export const env24 = () => ({
  ...process.env,
  PATH: `${join(root, 'node_modules', 'node', 'bin')}${process.platform === 'win32' ? ';' : ':'}${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
});
