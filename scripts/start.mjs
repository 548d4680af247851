// `npm start`: everything from an empty machine to an open shop.
import { spawn } from 'node:child_process';
import { demandNode20, env24, install, node24, root, run, stop } from './setup.mjs';

const HELP = `npm start -- [options]

  --port N      web address port (default 4000; the test bank takes the next one)
  --host ADDR   address to listen on (default 127.0.0.1)
  --data DIR    folder for database, media and pictures (default ./var)
  --no-demo     an empty instance without the demo shop
  --help        this text

DATABASE_URL uses a Postgres of your own instead of the embedded one.`;

demandNode20();
const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}
await install();
if ((await run([node24, 'scripts/build-web.ts'], { env: env24() })) !== 0) stop('Building the pages failed; the reason is above.');

// A session of its own: Ctrl-C reaches only this process, which asks the server to stop; the server then stops
// its workers and its database in the right order. When we vanish, the channel closes and it stops too.
const server = spawn(node24, ['src/server/main.ts', ...args], {
  cwd: root,
  env: env24(),
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  detached: process.platform !== 'win32',
});
let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    asked += 1;
    // A second Ctrl-C means now.
    server.kill(asked > 1 ? 'SIGKILL' : 'SIGTERM');
  });
}
server.once('error', (error) => stop(`The server could not start: ${error.message}`));
server.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' && asked > 1 ? 130 : 1)));
