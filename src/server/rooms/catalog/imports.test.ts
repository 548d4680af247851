import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import sharp from 'sharp';
import type { Import, ImportRow, Product } from '#contract/catalog.ts';
import { transact } from '#platform/db.ts';
import { createFetchPicture } from './fetch-picture.ts';
import { openTestCatalog } from './testing.ts';

const photo = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#3c3' } })
  .jpeg()
  .toBuffer();
/** A web with one good host; everything else does not answer. */
const web = createServer((request, response) => {
  if (request.url === '/moved.jpg') response.writeHead(302, { location: '/good.jpg' }).end();
  else if (request.url?.startsWith('/good')) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photo);
  else if (request.url === '/page') response.writeHead(200).end('<html>');
  else if (request.url === '/inside') response.writeHead(302, { location: 'http://10.0.0.1/secret.jpg' }).end();
  else response.writeHead(404).end();
});
await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
const port = (web.address() as AddressInfo).port;
const host = `http://127.0.0.1:${port}`;

const shop = await openTestCatalog({
  fetchPicture: createFetchPicture({ mayReach: (address) => address === '127.0.0.1', ports: [String(port)], timeoutMs: 2000 }),
});
await shop.jobs.start();
test.after(() => web.close());

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../../test/fixtures', name));
const OLD =
  'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src,Status';

function importer(orgId: string) {
  const call = shop.as(orgId, 'producer');
  const at = `/api/orgs/${orgId}/imports`;
  const read = async (id: string): Promise<Import> => (await call('GET', `${at}/${id}`)).body;
  const self = {
    call,
    at,
    read,
    upload: (content: string | Buffer, name = 'products.csv') =>
      call(
        'POST',
        at,
        Buffer.concat([
          Buffer.from(`--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`),
          Buffer.from(content),
          Buffer.from('\r\n--b--\r\n'),
        ]),
        'multipart/form-data; boundary=b',
      ),
    async until(id: string, ...states: Import['state'][]): Promise<Import> {
      for (let tries = 0; tries < 600; tries++) {
        const now = await read(id);
        if (states.includes(now.state)) return now;
        await wait(50);
      }
      throw new Error(`never ${states.join()}: ${JSON.stringify(await read(id))}`);
    },
    async preview(content: string | Buffer): Promise<Import> {
      const uploaded = await self.upload(content);
      assert.equal(uploaded.status, 200, JSON.stringify(uploaded.body));
      const mapped = await call('PUT', `${at}/${uploaded.body.id}/mapping`, { mapping: uploaded.body.mapping });
      assert.equal(mapped.status, 200, JSON.stringify(mapped.body));
      return self.until(uploaded.body.id, 'previewed', 'failed');
    },
    async run(content: string | Buffer): Promise<Import> {
      const previewed = await self.preview(content);
      assert.equal((await call('POST', `${at}/${previewed.id}/start`)).status, 200);
      return self.until(previewed.id, 'finished', 'failed');
    },
    rows: async (id: string, query = ''): Promise<ImportRow[]> => (await call('GET', `${at}/${id}/rows?limit=100${query}`)).body.items,
    products: async (): Promise<Product[]> => (await call('GET', `/api/orgs/${orgId}/products?limit=100`)).body.items.toReversed(),
  };
  return self;
}
/** What a shop has, without what changes by looking again. */
const shelf = (products: Product[]) =>
  products
    .map(({ handle, title, status, options, variants }) => ({
      handle,
      title,
      status,
      options,
      variants: variants.map(({ sku, title, facts, left }) => [sku, title, facts.price.minor, left]),
    }))
    .toSorted((a, b) => a.handle.localeCompare(b.handle));

