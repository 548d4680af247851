import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shop } from '../compose.ts';
import { type DemoShop, SHOPS } from './shops.ts';

