import type { Role } from '#contract/route.ts';
import { Import, ListChecks, MessageCircle, Package, Radio, Receipt, Settings, Repeat, Users } from '../staff/icons.ts';

/** The left navigation, in order. `roles` as in the contract of what the section reads; absent means every role. */
export const SECTIONS = [
  { to: '/$org/shows/{-$id}', word: 'shows', Icon: Radio },
  { to: '/$org/channel/{-$id}', word: 'channel', Icon: Repeat },
  { to: '/$org/products/{-$id}', word: 'products', Icon: Package },
  { to: '/$org/imports/{-$id}', word: 'imports', Icon: Import, roles: ['seller_admin', 'producer'] },
  { to: '/$org/orders/{-$id}', word: 'orders', Icon: Receipt, roles: ['seller_admin', 'producer', 'host', 'operator'] },
  { to: '/$org/chat/{-$id}', word: 'chat', Icon: MessageCircle },
  { to: '/$org/people/{-$id}', word: 'people', Icon: Users, roles: ['seller_admin', 'producer', 'operator'] },
  { to: '/$org/settings/{-$id}', word: 'settings', Icon: Settings },
  { to: '/$org/first-run', word: 'firstRun', Icon: ListChecks },
] as const satisfies readonly { to: string; word: string; Icon: unknown; roles?: readonly Role[] }[];
