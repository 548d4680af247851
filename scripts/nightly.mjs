// `npm run nightly`: what is longer than CI allows. Everything of `npm test`, then the long programs, then every bench in full.
// All of it runs, whatever fails; the last lines say what did.
import fs from 'node:fs';
import { env24, node24, root, run, setUpOn24 } from './setup.mjs';

await setUpOn24();
const programs = [
  ['scripts/test.mjs'],
  ['scripts/test.mjs', 'nightly'],
  ...listed('test/nightly/*.nightly.ts'),
  ...listed('scripts/bench/*.ts'),
];
const failed = [];
for (const program of programs) {
  console.log(`\n== ${program.join(' ')}`);
  if ((await run([node24, ...program], { env: { ...env24(), EVERY_SCREEN: '1' } })) !== 0) failed.push(program.join(' '));
}
console.log(failed.length === 0 ? '\nnightly: all is well' : `\nnightly: failed\n  ${failed.join('\n  ')}`);
process.exit(failed.length === 0 ? 0 : 1);

function listed(pattern) {
  return fs
    .globSync(pattern, { cwd: root })
    .sort()
    .map((file) => [file]);
}
