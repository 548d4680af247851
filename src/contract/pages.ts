/** Addresses that people see, shared by the viewer's router and the server that answers them. `:name` is a variable part. */
export const VIEWER_PAGES = {
  home: '/',
  upcoming: '/upcoming',
  replays: '/replays',
  show: '/shows/:show',
  counting: '/shows/:show/counting',
  clip: '/shows/:show/clips/:clip',
  shop: '/shops/:shop',
  channel: '/shops/:shop/channel',
  product: '/shops/:shop/products/:handle',
  orders: '/orders',
  order: '/orders/:order',
  payReturn: '/pay/return',
  signIn: '/sign-in',
  signUp: '/sign-up',
  account: '/account',
} as const;

/** Which built entry answers which addresses; the first also answers unknown ones, with 404. */
export const PAGE_ENTRIES = {
  viewer: Object.values(VIEWER_PAGES),
  studio: ['/studio', '/studio/*'],
  office: ['/office', '/office/*'],
} as const satisfies Record<string, readonly string[]>;
