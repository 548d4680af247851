// `npm run check`: format, lint, types, import walls, API types, dead code. All of them run; any failure fails.
import fs from 'node:fs';
import { env24, node24, root, run, setUpOn24 } from './setup.mjs';

await setUpOn24();
const bin = (name) => `${root}node_modules/.bin/${name}`;
const folders = ['src', 'test', 'scripts', 'rooms.mjs'].filter((path) => fs.globSync(path, { cwd: root }).length > 0);
const steps = [
  ['format', [bin('oxfmt'), '--check', ...folders]],
  ['lint', [bin('oxlint'), '--quiet', ...folders]],
  ['types', [node24, 'node_modules/typescript/bin/tsc', '-p', '.']],
  ['import walls', [node24, 'scripts/walls.mjs']],
  ['API types', [node24, 'scripts/api-types.ts', '--check']],
  ['dead code', [bin('knip'), '--no-progress']],
];
let broken = 0;
for (const [name, command] of steps) {
  const began = Date.now();
  const code = await run(command, { env: env24(), quiet: true });
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (code !== 0) broken += 1;
}
process.exit(broken === 0 ? 0 : 1);
