import { z } from 'zod';
import { HoldWish } from '../../../src/contract/orders.ts';
import { route, visitor } from '../../../src/contract/route.ts';
import { done } from '../../../src/lib/outcome.ts';
import { openDatabase } from '../../../src/server/platform/db.ts';
import { openShop, type ShopIds } from '../../../src/server/rooms/orders/testing.ts';
import { perOrder } from './per-order.ts';

// Our route and the peer's behind the same HTTP server: same cookies, same schema. DATABASE_URL and SHOP_IDS in, {port} out.
const url = process.env['DATABASE_URL']!;
const database = openDatabase(url, { max: 20 });
const peer = route({
  method: 'POST',
  path: '/peer/orders',
  access: visitor,
  summary: 'One transaction per order',
  body: HoldWish,
  response: z.object({ outcome: z.string() }),
});
const shop = await openShop(
  { ...database, url },
  {
    ids: JSON.parse(process.env['SHOP_IDS']!) as ShopIds,
    alsoServe: (http) =>
      http.serve(peer, async ({ actor, body }) => done({ outcome: await perOrder(database.pool, { ...body, buyerId: actor.visitorId! }) })),
  },
);
process.once('disconnect', () => process.exit(0));
process.send?.({ port: shop.port });
