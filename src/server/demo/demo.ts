import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '#lib/outcome.ts';
import { transact } from '#platform/db.ts';
import type { Shop } from '../compose.ts';
import { type FirstPerson, firstPeople } from '../first-run.ts';
import { type DemoProduct, type DemoShop, SHOPS } from './shops.ts';

/** A product stays on screen this long; then the next of the run of show. */
const SEGMENT_MINUTES = 3;
/** Long enough to see, short enough to be there when somebody looks for it. */
const REPLAY_MS = 45_000;
const OFFER_SECONDS = 3 * 3600;
/** A show round the clock would fill the disk: its recording keeps the last hour. */
const KEEP_SECONDS = 3600;
const DAY_MS = 86_400_000;

const pictureFile = (name: string) => fileURLToPath(new URL(`./pictures/${name}.webp`, import.meta.url));

/** What the seed made, kept beside the data so that a second start continues. */
interface Made {
  orgId: string;
  slug: string;
  productIds: string[];
}
interface Seeded {
  shops: Made[];
  liveShowId: string;
  replayShowId: string;
  replayDone: boolean;
}

const stateFile = (shop: Shop) => join(shop.config.dataDir, 'demo.json');
const readState = (shop: Shop): Seeded | null =>
  existsSync(stateFile(shop)) ? (JSON.parse(readFileSync(stateFile(shop), 'utf8')) as Seeded) : null;
const writeState = (shop: Shop, state: Seeded) => writeFileSync(stateFile(shop), `${JSON.stringify(state, null, 2)}\n`);

/** A demo that cannot be made is a bug of ours, not a choice of a person. */
function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`The demo was refused: ${outcome.reason} ${JSON.stringify(outcome.facts ?? {})}`);
  return outcome.value;
}

/** Makes the demo shops, people and shows once; every start after that only reads who they are. */
export async function seedDemo(shop: Shop, { onStep }: { onStep(sentence: string): void }): Promise<{ people: readonly FirstPerson[] }> {
  const people = firstPeople(shop.config.dataDir, 'demo-people.json', () => [
    ...SHOPS.map(({ name, host }) => ({ role: `Host, ${name}`, name: host.name, email: host.email })),
    { role: 'Moderator', name: 'Joris Maes', email: 'joris@ateliervuur.example' },
    { role: 'Operator', name: 'Demo operator', email: 'operator@etalage.example' },
  ]);
  if (readState(shop)) return { people };
  onStep('Making the demo shops (once).');
  const userIds = new Map<string, string>();
  for (const person of people) userIds.set(person.email, await shop.accounts.createPerson(person));
  await transact(shop.db, (tx) => shop.accounts.makeOperator(tx, userIds.get('operator@etalage.example')!, { secondFactorWaived: true }));
  const shops: Made[] = [];
  for (const demo of SHOPS) shops.push(await seedShop(shop, demo, userIds.get(demo.host.email)!));
  await transact(shop.db, (tx) =>
    shop.accounts.grant(tx, shops[0]!.orgId, userIds.get('joris@ateliervuur.example')!, ['moderator', 'producer']),
  );

  const [kitchen, farm, jeweller] = SHOPS as readonly [DemoShop, DemoShop, DemoShop];
  const liveShowId = await seedShow(shop, shops[0]!, kitchen, {
    slug: 'pans-that-last',
    title: 'Pans that last: the egg test',
    startsAt: null,
    description:
      'A demo show, on air round the clock. Picture and sound are made by the server; the shop, its people and its goods are invented. Buying is real up to the payment, which is pretend money.',
  });
  const replayShowId = await seedShow(shop, shops[1]!, farm, {
    slug: 'first-heather-honey',
    title: 'First heather honey of the year',
    startsAt: null,
    description: 'A short demo show, recorded by this server at its first start.',
  });
  await seedShow(shop, shops[2]!, jeweller, {
    slug: 'ask-a-jeweller',
    title: 'Ask a jeweller anything',
    startsAt: eveningAfter(shop.clock.now() + DAY_MS).toISOString(),
    description: 'Bring your questions. A demo show that is announced and not yet on.',
  });
  writeState(shop, { shops, liveShowId, replayShowId, replayDone: false });
  return { people };
}

