import type { z } from 'zod';
import type { Me } from '#contract/accounts.ts';
import type { Session } from '#contract/auth.ts';
import type { ProductCard, PublicProduct, Variant } from '#contract/catalog.ts';
import type { Clip } from '#contract/clips.ts';
import type { Order } from '#contract/orders.ts';
import type { Chapter, Replay } from '#contract/replay.ts';
import type { Poll } from '#contract/polls.ts';
import type { ProductAnswer, Question } from '#contract/questions.ts';
import type { RoomState } from '#contract/room.ts';
import type { Show, ShowCard } from '#contract/shows.ts';

/** Facts for looking at screens: typed by the contract, so that they cannot drift from it. */
const id = (nr: number) => `0193f000-0000-7000-8000-${String(nr).padStart(12, '0')}`;
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const now = Date.now();
export const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

function variant(nr: number, title: string, minor: number, left: number, was: number | null = null): Variant {
  return {
    id: id(nr),
    sku: `SKU-${nr}`,
    title,
    options: title === 'Default' ? [] : [title],
    left,
    imageId: null,
    listPrice: eur(was ?? minor),
    facts: {
      price: eur(minor),
      since: '2026-09-04T08:00:00.000Z',
      was: was === null ? null : eur(was),
      percentOff: was === null ? null : Math.round((1 - minor / was) * 100),
      lowest30: eur(minor),
    },
  };
}
function product(nr: number, title: string, picture: string, paper: ProductCard['paper'], variants: Variant[]): ProductCard {
  const sizes = variants.flatMap((entry) => entry.options);
  return {
    id: id(nr),
    handle: title.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    title,
    vendor: 'Vuurvast',
    category: 'general',
    paper,
    image: { id: id(nr + 500), url: `/pictures/${picture}.webp`, width: 256, height: 256, alt: title },
    options: sizes.length > 0 ? [{ name: 'Size', values: sizes }] : [],
    variants,
    passportScore: 92,
  };
}

export const pan = product(10, 'Blued-steel pan', 'pan', 'sky', [
  variant(1, '24 cm', 6500, 12),
  variant(2, '28 cm', 7900, 37, 9400),
  variant(3, '32 cm', 9200, 0),
]);
export const salt = product(11, 'Salt mill, olive wood', 'salt', 'lilac', [variant(4, 'Default', 3600, 20)]);
const pot = product(12, 'Enamel soup pot, 5 l', 'pot', 'blush', [variant(5, 'Default', 11_200, 8)]);
const spoon = product(13, 'Ash fish slice', 'spoon', 'stone', [variant(6, 'Default', 1850, 44)]);
const knife = product(14, 'Office knife, 9 cm', 'knife', 'sage', [variant(7, 'Default', 2400, 0)]);
const fondue = product(15, 'Enamel fondue set', 'fondue', 'butter', [variant(8, 'Default', 9900, 5)]);
const basket = product(16, 'Ash basket, small', 'basket', 'mint', [variant(9, 'Default', 4200, 9)]);
const shelf = [pan, spoon, pot, fondue, knife, salt, basket];

export const card = (more: Partial<ShowCard> = {}): ShowCard => ({
  id: id(100),
  slug: 'pans-that-last',
  title: 'Pans that last: the egg test',
  state: 'live',
  language: 'en',
  shop: { id: id(90), slug: 'atelier-vuur', name: 'Atelier Vuur', city: 'Ghent', imageUrl: null },
  host: { name: 'Marit de Wael', imageUrl: '/pictures/person-marit.webp' },
  disclosure: { kind: 'ad', text: 'Atelier Vuur pays Marit: fee + 12%' },
  isDemo: true,
  isSynthetic: true,
  startsAt: at(-40),
  startedAt: at(-39),
  endedAt: null,
  posterUrl: null,
  thumbUrl: null,
  watching: 1284,
  products: [pan, salt].map((each) => ({
    id: each.id,
    title: each.title,
    imageUrl: each.image!.url,
    paper: each.paper,
    price: each.variants[0]!.facts.price,
  })),
  productCount: shelf.length,
  hasReplay: false,
  ...more,
});

