import type { ChatLine } from '#contract/room.ts';
import { useWords } from './words.ts';

const CLASS = {
  host: 'host',
  staff: 'staff',
  moderator: 'mod',
  affiliate: 'staff',
  sample: 'paid',
  bought: 'bought',
} as const satisfies Record<NonNullable<ChatLine['label']>, string>;

/** Who speaks, as the server says it. */
export function RoleTag({ label }: { label: ChatLine['label'] }) {
  const words = useWords();
  return label ? <span className={`role ${CLASS[label]}`}>{words.labels[label]}</span> : null;
}