test('a real export of the old generation comes in, and the same file again changes nothing', async () => {
  const it = importer(await shop.newShop());
  const uploaded = await it.upload(fixture('shopify-apparel.csv'), 'apparel.csv');
  assert.deepEqual([uploaded.body.format, uploaded.body.state, uploaded.body.rows], ['shopify_old', 'uploaded', 22]);
  assert.equal(uploaded.body.mapping.price, 'Variant Price');
  assert.equal(uploaded.body.firstValues[1], 'Ocean Blue Shirt');
  assert.equal((await it.products()).length, 0, 'nothing comes in by uploading');
  const done = await it.run(fixture('shopify-apparel.csv'));
  assert.deepEqual(
    done.counts,
    { new: 22, changed: 0, same: 0, errors: 0, products: 20, variants: 22 },
    JSON.stringify(await it.rows(done.id)),
  );
  const products = await it.products();
  const varsity = products.find((product) => product.handle === 'classic-varsity-top')!;
  assert.deepEqual(varsity.options, [{ name: 'Size', values: ['Small', 'Medium', 'Large'] }]);
  assert.deepEqual(
    varsity.variants.map((variant) => [variant.sku, variant.facts.price.minor, variant.left, variant.facts.was]),
    [
      ['classic-varsity-top/small', 6000, 1, null],
      ['classic-varsity-top/medium', 6000, 1, null],
      ['classic-varsity-top/large', 6000, 1, null],
    ],
  );
  assert.deepEqual(products.find((product) => product.handle === 'ocean-blue-shirt')!.options, []);
  const again = await it.preview(fixture('shopify-apparel.csv'));
  const rows = await it.rows(again.id);
  assert.ok(
    rows.every((row) => row.changes.every((change) => change.field === 'imageUrl')),
    JSON.stringify(rows.find((row) => row.changes.length > 0)),
  );
});

test('an export of the new generation comes in with HTML as words, compare-at prices ignored, and drafts closed', async () => {
  const it = importer(await shop.newShop());
  const done = await it.run(fixture('shopify-new.csv'));
  assert.equal(done.format, 'shopify');
  assert.deepEqual([done.counts.new, done.counts.errors, done.counts.products], [6, 0, 3], JSON.stringify(await it.rows(done.id)));
  const [honey, pan, draft] = (await it.products()).toSorted((a, b) => a.title.localeCompare(b.title));
  assert.equal(pan!.title, 'Heather honey');
  assert.equal(honey!.title, 'Blued-steel pan');
  assert.equal(honey!.description, 'Pressed from one sheet.\n\n• Blued & seasoned\n• “Made in Ghent”');
  assert.deepEqual(
    honey!.variants.map((variant) => [variant.title, variant.facts.price.minor, variant.facts.was]),
    [
      ['24 cm / Ash', 6500, null],
      ['24 cm / Oak', 6900, null],
      ['28 cm / Ash', 9400, null],
    ],
  );
  assert.equal(pan!.category, 'food');
  assert.equal(draft!.status, 'draft');
  const { rows } = await sql<{ open: boolean }>`select open from stock where variant_id = ${draft!.variants[0]!.id}`.execute(shop.db);
  assert.equal(rows[0]?.open, false);
});

