// `npm run bench -- NAME [--quick]`: one program per claim; each runs us and its peers side by side and prints,
// as its last line, {"bench": NAME, "metrics": {...}, "ratios": {...}, "invariants": {...}}.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { demandNode20, env24, install, node24, root, run, stop } from '../setup.mjs';

demandNode20();
await install();
const known = globSync('scripts/bench/*.ts', { cwd: root })
  .map((file) => basename(file, '.ts'))
  .sort();
const name = process.argv[2];
if (!name || !known.includes(name)) stop(`Name a bench: ${known.join(', ')}. Add --quick for a run of under a minute.`);
process.exit(await run([node24, join('scripts', 'bench', `${name}.ts`), ...process.argv.slice(3)], { env: env24() }));
