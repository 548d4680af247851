import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FirstPerson } from '../src/server/first-run.ts';
import type { Shop } from '../src/server/compose.ts';
import { compose } from '../src/server/compose.ts';
import { seedDemo } from '../src/server/demo/demo.ts';
import { readConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { freePort } from '#platform/postgres.ts';
import { atEnd, freshDatabase } from '#platform/testing.ts';

export interface OpenShop {
  readonly url: string;
  readonly shop: Shop;
  person(role: string): FirstPerson;
}

/**
 * The whole shop with its demo goods and people, on loopback, on a fresh database; nothing on air.
 * Closed when the test file is done.
 * @param settings beyond those of tests
 */
export async function openShop(settings: Readonly<Record<string, string>> = {}): Promise<OpenShop> {
  const database = await freshDatabase({ max: 12 });
  const dataDir = mkdtempSync(join(tmpdir(), 'etalage-shop-'));
  const config = readConfig({
    PORT: String(await freePort()),
    TESTBANK_PORT: String(await freePort()),
    RTMP_PORT: '0',
    DATABASE_URL: database.url,
    ETALAGE_DATA: dataDir,
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'error',
    RATE_LIMIT_FACTOR: '1000',
    ...settings,
  });
  const shop = await compose({
    config,
    log: createLog(config.logLevel),
    database,
    distDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
  });
  await shop.start();
  const { people } = await seedDemo(shop, { onStep: () => {} });
  atEnd(async () => {
    await shop.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    url: config.publicUrl,
    shop,
    person(role) {
      const found = people.find((person) => person.role.startsWith(role));
      if (!found) throw new Error(`The demo has no ${role}.`);
      return found;
    },
  };
}
