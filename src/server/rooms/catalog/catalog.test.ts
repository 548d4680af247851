import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { sql } from 'kysely';
import sharp from 'sharp';
import type { Product, ProductInput } from '#contract/catalog.ts';
import { transact } from '#platform/db.ts';
import { openTestCatalog } from './testing.ts';

const shop = await openTestCatalog();
const { db, catalog } = shop;

const pan = (more: Partial<ProductInput> = {}): ProductInput => ({
  title: 'Blued-steel pan',
  vendor: 'Vuurvast',
  description: '',
  category: 'general',
  paper: 'sky',
  status: 'active',
  optionNames: ['Size'],
  variants: [
    { sku: 'VV-24', options: ['24 cm'], priceMinor: 6500, left: 40 },
    { sku: 'VV-28', options: ['28 cm'], priceMinor: 9400, left: 60 },
  ],
  ...more,
});
/** Back as it came, for a change in one place. */
const again = (product: Product, change: (variant: ProductInput['variants'][number]) => object = () => ({})): ProductInput => ({
  title: product.title,
  vendor: product.vendor,
  description: product.description,
  category: product.category,
  paper: product.paper,
  status: product.status,
  optionNames: product.options.map((option) => option.name),
  variants: product.variants.map((variant) => {
    const wish = { id: variant.id, sku: variant.sku, options: variant.options, priceMinor: variant.facts.price.minor };
    return { ...wish, ...change(wish) };
  }),
});
async function sellerOf(orgId: string) {
  const call = shop.as(orgId, 'seller_admin');
  const products = `/api/orgs/${orgId}/products`;
  return {
    call,
    products,
    async add(input: ProductInput): Promise<Product> {
      const answer = await call('POST', products, input);
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body;
    },
  };
}
const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c33' } });
function form(bytes: Buffer, fileName = 'photo.jpg', alt?: string) {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const altPart = alt === undefined ? '' : `--b\r\ncontent-disposition: form-data; name="alt"\r\n\r\n${alt}\r\n`;
  return Buffer.concat([Buffer.from(altPart + head), bytes, Buffer.from('\r\n--b--\r\n')]);
}
const FORM = 'multipart/form-data; boundary=b';

test('a product with variants comes back with prices, stock and a handle from its title', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan());
  assert.equal(made.handle, 'blued-steel-pan');
  assert.deepEqual(made.options, [{ name: 'Size', values: ['24 cm', '28 cm'] }]);
  assert.deepEqual(
    made.variants.map((variant) => [variant.title, variant.left, variant.facts.price.minor, variant.facts.was]),
    [
      ['24 cm', 40, 6500, null],
      ['28 cm', 60, 9400, null],
    ],
  );
  assert.equal((await add(pan({ variants: [{ sku: 'X', options: ['1'], priceMinor: 1 }] }))).handle, 'blued-steel-pan-2');
  const read = await call('GET', `${products}/${made.id}`);
  assert.deepEqual(read.body, made);
});

test('a thousand variants fit, a thousand and one do not', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const variants = Array.from({ length: 1000 }, (_, n) => ({
    sku: `S-${n}`,
    options: [`c${n % 25}`, `s${Math.floor(n / 25)}`],
    priceMinor: n,
    left: n,
  }));
  const made = await add(pan({ optionNames: ['Colour', 'Size'], variants }));
  assert.equal(made.variants.length, 1000);
  const more = await call(
    'POST',
    products,
    pan({ optionNames: ['Colour', 'Size'], variants: [...variants, { sku: 'more', options: ['x', 'y'], priceMinor: 1 }] }),
  );
  assert.equal(more.status, 400);
});

