// Runs on whatever Node the machine has (20 or newer): installs what the lockfile says and hands over to Node 24.
// Only built-in modules, and no syntax newer than Node 20.
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

export function demandNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    stop(
      `Etalage needs Node 20 or newer to install itself; this is Node ${process.versions.node}. Get one from https://nodejs.org and try again.`,
    );
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Installs when nothing is installed or the lockfile changed since; otherwise returns at once. */
export async function install() {
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

/** @returns exit code; quiet keeps the output back and shows it only on failure */
export function run(command, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: process.platform === 'win32',
    });
    let kept = '';
    const keep = (chunk) => (kept = (kept + chunk).slice(-8000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => {
      process.stderr.write(`\n${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => {
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
