// `npm start`: everything from an empty machine to an open shop.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { end, env24, node24, root, run, setUp, stop } from './setup.mjs';

const HELP = `npm start -- [options]

  --port N      web address port (default 4000; the test bank takes the next one)
  --host ADDR   address to listen on (default 127.0.0.1)
  --data DIR    folder for database, media and pictures (default ./var)
  --gateways N  further processes that share the crowd on this port (default 0)
  --no-demo     an empty instance without the demo shop
  --help        this text

DATABASE_URL uses a Postgres of your own instead of the embedded one. More in docs/operators.md.`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}

let server = null;
let askedMs = 0;
/** npm passes on the Ctrl-C that the terminal has already sent us: what follows this soon is the same one. */
const SAME_MS = 1000;

function close(signal) {
  if (!server) return end();
  const nowMs = performance.now();
  // Only a person is impatient; a terminal or npm that goes is not.
  if (askedMs > 0 && (nowMs - askedMs < SAME_MS || signal === 'SIGHUP')) return;
  askedMs = nowMs;
  // Asked a second time, the server drops what is open and stops its database only.
  server.kill('SIGTERM');
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, close);
// A terminal that was closed takes no more words.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
closeWithNpm();

await setUp();
if ((await run([node24, 'scripts/build-web.ts'], { env: env24() })) !== 0) stop('Building the pages failed; the reason is above.');

// A session of its own: Ctrl-C reaches only this process, which asks the server to stop; the server then stops
// its workers and its database in the right order. When we vanish, the channel closes and it stops too.
server = spawn(node24, ['src/server/main.ts', ...args], {
  cwd: root,
  env: env24(),
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  detached: process.platform !== 'win32',
});
server.once('error', (error) => stop(`The server could not start: ${error.message}`));
server.once('exit', (code, signal) => {
  if (signal && askedMs === 0) stop(`The server was ended by ${signal}. The next start continues with the same data.`);
  // Ended by our signal before it listened to signals: nothing was open yet.
  process.exit(code ?? 0);
});

/**
 * npm runs us through a shell. A signal to npm ends npm and that shell, and would leave us behind: so we look
 * whether they are still there.
 */
function closeWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  // Some shells become the program that they run; above npm we look no further, or nohup would not help.
  const npm = /\0-c\0/.test(about(parent, 'cmdline')) ? above(parent) : undefined;
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || above(parent) === npm)) return;
    clearInterval(watch);
    if (askedMs === 0) close('SIGHUP');
  }, 500);
  watch.unref();
}

function above(pid) {
  return /^PPid:\s+(\d+)$/m.exec(about(pid, 'status'))?.[1];
}

/** Only where there is /proc; elsewhere the parent alone is watched. */
function about(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