export const show = (more: Partial<Show> = {}): Show => ({
  ...card(),
  description: 'Three pans, forty eggs, no tricks. Marit shows what steel does when you treat it well.',
  notice: null,
  shelf: shelf.map((each, position) => ({
    product: each,
    position,
    shownAt: position > 2 && position < 5 ? at(-20 + position) : null,
    plannedAt: position === 1 ? at(6) : null,
    offers:
      each === pan
        ? [
            {
              id: id(70),
              variantId: id(2),
              price: eur(7900),
              startsAt: at(-20),
              endsAt: at(6.7),
              limitPerBuyer: 2,
              state: 'running' as const,
            },
          ]
        : [],
  })),
  pins: [pan.id],
  runOfShow: [
    {
      id: id(80),
      position: 0,
      title: 'The egg test',
      minutes: 10,
      productId: pan.id,
      notes: '',
      state: 'now',
      plannedAt: at(-2),
      startedAt: at(-2),
    },
    {
      id: id(81),
      position: 1,
      title: 'Fish',
      minutes: 10,
      productId: spoon.id,
      notes: '',
      state: 'next',
      plannedAt: at(6),
      startedAt: null,
    },
  ],
  counters: { watching: 1284, sold: 23, hearts: 3100 },
  media: {
    state: 'live',
    generation: 1,
    whepUrl: '/whep/x',
    hlsUrl: '/live/x/index.m3u8',
    replayUrl: null,
    replayStartsAtMs: null,
    replayDurationMs: null,
  },
  clipsAllowed: true,
  roomUrl: `/room/${id(100)}`,
  ...more,
});

const lines: [string, RoomState['chat'][number]['label'], string][] = [
  ['Noor', null, 'Does it work on induction?'],
  ['Joris', 'staff', 'Yes, all hobs. Spec sheet, line 4.'],
  ['Kofi A.', 'bought', 'Have the 24 since March, still slick'],
  ['Lars', null, 'Heavier than I expected'],
  ['Marit', 'host', '1.9 kg Lars, it’s on the scale now'],
];
export const room = (more: Partial<RoomState['show']> = {}): RoomState => ({
  show: { state: 'live', media: { state: 'live', generation: 1 }, recordingStop: null, pins: [pan.id], nowSegmentId: id(80), ...more },
  chat: lines.map(([name, label, text], nr) => ({ id: id(200 + nr), author: `a${nr}`, name, label, text, language: 'en', at: at(-1) })),
  captions: { tracks: [], cues: [] },
  mode: { slowSeconds: 0, paused: false, auto: false },
  pinned: null,
  questions: [],
  poll: null,
  registers: { watching: 1284, sold: 23, hearts: 3100, [`left:${id(2)}`]: 37 },
});

const question = (nr: number, name: string, text: string, people: number, more: Partial<Question> = {}) => ({
  people,
  question: {
    id: id(400 + nr),
    text,
    author: `a${nr}`,
    name,
    at: at(-6 + nr / 10),
    productId: pan.id,
    state: 'open',
    answer: null,
    ...more,
  } as Question,
});
const answer = (text: string | null, name: string) => ({ text, name, at: at(-2) });
const crowd = [
  question(0, 'Noor', 'Does it work on induction?', 4, {
    state: 'answered',
    answer: answer('Yes, all hobs. Spec sheet, line 4.', 'Joris'),
  }),
  question(1, 'Aoife', 'Does it rust on a boat?', 5, { state: 'next' }),
  question(2, 'Noor', 'Handle gets hot?', 3),
  question(3, 'Mirte', 'Is the 32 coming back?', 2, { productId: null }),
  question(4, 'Lars', 'How heavy is it?', 6, { state: 'answered', answer: answer(null, 'Marit de Wael') }),
  question(5, 'Ilse', 'Can you engrave it?', 1),
];