async function seedShop(shop: Shop, demo: DemoShop, hostId: string): Promise<Made> {
  const known = await shop.accounts.organisationBySlug(shop.db, demo.slug);
  const org =
    known ??
    must(
      await shop.accounts.createOrganisation(shop.db, {
        slug: demo.slug,
        name: demo.name,
        legalName: demo.legalName,
        city: demo.city,
        country: 'BE',
        currency: 'EUR',
        about: demo.about,
        shippingMinor: 495,
        deliveryDays: 3,
        secondFactorWaived: true,
      }),
    );
  await transact(shop.db, (tx) => shop.accounts.grant(tx, org.id, hostId, ['host', 'producer', 'seller_admin']));
  const productIds: string[] = [];
  for (const product of demo.products) productIds.push(await seedProduct(shop, org.id, product));
  return { orgId: org.id, slug: demo.slug, productIds };
}

async function seedProduct(shop: Shop, orgId: string, { picture, option, passport, variants, ...facts }: DemoProduct): Promise<string> {
  const created = must(
    await shop.catalog.createProduct(orgId, {
      ...facts,
      status: 'active',
      optionNames: option ? [option] : [],
      variants: variants.map(({ value, ...variant }) => ({ ...variant, options: value ? [value] : [] })),
    }),
  );
  must(await shop.catalog.addImage(orgId, created.id, { bytes: readFileSync(pictureFile(picture)), alt: facts.title }));
  must(await shop.catalog.savePassport(orgId, created.id, { fields: { ...passport }, syntheticImages: true }, null));
  return created.id;
}

async function seedShow(
  shop: Shop,
  made: Made,
  demo: DemoShop,
  input: { slug: string; title: string; description: string; startsAt: string | null },
): Promise<string> {
  const cards = await shop.catalog.cards(shop.db, made.productIds);
  const hostImageUrl = must(await shop.catalog.storePicture(readFileSync(pictureFile(demo.host.picture))));
  const showId = await transact(shop.db, (tx) =>
    shop.shows.createShow(tx, made.orgId, {
      ...input,
      language: 'en',
      hostName: demo.host.name,
      isSynthetic: true,
      isDemo: true,
      disclosure: { kind: 'own_goods', text: `of ${demo.name}, no fee` },
      posterUrl: cards[0]?.image?.url ?? null,
      hostImageUrl,
    }),
  );
  must(await shop.shows.setShelf(made.orgId, showId, made.productIds));
  must(
    await shop.shows.setRunOfShow(
      made.orgId,
      showId,
      cards.map((card) => ({ title: card.title, minutes: SEGMENT_MINUTES, productId: card.id, notes: '' })),
    ),
  );
  return showId;
}

/** 20:00 of the day on which this moment falls, the server's time. */
function eveningAfter(ms: number): Date {
  const evening = new Date(ms);
  evening.setHours(20, 0, 0, 0);
  return evening.getTime() > ms ? evening : new Date(evening.getTime() + DAY_MS);
}

/**
 * Keeps the demo show on air round the clock and moves it along its run of show; records the replay at first start.
 * @param port where this process listens: the encoder publishes by WHIP like anybody
 */
export async function keepDemoOnAir(shop: Shop, port: number): Promise<{ close(): Promise<void> }> {
  const origin = `http://127.0.0.1:${port}`;
  const stopped = new AbortController();
  const state = readState(shop)!;
  const running = [
    runLive(shop, state, origin, stopped.signal),
    ...(state.replayDone ? [] : [recordReplay(shop, state, origin, stopped.signal)]),
  ];
  for (const run of running)
    run.catch((error: unknown) => stopped.signal.aborted || shop.log.error({ error: String(error) }, 'the demo stumbled'));
  return {
    async close() {
      stopped.abort();
      await Promise.allSettled(running);
    },
  };
}

