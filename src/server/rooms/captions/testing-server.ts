import { openDatabase } from '#platform/db.ts';
import { createTestShop } from '../../../../test/test-shop.ts';
import type { CaptionWish } from './captions.ts';

// Captions in a process of its own, so that a test can kill it: DATABASE_URL and SHOW in, one answer per wish out.
const { captions } = await createTestShop(openDatabase(process.env['DATABASE_URL']!));
const show = JSON.parse(process.env['SHOW']!) as { orgId: string; showId: string; language: string };
process.on('message', (wish: CaptionWish) => void captions.caption(show, wish, 'els').then((outcome) => process.send?.({ wish, outcome })));
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