test('a taken SKU or handle, wrong option counts and twins are refused and change nothing', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const first = await add(pan());
  const other = await add(pan({ handle: 'other', variants: [{ sku: 'O-1', options: ['1'], priceMinor: 5 }] }));
  const refusals: [object, number, string][] = [
    [pan({ handle: 'new-one' }), 409, 'sku_taken'],
    [pan({ handle: 'other', variants: [{ sku: 'O-9', options: ['1'], priceMinor: 5 }] }), 409, 'handle_taken'],
    [pan({ variants: [{ sku: 'A', options: [], priceMinor: 5 }] }), 400, 'invalid_input'],
    [
      pan({
        variants: [
          { sku: 'A', options: ['1'], priceMinor: 5 },
          { sku: 'A', options: ['2'], priceMinor: 5 },
        ],
      }),
      400,
      'invalid_input',
    ],
    [
      pan({
        variants: [
          { sku: 'A', options: ['1'], priceMinor: 5 },
          { sku: 'B', options: ['1'], priceMinor: 5 },
        ],
      }),
      400,
      'invalid_input',
    ],
    [pan({ variants: [{ sku: 'A', options: ['1'], priceMinor: -5 }] }), 400, 'invalid_input'],
    [pan({ variants: [{ sku: 'A', options: ['1'], priceMinor: 5, left: -1 }] }), 400, 'invalid_input'],
  ];
  for (const [body, status, reason] of refusals) {
    const answer = await call('POST', products, body);
    assert.deepEqual([answer.status, answer.body.reason], [status, reason]);
  }
  const renamed = await call('PUT', `${products}/${other.id}`, { ...again(other), handle: first.handle });
  assert.equal(renamed.body.reason, 'handle_taken');
  assert.equal((await call('GET', products)).body.items.length, 2);
});

test('ten people create the same handle at once and one succeeds', async () => {
  const { call, products } = await sellerOf(await shop.newShop());
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      call('POST', products, pan({ handle: 'one', variants: [{ sku: `n${n}`, options: ['1'], priceMinor: 1 }] })),
    ),
  );
  assert.deepEqual(tries.map((answer) => answer.status).toSorted(), [200, ...Array(9).fill(409)]);
});

