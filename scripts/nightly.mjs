// `npm run nightly`: what is longer than CI allows. Everything of `npm test`, then every bench in full.
import fs from 'node:fs';
import { env24, node24, root, run, setUpOn24 } from './setup.mjs';

await setUpOn24();
let broken = await run([node24, 'scripts/test.mjs'], { env: env24() });
for (const bench of fs.globSync('scripts/bench/*.ts', { cwd: root }).sort()) {
  console.log(`\n${bench}`);
  broken ||= await run([node24, bench], { env: env24() });
}
process.exit(broken);
