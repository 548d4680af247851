import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Import } from '#contract/catalog.ts';
import { openTestCatalog } from '../../src/server/rooms/catalog/testing.ts';

const PRODUCTS = 10_000;
const PER_PRODUCT = 5;
const ROWS = PRODUCTS * PER_PRODUCT;
/** All the objects a worker may hold at once; 50,000 rows as objects would not fit. It dies when it needs more. */
const MAX_HEAP_MB = 80;

const shop = await openTestCatalog();
const children: ChildProcess[] = [];
test.after(() => {
  for (const child of children) child.kill('SIGKILL');
});

function* largeFile(): Generator<Buffer> {
  yield Buffer.from('Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Status\n');
  const body = `"<p>${'Pressed from one sheet of steel, blued over fire. '.repeat(3)}</p>"`;
  for (let n = 0; n < PRODUCTS; n++) {
    let rows = `pan-${n},Pan ${n},${body},Vuurvast,Size,0 cm,SKU-${n}-0,${n % 90},${10 + (n % 50)}.50,active\n`;
    for (let size = 1; size < PER_PRODUCT; size++) rows += `pan-${n},,,,,${size} cm,SKU-${n}-${size},${n % 90},${10 + (n % 50)}.50,\n`;
    yield Buffer.from(rows);
  }
}

async function startWorker() {
  const child = fork(join(import.meta.dirname, '../../src/server/rooms/catalog/testing-worker.ts'), {
    env: { ...process.env, DATABASE_URL: shop.url, ETALAGE_DATA: shop.files, PORT: '0' },
    execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  const rss = { first: 0, peak: 0 };
  child.on('message', (bytes: number) => {
    rss.first ||= bytes;
    rss.peak = Math.max(rss.peak, bytes);
  });
  await once(child, 'message');
  return { rss, kill: () => (child.kill('SIGKILL'), once(child, 'exit')) };
}

test(
  '50,000 rows come in with progress and bounded memory, and a killed worker leaves nothing half-imported',
  { timeout: 200_000 },
  async (t) => {
    const orgId = await shop.newShop();
    const call = shop.as(orgId, 'seller_admin');
    const at = `/api/orgs/${orgId}/imports`;
    const read = async (id: string): Promise<Import> => (await call('GET', `${at}/${id}`)).body;
    const until = async (id: string, ready: (now: Import) => boolean) => {
      for (let tries = 0; tries < 4000; tries++) {
        const now = await read(id);
        assert.notEqual(now.state, 'failed', now.problem ?? '');
        if (ready(now)) return now;
        await wait(20);
      }
      throw new Error(`never: ${JSON.stringify(await read(id))}`);
    };
    const count = async () => {
      const { rows } = await sql<{ products: number; variants: number; units: number; prices: number }>`
      select (select count(*)::int from products) as products, (select count(*)::int from variants) as variants,
        (select coalesce(sum(available), 0)::int from stock) as units, (select count(*)::int from price_history) as prices`.execute(
        shop.db,
      );
      return rows[0]!;
    };

    const boundary = (text: string) => Buffer.from(text);
    const upload = await shop.http.app.inject({
      method: 'POST',
      url: at,
      headers: { 'x-test-roles': `${orgId}:seller_admin`, host: 'localhost:4000', 'content-type': 'multipart/form-data; boundary=b' },
      payload: Readable.from(
        (function* () {
          yield boundary('--b\r\ncontent-disposition: form-data; name="file"; filename="large.csv"\r\ncontent-type: text/csv\r\n\r\n');
          yield* largeFile();
          yield boundary('\r\n--b--\r\n');
        })(),
      ),
    });
    const uploaded: Import = upload.json();
    assert.deepEqual([upload.statusCode, uploaded.rows], [200, ROWS]);

    const first = await startWorker();
    let began = Date.now();
    await call('PUT', `${at}/${uploaded.id}/mapping`, { mapping: uploaded.mapping });
    const previewed = await until(uploaded.id, (now) => now.state === 'previewed');
    t.diagnostic(`preview ${Date.now() - began} ms`);
    assert.deepEqual(previewed.counts, { new: ROWS, changed: 0, same: 0, errors: 0, products: PRODUCTS, variants: ROWS });
    assert.equal((await count()).products, 0, 'a preview changes nothing');

    assert.equal((await call('POST', `${at}/${uploaded.id}/start`)).status, 200);
    const midway = await until(uploaded.id, (now) => now.state === 'running' && now.progress.done > ROWS / 4);
    await first.kill();
    assert.ok(midway.progress.done < ROWS, `killed at ${midway.progress.done}`);
    await wait(200);
    assert.deepEqual(await count(), { products: 0, variants: 0, units: 0, prices: 0 }, 'nothing is half-imported');
    assert.equal((await read(uploaded.id)).state, 'running');

    began = Date.now();
    const second = await startWorker();
    const finished = await until(uploaded.id, (now) => now.state === 'finished');
    t.diagnostic(`apply ${Date.now() - began} ms, start of the process included`);
    await second.kill();
    assert.deepEqual(finished.counts, previewed.counts);
    assert.deepEqual(finished.progress, { done: ROWS, total: ROWS });
    let units = 0;
    for (let n = 0; n < PRODUCTS; n++) units += (n % 90) * PER_PRODUCT;
    assert.deepEqual(await count(), { products: PRODUCTS, variants: ROWS, units, prices: ROWS });

    for (const [name, { rss }] of Object.entries({ preview: first, apply: second }))
      t.diagnostic(`${name}: ${Math.round(rss.peak / 1e6)} MB, ${Math.round(rss.first / 1e6)} MB before`);

    began = Date.now();
    assert.equal((await call('POST', `${at}/${uploaded.id}/undo`)).status, 200);
    t.diagnostic(`undo ${Date.now() - began} ms`);
    assert.equal((await call('GET', `/api/orgs/${orgId}/products`)).body.items.length, 0);
  },
);