test('a changed price enters the history, an unchanged one does not, and the past cannot be rewritten', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan());
  shop.passDays(40);
  await call('PUT', `${products}/${made.id}`, { ...again(made), title: 'Another name' });
  const changed = await call(
    'PUT',
    `${products}/${made.id}`,
    again(made, ({ sku }: { sku?: string }) => (sku === 'VV-28' ? { priceMinor: 7990 } : {})),
  );
  const facts = changed.body.variants[1].facts;
  assert.equal(facts.was.minor, 9400);
  assert.equal(facts.percentOff, 15);
  assert.equal(changed.body.variants[0].facts.was, null);
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from price_history where variant_id = any (${made.variants.map((v) => v.id)})`.execute(db);
  assert.equal(rows[0]?.n, 3);
  for (const rewrite of ['update price_history set price_minor = 1', 'delete from price_history', 'truncate price_history'])
    await assert.rejects(shop.pool.query(rewrite), /only ever appended/);
});

test('taking a variant away and putting it back does not wash its past', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan());
  shop.passDays(35);
  const [small, large] = again(made).variants;
  await call('PUT', `${products}/${made.id}`, { ...again(made), variants: [small, { ...large!, priceMinor: 5000 }] });
  const without = await call('PUT', `${products}/${made.id}`, { ...again(made), variants: [small] });
  assert.equal(without.body.variants.length, 1);
  const back = await call('PUT', `${products}/${made.id}`, {
    ...again(made),
    variants: [small, { sku: 'VV-28', options: ['28 cm'], priceMinor: 9400, left: 5 }],
  });
  assert.equal(back.body.variants[1].id, made.variants[1]!.id);
  assert.equal(back.body.variants[1].facts.lowest30.minor, 5000);
});

test('two variants may exchange their SKUs', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan());
  const swapped = await call(
    'PUT',
    `${products}/${made.id}`,
    again(made, ({ sku }: { sku?: string }) => ({ sku: sku === 'VV-24' ? 'VV-28' : 'VV-24' })),
  );
  assert.deepEqual(
    swapped.body.variants.map((variant: { id: string; sku: string }) => [variant.id, variant.sku]),
    [
      [made.variants[0]!.id, 'VV-28'],
      [made.variants[1]!.id, 'VV-24'],
    ],
  );
});

test('a live price counts in the next "was"', async () => {
  const orgId = await shop.newShop();
  const { add } = await sellerOf(orgId);
  const made = await add(pan());
  shop.passDays(40);
  const variantId = made.variants[1]!.id;
  const startsAt = new Date(shop.clock.now());
  assert.equal(await catalog.priorPrice(db, variantId, startsAt), 9400n);
  await transact(db, (tx) =>
    catalog.noteOfferPrice(tx, { variantId, priceMinor: 7000n, currency: 'EUR', startsAt, endsAt: new Date(startsAt.getTime() + 60_000) }),
  );
  shop.passDays(10);
  assert.equal(await catalog.priorPrice(db, variantId, new Date(shop.clock.now())), 7000n);
});

test('a product of another organisation does not exist, whatever is asked of it', async () => {
  const made = await (await sellerOf(await shop.newShop())).add(pan());
  const { call, products } = await sellerOf(await shop.newShop());
  const one = `${products}/${made.id}`;
  const tries = [
    await call('GET', one),
    await call('PUT', one, again(made)),
    await call('DELETE', one),
    await call('PUT', `${one}/passport`, { fields: {}, syntheticImages: false }),
    await call('POST', `${one}/images`, form(await picture(10, 10).jpeg().toBuffer()), FORM),
    await call('DELETE', `${one}/images/${made.id}`),
  ];
  assert.deepEqual(
    tries.map((answer) => [answer.status, answer.body.reason]),
    tries.map(() => [404, 'not_found']),
  );
  const moderator = await shop.as(made.orgId, 'moderator')('DELETE', `/api/orgs/${made.orgId}/products/${made.id}`);
  assert.equal(moderator.body.reason, 'not_allowed');
});

test('the list is searched by title, handle and SKU, filtered by status and read page by page', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  for (let n = 0; n < 7; n++)
    await add(
      pan({
        title: n === 3 ? '100% wool' : `Pan ${n}`,
        handle: `p-${n}`,
        status: n < 2 ? 'draft' : 'active',
        variants: [{ sku: `K-${n}`, options: ['1'], priceMinor: 1 }],
      }),
    );
  const titles = async (query: string) => (await call('GET', `${products}?${query}`)).body.items.map((item: Product) => item.title);
  assert.deepEqual(await titles('q=K-5'), ['Pan 5']);
  assert.deepEqual(await titles('q=p-6'), ['Pan 6']);
  assert.deepEqual(await titles(`q=${encodeURIComponent('0% w')}`), ['100% wool']);
  assert.deepEqual(await titles(`q=${encodeURIComponent('%')}`), ['100% wool'], 'a sign of LIKE is only itself');
  assert.deepEqual(await titles('status=draft'), ['Pan 1', 'Pan 0']);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = (await call('GET', `${products}?limit=3${cursor}`)).body;
    seen.push(...page.items.map((item: Product) => item.handle));
    if (!page.nextCursor) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  assert.deepEqual(seen, ['p-6', 'p-5', 'p-4', 'p-3', 'p-2', 'p-1', 'p-0']);
});

test('an archived product is closed in stock, still readable, and can come back', async () => {
  const orgId = await shop.newShop('archive-shop');
  const { add, call, products } = await sellerOf(orgId);
  const made = await add(pan());
  const open = async () =>
    (await sql<{ open: boolean }>`select open from ${sql.table(shop.stockTable)} where variant_id = ${made.variants[0]!.id}`.execute(db))
      .rows[0]?.open;
  assert.equal(await open(), true);
  assert.equal((await call('DELETE', `${products}/${made.id}`)).status, 204);
  assert.equal(await open(), false);
  const page = await call('GET', '/api/shops/archive-shop/products/blued-steel-pan');
  assert.equal(page.body.status, 'archived');
  assert.equal(page.body.shop.name, 'Atelier Vuur');
  await call('PUT', `${products}/${made.id}`, { ...again(made), status: 'active' });
  assert.equal(await open(), true);
  await call('PUT', `${products}/${made.id}`, { ...again(made), status: 'draft' });
  assert.equal((await call('GET', '/api/shops/archive-shop/products/blued-steel-pan')).status, 404);
});

test('a picture is written anew in three sizes, without where it was taken, and served for ever', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan());
  const upload = await picture(1600, 800)
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .jpeg()
    .toBuffer();
  assert.ok(upload.includes('secret place'));
  const added = await call('POST', `${products}/${made.id}/images`, form(upload, 'x.jpg', 'A red pan'), FORM);
  assert.equal(added.status, 200, JSON.stringify(added.body));
  assert.deepEqual([added.body.width, added.body.height, added.body.alt], [600, 300, 'A red pan']);
  for (const [size, width] of [
    ['200', 200],
    ['600', 600],
    ['1200', 1200],
  ] as const) {
    const served = await call('GET', added.body.url.replace('-600.', `-${size}.`));
    assert.equal(served.headers['content-type'], 'image/webp');
    assert.match(String(served.headers['cache-control']), /immutable/);
    assert.equal(served.headers['x-content-type-options'], 'nosniff');
    assert.match(String(served.headers['content-security-policy']), /sandbox/);
    assert.ok(!served.bytes.includes('secret place'));
    assert.equal((await sharp(served.bytes).metadata()).width, width);
  }
  const twice = await call('POST', `${products}/${made.id}/images`, form(upload), FORM);
  assert.equal(twice.body.id, added.body.id, 'the same picture is the same picture');
  const read = await call('GET', `${products}/${made.id}`);
  assert.equal(read.body.images.length, 1);
  assert.ok(read.body.passportScore > made.passportScore);
  assert.equal((await catalog.variant(db, made.variants[0]!.id))?.imageUrl, added.body.url);
  assert.equal((await call('DELETE', `${products}/${made.id}/images/${added.body.id}`)).status, 204);
  assert.equal((await call('GET', `${products}/${made.id}`)).body.images.length, 0);
});

test('what is no picture is refused by its content, whatever it is called', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan());
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const gif = await picture(10, 10).gif().toBuffer();
  const half = (await picture(900, 900).jpeg().toBuffer()).subarray(0, 400);
  // 100 megapixels in a few kilobytes.
  const bomb = await picture(10_000, 10_000).png().toBuffer();
  for (const bytes of [svg, gif, half, bomb, Buffer.from('hello'), Buffer.alloc(0)]) {
    const answer = await call('POST', `${products}/${made.id}/images`, form(bytes, 'fine.jpg'), FORM);
    assert.deepEqual([answer.status, answer.body.reason], [422, 'image_unreadable']);
  }
  const json = await call('POST', `${products}/${made.id}/images`, { file: 'x' });
  assert.equal(json.status, 415);
  assert.deepEqual((await call('GET', `${products}/${made.id}`)).body.images, []);
});

test('only names of stored pictures are served', async () => {
  const { call } = await sellerOf(await shop.newShop());
  for (const name of ['..%2f..%2fsecret', 'nothing.webp', `${'0'.repeat(32)}-600.webp`, `${'0'.repeat(32)}-601.webp`])
    assert.equal((await call('GET', `/files/images/${name}`)).status, 404, name);
  const left = readdirSync(join(shop.files, 'images')).filter((name) => !/^[0-9a-f]{32}-\d+\.webp$/.test(name));
  assert.deepEqual(left, []);
  assert.ok(readFileSync(join(shop.files, 'images', readdirSync(join(shop.files, 'images'))[0]!)).length > 0);
});

test('a passport gets a new version with every save, and the old ones cannot be changed', async () => {
  const { add, call, products } = await sellerOf(await shop.newShop());
  const made = await add(pan({ category: 'food' }));
  assert.deepEqual([made.passport.version, made.passport.fields], [0, {}]);
  assert.ok(made.passport.missing.includes('allergens'));
  const one = await call('PUT', `${products}/${made.id}/passport`, {
    fields: { originCountry: 'BE', materials: 'Honey', usage: ' ' },
    syntheticImages: false,
  });
  assert.deepEqual([one.body.version, one.body.fields], [1, { originCountry: 'BE', materials: 'Honey' }]);
  const two = await call('PUT', `${products}/${made.id}/passport`, {
    fields: { originCountry: 'BE', materials: 'Honey', allergens: 'None' },
    syntheticImages: true,
  });
  assert.equal(two.body.version, 2);
  assert.ok(two.body.score > one.body.score);
  const read = await call('GET', `${products}/${made.id}`);
  assert.deepEqual(read.body.passport, two.body);
  assert.equal(read.body.passportScore, two.body.score, 'the card tells the same');
  await assert.rejects(shop.pool.query('update passports set fields = $1', ['{}']), /never changed/);
  await assert.rejects(shop.pool.query('delete from passports'), /never changed/);
  const wrong = await call('PUT', `${products}/${made.id}/passport`, { fields: { gtin: '4006381333930' }, syntheticImages: false });
  assert.deepEqual([wrong.status, wrong.body.facts], [400, { field: 'gtin', proposal: '4006381333931' }]);
});

test('cards keep the order that was asked for and leave out what does not exist', async () => {
  const orgId = await shop.newShop();
  const { add } = await sellerOf(orgId);
  const one = await add(pan());
  const two = await add(pan({ variants: [{ sku: 'Z', options: ['1'], priceMinor: 1, left: 3 }] }));
  const cards = await catalog.cards(db, [two.id, '00000000-0000-7000-8000-000000000000', one.id]);
  assert.deepEqual(
    cards.map((card) => [card.id, card.variants[0]!.left]),
    [
      [two.id, 3],
      [one.id, 40],
    ],
  );
  assert.deepEqual(await catalog.productIdsOfOrg(db, orgId), [one.id, two.id]);
  assert.deepEqual(await catalog.cards(db, []), []);
});
