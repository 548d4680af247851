/**
 * Who may import whom: the one table.
 *
 * `lib <- contract <- platform <- rooms (by this table) <- compose` and `lib <- contract <- web`.
 * Calls go down, news goes up: a room calls the rooms named here and listens to their events;
 * it never names a room above it. `scripts/check.mjs` turns this table into the import check.
 */
export const ROOMS = {
  accounts: [],
  media: [],
  record: [],
  stock: [],
  payments: [],
  catalog: ['accounts', 'stock'],
  offers: ['catalog'],
  shows: ['accounts', 'catalog', 'media', 'offers', 'record', 'stock'],
  captions: ['media', 'record', 'shows'],
  orders: ['accounts', 'catalog', 'offers', 'payments', 'record', 'shows', 'stock'],
  channels: ['accounts', 'shows'],
  chat: ['accounts', 'media', 'orders', 'record', 'shows', 'stock'],
};

/** The web entries never import each other; they share `ui` and `client`, and the studio and the office also `staff`. */
export const WEB_ENTRIES = ['viewer', 'studio', 'office'];
