// `npm run api` writes the web client's types from the contract; `-- --check` fails when they are out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';
import { ROUTES } from '#contract/index.ts';
import { buildOpenApi } from '#platform/openapi.ts';

const target = new URL('../src/web/client/api.gen.ts', import.meta.url);
const header = '// Written by `npm run api` from src/contract. Change the contract, not this file.\n';

const document = await buildOpenApi(ROUTES);
const made = header + astToString(await openapiTypes(document as Parameters<typeof openapiTypes>[0]));

if (process.argv.includes('--check')) {
  const kept = readFileSync(target, 'utf8');
  if (kept !== made) {
    console.error('src/web/client/api.gen.ts does not match the contract. Run `npm run api` and commit the result.');
    process.exit(1);
  }
  console.log('API types match the contract.');
} else {
  writeFileSync(target, made);
  console.log(`Wrote ${target.pathname} (${made.length} characters).`);
}
