// `npm run build`: the three entries into dist/web/<entry>, skipped when nothing they are made of has changed.
// An entry that grew over its budget fails the build: a shopper on a phone pays for every kilobyte before the first picture.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type Manifest } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'web');
const stampFile = join(out, '.stamp');

interface Entry {
  readonly name: string;
  /** Preact stands in for React where size decides (decision record 0011). */
  readonly preact: boolean;
  readonly budget?: { readonly jsKb: number; readonly cssKb: number };
}
const ENTRIES: readonly Entry[] = [
  { name: 'viewer', preact: true, budget: { jsKb: 90, cssKb: 15 } },
  { name: 'studio', preact: false },
  { name: 'office', preact: false },
];

const PREACT = {
  'react-dom/client': 'preact/compat/client',
  'react/jsx-runtime': 'preact/compat/jsx-runtime',
  'react/jsx-dev-runtime': 'preact/compat/jsx-dev-runtime',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};

/** Files go by name so that the server can serve dist/web/<entry>/assets/* for ever under /web/<entry>/assets/*. */
function configFor(entry: Entry): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'src', 'web', entry.name),
    base: `/web/${entry.name}/`,
    logLevel: 'warn',
    plugins: entry.preact ? [] : [react()],
    oxc: { jsx: { runtime: 'automatic' } },
    resolve: { alias: entry.preact ? PREACT : {} },
    // The server puts a fresh nonce in its place in every answer; the page's policy knows no other script.
    html: { cspNonce: '__NONCE__' },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: join(out, entry.name),
      emptyOutDir: true,
      manifest: 'manifest.json',
      target: 'es2023',
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, 'src', 'web', entry.name, 'index.html'),
        // "use client" of the icons means nothing here, and would be the first thing a newcomer reads.
        onLog: (level, log, write) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && write(level, log),
      },
    },
  };
}

/** What the entry is made of: sources, contract, packages and this file. */
function stamp(): string {
  const hash = createHash('sha256');
  const files = globSync(['src/web/**/*', 'src/contract/**/*', 'src/lib/**/*', 'package-lock.json', 'scripts/build-web.ts'], {
    cwd: root,
    withFileTypes: true,
  });
  for (const file of files
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

interface Size {
  readonly jsKb: number;
  readonly cssKb: number;
}

/** Gzipped bytes that the browser needs before the first screen: the entry and what it imports statically. */
function measure(name: string): Size {
  const folder = join(out, name);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const first = Object.keys(manifest).find((key) => manifest[key]!.isEntry);
  if (!first) throw new Error(`The manifest of ${name} names no entry.`);
  const seen = new Set<string>();
  const styles = new Set<string>();
  const queue = [first];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    queue.push(...(manifest[key]!.imports ?? []));
    for (const style of manifest[key]!.css ?? []) styles.add(style);
  }
  const weigh = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0) / 1024;
  return { jsKb: weigh([...seen].map((key) => manifest[key]!.file)), cssKb: weigh([...styles]) };
}

const kb = (size: number) => `${size.toFixed(1)} kB`;
const wanted = stamp();
const force = process.argv.includes('--force');
if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) {
  console.log('web: nothing changed since the last build');
  process.exit(0);
}
rmSync(stampFile, { force: true });
mkdirSync(out, { recursive: true });

const tooBig: string[] = [];
for (const entry of ENTRIES) {
  const began = Date.now();
  await build(configFor(entry));
  const size = measure(entry.name);
  const limit = entry.budget ? ` of ${entry.budget.jsKb} and ${entry.budget.cssKb} kB` : '';
  console.log(
    `web: ${entry.name} built in ${((Date.now() - began) / 1000).toFixed(1)} s: ${kb(size.jsKb)} script, ${kb(size.cssKb)} style (gzip)${limit}`,
  );
  if (entry.budget && size.jsKb > entry.budget.jsKb)
    tooBig.push(`${entry.name}: ${kb(size.jsKb)} of script before the first screen; at most ${entry.budget.jsKb} kB.`);
  if (entry.budget && size.cssKb > entry.budget.cssKb)
    tooBig.push(`${entry.name}: ${kb(size.cssKb)} of style before the first screen; at most ${entry.budget.cssKb} kB.`);
}
if (tooBig.length > 0) {
  console.error(tooBig.join('\n'));
  process.exit(1);
}
writeFileSync(stampFile, wanted);
