import type { PinnedAnswer as Pinned } from '#contract/room.ts';
import { Pin } from '../../../ui/icons.ts';
import { ROLE_CLASS } from './line.tsx';
import { useChatWords } from './words.ts';

/** What the crew keeps above the chat until they take it down. */
export function PinnedAnswer({ pinned }: { pinned: Pinned | null }) {
  const w = useChatWords();
  if (!pinned) return null;
  return (
    <aside className="pinned-a" aria-label={w.pinned}>
      <Pin size={15} aria-hidden="true" />
      <div className="grow">
        {pinned.question ? (
          <p className="xs m" dir="auto">
            {w.asked(pinned.question.text)}
          </p>
        ) : null}
        <p dir="auto">
          <bdi className="who">{pinned.name}</bdi>{' '}
          {pinned.label ? <span className={`role ${ROLE_CLASS[pinned.label]}`}>{w.labels[pinned.label]}</span> : null} {pinned.text}
        </p>
      </div>
    </aside>
  );
}
