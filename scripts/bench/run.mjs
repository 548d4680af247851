// `npm run bench -- NAME [--quick]`: one program per claim; each runs us and its peers side by side and prints,
// as its last line, {"bench": NAME, "metrics": {...}, "ratios": {...}, "invariants": {...}}.
import fs from 'node:fs';
import { basename, join } from 'node:path';
import { env24, node24, root, run, setUpOn24, stop } from '../setup.mjs';

await setUpOn24();
const known = fs
  .globSync('scripts/bench/*.ts', { cwd: root })
  .map((file) => basename(file, '.ts'))
  .sort();
const name = process.argv[2];
if (!name || !known.includes(name)) stop(`Name a bench: ${known.join(', ')}. Add --quick for a run of under a minute.`);
process.exit(await run([node24, join('scripts', 'bench', `${name}.ts`), ...process.argv.slice(3)], { env: env24() }));
