// Two server processes on one database once more, with Postgres as the bus: `npm test` has it over NATS where that is installed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const journey = fileURLToPath(new URL('../journeys/two-nodes.test.ts', import.meta.url));
const ran = spawnSync(process.execPath, ['--test', journey], { stdio: 'inherit', env: { ...process.env, TWO_NODES_BUS: 'postgres' } });
process.exit(ran.status ?? 1);
