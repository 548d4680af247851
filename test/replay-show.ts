import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { transact } from '#platform/db.ts';
import type { Shop } from '../src/server/compose.ts';

/** For journeys that end in a replay: a show with a welcome, an offer and two products, from the plan to a purchase after it. */
export interface PlannedShow {
  readonly id: string;
  readonly orgId: string;
  readonly first: { readonly id: string; readonly title: string };
  readonly second: { readonly id: string; readonly title: string; readonly variantId: string; readonly minor: number };
}

export async function until<T>(what: string, ask: () => Promise<T>, good: (value: T) => boolean, withinMs = 30_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: still ${JSON.stringify(value)}`);
    await sleep(100);
  }
}

export async function planShow({ db, shows, catalog, accounts }: Shop): Promise<PlannedShow> {
  const orgId = (await accounts.organisationBySlug(db, 'atelier-vuur'))!.id;
  const products = await catalog.cards(db, await catalog.productIdsOfOrg(db, orgId));
  const [first, second] = products.filter((product) => product.variants.length === 1 && product.variants[0]!.left > 1);
  const variant = second!.variants[0]!;
  const disclosure = { kind: 'own_goods' as const, text: '' };
  const input = {
    title: 'Shown and sold after',
    description: '',
    language: 'en' as const,
    hostName: 'Marit',
    isSynthetic: false,
    startsAt: null,
  };
  const id = await transact(db, (tx) => shows.createShow(tx, orgId, { ...input, disclosure }));
  await shows.setShelf(orgId, id, [first!.id, second!.id]);
  await shows.setRunOfShow(orgId, id, [
    { title: 'Hello from Ghent', minutes: 1, productId: null, notes: '' },
    { title: 'One', minutes: 1, productId: first!.id, notes: '' },
    { title: 'Two', minutes: 1, productId: second!.id, notes: '' },
  ]);
  return {
    id,
    orgId,
    first: { id: first!.id, title: first!.title },
    second: { id: second!.id, title: second!.title, variantId: variant.id, minor: variant.listPrice.minor },
  };
}

/** Live for fifteen seconds: the welcome, the offer, one product, the other. */
export async function airShow(
  { db, shows, media }: Shop,
  { id, orgId, second }: PlannedShow,
  publish: (streamId: string) => Promise<() => Promise<void>>,
): Promise<void> {
  const [hello, one, two] = await shows.segments(db, id);
  const live = await shows.goLive(orgId, id);
  assert.ok(live.ok);
  await media.openStream(live.value.streamId);
  const stop = await publish(live.value.streamId);
  await until(
    'the picture',
    async () => (await shows.roomState(db, id))?.media.state,
    (state) => state === 'live',
  );
  await shows.setNow(orgId, id, hello!.id);
  const offer = { variantId: second.variantId, priceMinor: second.minor - 500, lastsSeconds: 30, limitPerBuyer: null };
  assert.ok((await shows.startOffer(orgId, id, offer)).ok);
  await sleep(3000);
  await shows.setNow(orgId, id, one!.id);
  await sleep(5000);
  await shows.setNow(orgId, id, two!.id);
  await sleep(6000);
  assert.ok((await shows.endShow(orgId, id)).ok);
  await stop();
}

/** From the replay's card of a product to a paid order that belongs to the show. */
export async function buyFromReplay(viewer: Page, { db, orders }: Shop, show: PlannedShow): Promise<void> {
  await viewer
    .locator('.rcard')
    .getByRole('button', { name: /^Buy at/ })
    .click();
  await viewer.getByText('Held for you').waitFor();
  for (const [label, text] of [
    ['Email', 'ilse@example.com'],
    ['Name', 'Ilse Verbruggen'],
    ['Street and number', 'Coupure Links 88'],
    ['Postcode', '9000'],
    ['Town', 'Gent'],
  ] as const)
    await viewer.getByLabel(label, { exact: true }).fill(text);
  await viewer.getByRole('button', { name: /^Buy and pay €/ }).click();
  await viewer.frameLocator('iframe').getByRole('button', { name: 'Continue' }).click();
  await viewer.getByText('It’s yours, Ilse').waitFor();
  const sold = await until(
    'the sale',
    () => orders.soldInShows(db, [show.id]),
    (sales) => sales.get(show.id)?.paid === 1,
  );
  assert.equal(sold.get(show.id)!.paid, 1);
}