/** A room with a poll that runs and questions that wait. */
export const askingRoom = (poll: Partial<Poll> = {}): RoomState => ({
  ...room(),
  questions: crowd.map(({ question }) => question),
  poll: {
    id: id(450),
    question: 'What should Marit fry next?',
    options: ['Halloumi, no oil', 'Salmon, skin down', 'Another egg'],
    closesAt: at(4),
    counts: null,
    ...poll,
  },
  registers: {
    ...room().registers,
    ...Object.fromEntries(crowd.map(({ question, people }) => [`asked:${question.id}`, people])),
    ...Object.fromEntries([77, 44, 21].map((votes, option) => [`votes:${id(450)}:${option}`, votes])),
  },
});
/** What the server knows of the viewer's own part in it. */
export const ownVote = { poll: askingRoom().poll, votes: [77, 44, 21], mine: 0 };
export const ownQuestions = {
  items: crowd.map(({ question, people }, nr) => ({ ...question, asked: people, mine: nr === 2, wanted: nr === 2 || nr === 1 })),
};

/** What was answered about a product: in words, and on camera with and without a replay. */
export const answers: { items: ProductAnswer[] } = {
  items: [
    ['Does it work on induction?', 'Yes, all hobs. Spec sheet, line 4.', 'Joris', 500_000],
    ['Does it rust on a boat?', null, 'Marit de Wael', 620_000],
    ['Handle gets hot?', null, 'Marit de Wael', null],
  ].map(([text, words, by, replayAtMs], nr) => ({
    questionId: id(470 + nr),
    question: text as string,
    answer: words as string | null,
    answeredBy: by as string,
    at: at(-2000),
    asked: 3,
    showSlug: 'egg-test',
    showTitle: 'Pans that last: the egg test',
    replayAtMs: replayAtMs as number | null,
  })),
};

export const home = {
  live: [
    card(),
    card({
      id: id(101),
      slug: 'honey',
      title: 'First heather honey of the year',
      host: { name: 'Pieter Claes', imageUrl: '/pictures/person-pieter.webp' },
      shop: { id: id(91), slug: 'hoeve', name: 'Hoeve Zonneberg', city: null, imageUrl: null },
      watching: 312,
      products: [{ id: id(20), title: 'Heather honey', imageUrl: '/pictures/honey.webp', paper: 'butter', price: eur(1250) }],
    }),
    card({
      id: id(102),
      slug: 'rings',
      title: 'Old gold, new ring',
      host: { name: 'Linde', imageUrl: '/pictures/person-linde.webp' },
      shop: { id: id(92), slug: 'linde', name: 'Linde & Co', city: 'Antwerp', imageUrl: null },
      watching: 47,
      products: [{ id: id(21), title: 'Ring', imageUrl: '/pictures/ring.webp', paper: 'lilac', price: eur(18_000) }],
    }),
  ],
  upcoming: [
    card({ id: id(103), slug: 'market', state: 'scheduled', title: 'Market morning, 9 growers', startsAt: at(1600) }),
    card({ id: id(104), slug: 'jeweller', state: 'scheduled', title: 'Ask a jeweller anything', startsAt: at(4000) }),
  ],
  replays: [
    card({
      id: id(105),
      slug: 'teas',
      state: 'ended',
      title: 'One pot, six teas',
      hasReplay: true,
      endedAt: at(-3000),
      products: [{ id: id(22), title: 'Teapot', imageUrl: '/pictures/teapot.webp', paper: 'butter', price: eur(4900) }],
    }),
    card({
      id: id(106),
      slug: 'candles',
      state: 'ended',
      title: 'Candles that do not drip',
      hasReplay: true,
      endedAt: at(-6000),
      products: [{ id: id(23), title: 'Candle', imageUrl: '/pictures/candle.webp', paper: 'sand', price: eur(950) }],
    }),
  ],
};