test('each thing that is wrong is told with its line and what to do, in the reader’s language, and the good rows come in', async () => {
  const it = importer(await shop.newShop());
  await it.run(`${OLD}\nold-one,Old one,V,Title,Default Title,OLD-1,3,10.00,,,active\n`);
  const file = [
    OLD,
    'pan,Pan,V,Size,24 cm,P-24,3,"1.09,00",,,active', // 2 price; the product is new, so it stays out
    'pan,,,,28 cm,P-28,3,99.00,,,', // 3 left out with it
    'jar,Jar,V,Title,Default Title,J-1,-3,5.00,,,active', // 4
    'lid,Lid,V,Title,Default Title,J-2,1,5.00,5412345000243,,active', // 5
    'cup,Cup,V,Title,Default Title,C-1,1,5.00,,,active', // 6 good
    'mug,Mug,V,Title,Default Title,C-1,1,5.00,,,active', // 7 twin of 6
    'box,Box,V,Title,Default Title,OLD-1,1,5.00,,,active', // 8 SKU of another product
    'tin,,V,Title,Default Title,T-1,1,5.00,,,active', // 9 no title
    'hat,Hat,V,Size,S,H-1,1,5.00,,,active', // 10 good
    'hat,,,,S,H-2,1,5.00,,,', // 11 same options
    'hat,,,,M,H-3,1,,,,', // 12 no price
    'bag,Bag,V,Title,Default Title,B-1,1,5.00,,not a link,active', // 13 comes in, with a warning
    'cap,Cap,V,Title,Default Title,K-1,1,5.00,,,maybe', // 14
    'a,b,c,d,e,f,1,2.00,,,active,one,too,many', // 15
    'Ünïcode  Handle,Odd,V,Title,Default Title,U-1,1,"1,234.50",,,active', // 16 good, with a warning
  ].join('\r\n');
  const previewed = await it.preview(`\uFEFF${file}`);
  const rows = await it.rows(previewed.id);
  const told = Object.fromEntries(
    rows.filter((row) => row.kind === 'error').map((row) => [row.line, row.errors.map((error) => error.code).join()]),
  );
  assert.deepEqual(told, {
    2: 'price_unreadable',
    3: 'product_left_out',
    4: 'stock_negative',
    5: 'gtin_wrong',
    7: 'sku_twice',
    8: 'sku_elsewhere',
    9: 'title_missing',
    11: 'options_twice',
    12: 'price_missing',
    14: 'status_unknown',
    15: 'too_many_columns',
  });
  assert.equal(rows[0]!.errors[0]!.message, 'Not a price. Use 109,00.');
  assert.match(rows[3]!.errors[0]!.message, /5412345000242/);
  assert.deepEqual(
    rows.filter((row) => row.warnings.length > 0).map((row) => [row.line, row.warnings[0]!.code]),
    [
      [13, 'picture_address'],
      [16, 'handle_changed'],
    ],
  );
  const dutch = await shop.http.app.inject({
    url: `${it.at}/${previewed.id}/rows?kind=error&limit=1`,
    headers: { 'x-test-roles': `${it.at.split('/')[3]}:producer`, 'accept-language': 'nl' },
  });
  assert.equal(dutch.json().items[0].errors[0].message, 'Geen prijs. Gebruik 109,00.');
  assert.deepEqual(previewed.counts, { new: 4, changed: 0, same: 0, errors: 11, products: 4, variants: 4 });
  await it.call('POST', `${it.at}/${previewed.id}/start`);
  await it.until(previewed.id, 'finished');
  assert.deepEqual((await it.products()).map((product) => product.handle).toSorted(), ['bag', 'cup', 'hat', 'old-one', 'unicode-handle']);
  assert.equal((await it.products()).find((product) => product.handle === 'unicode-handle')!.variants[0]!.facts.price.minor, 123_450);
});

test('a second file changes what it names, by handle and SKU, and shows it before', async () => {
  const it = importer(await shop.newShop());
  await it.run(
    `${OLD}\npan,Pan,V,Size,24 cm,P-24,3,65.00,,,active\npan,,,,28 cm,P-28,4,94.00,,,\ncup,Cup,V,Title,Default Title,C-1,9,5.00,,,active\n`,
  );
  shop.passDays(40);
  const previewed = await it.preview(
    `${OLD}\npan,Steel pan,V,Size,28 cm,P-28,10,80.00,,,\n,,,,32 cm,P-32,1,109.00,,,\ncup,Cup,V,Title,Default Title,C-1,,,,,\n`,
  );
  assert.deepEqual(previewed.counts, { new: 1, changed: 1, same: 1, errors: 0, products: 2, variants: 3 });
  const [pan, fresh, cup] = await it.rows(previewed.id);
  assert.deepEqual(pan!.changes, [
    { field: 'price', from: '94.00', to: '80.00' },
    { field: 'stock', from: '4', to: '10' },
    { field: 'title', from: 'Pan', to: 'Steel pan' },
  ]);
  assert.deepEqual([fresh!.kind, cup!.kind, cup!.changes], ['new', 'same', []]);
  await it.call('POST', `${it.at}/${previewed.id}/start`);
  await it.until(previewed.id, 'finished');
  const product = (await it.products()).find((one) => one.handle === 'pan')!;
  assert.deepEqual(
    product.variants.map((variant) => [variant.sku, variant.facts.price.minor, variant.facts.was?.minor ?? null, variant.left]),
    [
      ['P-24', 6500, null, 3],
      ['P-28', 8000, 9400, 10],
      ['P-32', 10_900, null, 1],
    ],
  );
});

