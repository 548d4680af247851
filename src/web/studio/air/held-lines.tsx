import { useRef } from 'react';
import type { HeldLine } from '#contract/moderation.ts';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Tag } from '../../ui/parts.tsx';
import { DecidedList } from '../moderation/decided-list.tsx';
import { DecisionBar } from '../moderation/decision-bar.tsx';
import { Elsewhere } from '../moderation/elsewhere.tsx';
import { useKeepFocus } from '../moderation/use-keep-focus.ts';
import { wishAboutHeld } from '../moderation/wish.ts';
import { useWords } from '../moderation/words.ts';
import type { Air } from './use-air.ts';

/** What waits, what was decided, and the way to a helper's own desk. */
export function HeldLines({ air }: { air: Air }) {
  const words = useWords();
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const { desk, held, undo } = air.moderation;
  if (!desk.data) return desk.error ? <Refused error={desk.error} onRetry={() => void desk.refetch()} /> : <RowsSkeleton height="72px" />;
  return (
    <>
      <div className="mfeed">
        <p className="xs m">{words.heldHow}</p>
        <ul ref={list} tabIndex={-1} className="held-lines" aria-label={words.tabs.held}>
          {held.length === 0 ? (
            <li>
              <EmptyState title={words.nothingWaits}>{words.nothingWaitsBody}</EmptyState>
            </li>
          ) : null}
          {held.map((line) => (
            <li key={line.id}>
              <HeldInline air={air} line={line} />
            </li>
          ))}
        </ul>
        <RefusedNote error={undo.error} />
        <DecidedList moderation={air.moderation} />
        <h3 className="mh3">{words.elsewhere}</h3>
        <Elsewhere showId={air.show.id} />
      </div>
      <DecisionBar moderation={air.moderation} />
    </>
  );
}

/** A held line with the two decisions a host takes in passing; the others are at the desk. */
export function HeldInline({ air: { moderation, show }, line }: { air: Air; line: HeldLine }) {
  const words = useWords();
  return (
    <div className="held-inline">
      <div className="grow">
        <p>
          <b className="b">{line.name}</b> <Tag tone="warn">{words.heldFor(words.reasons[line.reasons[0] ?? 'other'])}</Tag>
        </p>
        <p className="mm" dir="auto" lang={show.language}>
          {line.text}
        </p>
      </div>
      <Button
        size="sm"
        tone="quiet"
        aria-label={words.wish.allow(line.name)}
        onClick={() => moderation.decide(wishAboutHeld('allow', line))}
      >
        {words.allow}
      </Button>
      <Button size="sm" aria-label={words.wish.hide(line.name)} onClick={() => moderation.decide(wishAboutHeld('hide', line))}>
        {words.hide}
      </Button>
    </div>
  );
}