export const publicProduct: z.infer<typeof PublicProduct> = {
  ...pan,
  orgId: id(90),
  description: '3 mm carbon steel, no coating. Seasons dark, slides eggs, lasts as long as you dry it.',
  status: 'active',
  updatedAt: at(-9000),
  images: [pan.image!, { ...pan.image!, id: id(511), url: '/pictures/spoon.webp', alt: 'The slice that goes with it' }],
  passport: {
    version: 6,
    score: 92,
    fields: {
      brand: 'Vuurvast',
      originPlace: 'Steel Liège, pressed in Ghent',
      materials: 'Carbon steel, beeswax coat',
      batch: 'VV-2641, Oct 2026',
    },
    missing: ['certificates'],
    syntheticImages: true,
  },
  shop: {
    slug: 'atelier-vuur',
    name: 'Atelier Vuur',
    legalName: 'Atelier Vuur BV',
    city: 'Ghent',
    shipping: eur(495),
    deliveryDays: 3,
    returnDays: 14,
    vatPercent: 21,
  },
};
export const shop = {
  id: id(90),
  slug: 'atelier-vuur',
  name: 'Atelier Vuur',
  legalName: 'Atelier Vuur BV',
  city: 'Ghent',
  about: 'Steel and enamel for kitchens that cook. Pressed, enamelled and repaired in Ghent since 2011.',
  imageUrl: null,
  deliveryDays: 3,
  returnDays: 14,
  live: [card()],
  upcoming: home.upcoming.slice(0, 1),
  replays: home.replays,
  products: shelf,
};

export const order = (more: Partial<Order> = {}): Order => ({
  id: id(300),
  number: 'E-20417',
  state: 'held',
  showId: id(100),
  showTitle: 'Pans that last: the egg test',
  shop: { slug: 'atelier-vuur', name: 'Atelier Vuur', legalName: 'Atelier Vuur BV', city: 'Ghent' },
  lines: [
    {
      variantId: id(2),
      productId: pan.id,
      handle: pan.handle,
      title: pan.title,
      variantTitle: '28 cm',
      imageUrl: pan.image!.url,
      paper: 'sky',
      quantity: 1,
      unitPrice: eur(7900),
      total: eur(7900),
    },
  ],
  goods: eur(7900),
  shipping: eur(495),
  total: eur(8395),
  vat: eur(1457),
  vatPercent: 21,
  placedAt: at(-0.5),
  holdEndsAt: at(4.5),
  paidAt: null,
  email: null,
  address: null,
  payment: null,
  deliveryBy: at(6000),
  returnDays: 14,
  link: null,
  history: [{ at: at(-0.5), what: 'held' }],
  ...more,
});
export const paidOrder = order({
  state: 'paid',
  paidAt: at(0),
  holdEndsAt: null,
  address: { name: 'Ilse Verbruggen', line1: 'Coupure Links 88', postcode: '9000', city: 'Gent', country: 'BE' },
  email: 'ilse@example.be',
  payment: { id: id(301), state: 'paid', method: 'test_card', url: null, reason: null },
  history: [
    { at: at(-0.5), what: 'held' },
    { at: at(-0.2), what: 'paying' },
    { at: at(0), what: 'paid' },
  ],
});

export const guest: Me = { visitorId: id(400), name: null, user: null, memberships: [], isOperator: false, language: 'en', calm: null };
export const member: Me = {
  ...guest,
  name: 'Ilse',
  user: { id: 'u1', email: 'ilse@example.be', name: 'Ilse Verbruggen', twoFactor: false, passkeys: 1 },
  memberships: [{ orgId: id(90), orgSlug: 'atelier-vuur', orgName: 'Atelier Vuur', roles: ['host'] }],
};
const sold = { value: 23, paid: 25, cancelled: 1, excluded: 1, heldNow: 2 };
export const counters = {
  asOf: at(0),
  watching: { value: 1284, direct: 1101, hls: 183, notYet: 12, crew: 3, secondDevices: 9 },
  sold,
};

