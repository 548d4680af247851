import type { ShowCard } from '#contract/shows.ts';
import { Tag } from '../ui/parts.tsx';

const TONES = { draft: 'line', scheduled: 'info', live: 'live', ended: undefined, cancelled: 'warn' } as const satisfies Record<
  ShowCard['state'],
  string | undefined
>;

export function ShowTag({ state, word }: { state: ShowCard['state']; word: string }) {
  const tone = TONES[state];
  return (
    <Tag {...(tone ? { tone } : {})}>
      {state === 'live' ? <i className="dot" /> : null}
      {word}
    </Tag>
  );
}