test('a file of SKUs and stock alone finds its products', async () => {
  const it = importer(await shop.newShop());
  await it.run(`${OLD}\npan,Pan,V,Size,24 cm,P-24,3,65.00,,,active\npan,,,,28 cm,P-28,4,94.00,,,\n`);
  const done = await it.run('Artikelnr;Voorraad;Prijs incl\nP-28;77;94,00\nNEE;1;1,00\n');
  assert.equal(done.format, 'other');
  assert.deepEqual([done.counts.changed, done.counts.errors], [1, 1]);
  assert.equal((await it.rows(done.id, '&kind=error'))[0]!.errors[0]!.code, 'sku_unknown');
  assert.deepEqual(
    (await it.products())[0]!.variants.map((variant) => variant.left),
    [3, 77],
  );
});

test('what cannot be read is refused in words and leaves no file behind', async () => {
  const it = importer(await shop.newShop());
  for (const [content, why, sentence] of [
    ['', 'empty', /empty/],
    [Buffer.from('Handle,Title\na,Cr\u00e8me\n', 'latin1'), 'encoding', /UTF-8/],
    ['Handle,Title\na,"open\n', 'quotes', /quotation mark/],
    ['hello', 'one_column', /columns/],
  ] as const) {
    const answer = await it.upload(content);
    assert.deepEqual([answer.status, answer.body.reason, answer.body.facts.why], [422, 'csv_unreadable', why]);
    assert.match(answer.body.facts.sentence, sentence);
  }
  assert.equal((await it.call('POST', it.at, { no: 'file' })).status, 415);
  const records = await it.call('GET', it.at);
  assert.deepEqual(records.body.items, []);
  const kept = await sql<{ id: string }>`select id from imports where state in ('uploaded', 'previewed')`.execute(shop.db);
  assert.deepEqual(readdirSync(join(shop.files, 'imports')).toSorted(), kept.rows.map((row) => `${row.id}.csv`).toSorted());
});

test('an import is started once, only when it is ready, and only by those of its shop', async () => {
  const it = importer(await shop.newShop());
  const uploaded = (await it.upload(`${OLD}\npan,Pan,V,Size,24 cm,P-24,3,65.00,,,active\n`)).body;
  const post = (id: string, verb: string) => it.call('POST', `${it.at}/${id}/${verb}`);
  assert.equal((await post(uploaded.id, 'start')).body.reason, 'import_not_ready');
  assert.equal((await post(uploaded.id, 'undo')).body.reason, 'import_not_ready');
  assert.equal((await it.call('PUT', `${it.at}/${uploaded.id}/mapping`, { mapping: { title: 'No such column' } })).status, 400);
  assert.equal((await it.call('PUT', `${it.at}/${uploaded.id}/mapping`, { mapping: { price: 'Variant Price' } })).status, 400);
  await it.call('PUT', `${it.at}/${uploaded.id}/mapping`, { mapping: uploaded.mapping });
  await it.until(uploaded.id, 'previewed');
  const stranger = importer(await shop.newShop());
  for (const url of [uploaded.id, `${uploaded.id}/rows`]) assert.equal((await stranger.call('GET', `${stranger.at}/${url}`)).status, 404);
  assert.equal((await stranger.call('POST', `${stranger.at}/${uploaded.id}/start`)).status, 404);
  const starts = await Promise.all(Array.from({ length: 6 }, () => post(uploaded.id, 'start')));
  assert.deepEqual(starts.map((answer) => answer.status).toSorted(), [200, 409, 409, 409, 409, 409]);
  await it.until(uploaded.id, 'finished');
  assert.equal((await it.products()).length, 1);
});

