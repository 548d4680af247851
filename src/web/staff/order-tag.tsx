import type { Order } from '#contract/orders.ts';
import { Tag } from '../ui/parts.tsx';

const TONES = {
  paid: 'proof',
  paying: 'info',
  held: 'info',
  expired: 'warn',
  released: 'line',
  refunded: 'stop',
} as const satisfies Record<Order['state'], string>;

export const OrderTag = ({ state, word }: { state: Order['state']; word: string }) => <Tag tone={TONES[state]}>{word}</Tag>;
