// The import walls of rooms.mjs as a dependency-cruiser run. A cruise that saw nothing is an error, not a pass.
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { existsSync } from 'node:fs';
import { ROOMS, WEB_ENTRIES } from '../rooms.mjs';
import { root } from './setup.mjs';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: ['\\.test\\.tsx?$'], ...from }, to });
const room = (names) => `^src/server/rooms/(${names.join('|')})/`;

const rules = [
  rule('lib-is-pure', 'lib knows nothing of ours', { path: '^src/lib/' }, { path: '^src/(contract|server|web)/' }),
  rule('contract-on-lib', 'contract knows lib only', { path: '^src/contract/' }, { path: '^src/(server|web)/' }),
  rule(
    'platform-below-rooms',
    'platform knows no room',
    { path: '^src/server/platform/' },
    { path: '^src/(server/(rooms|demo|testbank|[^/]+\\.ts)|web)' },
  ),
  rule('web-not-server', 'the browser never imports the server', { path: '^src/web/' }, { path: '^src/server/' }),
  rule('server-not-web', 'the server never imports the browser', { path: '^src/server/' }, { path: '^src/web/' }),
  rule(
    'ui-knows-no-domain',
    'ui is below client and entries',
    { path: '^src/web/ui/' },
    { path: '^src/(contract|web/(client|staff|viewer|studio|office))/' },
  ),
  rule(
    'client-below-entries',
    'client knows no entry',
    { path: '^src/web/client/' },
    { path: `^src/web/(staff|${WEB_ENTRIES.join('|')})/` },
  ),
  rule('staff-below-entries', 'staff knows no entry', { path: '^src/web/staff/' }, { path: `^src/web/(${WEB_ENTRIES.join('|')})/` }),
  rule('viewer-without-staff', 'shoppers do not load what staff need', { path: '^src/web/viewer/' }, { path: '^src/web/staff/' }),
  rule('no-circles', 'a circle has no bottom', { path: '^src/' }, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
  ...WEB_ENTRIES.map((entry) =>
    rule(
      `entry-${entry}`,
      'entries never import each other',
      { path: `^src/web/${entry}/` },
      { path: `^src/web/(${WEB_ENTRIES.filter((other) => other !== entry).join('|')})/` },
    ),
  ),
  ...Object.entries(ROOMS).map(([name, below]) =>
    rule(
      `room-${name}`,
      `${name} may import ${below.join(', ') || 'no room'}`,
      { path: room([name]) },
      { path: '^src/server/rooms/', pathNot: room([name, ...below]) },
    ),
  ),
  rule(
    'rooms-have-one-door',
    'another room is entered by its index.ts or its events',
    { path: '^src/server/rooms/([^/]+)/' },
    { path: '^src/server/rooms/', pathNot: ['^src/server/rooms/$1/', '/index\\.ts$', '\\.events\\.ts$'] },
  ),
  rule(
    'rooms-below-compose',
    'only compose, main and demo see rooms from above',
    { path: '^src/server/rooms/' },
    { path: '^src/server/[^/]+\\.ts$' },
  ),
];

const folders = ['src'].filter((folder) => existsSync(folder));
const result = await cruise(
  folders,
  {
    ruleSet: { forbidden: rules },
    validate: true,
    baseDir: root,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|api\\.gen' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
  undefined,
  { tsConfig: extractTSConfig('tsconfig.json') },
);
const { summary, modules } = result.output;
const own = modules.filter((module) => module.source.startsWith('src/'));
const linked = own.reduce(
  (sum, module) => sum + module.dependencies.filter((dependency) => dependency.resolved.startsWith('src/')).length,
  0,
);
for (const violation of summary.violations) console.error(`${violation.from} -> ${violation.to}: ${violation.rule.name}`);
if (own.length < 20 || linked < own.length / 2) {
  console.error(`The import check saw ${own.length} modules and ${linked} links between them; it is not looking at the project.`);
  process.exit(1);
}
console.log(`import walls: ${own.length} modules, ${linked} imports, ${summary.violations.length} breaches`);
process.exit(summary.violations.length > 0 ? 1 : 0);