async function runLive(shop: Shop, state: Seeded, origin: string, signal: AbortSignal): Promise<void> {
  const made = state.shops[0]!;
  const demo = SHOPS[0]!;
  const facts = await shop.shows.facts(shop.db, state.liveShowId);
  if (!facts) return;
  // Somebody ended it from the studio: then it has ended. A new demo show goes on air.
  if (facts.state === 'ended' || facts.state === 'cancelled') {
    state.liveShowId = await seedShow(shop, made, demo, {
      slug: `pans-that-last-${new Date(shop.clock.now()).toISOString().slice(0, 10)}`,
      title: 'Pans that last: the egg test',
      startsAt: null,
      description: 'A demo show, on air round the clock.',
    });
    writeState(shop, state);
  }
  const isNew = facts.state !== 'live';
  const streamId = isNew ? must(await shop.shows.goLive(made.orgId, state.liveShowId)).streamId : facts.streamId;
  await shop.media.openStream(streamId, { keepSeconds: KEEP_SECONDS });
  const feed = await shop.media.startDemo(streamId, { origin, picture: pictureFile(demo.products[0]!.picture) });
  if (isNew) await startOffer(shop, made, state.liveShowId);
  for (let round = 0; !signal.aborted; round++) {
    const at = round % demo.products.length;
    const moved = await moveTo(shop, made, state.liveShowId, made.productIds[at]!);
    if (!moved) return;
    feed.show(pictureFile(demo.products[at]!.picture));
    await sleep(SEGMENT_MINUTES * 60_000, undefined, { signal }).catch(() => {});
  }
}

/** @returns false when the show is over */
async function moveTo(shop: Shop, made: Made, showId: string, productId: string): Promise<boolean> {
  const facts = await shop.shows.facts(shop.db, showId);
  if (facts?.state !== 'live') return false;
  const segment = (await shop.shows.segments(shop.db, showId)).find((one) => one.productId === productId);
  if (segment) must(await shop.shows.setNow(made.orgId, showId, segment.id));
  return true;
}

/** Once, at the first start: the same offer again and again would be the pressure that we promise not to make. */
async function startOffer(shop: Shop, made: Made, showId: string): Promise<void> {
  const pan = (await shop.catalog.cards(shop.db, [made.productIds[0]!]))[0];
  const variant = pan?.variants.find((one) => one.sku === 'VV-28');
  if (variant)
    must(
      await shop.shows.startOffer(made.orgId, showId, {
        variantId: variant.id,
        priceMinor: 7900,
        lastsSeconds: OFFER_SECONDS,
        limitPerBuyer: 2,
      }),
    );
}

async function recordReplay(shop: Shop, state: Seeded, origin: string, signal: AbortSignal): Promise<void> {
  const made = state.shops[1]!;
  const facts = await shop.shows.facts(shop.db, state.replayShowId);
  if (!facts || facts.state === 'ended') return;
  const { streamId } = facts.state === 'live' ? facts : must(await shop.shows.goLive(made.orgId, state.replayShowId));
  await shop.media.openStream(streamId, { keepSeconds: KEEP_SECONDS });
  const feed = await shop.media.startDemo(streamId, { origin, picture: pictureFile(SHOPS[1]!.products[0]!.picture) });
  for (let at = 0; at < made.productIds.length && !signal.aborted; at++) {
    await moveTo(shop, made, state.replayShowId, made.productIds[at]!);
    feed.show(pictureFile(SHOPS[1]!.products[at]!.picture));
    await sleep(REPLAY_MS / made.productIds.length, undefined, { signal }).catch(() => {});
  }
  if (signal.aborted) return;
  must(await shop.shows.endShow(made.orgId, state.replayShowId));
  writeState(shop, { ...state, replayDone: true });
}
