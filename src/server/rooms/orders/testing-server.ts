import { openDatabase } from '#platform/db.ts';
import { openShop, type ShopIds } from './testing.ts';

// A shop in a process of its own, so that a test can kill it: DATABASE_URL and SHOP_IDS in, {port} out.
const url = process.env['DATABASE_URL']!;
const shop = await openShop({ ...openDatabase(url), url }, { ids: JSON.parse(process.env['SHOP_IDS']!) as ShopIds });
process.once('disconnect', () => process.exit(0));
process.send?.({ port: shop.port });