test('taking an import back restores what was there, except where somebody worked or bought since', async () => {
  const orgId = await shop.newShop();
  const it = importer(orgId);
  await it.run(
    `${OLD}\npan,Pan,V,Size,24 cm,P-24,3,65.00,,,active\npan,,,,28 cm,P-28,4,94.00,,,\ncup,Cup,V,Title,Default Title,C-1,9,5.00,,,active\n`,
  );
  const before = shelf(await it.products());
  const done = await it.run(
    `${OLD}\npan,Steel pan,W,Size,24 cm,P-24,30,60.00,,,draft\npan,,,,32 cm,P-32,1,109.00,,,\ncup,Mug,V,Title,Default Title,C-1,90,6.00,,,active\nnew,New,V,Title,Default Title,N-1,5,1.00,,,active\nsold,Sold,V,Title,Default Title,S-1,5,1.00,,,active\n`,
  );
  assert.notDeepEqual(shelf(await it.products()), before);
  const products = await it.products();
  const cup = products.find((product) => product.handle === 'cup')!;
  // Somebody works on the cup, somebody buys of the new one.
  await it.call('PUT', `/api/orgs/${orgId}/products/${cup.id}/passport`, { fields: { brand: 'V' }, syntheticImages: false });
  const soldVariant = products.find((product) => product.handle === 'sold')!.variants[0]!.id;
  await transact(shop.db, (tx) => shop.stock.setUnits(tx, [{ variantId: soldVariant, available: 4 }]));
  const undone = await it.call('POST', `${it.at}/${done.id}/undo`);
  assert.equal(undone.status, 200, JSON.stringify(undone.body));
  assert.match(undone.body.problem, /except 2 products/);
  const after = shelf(await it.products());
  assert.deepEqual(
    after.find((one) => one.handle === 'pan'),
    before.find((one) => one.handle === 'pan'),
  );
  assert.deepEqual(
    after.map((one) => [one.handle, one.title]),
    [
      ['cup', 'Mug'],
      ['pan', 'Pan'],
      ['sold', 'Sold'],
    ],
  );
  const history = await sql<{ price_minor: bigint }>`
    select h.price_minor from price_history h join variants v on v.id = h.variant_id where v.org_id = ${orgId} and v.sku = 'P-24' order by h.n`.execute(
    shop.db,
  );
  assert.deepEqual(
    history.rows.map((row) => row.price_minor),
    [6500n, 6000n, 6500n],
    'going back is a change like any other',
  );
  assert.equal((await it.call('POST', `${it.at}/${done.id}/undo`)).body.reason, 'import_not_ready');
  const once = await it.run(`${OLD}\nnew,New,V,Title,Default Title,N-1,5,1.00,,,active\n`);
  assert.equal(once.counts.new, 1, 'handle and SKU are free again');
  shop.passDays(8);
  assert.equal((await it.call('POST', `${it.at}/${once.id}/undo`)).body.reason, 'import_not_ready', 'after a week it stays');
});

test('pictures are fetched after the products, from the public web only, and failures are warnings', async () => {
  const it = importer(await shop.newShop());
  const line = (n: number, url: string) => `p-${n},P ${n},V,Title,Default Title,X-${n},1,1.00,,${url},active`;
  const urls = [
    `${host}/good.jpg`,
    `${host}/moved.jpg`,
    `${host}/page`,
    `${host}/missing`,
    `${host}/inside`,
    'http://10.0.0.1/x.jpg',
    'http://[::1]/x.jpg',
    'http://127.0.0.1:1/x',
  ];
  const done = await it.run([OLD, ...urls.map((url, n) => line(n, url))].join('\n'));
  assert.equal(done.counts.errors, 0);
  let now = done;
  for (let tries = 0; tries < 200 && now.pictures.done + now.pictures.failed < urls.length; tries++) {
    await wait(50);
    now = await it.read(done.id);
  }
  assert.deepEqual(now.pictures, { total: 8, done: 2, failed: 6 });
  const warned = Object.fromEntries((await it.rows(done.id)).map((row) => [row.line - 2, row.warnings[0]?.code]));
  assert.deepEqual(warned, {
    0: undefined,
    1: undefined,
    2: 'picture_unreadable',
    3: 'picture_unreachable',
    4: 'picture_not_public',
    5: 'picture_not_public',
    6: 'picture_not_public',
    7: 'picture_not_public',
  });
  const products = await it.products();
  assert.deepEqual(
    products.map((product) => product.images.length),
    [1, 1, 0, 0, 0, 0, 0, 0],
  );
  // A picture that came with the import is no work of a person: it can still be taken back.
  const undone = await it.call('POST', `${it.at}/${done.id}/undo`);
  assert.equal(undone.body.problem, null);
  assert.equal((await it.products()).length, 0);
});
