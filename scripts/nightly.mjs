// `npm run nightly`: what is longer than CI allows. Everything of `npm test`, then every bench in full.
import { globSync } from 'node:fs';
import { demandNode20, env24, install, node24, root, run } from './setup.mjs';

demandNode20();
await install();
let broken = await run([node24, 'scripts/test.mjs'], { env: env24() });
for (const bench of globSync('scripts/bench/*.ts', { cwd: root }).sort()) {
  console.log(`\n${bench}`);
  broken ||= await run([node24, bench], { env: env24() });
}
process.exit(broken);