/** 114 minutes: people come, a crowd without a picture is left out, some cancel. */
const minutes = Array.from({ length: 114 }, (_, minute) => {
  const watching = Math.round(1400 * (1 - Math.exp(-minute / 9)) - Math.max(0, minute - 54) * 9 + (minute % 7) * 6);
  const flood = minute >= 48 && minute < 54 ? 176 + minute : 0;
  const net = Math.min(65, Math.round(minute * 0.7)) - (minute > 100 ? 2 : 0);
  return {
    at: at(minute - 120),
    watching,
    connected: watching + 30 + (minute % 5) + flood,
    sold: net,
    paid: net + 1 + (minute > 100 ? 2 : 0),
    excluded: 1,
    cancelled: minute > 100 ? 2 : 0,
  };
});
export const counting = {
  show: {
    id: id(100),
    slug: 'pans-that-last',
    title: 'Pans that last',
    state: 'ended',
    shop: { slug: 'atelier-vuur', name: 'Atelier Vuur' },
    startedAt: at(-120),
    endedAt: at(-6),
  },
  asOf: at(0),
  minutes,
  sold: { value: 63, paid: 66, cancelled: 2, excluded: 1, heldNow: 0 },
  record: { entries: 11_904, missing: 0 },
};
export const session: z.infer<typeof Session> = {
  id: 's1',
  current: true,
  secondFactor: false,
  createdAt: at(-60),
  seenAt: at(-2),
  expiresAt: at(9000),
  ipAddress: '10.0.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/150',
};

const chapter = (nr: number, fromS: number, untilS: number, more: Partial<Chapter> = {}): Chapter => ({
  id: nr,
  atMs: fromS * 1000,
  endMs: untilS * 1000,
  startedAt: at(-39),
  title: null,
  product: null,
  asked: null,
  ...more,
});
const shown = (item: ProductCard, isOnSale = true): Chapter['product'] => ({
  id: item.id,
  handle: item.handle,
  title: item.title,
  imageUrl: item.image?.url ?? null,
  paper: item.paper,
  isOnSale,
});
const asked = (item: ProductCard, which: number, minor: number, offerEndsAt: string | null = null): Chapter['asked'] => ({
  variantId: item.variants[which]!.id,
  variantTitle: item.variants[which]!.title,
  price: eur(minor),
  offerEndsAt,
});

export const clip: Clip = {
  id: id(300),
  showId: id(100),
  title: 'The egg slides',
  url: '/clips/x.mp4',
  posterUrl: '/pictures/pan.webp',
  fromMs: 420_000,
  durationMs: 30_000,
  productId: pan.id,
  madeAt: at(-2),
};

/** A replay of 34 minutes with a hole: every kind of chapter is in it. */
export const replay = (more: Partial<Replay> = {}): Replay => ({
  state: 'ready',
  durationMs: 2_040_000,
  parts: [{ url: '/replay/x/index.m3u8', atMs: 0, durationMs: 2_040_000 }],
  thumbs: { url: '/replay/x/thumbs/{n}.jpg', everyMs: 10_000 },
  spans: [
    { atMs: 0, wallClockMs: Date.parse(at(-50)), durationMs: 1_200_000 },
    { atMs: 1_200_000, wallClockMs: Date.parse(at(-28)), durationMs: 840_000 },
  ],
  stoppedAt: null,
  questions: [
    { id: id(320), text: 'Does it work on induction?', atMs: 500_000, answer: 'Yes, all hobs.', answeredBy: 'Joris', productId: pan.id },
    { id: id(321), text: 'Does it rust on a boat?', atMs: 620_000, answer: null, answeredBy: 'Marit de Wael', productId: pan.id },
  ],
  chapters: [
    chapter(0, 0, 90, { title: 'Welcome' }),
    chapter(11, 90, 420, { product: shown(salt), asked: asked(salt, 0, 3600) }),
    chapter(12, 420, 1200, { product: shown(pan), title: 'The egg test', asked: asked(pan, 1, 6900, at(-20)) }),
    chapter(13, 1200, 1380, { title: 'Guest: Jan, steel maker' }),
    chapter(14, 1380, 1500, { product: shown(knife), asked: asked(knife, 0, 2400) }),
    chapter(15, 1500, 1740, { product: shown(pot), asked: asked(pot, 0, 9900) }),
    chapter(16, 1740, 2040, { product: shown(fondue, false), asked: asked(fondue, 0, 9900) }),
  ],
  ...more,
});
