import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Passport } from '#contract/catalog.ts';
import type { Shop } from '../compose.ts';
import { type FirstPerson, firstPeople } from '../first-run.ts';
import { type DemoProduct, type DemoShop, SHOPS } from './shops.ts';

const picture = (name: string) => readFileSync(fileURLToPath(new URL(`./pictures/${name}.webp`, import.meta.url)));
const DAY_MS = 86_400_000;
/** Each product stays on screen this long before the next. */
const SEGMENT_MINUTES = 3;
